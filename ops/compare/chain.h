// One head office and its shops, and the lines between them: what is written is heard at once while a shop
// is connected, and when it is connected again otherwise. Everything decided here is decided by the
// ledger's own code; this only carries. One process, one thread, a clock that is handed in: no network
// is measured here, only what policies make of an outage.
#pragma once

#include <set>
#include <vector>

#include "ops/compare/head_office.h"
#include "ops/compare/shop.h"

namespace perk::compare {

/// Mistakes that a ledger like this could make. Only tests plant one, to see that the judge notices.
enum class Defect {
  None,
  HandsSpentRightsBack,       ///< At contact a shop forgets what it spent itself.
  ResetsAllowanceOnContact,   ///< At contact a shop takes its allowance to be unused.
  GrantsBeforeRecallIsHeard,  ///< Rights of a cut-off shop are granted to another.
  GrantsFromNowhere,          ///< Rights are granted that leave no reserve.
  LosesAnEvent,               ///< At contact the last of what a shop wrote is not taken in.
  ShowsNoAllowances           ///< Exposure is shown without what allowances could still cost.
};

struct ChainOptions {
  PolicyKind policy = PolicyKind::EscrowStandIn;
  PlacementKind placement = PlacementKind::OnDemand;
  AllowanceSize allowance;  ///< For each shop, if the policy has allowances.
  Defect defect = Defect::None;
};

class Chain {
 public:
  Chain(std::size_t shops, std::size_t cards, const ChainOptions& options);

  void cut_off(std::size_t shop);
  void reconnect(std::size_t shop, Millis now);
  void load(std::size_t shop, std::size_t card, Amount amount, Millis now);
  Sale buy(std::size_t shop, std::size_t card, Amount wanted, PartialApproval partial, Millis now);

  /// Copies a shop's database, for restore().
  void back_up(std::size_t shop);
  /// Puts the copy in the place of a cut-off shop's database. Found when it is connected again.
  void restore(std::size_t shop);

  [[nodiscard]] bool is_cut_off(std::size_t shop) const { return lines_.at(shop).is_cut; }
  [[nodiscard]] const Shop& shop(std::size_t place) const { return lines_.at(place).shop; }
  [[nodiscard]] HeadOffice& office() { return office_; }
  [[nodiscard]] const HeadOffice& office() const { return office_; }
  /// What is shown to operators now.
  [[nodiscard]] Exposure exposure() const;

 private:
  struct ShopOnLine {
    explicit ShopOnLine(Shop first) : shop(std::move(first)) {}
    Shop shop;
    bool is_cut = false;
    std::uint64_t heard_through = 0;  ///< Of head office's order, while cut off.
    std::size_t allowances_heard = 0;
    std::optional<Shop> backup;
    std::vector<RecordedEvent> replaced;  ///< What the replaced database wrote since the backup.
    bool ran_back = false;
    std::uint64_t life = 0;
  };

  void hear(ShopOnLine& line, std::size_t card);
  void send(ShopOnLine& line);
  void settle(std::size_t card, Millis now);
  void move_rights(std::size_t card, Millis now, std::optional<Asker> asker);
  bool recall(std::size_t card, const std::vector<RightsWish>& releases, Millis now);
  void grant(std::size_t card, const std::vector<RightsWish>& grants, Millis now,
             std::optional<Asker>& asker);
  void deliver_allowances();
  void find_fork(std::size_t shop, Millis now);
  void plant(ShopOnLine& line, std::vector<RecordedEvent>& unsent);
  [[nodiscard]] ShopOnLine* line_of(Origin incarnation);
  [[nodiscard]] Policy policy() const { return {options_.policy}; }
  [[nodiscard]] bool moves_rights() const;

  ChainOptions options_;
  HeadOffice office_;
  std::vector<ShopOnLine> lines_;
  std::set<std::size_t>
      short_cards_;  ///< Whose reserve is to be filled when a holder is heard again.
};

}  // namespace perk::compare
