// A chain that moves spending rights about: shops that sell on what they hold and have heard, head office
// that grants, replenishes, decides and opens overdrafts, bad lines between them. Head office's order is
// the one order of the card's shard; shops hear prefixes of it. Same seed, same history. Single-threaded.
#pragma once

#include <cstddef>
#include <vector>

#include "ledger/exposure.h"
#include "ledger/hybrid_clock.h"
#include "ledger/overdraft.h"
#include "ledger/stand_in_desk.h"
#include "tests/support/random.h"
#include "tests/support/random_chain.h"

namespace perk::test {

/// A mistake for an oracle to catch.
enum class PlantedBug {
  None,
  AllowanceForgotten,  ///< Shops forget what they drew of an allowance, as if reconnecting reset it.
  GrantLost            ///< A grant is delivered, and lost at head office before it was durable.
};

struct RightsShape {
  PolicyKind policy = PolicyKind::EscrowStandIn;
  bool has_decisions = true;  ///< Rights are sometimes returned by decision.
  PlantedBug bug = PlantedBug::None;
};

class RightsChain {
 public:
  struct Node {
    Origin origin;
    Cards cards;
    StandIn stand_in;
    std::vector<RecordedEvent> log;
    std::size_t synced = 0;  ///< Of a shop's log: how many events head office has.
    std::size_t heard = 0;   ///< Of head office's order.
  };

  RightsChain(Random& random, const RightsShape& shape);

  /// Something happens somewhere.
  void step();
  /// Every line is cut: shops sell what they may, and nobody loads. The worst that can come.
  void cut_all_lines() { is_cut_ = true; }
  /// Everything written reaches everybody.
  void deliver_all();

  [[nodiscard]] const Node& office() const { return nodes_.front(); }
  [[nodiscard]] const std::vector<Node>& nodes() const { return nodes_; }
  [[nodiscard]] Logs logs() const;
  /// What cards spent beyond what was on them, opened as overdrafts or not, as head office knows it.
  [[nodiscard]] Amount realised() const;
  [[nodiscard]] ExposureParts exposure() const;

 private:
  void shop_acts(Node& shop);
  void sell(Node& shop, const CardId& card);
  void give_back_rights(Node& shop, const CardId& card);
  void release_or_renounce(Node& shop, const CardId& card);
  void lapse_expired(Node& shop);
  void office_acts();
  void move_rights(const CardId& card);
  void grant(const CardId& card);
  void settle_overdrafts(const CardId& card);
  void see_to_allowances(const CardId& card);
  void replenish(Origin incarnation, AllowanceId id, const Allowance& allowance,
                 const CardId& card);
  void talk(Node& shop);
  void sync_up(Node& shop);
  void hear(Node& shop);

  [[nodiscard]] Command some_command(const Node& shop, const CardId& card);
  [[nodiscard]] DecisionContext context_of_shop(const Node& shop, const CardId& card);
  [[nodiscard]] Stamp stamp_of(const Node& node) const;
  void append(Node& node, const RightsOutcome& outcome);
  void append(Node& node, const Event& event);
  static void fold(Node& node, const RecordedEvent& recorded);
  [[nodiscard]] Node& desk() { return nodes_.front(); }
  [[nodiscard]] Origin some_shop();
  [[nodiscard]] Amount some_cents(std::int64_t most);

  Random& random_;
  const RightsShape shape_;
  std::vector<CardId> cards_;
  std::vector<Node> nodes_;  ///< Head office first.
  std::vector<RecordedEvent> order_;
  std::int64_t millis_ = 0;
  std::uint64_t requests_ = 0;
  std::uint64_t allowances_ = 0;
  bool is_cut_ = false;
};

}  // namespace perk::test
