// Policies that are set and listed, and what stores that did not hear of them may still be doing.
#include <gtest/gtest.h>

#include "tests/central_read/risk_fixture.h"

namespace perk::test {
namespace {

using namespace central;

class PolicyDeskTest : public RiskTest {
 protected:
  SetPolicyReply set(PolicyKind kind, std::string store = "", std::uint64_t programme = 0) {
    return ask<SetPolicyReply>(
        SetPolicyRequest{kind, std::move(store), ProgrammeId(programme), "ada"});
  }
};

TEST_F(PolicyDeskTest, BeforeAnyIsSetTheBuiltInOneIsInForce) {
  const auto reply = ask<PoliciesReply>(PoliciesRequest{});
  ASSERT_EQ(reply.rows.size(), 1U);
  EXPECT_EQ(reply.rows[0].kind, PolicyKind::EscrowStandIn);
  EXPECT_EQ(reply.rows[0].version, PolicyVersion(1));
  EXPECT_FALSE(reply.rows[0].event);
}

TEST_F(PolicyDeskTest, ALaterPolicyForTheSameStoresTakesTheEarlierOnesPlace) {
  books_.open_store(1);
  EXPECT_EQ(set(PolicyKind::Escrow).policy.version, PolicyVersion(2));
  EXPECT_EQ(set(PolicyKind::Central, "store 1", 5).policy.version, PolicyVersion(3));
  EXPECT_EQ(set(PolicyKind::EscrowStandIn).policy.version, PolicyVersion(4));
  const auto reply = ask<PoliciesReply>(PoliciesRequest{});
  ASSERT_EQ(reply.rows.size(), 2U);
  EXPECT_EQ(reply.rows[0].version, PolicyVersion(4));
  EXPECT_EQ(reply.rows[0].kind, PolicyKind::EscrowStandIn);
  EXPECT_EQ(reply.rows[0].operator_name, "ada");
  EXPECT_EQ(reply.rows[1].store_name, "store 1");
  EXPECT_EQ(reply.rows[1].programme, ProgrammeId(5));
  ASSERT_FALSE(grown_.empty());
  EXPECT_EQ(grown_.back().shard, Shard(0));
}

TEST_F(PolicyDeskTest, WhatIsInForceIsNotSetAgain) {
  EXPECT_TRUE(set(PolicyKind::EscrowStandIn).was_in_force);  // Built in.
  const auto first = set(PolicyKind::Escrow);
  EXPECT_FALSE(first.was_in_force);
  restart();
  const auto again = set(PolicyKind::Escrow);
  EXPECT_TRUE(again.was_in_force);
  EXPECT_EQ(again.policy.event, first.policy.event);
  EXPECT_EQ(books_.shard(0).size(), 1U);
}

TEST_F(PolicyDeskTest, APolicyForAStoreThatIsNotEnrolledIsRefused) {
  EXPECT_EQ(fault_of(SetPolicyRequest{PolicyKind::Escrow, "nowhere", {}, "ada"}), "store_unknown");
  EXPECT_EQ(fault_of(SetPolicyRequest{PolicyKind::Escrow, "", {}, "a\nda"}), "malformed");
  EXPECT_TRUE(books_.shard(0).empty());
}

/// One store, as incarnation 1 of store 1, and policies set at positions 1, 2, ... of shard 0.
class PolicyHearingTest : public ::testing::Test {
 protected:
  void set(PolicyKind kind) {
    const Position position(++set_);
    hearing_.fold(
        policy_set(StoreId(), ProgrammeId(), kind, set_ + 1).recorded(head_office(), set_),
        Shard(0), position);
  }
  void heard(const EventBuilder& event, Shard shard = Shard(1)) {
    ++seq_;
    hearing_.fold(event.recorded(store(1), seq_), shard, Position(seq_));
  }
  [[nodiscard]] bool is_unbounded(const std::vector<Origin>& lives = {store(1)},
                                  const ProvenEnds& proven = {}) const {
    return hearing_.may_be_unbounded(StoreId(1), lives, proven);
  }
  PolicyHearing hearing_;
  std::uint64_t set_ = 0;
  std::uint64_t seq_ = 0;
};

TEST_F(PolicyHearingTest, AStoreIsBoundedOnceItWroteUnderABoundedPolicy) {
  EXPECT_FALSE(is_unbounded());
  set(PolicyKind::Cached);
  EXPECT_TRUE(is_unbounded());
  heard(bought(card(1), 5, 0).under(PolicyVersion(2)));
  set(PolicyKind::Escrow);
  EXPECT_TRUE(is_unbounded());
  heard(bought(card(1), 5, 0).under(PolicyVersion(3)));
  EXPECT_FALSE(is_unbounded());
}

TEST_F(PolicyHearingTest, APurchaseTellsHowFarItsStoreHadHeardTheShardOfPolicies) {
  set(PolicyKind::Cached);
  set(PolicyKind::Escrow);
  heard(bought(card(1), 5, 2).under(PolicyVersion(2)));  // Another shard's position.
  EXPECT_TRUE(is_unbounded());
  heard(bought(card(4), 5, 2).under(PolicyVersion(2)), Shard(0));
  EXPECT_FALSE(is_unbounded());
}

TEST_F(PolicyHearingTest, EachLifeOfAStoreMustHaveHeardItUntilItsEndIsProven) {
  set(PolicyKind::Cached);
  set(PolicyKind::Escrow);
  heard(bought(card(1), 5, 0).under(PolicyVersion(3)));
  EXPECT_FALSE(is_unbounded());
  EXPECT_TRUE(is_unbounded({store(1), store(2)}));
  EXPECT_FALSE(is_unbounded({store(1), store(2)}, {store(2)}));
}

TEST_F(PolicyHearingTest, AStoreThatNeverCameIsBoundByWhatIsSetNow) {
  set(PolicyKind::Cached);
  EXPECT_TRUE(is_unbounded({}));
  set(PolicyKind::Escrow);
  EXPECT_FALSE(is_unbounded({}));
}

TEST_F(PolicyHearingTest, ABuildThatKnowsNoPoliciesRunsCached) {
  heard(bought(card(1), 5, 0).beyond_rights(5));
  EXPECT_TRUE(is_unbounded());
  heard(bought(card(1), 5, 0));
  EXPECT_FALSE(is_unbounded());
}

}  // namespace
}  // namespace perk::test
