// Placement: where a card's spending rights should lie, so that the next purchase finds them. One pure
// function, replaceable, judged by the simulator: from a card's state, who used it lately and who asks,
// to grants and releases wanted. Wishes only: grant_rights() and the holders' own release_rights() have
// the last word, so a bad placement costs approvals and never money. Head office's; takes no time.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "ledger/card.h"

namespace perk {

enum class PlacementKind {
  OnDemand,   ///< Rights stay where they are until somebody asks for them.
  HomeStore,  ///< All rights go to the card's home, the shop that issued it.
  RecentUse  ///< Shops that served the card lately keep what it usually spends there; the rest is idle.
};
/// "on_demand", "home_store", "recent_use".
[[nodiscard]] std::string_view placement_name(PlacementKind kind);
[[nodiscard]] std::optional<PlacementKind> placement_from_name(std::string_view name);

/// How a card was used at one incarnation, within the window that counts as lately.
struct RecentUse {
  Origin incarnation;
  Amount
      usually_spent;  ///< In that window, or what is expected until head office can be asked again.
};

/// A connected store short of rights, and by how much.
struct Asker {
  Origin incarnation;
  Amount short_by;  ///< Positive.
};

struct PlacementView {
  const CardState& card;
  std::vector<RecentUse> recent;  ///< Most recent first; no incarnation twice.
  std::optional<Asker> asker{};
};

/// Rights that an incarnation should get, or give back. Positive.
struct RightsWish {
  Origin incarnation;
  Amount amount;
  friend bool operator==(const RightsWish&, const RightsWish&) = default;
};

/// Grants are in order of importance, and in sum never above the free reserve; nobody is asked for more
/// than it holds, nor both given and asked.
struct Placement {
  std::vector<RightsWish> grants;
  std::vector<RightsWish> releases;
  friend bool operator==(const Placement&, const Placement&) = default;
};

/// Whatever the kind: a frozen card's rights all come home; what the reserve is short of, and open
/// overdrafts, are recalled before anybody is given anything; the asker comes first, and when the
/// reserve does not cover what it is short of, other holders are asked for the rest.
[[nodiscard]] Placement place(PlacementKind kind, const PlacementView& view);

}  // namespace perk
