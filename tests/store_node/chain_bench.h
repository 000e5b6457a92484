// A shop, and all that head office tells it: events in their shards' orders, and words about rights. A
// card that others opened has its value and its rights elsewhere, so that this shop lacks them.
#pragma once

#include <map>

#include <gtest/gtest.h>

#include "sync/wire/event_codec.h"
#include "tests/store_node/shard_order.h"
#include "tests/store_node/shop.h"

namespace perk::test {

class ShopInChain {
 protected:
  using Answers = store_node::GroupAnswers;

  explicit ShopInChain(PolicyKind policy) : shop_(3, policy) {}

  // What others did. `next` only writes it down; hear() sends all that was written since.
  void next(const EventBuilder& event, Origin by) {
    const RecordedEvent recorded = event.recorded(by, ++seqs_[by]);
    const auto& card = recorded.event.envelope.card;
    const bool is_policy = std::holds_alternative<PolicySet>(recorded.event.body);
    const Shard shard = card        ? shard_of(*card, 16)
                        : is_policy ? shard_of(StoreId(), 16)
                                    : shard_of(StoreId(3), 16);
    orders_.try_emplace(shard, shard).first->second.add(recorded);
  }
  /// Another shop issues and loads the card: all rights are there.
  void next_card_elsewhere(std::uint64_t card, std::int64_t minor) {
    next(card_issued(card_id(card)), store(4));
    next(value_loaded(card_id(card), minor), store(4));
  }
  /// Head office gets the rights from that shop, and gives them to this one.
  void next_grant(std::uint64_t card, std::int64_t minor) {
    next(rights_released(card_id(card), minor), store(4));
    next(rights_granted(card_id(card), store(3), minor), head_office());
  }
  void next_allowance(std::uint64_t id, StandInGranted terms, Millis lasts = Millis(3'600'000)) {
    terms.expires_at = shop_.clock.wall() + lasts;
    next(stand_in_granted(AllowanceId(id), terms), head_office());
  }
  [[nodiscard]] std::vector<sync::Batch> unheard() {
    std::vector<sync::Batch> batches;
    for (auto& [shard, order] : orders_) {
      const std::uint64_t held = shop_.till->books().cursor_of(shard).index.value();
      if (held < order.end()) batches.push_back(order.batch(held, order.end(), store(3)));
    }
    return batches;
  }
  Answers serve(std::vector<store_node::SaleRequest> requests,
                std::vector<sync::Batch> batches = {}) {
    auto answers = shop_.till->serve({std::move(requests), std::move(batches), {}});
    PERK_CHECK(answers.has_value(), "the group is settled");
    return std::move(*answers);
  }
  Answers hear() { return serve({}, unheard()); }
  void hear_card_elsewhere(std::uint64_t card, std::int64_t minor) {
    next_card_elsewhere(card, minor);
    hear();
  }
  /// The shop's own events that came back from head office are not part of what it hears here.
  void connect() { shop_.till->head_office_connected(); }
  void say(std::uint64_t number, sync::RightsOutcome outcome, std::int64_t granted = 0) {
    shop_.till->head_office_said(sync::RightsAnswer{number, outcome, Amount(granted)});
  }
  Answers recall(std::uint64_t card, std::int64_t minor) {
    shop_.till->head_office_said(sync::RightsRecall{card_id(card), Amount(minor)});
    return serve({});
  }
  Answers wait(std::int64_t millis) {
    shop_.clock.advance(Millis(millis));
    return serve({});
  }

  /// The answer of the one sale that waited enough; none of anything, and a failed test, if there is none.
  static store_node::SaleAnswer only(const Answers& answers) {
    EXPECT_EQ(answers.released.size(), 1U) << "one sale waited enough";
    return answers.released.empty() ? store_node::SaleAnswer() : answers.released.front().answer;
  }

  [[nodiscard]] Amount rights(std::uint64_t card) const {
    return shop_.till->books().cards.find(card_id(card)).rights_of(store(3));
  }
  [[nodiscard]] Amount allowance_left() { return shop_.till->status(1).allowance_left; }
  [[nodiscard]] Event own_event(std::uint64_t seq) {
    return sync::decode_event(shop_.disk.own_event(Seq(seq)).value()->bytes).value();
  }
  [[nodiscard]] std::uint64_t log_end() const { return shop_.till->books().head.seq.value(); }
  /// The last own event, if it is a release: how much, and why.
  [[nodiscard]] std::pair<Amount, ReleaseReason> last_release() {
    if (log_end() == 0) return {Amount(), ReleaseReason::Unspecified};
    const Event last = own_event(log_end());
    const auto* released = std::get_if<RightsReleased>(&last.body);
    if (released == nullptr) return {Amount(), ReleaseReason::Unspecified};
    return {last.envelope.reserve_effect, released->why};
  }

  Shop shop_;
  std::map<Shard, ShardOrder> orders_;
  std::map<Origin, std::uint64_t> seqs_;
};

class ChainBench : public ::testing::Test, protected ShopInChain {
 protected:
  explicit ChainBench(PolicyKind policy = PolicyKind::EscrowStandIn) : ShopInChain(policy) {}
};

}  // namespace perk::test
