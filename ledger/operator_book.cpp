#include "ledger/operator_book.h"

#include <algorithm>
#include <limits>

namespace perk {
namespace {

/// After everything that was ever said.
constexpr Hlc kNow{std::numeric_limits<std::uint64_t>::max()};

}  // namespace

void OperatorBook::fold(const RecordedEvent& recorded) {
  if (!recorded.id.origin.is_head_office()) return;
  const EventBody& body = recorded.event.body;
  if (const auto* admitted = std::get_if<OperatorAdmitted>(&body)) {
    note(admitted->name, recorded, {admitted->role, admitted->key, false});
    const Hlc at = recorded.event.envelope.hlc;
    first_admission_ = std::min(first_admission_.value_or(at), at);
  }
  if (const auto* changed = std::get_if<OperatorRoleChanged>(&body))
    note(changed->name, recorded, {changed->role, {}, false});
  if (const auto* dismissed = std::get_if<OperatorDismissed>(&body))
    note(dismissed->name, recorded, {{}, {}, true});
}

void OperatorBook::note(const std::string& name, const RecordedEvent& recorded, const Said& said) {
  words_[name].try_emplace(Moment{recorded.event.envelope.hlc, recorded.id}, said);
}

bool OperatorBook::was_open_before(Hlc moment) const {
  return !first_admission_ || *first_admission_ >= moment;
}

std::optional<OperatorAccount> OperatorBook::find(const std::string& name) const {
  return find_before(name, kNow);
}

std::optional<OperatorAccount> OperatorBook::find_before(const std::string& name,
                                                         Hlc moment) const {
  const auto words = words_.find(name);
  if (words == words_.end()) return std::nullopt;
  std::optional<OperatorAccount> account;
  for (const auto& [at, said] : words->second) {
    if (at.first >= moment) break;
    if (said.key) account = OperatorAccount{OperatorRole::Unspecified, *said.key, false};
    if (!account) continue;
    if (said.role) account->role = *said.role;
    if (said.is_dismissal) account->is_dismissed = true;
  }
  return account;
}

std::map<std::string, OperatorAccount> OperatorBook::all() const {
  std::map<std::string, OperatorAccount> accounts;
  for (const auto& [name, words] : words_)
    if (const auto account = find(name)) accounts.emplace(name, *account);
  return accounts;
}

}  // namespace perk
