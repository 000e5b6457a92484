// What a shop does with rights and allowances besides spending them: gives back what is recalled, what
// a frozen card has here, what nobody used for long, what its policy does not keep; and says of an
// expired allowance that it will not be drawn on again. All of it as events in the own log, in the group
// that is being decided. Reads no clock but the till's; lives within one group.
#pragma once

#include "store_node/draft.h"
#include "store_node/waiting_sales.h"

namespace perk::store_node {

inline constexpr std::size_t kIdleReleasesMax =
    64;  ///< At one time: they share a commit with sales.

class RightsKeeping {
 public:
  /// All references outlive it.
  RightsKeeping(const TillTools& tools, const Books& books, const WaitingSales& waiting,
                Draft& draft)
      : tools_(tools), books_(books), waiting_(waiting), draft_(draft) {}

  /// What is held and no waiting sale needs, at most what is wanted; of a frozen card all.
  void recall(const sync::RightsRecall& recall);
  /// Lapses what has expired, also while cut off; releases what is idle, while connected.
  void do_chores();
  /// Of the cards that this group changed: all rights of frozen ones, and what a policy that keeps none
  /// does not need for the sales that wait. Last of all, so that nothing is left after it.
  void give_back();

 private:
  void lapse(AllowanceId id);
  void release(const CardId& card, Amount amount, ReleaseReason why);
  /// Not negative.
  [[nodiscard]] Amount unneeded(const CardId& card) const;

  const TillTools& tools_;
  const Books& books_;
  const WaitingSales& waiting_;
  Draft& draft_;
};

}  // namespace perk::store_node
