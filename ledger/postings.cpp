#include "ledger/postings.h"

#include <array>

namespace perk {
namespace {

/// The account on the other side of a card's liability.
Account counterpart_of(const RecordedEvent& recorded) {
  const EventBody& body = recorded.event.body;
  const Origin writer = recorded.id.origin;
  if (std::holds_alternative<ValueLoaded>(body)) return {AccountKind::Tender, writer};
  if (std::holds_alternative<ValueRedeemed>(body)) return {AccountKind::Revenue, writer};
  if (std::holds_alternative<RedemptionReversed>(body)) return {AccountKind::Revenue, writer};
  if (std::holds_alternative<OverdraftOpened>(body) ||
      std::holds_alternative<OverdraftRecovered>(body)) {
    return {AccountKind::OverdraftReceivable, *recorded.event.envelope.card};
  }
  return {AccountKind::Suspense, writer};
}

}  // namespace

std::vector<Posting> postings_of(const RecordedEvent& recorded) {
  const Envelope& envelope = recorded.event.envelope;
  if (!envelope.card) return {};
  if (const auto* wrapped = std::get_if<ClosedLogEventRecorded>(&recorded.event.body)) {
    if (const Event* event = wrapped->event.get()) return postings_of({wrapped->name, *event});
  }
  const CardId card = *envelope.card;
  if (const auto* off = std::get_if<OverdraftWrittenOff>(&recorded.event.body)) {
    return {{{AccountKind::WriteOffExpense, recorded.id.origin}, off->amount},
            {{AccountKind::OverdraftReceivable, card}, -off->amount}};
  }
  const Amount value = envelope.value_effect;
  if (value.is_zero()) return {};
  return {{counterpart_of(recorded), value}, {{AccountKind::Liability, card}, -value}};
}

std::string_view account_name(AccountKind kind) {
  constexpr std::array<std::string_view, 6> kNames{
      "tender", "liability", "revenue", "overdraft receivable", "write-off expense", "suspense"};
  return kNames.at(static_cast<std::size_t>(kind));
}

}  // namespace perk
