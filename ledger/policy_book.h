// The policies that head office set, and which of them is in force for a purchase: a fold of PolicySet
// events and nothing else. A store folds what it heard, and obeys that; head office folds them all, and
// knows what a store that has not heard the last of them may still be doing.
//
// The most specific setting counts (store and programme, then store, then programme, then everything),
// and of equally specific ones the highest version. While nothing was set: escrow with stand-in, as
// version 1. A watermark per origin makes a repeat change nothing. Single-threaded value.
#pragma once

#include <map>
#include <vector>

#include "ledger/event.h"
#include "ledger/policy.h"

namespace perk {

/// What every store obeys before any policy is set.
inline constexpr Policy kBuiltInPolicy{PolicyKind::EscrowStandIn, PolicyVersion(1)};

/// One setting: what was set, when in the order of the shard of store 0, and under which version.
struct PolicySetting {
  EventId by;
  Position position;
  PolicyVersion version;
  PolicySet set;
  friend bool operator==(const PolicySetting&, const PolicySetting&) = default;
};

class PolicyBook {
 public:
  /// Takes any event of the shard of store 0, with its position there; what sets no policy, or was not
  /// written by head office, changes nothing. Requires is_foldable().
  void fold(const RecordedEvent& recorded, Position position);

  /// Who may approve beyond rights is left at its default: the purchase decides that (decider.h).
  [[nodiscard]] Policy policy_for(StoreId store, ProgrammeId programme) const;

  /// Whether policy `cached` is in force anywhere, for stores that heard everything.
  [[nodiscard]] bool any_unbounded() const;
  /// Whether the store may have approved a purchase under policy `cached` that head office has not heard
  /// of: some setting in force for it, of any programme, at any moment from `heard_through` (inclusive)
  /// to the last setting, is `cached`. `heard_through`: what the store had heard of this shard when it
  /// wrote the last event that head office holds of it, not what it heard since: what it approved before
  /// may still be on its way. 0: nothing.
  [[nodiscard]] bool may_be_unbounded(StoreId store, Position heard_through) const;

  /// What the next setting is to be called.
  [[nodiscard]] PolicyVersion next_version() const;
  /// In order of position.
  [[nodiscard]] const std::vector<PolicySetting>& settings() const { return settings_; }
  friend bool operator==(const PolicyBook&, const PolicyBook&) = default;

 private:
  /// As it was when `through` was the last position. The kind alone says whether it is bounded.
  [[nodiscard]] Policy policy_at(StoreId store, ProgrammeId programme, Position through) const;
  [[nodiscard]] bool is_unbounded_at(StoreId store, Position through) const;

  std::map<Origin, Seq> watermarks_;
  std::vector<PolicySetting> settings_;
};

}  // namespace perk
