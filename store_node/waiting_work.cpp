#include "store_node/waiting_work.h"

namespace perk::store_node {

WaitingWork WaitingWork::take_group() {
  WaitingWork group = std::exchange(*this, {});
  const auto leave = [](auto& taken, auto& left, std::size_t most) {
    while (taken.size() > most) {
      left.push_front(std::move(taken.back()));
      taken.pop_back();
    }
  };
  leave(group.sales, sales, kGroupRequestsMax);
  leave(group.hand_backs, hand_backs, 1);
  return group;
}

}  // namespace perk::store_node
