// One request, answered twice: a till asked again after its store's node had begun a new incarnation
// that did not know of the first answer. The customer paid twice for one coffee; head office takes the
// second purchase back, once, into the reserve.
//
// Which answer is the first does not change with what is heard later: that of the incarnation closed
// earliest; of those in service the last. While no incarnation of several is closed nothing is decided.
//
// Nobody may take back one purchase with another. So head office waits until the right is its own: the
// second's origin renounced it (a live node does so when it hears of the first answer), or its log is
// closed and its end proven. Pure.
#pragma once

#include <span>
#include <vector>

#include "ledger/incarnations.h"
#include "ledger/rights.h"

namespace perk {

/// A purchase that a store made for a till's request, by its own name also if it was brought wrapped.
struct Answer {
  StoreId store;
  RequestId request;
  EventId purchase;
  CardId card;
  Hlc hlc;
  friend bool operator==(const Answer&, const Answer&) = default;
};
/// None for what is no purchase, or was asked for by nobody. `store` is whose log it stands in.
[[nodiscard]] std::optional<Answer> answer_of(const RecordedEvent& recorded, StoreId store);

struct DoubleAnswer {
  Answer first;
  Answer second;  ///< To be taken back.
  friend bool operator==(const DoubleAnswer&, const DoubleAnswer&) = default;
};

/// All requests that different incarnations of one store answered, once for each answer but the first.
/// By store and request. A purchase may be told several times (its incarnation's own log, wraps).
[[nodiscard]] std::vector<DoubleAnswer> double_answers(std::span<const Answer> answers,
                                                       const Incarnations& known);

/// What head office writes to take back all that is left of the second purchase, into the reserve. Decided
/// on the complete fold of the second's card. Refused: OriginalUnknown, OriginalElsewhere (the right is
/// not head office's yet), MoreThanOwed (it was taken back already, by whomever).
[[nodiscard]] RightsOutcome reverse_double_answer(const CardState& card, const DoubleAnswer& twice,
                                                  const ProvenEnds& proven,
                                                  const Stamp& head_office);

}  // namespace perk
