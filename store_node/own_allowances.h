// What this shop may still approve beyond its rights: the stand-in fold (ledger/stand_in.h) over the
// events that are about its own incarnation, and over no others, so that it stays small however large
// the chain is. Derived, so it can be dropped and rebuilt. Owns no thread; time is an argument.
#pragma once

#include <optional>
#include <vector>

#include "ledger/stand_in.h"

namespace perk::store_node {

class OwnAllowances {
 public:
  explicit OwnAllowances(Origin own) : own_(own) {}

  [[nodiscard]] bool concerns(const RecordedEvent& recorded) const;
  /// Passes over what does not concern it. Requires is_foldable().
  void fold(const RecordedEvent& recorded);

  // `now` is the wall time of the store's hybrid clock (StandIn::on_hand).
  [[nodiscard]] std::optional<AllowanceOnHand> on_hand(const CardId& card, StandInKind kind,
                                                       WallTime now) const;
  /// Expired, and not lapsed yet.
  [[nodiscard]] std::vector<AllowanceId> to_lapse(WallTime now) const;
  [[nodiscard]] const StandIn& fold_of_own() const { return stand_in_; }

  struct Left {
    Amount amount;        ///< That can be drawn now, on all of them.
    WallTime expires_at;  ///< Of the last of them to expire; 0 if there is none.
  };
  [[nodiscard]] Left left(StandInKind kind, WallTime now) const;

 private:
  Origin own_;
  StandIn stand_in_;
};

/// The allowances as they would be if a group that is being decided became durable. Only a group that
/// changes them has a copy of its own.
class AllowanceDraft {
 public:
  explicit AllowanceDraft(OwnAllowances& kept) : kept_(kept) {}

  [[nodiscard]] const OwnAllowances& now() const { return changed_ ? *changed_ : kept_; }
  void fold(const RecordedEvent& recorded);
  /// The group is durable.
  void keep();

 private:
  OwnAllowances& kept_;
  std::optional<OwnAllowances> changed_;
};

}  // namespace perk::store_node
