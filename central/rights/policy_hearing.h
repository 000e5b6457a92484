// The policies that were set, and what each incarnation's own events prove that it had heard of them: what
// a store that did not hear the last word may still be doing. A fold; single-threaded.
#pragma once

#include <map>
#include <span>

#include "ledger/exposure.h"
#include "ledger/policy_book.h"

namespace perk::central {

class PolicyHearing {
 public:
  /// In each shard's order. Requires is_foldable().
  void fold(const RecordedEvent& recorded, Shard shard, Position position);

  [[nodiscard]] const PolicyBook& book() const { return book_; }

  /// Whether purchases under policy `cached`, which nothing bounds, may be on their way from a store
  /// that wrote (or was about to write) as these incarnations. One whose log's end is proven is not.
  [[nodiscard]] bool may_be_unbounded(StoreId store, std::span<const Origin> incarnations,
                                      const ProvenEnds& proven) const;

 private:
  struct Heard {
    PolicyVersion version;    ///< The newest that it wrote under.
    Position known_through;   ///< Of the shard of policies, by its purchases of cards there.
    bool ran_cached = false;  ///< Its newest purchase was approved so, though nobody had set that.
    Seq newest_purchase;
  };
  /// At least so far it had heard the shard of policies when it wrote the last event folded here.
  [[nodiscard]] Position heard_through(const Heard& heard) const;

  PolicyBook book_;
  std::map<Origin, Heard> heard_;
};

}  // namespace perk::central
