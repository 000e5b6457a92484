#include "store_node/double_sales.h"

namespace perk::store_node {

/// The store is left out: all answers here are of one.
void DoubleSales::note(const RecordedEvent& recorded) {
  const auto answer = answer_of(recorded, StoreId());
  if (!answer) return;
  if (answer->purchase.origin == own_) {
    own_answers_.emplace(answer->request, *answer);
    const auto [first, end] = brought_.equal_range(answer->request);
    if (first != end) of_several_.push_back(*answer);
    for (auto other = first; other != end; ++other) of_several_.push_back(other->second);
    return;
  }
  if (std::holds_alternative<ClosedLogEventRecorded>(recorded.event.body))
    brought_.emplace(answer->request, *answer);
  const auto own = own_answers_.find(answer->request);
  if (own == own_answers_.end()) return;
  of_several_.push_back(own->second);
  of_several_.push_back(*answer);
}

std::vector<DoubleAnswer> DoubleSales::of_own(const Incarnations& known) const {
  std::vector<DoubleAnswer> doubles = double_answers(of_several_, known);
  std::erase_if(doubles,
                [&](const DoubleAnswer& twice) { return twice.second.purchase.origin != own_; });
  return doubles;
}

}  // namespace perk::store_node
