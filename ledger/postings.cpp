#include "ledger/postings.h"

#include <array>

#include "ledger/mutant.h"

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
  if (std::holds_alternative<HoldCaptured>(body)) return {AccountKind::Revenue, writer};
  if (std::holds_alternative<LoadReversed>(body)) return {AccountKind::Tender, writer};
  // Of the store that took the load in, whoever says so.
  if (std::holds_alternative<ChargedBack>(body))
    return {AccountKind::Tender, recorded.event.envelope.original->origin};
  if (std::holds_alternative<BalanceAdjusted>(body)) return {AccountKind::Adjustments, writer};
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
  if (PERK_PLANTED(Mutant::RefundPostsOneSide) &&
      std::holds_alternative<RedemptionReversed>(recorded.event.body))
    return {{{AccountKind::Liability, card}, -value}};
  const auto* captured = std::get_if<HoldCaptured>(&recorded.event.body);
  if (captured != nullptr && captured->tip.is_positive()) {
    return {{counterpart_of(recorded), value + captured->tip},
            {{AccountKind::TipsPayable, recorded.id.origin}, -captured->tip},
            {{AccountKind::Liability, card}, -value}};
  }
  return {{counterpart_of(recorded), value}, {{AccountKind::Liability, card}, -value}};
}

std::string_view account_name(AccountKind kind) {
  constexpr std::array<std::string_view, 8> kNames{
      "tender",       "liability",   "revenue", "overdraft receivable", "write-off expense",
      "tips payable", "adjustments", "suspense"};
  return kNames.at(static_cast<std::size_t>(kind));
}

}  // namespace perk
