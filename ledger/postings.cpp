#include "ledger/postings.h"

#include <array>

namespace perk {
namespace {

/// The account on the other side of a card's liability.
AccountKind counterpart_of(const EventBody& body) {
  if (std::holds_alternative<ValueLoaded>(body)) return AccountKind::Tender;
  if (std::holds_alternative<ValueRedeemed>(body)) return AccountKind::Revenue;
  if (std::holds_alternative<RedemptionReversed>(body)) return AccountKind::Revenue;
  return AccountKind::Suspense;
}

}  // namespace

std::vector<Posting> postings_of(const RecordedEvent& recorded) {
  const Envelope& envelope = recorded.event.envelope;
  const Amount value = envelope.value_effect;
  if (!envelope.card || value.is_zero()) return {};
  const AccountKind counterpart = counterpart_of(recorded.event.body);
  return {{{counterpart, recorded.id.origin}, value},
          {{AccountKind::Liability, *envelope.card}, -value}};
}

std::string_view account_name(AccountKind kind) {
  constexpr std::array<std::string_view, 4> kNames{"tender", "liability", "revenue", "suspense"};
  return kNames.at(static_cast<std::size_t>(kind));
}

}  // namespace perk
