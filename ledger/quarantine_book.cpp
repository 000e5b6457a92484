#include "ledger/quarantine_book.h"

#include <array>

#include "ledger/check.h"
#include "ledger/closed_log.h"
#include "ledger/event_making.h"

namespace perk {
namespace {

QuarantinedName name_of(const QuarantineSettled& said) { return {said.event, said.hash}; }

/// Of each layer: a log in service would say it again.
bool are_all_closed(const ClosedLogEventRecorded& brought, const Incarnations& logs) {
  for (const ClosedLogEventRecorded* layer = &brought; layer != nullptr;) {
    if (!logs.is_closed(layer->name.origin)) return false;
    layer = std::get_if<ClosedLogEventRecorded>(&layer->event.get()->body);
  }
  return true;
}

std::optional<QuarantineRefusal> refuse_acceptance(const QuarantineView& known,
                                                   const QuarantineSettled& said) {
  const ClosedLogEventRecorded* const brought = accepted_by(said);
  if (brought == nullptr || !is_foldable(*said.brought.get()))
    return QuarantineRefusal::BringsNothing;
  if (!are_all_closed(*brought, known.logs)) return QuarantineRefusal::LogNotClosed;
  if (is_counted(known.card, *said.brought.get())) return QuarantineRefusal::AlreadyCounted;
  return std::nullopt;
}

}  // namespace

void QuarantineBook::fold(const RecordedEvent& recorded) {
  if (!recorded.id.origin.is_head_office()) return;
  if (const auto* wrapped = std::get_if<ClosedLogEventRecorded>(&recorded.event.body))
    counted_.insert(counted_as(*wrapped));
  const auto* said = std::get_if<QuarantineSettled>(&recorded.event.body);
  if (said == nullptr) return;
  const Envelope& envelope = recorded.event.envelope;
  const QuarantineWord heard{recorded.id, envelope.hlc, *said, envelope.request};
  const auto [known, is_new] = words_.try_emplace(name_of(*said), heard);
  if (!is_new && heard.by < known->second.by) known->second = heard;
  if (envelope.request) requests_.try_emplace(*envelope.request, name_of(*said));
}

const QuarantineWord* QuarantineBook::find(const QuarantinedName& name) const {
  const auto found = words_.find(name);
  return found == words_.end() ? nullptr : &found->second;
}

const QuarantineWord* QuarantineBook::find(const RequestId& request) const {
  const auto found = requests_.find(request);
  return found == requests_.end() ? nullptr : find(found->second);
}

std::vector<QuarantineWord> QuarantineBook::not_counted() const {
  std::vector<QuarantineWord> missing;
  for (const auto& [name, word] : words_) {
    const ClosedLogEventRecorded* const accepted = accepted_by(word.said);
    if (accepted != nullptr && !counted_.contains(counted_as(*accepted))) missing.push_back(word);
  }
  return missing;
}

const ClosedLogEventRecorded* accepted_by(const QuarantineSettled& said) {
  if (said.verdict != QuarantineVerdict::Accepted || said.brought.get() == nullptr) return nullptr;
  return std::get_if<ClosedLogEventRecorded>(&said.brought.get()->body);
}

std::string_view refusal_name(QuarantineRefusal refusal) {
  constexpr std::array<std::string_view, 6> kNames{"reason_missing",  "request_reused",
                                                   "already_settled", "brings_nothing",
                                                   "log_not_closed",  "already_counted"};
  return kNames.at(static_cast<std::size_t>(refusal));
}

Result<std::vector<Event>, QuarantineRefusal> settle_quarantined(
    const QuarantineView& known, const QuarantineSettled& said,
    const std::optional<RequestId>& request, const Stamp& of_word, const Stamp& of_money) {
  PERK_CHECK(of_word.origin.is_head_office(), "only head office settles what is in quarantine");
  if (is_blank(said.reason)) return failed(QuarantineRefusal::ReasonMissing);
  if (const QuarantineWord* const before = request ? known.book.find(*request) : nullptr) {
    const bool is_same =
        name_of(before->said) == name_of(said) && before->said.verdict == said.verdict;
    if (!is_same || before->request != request) return failed(QuarantineRefusal::RequestReused);
    return std::vector<Event>();
  }
  if (known.book.find(name_of(said)) != nullptr) return failed(QuarantineRefusal::AlreadySettled);
  const bool is_acceptance = said.verdict == QuarantineVerdict::Accepted;
  if (is_acceptance) {
    if (const auto refused = refuse_acceptance(known, said)) return failed(*refused);
  }
  std::vector<Event> events;
  events.push_back(make_event(std::nullopt, Currency(), of_word, said));
  events.back().envelope.request = request;
  if (is_acceptance) events.push_back(count_accepted(*accepted_by(said), of_money));
  return events;
}

Event count_accepted(const ClosedLogEventRecorded& accepted, const Stamp& head_office) {
  PERK_CHECK(head_office.origin.is_head_office(), "a store brings what it wraps itself");
  return wrap(accepted, head_office);
}

}  // namespace perk
