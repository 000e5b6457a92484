#include "ledger/placement.h"

#include <algorithm>
#include <array>
#include <map>

#include "ledger/overdraft.h"

namespace perk {
namespace {

constexpr std::array<std::string_view, 3> kKindNames{"on_demand", "home_store", "recent_use"};

using Rights = std::map<Origin, Amount>;

/// Who holds anything of the card.
Rights held_now(const CardState& card) {
  Rights held;
  const auto add = [&](Origin holder) {
    if (card.rights_of(holder).is_positive()) held[holder] = card.rights_of(holder);
  };
  for (const auto& [origin, totals] : card.origins) add(origin);
  for (const auto& [origin, named] : card.named_rights) add(origin);
  return held;
}

/// How much each holder should have, besides what the asker is short of: least for the kind.
using Wanted = std::map<Origin, Amount>;

Wanted wanted_on_demand(const PlacementView& view) { return held_now(view.card); }

Wanted wanted_at_home(const PlacementView& view) {
  const bool has_home = view.card.issue && view.card.issue->by.origin.is_incarnation();
  if (!has_home) return held_now(view.card);
  return {{view.card.issue->by.origin, std::max(Amount(), view.card.available())}};
}

Wanted wanted_by_use(const PlacementView& view) {
  Wanted wanted;
  for (const RecentUse& use : view.recent)
    wanted[use.incarnation] = std::max(Amount(), use.usually_spent);
  return wanted;
}

Wanted wanted(PlacementKind kind, const PlacementView& view) {
  switch (kind) {
    case PlacementKind::OnDemand:
      return wanted_on_demand(view);
    case PlacementKind::HomeStore:
      return wanted_at_home(view);
    case PlacementKind::RecentUse:
      break;
  }
  return wanted_by_use(view);
}

/// Turns what is wanted into moves: what is above it comes back, what is below it is given while the
/// reserve lasts.
class Plan {
 public:
  explicit Plan(const PlacementView& view)
      : view_(view),
        held_(held_now(view.card)),
        free_(std::max(Amount(), free_reserve(view.card) - view.card.open_overdraft())) {}

  /// The asker's grant; what the reserve lacks for it is taken from others, idle holders first.
  void serve(const Asker& asker, const Wanted& wanted) {
    give(asker.incarnation, asker.short_by);
    const Amount given = placement_.grants.empty() ? Amount() : placement_.grants.front().amount;
    recall(asker.short_by - given, wanted);
  }

  void recall(Amount amount, const Wanted& wanted) {
    for (const auto& [holder, held] : held_)
      amount -= take(holder, std::min(amount, idle_of(holder, wanted)));
    for (const auto& [holder, held] : held_) amount -= take(holder, std::min(amount, held));
  }

  void give_back_idle(const Wanted& wanted) {
    for (const auto& [holder, held] : held_) take(holder, idle_of(holder, wanted));
  }

  void give_wanted(Origin holder, Amount wanted) {
    const auto held = held_.find(holder);
    give(holder, held == held_.end() ? wanted : wanted - held->second);
  }

  [[nodiscard]] bool can_give() const { return free_.is_positive(); }
  [[nodiscard]] Placement take_placement() && {
    for (const auto& [holder, amount] : taken_) placement_.releases.push_back({holder, amount});
    return std::move(placement_);
  }

 private:
  void give(Origin holder, Amount amount) {
    const Amount given = std::min(amount, free_);
    if (!given.is_positive() || taken_.contains(holder) || is_given(holder)) return;
    free_ -= given;
    placement_.grants.push_back({holder, given});
  }

  /// Asks `holder` for up to `amount` of what it was not asked for yet; returns how much.
  Amount take(Origin holder, Amount amount) {
    const bool is_asker = view_.asker && view_.asker->incarnation == holder;
    if (is_asker && !view_.card.is_frozen()) return Amount();
    const Amount asked = asked_of(holder);
    const Amount more = std::min(amount, held_.at(holder) - asked);
    if (!more.is_positive()) return Amount();
    taken_[holder] = asked + more;
    return more;
  }

  [[nodiscard]] Amount asked_of(Origin holder) const {
    const auto asked = taken_.find(holder);
    return asked == taken_.end() ? Amount() : asked->second;
  }

  /// What `holder` has above what it should, after what it is asked for already.
  [[nodiscard]] Amount idle_of(Origin holder, const Wanted& wanted) const {
    const auto keeps = wanted.find(holder);
    const Amount left = held_.at(holder) - asked_of(holder);
    return keeps == wanted.end() ? left : std::max(Amount(), left - keeps->second);
  }

  [[nodiscard]] bool is_given(Origin holder) const {
    return std::any_of(placement_.grants.begin(), placement_.grants.end(),
                       [&](const RightsWish& wish) { return wish.incarnation == holder; });
  }

  const PlacementView& view_;
  const Rights held_;
  Amount free_;
  Rights taken_;
  Placement placement_;
};

}  // namespace

std::string_view placement_name(PlacementKind kind) {
  return kKindNames.at(static_cast<std::size_t>(kind));
}

std::optional<PlacementKind> placement_from_name(std::string_view name) {
  const auto found = std::find(kKindNames.begin(), kKindNames.end(), name);
  if (found == kKindNames.end()) return std::nullopt;
  return static_cast<PlacementKind>(found - kKindNames.begin());
}

Placement place(PlacementKind kind, const PlacementView& view) {
  Plan plan(view);
  if (view.card.is_frozen()) {
    plan.give_back_idle({});
    return std::move(plan).take_placement();
  }
  const Wanted goal = wanted(kind, view);
  plan.recall(recall_for_debts(view.card), goal);
  if (view.asker) plan.serve(*view.asker, goal);
  plan.give_back_idle(goal);
  if (kind != PlacementKind::OnDemand) {
    // Most recently used first, then whoever else should have some.
    for (const RecentUse& use : view.recent) {
      if (goal.contains(use.incarnation))
        plan.give_wanted(use.incarnation, goal.at(use.incarnation));
    }
    for (const auto& [holder, amount] : goal) plan.give_wanted(holder, amount);
  }
  return std::move(plan).take_placement();
}

}  // namespace perk
