// An operator's word that a closed log has ended: what it ends, what it is refused for, and that it is said
// once.
#include "central/desk/log_ends.h"

#include <gtest/gtest.h>

#include "sync/wire/event_codec.h"
#include "tests/central_read/risk_fixture.h"

namespace perk::test {
namespace {

using namespace central;

class LogEndsTest : public RiskTest {
 protected:
  LogEndsTest() { spend_from_allowance(); }

  static ProveEndRequest ended(std::string log = "store 1", std::uint64_t through = 0) {
    return {std::move(log), Seq(through), "old disk destroyed", "ada"};
  }
  void close_store_1() { write(StoreId(1), incarnation_closed(store(1), 2)); }
};

TEST_F(LogEndsTest, WhatTheLogHeldComesHomeAndIsAtRiskNoMore) {
  close_store_1();
  EXPECT_EQ(exposure().exposure.parts.sum(), Amount(500)) << "allowances, and what covers a spend";
  const auto reply = ask<ProveEndReply>(ended());
  EXPECT_EQ(reply.name, "store 1");
  EXPECT_EQ(reply.logs, (std::vector<ProvenLog>{{store(1), Seq(2), false}}));
  EXPECT_EQ(reply.card_count, 1U);
  EXPECT_EQ(reply.returned, Amount(1'000));
  EXPECT_EQ(reply.remaining, Amount());
  EXPECT_EQ(reply.copies_ended, Amount(1'000));
  EXPECT_EQ(reply.exposure.parts, (ExposureParts{Amount(300), Amount(), Amount()}));
  EXPECT_EQ(exposure().exposure.parts, reply.exposure.parts);
  EXPECT_EQ(exposure().stores.at(0).copies, Amount());
}

TEST_F(LogEndsTest, ItIsSaidOnceAlsoAfterARestart) {
  close_store_1();
  static_cast<void>(ask<ProveEndReply>(ended()));
  EXPECT_EQ(sentence_of(ended()).rfind("already_proven:", 0), 0U);
  restart();
  EXPECT_EQ(fault_of(ended()), "rejected");
  EXPECT_EQ(exposure().exposure.parts.returned_unproven, Amount());
}

TEST_F(LogEndsTest, ItsPurchasesBecomeHeadOfficesToTakeBack) {
  books_.open_store(1).append(bought(card(1), 300, 2).at(hlc(25)));
  books_.take(books_.open_store(1));
  write(StoreId(1), incarnation_closed(store(1), 3));
  EXPECT_EQ(ask<ProveEndReply>(ended()).refundable, Amount(300));
  EXPECT_TRUE(
      office_->risk.read([](const ChainRisk& risk) { return risk.proven().contains(store(1)); }));
}

TEST_F(LogEndsTest, ALogIsNamedByItselfToo) {
  close_store_1();
  const auto reply = ask<ProveEndReply>(ended(to_string(store(1))));
  EXPECT_EQ(reply.store, StoreId(1));
  ASSERT_EQ(reply.logs.size(), 1U);
  EXPECT_EQ(reply.logs[0].incarnation, store(1));
}

TEST_F(LogEndsTest, RightsThatCameLaterAreReturnedWhenItIsSaidAgain) {
  close_store_1();
  static_cast<void>(ask<ProveEndReply>(ended()));
  StoreLog& old = books_.open_store(1);
  old.append(value_loaded(card(1), 50).at(hlc(26)));
  StoreLog& next = books_.begin_anew(old);
  next.append_bytes(sync::encode_event(old.brought(3, next.origin())));
  books_.take(next);
  const auto again = ask<ProveEndReply>(ended());
  ASSERT_EQ(again.logs.size(), 1U);
  EXPECT_TRUE(again.logs[0].was_proven);
  EXPECT_EQ(again.returned, Amount(50));
  EXPECT_EQ(fault_of(ended()), "rejected");
}

TEST_F(LogEndsTest, ALogThatMayStillGrowHasNoEnd) {
  EXPECT_EQ(sentence_of(ended()).rfind("not_closed:", 0), 0U);
  EXPECT_EQ(sentence_of(ended(to_string(store(2)))).rfind("not_closed:", 0), 0U);
  EXPECT_EQ(exposure().exposure.parts.returned_unproven, Amount()) << "nothing was returned";
}

TEST_F(LogEndsTest, ItEndsWhereHeadOfficeKnowsTheLastOfIt) {
  close_store_1();
  EXPECT_EQ(sentence_of(ended("store 1", 1)).rfind("ends_too_early:", 0), 0U);
  EXPECT_EQ(fault_of(ended("store 1", 3)), "log_incomplete");
  EXPECT_EQ(ask<ProveEndReply>(ended("store 1", 2)).logs.at(0).through, Seq(2));
}

TEST_F(LogEndsTest, ItNeedsALogAndAReason) {
  close_store_1();
  EXPECT_EQ(fault_of(ended("nowhere")), "log_unknown");
  EXPECT_EQ(fault_of(ended(to_string(store(9)))), "log_unknown");
  EXPECT_EQ(sentence_of(ProveEndRequest{"store 1", Seq(), " ", "ada"}).rfind("reason_missing:", 0),
            0U);
  EXPECT_EQ(fault_of(ProveEndRequest{"store 1", Seq(), "a\nb", "ada"}), "malformed");
}

}  // namespace
}  // namespace perk::test
