// A store that is revoked: who may say so, what is written, and that a second time changes nothing.
#include <gtest/gtest.h>

#include "tests/central_read/operators_fixture.h"

namespace perk::test {
namespace {

using namespace central;

class RevokingTest : public OperatorsTest {
 protected:
  static RevokeStoreRequest stolen(std::string reason = "its machine was stolen") {
    return {"store 1", std::move(reason), "ada"};
  }
  const IncarnationClosed* closed() {
    EXPECT_TRUE(office_->risk.catch_up());
    return office_->risk.read(
        [&](const ChainRisk& risk) { return risk.logs().closed(books_.open_store(1).origin()); });
  }
  std::size_t events_in_all() {
    std::size_t count = 0;
    for (std::uint16_t shard = 0; shard < 4; ++shard) count += books_.shard(shard).size();
    return count;
  }
  StoreRow row_of_store_1() { return ask<StoresReply>(StoresRequest{}).stores.at(0); }
};

TEST_F(RevokingTest, ClosesItsLogAndLeavesWhatItHoldsInExposure) {
  spend_from_allowance();
  const auto before = exposure().exposure.parts;
  const auto reply = ask<RevokeStoreReply>(stolen());
  EXPECT_EQ(reply.store, StoreId(1));
  EXPECT_EQ(reply.name, "store 1");
  EXPECT_FALSE(reply.was_revoked);
  EXPECT_EQ(reply.closed, std::vector{books_.open_store(1).origin()});
  ASSERT_NE(closed(), nullptr);
  EXPECT_EQ(closed()->why, ClosedWhy::Revoked);
  EXPECT_EQ(closed()->known_through, books_.open_store(1).end());
  EXPECT_EQ(exposure().exposure.parts, before) << "nothing is moved by it";
  const auto lost = ask<DeclareLostReply>(DeclareLostRequest{"store 1", "gone for good", "ada"});
  EXPECT_EQ(lost.returned, Amount(1'000)) << "its rights come back as those of any lost store";
}

TEST_F(RevokingTest, IsSeenInTheListOfStoresAndInHealth) {
  spend_from_allowance();
  EXPECT_FALSE(row_of_store_1().revoked_at);
  EXPECT_EQ(ask<HealthReply>(HealthRequest{}).revoked_stores, 0U);
  static_cast<void>(ask<RevokeStoreReply>(stolen()));
  EXPECT_TRUE(row_of_store_1().revoked_at);
  EXPECT_FALSE(ask<StoresReply>(StoresRequest{}).stores.at(1).revoked_at);
  EXPECT_EQ(ask<HealthReply>(HealthRequest{}).revoked_stores, 1U);
}

TEST_F(RevokingTest, TwiceChangesNothing) {
  spend_from_allowance();
  static_cast<void>(ask<RevokeStoreReply>(stolen()));
  const std::size_t before = events_in_all();
  const auto again = ask<RevokeStoreReply>(stolen("and again"));
  EXPECT_TRUE(again.was_revoked);
  EXPECT_TRUE(again.closed.empty());
  EXPECT_EQ(events_in_all(), before);
  restart();
  EXPECT_TRUE(ask<RevokeStoreReply>(stolen()).was_revoked) << "also for a head office that is new";
  EXPECT_EQ(events_in_all(), before);
}

TEST_F(RevokingTest, AlsoWhileItIsConnected) {
  spend_from_allowance();
  lines_.connected(StoreId(1), clock_.wall());
  EXPECT_FALSE(ask<RevokeStoreReply>(stolen()).was_revoked);
  EXPECT_TRUE(office_->gate.is_shut_for(StoreId(1)));
  EXPECT_FALSE(office_->gate.is_shut_for(StoreId(2)));
}

TEST_F(RevokingTest, NeedsItsNameAndAReason) {
  spend_from_allowance();
  EXPECT_EQ(sentence_of(stolen(" ")).rfind("reason_missing:", 0), 0U);
  EXPECT_EQ(fault_of(stolen("a\nb")), "malformed");
  EXPECT_EQ(fault_of(RevokeStoreRequest{"nowhere", "stolen", "ada"}), "store_unknown");
  EXPECT_FALSE(row_of_store_1().revoked_at);
}

TEST_F(RevokingTest, ItsNameIsUsedUp) {
  authority_ = Digest{{1, 2, 3}};
  restart();
  spend_from_allowance();
  const OfferCodeRequest code{"store 1", Millis(3'600'000)};
  EXPECT_EQ(fault_of(code), "no fault");
  static_cast<void>(ask<RevokeStoreReply>(stolen()));
  EXPECT_EQ(fault_of(code), "store_revoked");
  EXPECT_EQ(fault_of(EnrolRequest{"store 1", books_.open_store(1).key().public_key()}),
            "store_revoked");
  EXPECT_EQ(fault_of(OfferCodeRequest{"store 2", Millis(3'600'000)}), "no fault");
}

TEST_F(RevokingTest, ACrashBetweenTheWordAndTheClosingIsMadeGoodBeforeAnybodyComesIn) {
  spend_from_allowance();
  ASSERT_TRUE(office_->closed.revoke({StoreId(1), "stolen", "ada"}).value());
  ASSERT_EQ(closed(), nullptr);
  restart();
  EXPECT_FALSE(office_->gate.is_shut_for(StoreId(1)));
  ASSERT_TRUE(office_->closed.resume_revocations());
  EXPECT_TRUE(office_->gate.is_shut_for(StoreId(1)));
  EXPECT_FALSE(office_->gate.is_shut_for(StoreId(2)));
  ASSERT_NE(closed(), nullptr);
  EXPECT_EQ(closed()->why, ClosedWhy::Revoked);
}

TEST_F(RevokingTest, WhatIsBeingStoredIsWaitedForAndThenSaidAgain) {
  spend_from_allowance();
  const Origin log = books_.open_store(1).origin();
  auto passage = office_->gate.enter(log);
  const auto revoked = office_->closed.revoke({StoreId(1), "stolen", "ada"});
  ASSERT_TRUE(revoked);
  const auto soon = office_->closed.close_revoked(StoreId(1), std::chrono::milliseconds(1));
  ASSERT_TRUE(soon);
  EXPECT_TRUE(soon.value().is_storing_still);
  EXPECT_EQ(closed(), nullptr);
  EXPECT_EQ(office_->gate.enter(log), nullptr) << "nothing more comes in meanwhile";
  passage.reset();
  EXPECT_EQ(ask<RevokeStoreReply>(stolen()).closed, std::vector{log});
}

TEST_F(RevokingTest, AnOperatorOrAnAdminMayAndTheirWordStandsInAllOfIt) {
  spend_from_allowance();
  admit_everybody();
  EXPECT_EQ(fault_of(stolen()), "not_allowed");
  for (const char* name : {"dan", "eve", "finn"}) EXPECT_EQ(outcome(name, stolen()), "role_needed");
  EXPECT_EQ(sentence("eve", stolen()),
            "To revoke stores takes the role operator or admin; yours is auditor.");
  limit(DecisionKind::DeclaredLoss, "0.01");
  ASSERT_EQ(outcome("ada", stolen()), "done") << "nobody else is asked";
  ASSERT_EQ(outcome("bob", RevokeStoreRequest{"store 2", "its key was copied", ""}), "done");
  EXPECT_EQ(broken_words(), "");
  const auto rows = ask_as<AuditReply>("eve", AuditRequest{"", std::nullopt}).rows;
  std::map<std::string, std::size_t> told;
  for (const AuditRow& row : rows) {
    if (row.what == "store revoked")
      ++told[row.operator_name + ": " + row.store_name + ": " + row.reason];
    if (row.what.ends_with(" closed")) ++told[row.operator_name + " closed " + row.store_name];
    EXPECT_EQ(row.why_broken, "") << row.what;
  }
  EXPECT_EQ(told, (std::map<std::string, std::size_t>{{"ada: store 1: its machine was stolen", 1},
                                                      {"ada closed store 1", 1},
                                                      {"bob: store 2: its key was copied", 1},
                                                      {"bob closed store 2", 1}}));
}

}  // namespace
}  // namespace perk::test
