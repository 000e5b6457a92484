// A small chain to be explored: shops, head office and the lines between them, where anything can be late,
// lost or repeated, and databases fail. It only carries and remembers: what is decided, folded, granted
// or shown is decided by the ledger's own functions. A value: copying it is cheap, and a step in the copy
// leaves the original as it was. No clock, no chance.
#pragma once

#include <array>
#include <optional>
#include <vector>

#include "ledger/decider.h"
#include "ledger/rights.h"
#include "tests/model/action.h"
#include "tests/model/defect.h"
#include "tests/model/nodes.h"
#include "tests/model/shared_part.h"
#include "tests/model/truth.h"

namespace perk::model {

struct Setting {
  std::size_t shops = 2;
  std::size_t cards = 1;
  PolicyKind policy = PolicyKind::Escrow;
  Amount allowance{2};  ///< Of each stand-in allowance.
  Amount card_cap{1};   ///< Of one card in each.
  Defect defect = Defect::None;
};

[[nodiscard]] CardId card_id(std::size_t place);

class World {
 public:
  /// Every card is issued at shop A, and everybody knows.
  explicit World(const Setting& setting);

  /// False if it cannot happen now, or changes nothing. Then the world is not to be used on.
  [[nodiscard]] bool act(const Action& action);
  /// Everything written reaches everybody.
  void settle();
  /// What head office has now is its backup (Kind::RestoreOffice).
  void back_up() { backup_ = office_->order.size(); }

  [[nodiscard]] const Setting& setting() const { return setting_; }
  [[nodiscard]] const ShopNode& shop(std::size_t place) const { return *shops_.at(place); }
  [[nodiscard]] std::size_t shops() const { return shops_.size(); }
  [[nodiscard]] const Office& office() const { return *office_; }
  [[nodiscard]] const Truth& truth() const { return *truth_; }
  /// As head office shows it now.
  [[nodiscard]] Exposure exposure() const;
  [[nodiscard]] Exposure exposure_of(const CardId& card) const;
  /// Equal for worlds that go on alike.
  [[nodiscard]] std::uint64_t digest() const;

 private:
  [[nodiscard]] bool act_at_counter(const Action& action);
  [[nodiscard]] bool act_at_office(const Action& action);
  [[nodiscard]] bool act_on_line(const Action& action);
  [[nodiscard]] bool act_on_databases(const Action& action);

  // At a shop (counter.cpp).
  [[nodiscard]] bool load(ShopNode& shop, const CardId& card);
  [[nodiscard]] bool buy(ShopNode& shop, const CardId& card);
  [[nodiscard]] bool refund(ShopNode& shop, const CardId& card, std::size_t which);
  [[nodiscard]] bool renounce(ShopNode& shop, const CardId& card);
  [[nodiscard]] bool lapse(ShopNode& shop);
  // And its tabs, and loads given back (tabs.cpp).
  [[nodiscard]] bool act_on_tabs(ShopNode& shop, const CardId& card, const Action& action);
  [[nodiscard]] bool capture_hold(ShopNode& shop, const CardId& card, std::size_t which);
  [[nodiscard]] bool reverse_load(ShopNode& shop, const CardId& card, std::size_t which);
  [[nodiscard]] bool lapse_holds(ShopNode& shop);
  [[nodiscard]] DecisionContext context_of(const ShopNode& shop) const;
  /// Null if it was refused.
  FactPtr write(ShopNode& shop, const RightsOutcome& outcome);
  FactPtr write(ShopNode& shop, const Event& event);

  // On a line (line.cpp).
  [[nodiscard]] bool send(ShopNode& shop);
  [[nodiscard]] bool hear(ShopNode& shop, const Facts& order, std::size_t end, std::size_t which);
  void take(ShopNode& shop, const FactPtr& fact);
  [[nodiscard]] bool hear_again(ShopNode& shop);
  [[nodiscard]] bool exchange(ShopNode& shop);
  [[nodiscard]] bool ask_snapshot(ShopNode& shop, const CardId& card);
  [[nodiscard]] bool take_snapshot(ShopNode& shop, const CardId& card);
  [[nodiscard]] bool hear_hello(ShopNode& shop);
  [[nodiscard]] bool report(ShopNode& shop);
  [[nodiscard]] std::size_t sendable() const;

  // At head office (head_office.cpp).
  [[nodiscard]] bool allow(const ShopNode& shop);
  [[nodiscard]] bool replenish(const ShopNode& shop);
  [[nodiscard]] bool restore_cap(const ShopNode& shop, const CardId& card);
  [[nodiscard]] bool return_rights(const ShopNode& shop, const CardId& card);
  [[nodiscard]] bool settle_overdrafts(const CardId& card);
  [[nodiscard]] bool write_off(const CardId& card);
  [[nodiscard]] bool refund_at_office(const CardId& card, std::size_t which);
  void pay_out(const Fact& fact);
  [[nodiscard]] bool freeze(const CardId& card);
  [[nodiscard]] bool pass_time_at_office();
  void lapse_others_holds();
  [[nodiscard]] bool charge_back(const CardId& card, std::size_t which);
  [[nodiscard]] Stamp office_stamp() const;
  /// The parts as head office takes them for the whole, whatever is planted.
  [[nodiscard]] Exposure shown(ExposureParts parts) const;
  bool mint(Office& office, const RightsOutcome& outcome);
  void mint(Office& office, const Event& event);

  // What breaks (trouble.cpp).
  [[nodiscard]] bool restart(ShopNode& shop);
  [[nodiscard]] bool lose_disk(ShopNode& shop);
  [[nodiscard]] bool clone(const ShopNode& shop);
  [[nodiscard]] bool find_fork(ShopNode& shop);
  bool close(Origin life, ClosedWhy why);
  void bring_tail(ShopNode& shop, const Facts& former_log);
  void begin_new_life(ShopNode& shop);
  [[nodiscard]] bool fail_over();
  [[nodiscard]] bool restore_office();

  [[nodiscard]] bool has(Defect defect) const { return setting_.defect == defect; }

  Setting setting_;
  std::vector<SharedPart<ShopNode>> shops_;
  SharedPart<Office> office_;
  std::optional<SharedPart<Office>> former_;  ///< The primary before the failover, which goes on.
  SharedPart<Truth> truth_;
  std::size_t backup_ = 0;
};

}  // namespace perk::model
