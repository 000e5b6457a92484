#include "ledger/double_answers.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "ledger/check.h"
#include "ledger/closed_log.h"
#include "ledger/event_making.h"

namespace perk {
namespace {

std::optional<Answer> answer_in(const EventId& name, const Event& event, StoreId store) {
  const Envelope& envelope = event.envelope;
  const bool is_purchase = std::holds_alternative<ValueRedeemed>(event.body);
  if (!is_purchase || !envelope.request || !envelope.card) return std::nullopt;
  return Answer{store, *envelope.request, name, *envelope.card, envelope.hlc};
}

/// When an incarnation was closed, as its place in head office's log; those in service come last.
std::pair<bool, EventId> closing_of(Origin incarnation, const Incarnations& known) {
  const auto found = known.all_closed().find(incarnation);
  if (found == known.all_closed().end()) return {true, EventId()};
  return {false, found->second.by};
}

bool is_first(const Answer& left, const Answer& right, const Incarnations& known) {
  return std::tuple(closing_of(left.purchase.origin, known), left.hlc, left.purchase) <
         std::tuple(closing_of(right.purchase.origin, known), right.hlc, right.purchase);
}

}  // namespace

std::optional<Answer> answer_of(const RecordedEvent& recorded, StoreId store) {
  const auto* wrapped = std::get_if<ClosedLogEventRecorded>(&recorded.event.body);
  if (wrapped == nullptr) return answer_in(recorded.id, recorded.event, store);
  const ClosedLogEventRecorded& counted = innermost(*wrapped);
  if (counted.event.get() == nullptr) return std::nullopt;
  return answer_in(counted.name, *counted.event.get(), store);
}

std::vector<DoubleAnswer> double_answers(std::span<const Answer> answers,
                                         const Incarnations& known) {
  std::map<std::pair<StoreId, RequestId>, std::map<Origin, Answer>> by_request;
  for (const Answer& answer : answers)
    by_request[{answer.store, answer.request}].try_emplace(answer.purchase.origin, answer);
  std::vector<DoubleAnswer> doubles;
  for (const auto& [request, of_incarnations] : by_request) {
    std::vector<Answer> ordered;
    for (const auto& [incarnation, answer] : of_incarnations) ordered.push_back(answer);
    std::sort(ordered.begin(), ordered.end(), [&](const Answer& left, const Answer& right) {
      return is_first(left, right, known);
    });
    if (!known.is_closed(ordered.front().purchase.origin)) continue;
    for (std::size_t at = 1; at < ordered.size(); ++at)
      doubles.push_back({ordered.front(), ordered[at]});
  }
  return doubles;
}

RightsOutcome reverse_double_answer(const CardState& card, const DoubleAnswer& twice,
                                    const ProvenEnds& proven, const Stamp& head_office) {
  PERK_CHECK(head_office.origin.is_head_office(), "only head office takes a double answer back");
  const EventId original = twice.second.purchase;
  const auto purchase = card.redemptions.find(original);
  const bool is_heard =
      purchase != card.redemptions.end() && purchase->second.total().is_positive();
  if (!is_heard || !card.is_known()) return failed(RightsRefusal::OriginalUnknown);
  if (refund_right_of(original, purchase->second, proven) != RefundRightHolder::HeadOffice)
    return failed(RightsRefusal::OriginalElsewhere);
  const Amount left = purchase->second.left();
  if (!left.is_positive()) return failed(RightsRefusal::MoreThanOwed);
  Event reversed = make_event(twice.second.card, card.issue->currency, head_office,
                              RedemptionReversed{ReversalReason::DoubleAnswer});
  reversed.envelope.original = original;
  reversed.envelope.value_effect = left;
  reversed.envelope.reserve_effect = left;
  return reversed;
}

}  // namespace perk
