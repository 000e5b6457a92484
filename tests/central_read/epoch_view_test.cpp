// What operators see of an epoch, and whom they may leave out of it: also a log that head office knows only from
// what was handed back, and not yet whose it is.
#include "central/desk/epoch_view.h"

#include "tests/central_read/risk_fixture.h"

namespace perk::test {
namespace {

using namespace central;

class EpochViewTest : public RiskTest {
 protected:
  /// Store 1 is known. What was handed back says that log 2 has an allowance, too.
  EpochViewTest() {
    books_.open_store(1);
    write(StoreId(2), stand_in_granted(kAllowance, stand_in_terms(store(2), 500, 400, 160)));
    Event begun;
    begun.body = EpochBegun{Epoch(2), Epoch(1), "restored", "ada"};
    EXPECT_TRUE(shelf_.events().begin_epoch(begun, WallTime(1)));
    restart();
    EXPECT_TRUE(office_->risk.catch_up());
    fold();
  }
  EpochReply seen() { return ask<EpochReply>(EpochRequest{}); }
  static SettleEpochRequest without(std::vector<std::string> names) {
    return {std::move(names), "it burnt down", "ada"};
  }
};

TEST_F(EpochViewTest, ALogOfAStoreNotKnownYetIsWaitedForToo) {
  const EpochReply reply = seen();
  ASSERT_EQ(reply.holders.size(), 2U);
  EXPECT_EQ(reply.holders[0].store, StoreId());
  EXPECT_EQ(reply.holders[0].store_name, "a store not known yet");
  EXPECT_EQ(reply.holders[0].incarnation, store(2));
  EXPECT_FALSE(reply.holders[0].has_reported);
  EXPECT_EQ(reply.holders[1].store_name, "store 1");
  ASSERT_TRUE(office_->epochs.report(store(1)));
  EXPECT_NE(exposure().why_unknown.find("1 of 2 logs have not reported"), std::string::npos);
  const std::string refused = sentence_of(without({}));
  EXPECT_NE(refused.find("a store not known yet (log " + to_string(store(2)) + ")"),
            std::string::npos)
      << refused;
}

TEST_F(EpochViewTest, OnceItsStoreIsKnownItIsWaitedForOnceUnderItsName) {
  books_.open_store(2);
  const EpochReply reply = seen();
  ASSERT_EQ(reply.holders.size(), 2U);
  EXPECT_EQ(reply.holders[1].incarnation, store(2));
  EXPECT_EQ(reply.holders[1].store_name, "store 2");
  ASSERT_TRUE(office_->epochs.report(store(1)));
  ASSERT_TRUE(office_->epochs.report(store(2)));
  EXPECT_TRUE(ask<EpochReply>(without({})).is_settled);
}

TEST_F(EpochViewTest, ALogThatIsClosedIsWaitedForByNobody) {
  write(StoreId(2), incarnation_closed(store(2), 0));
  ASSERT_TRUE(office_->risk.catch_up());
  EXPECT_EQ(seen().holders.size(), 1U);
}

TEST_F(EpochViewTest, ALogIsLeftOutByItsOwnName) {
  EXPECT_EQ(fault_of(without({"store 1"})), "not_reported") << "log 2 is not named";
  EXPECT_TRUE(ask<EpochReply>(without({"store 1", to_string(store(2))})).is_settled);
}

TEST_F(EpochViewTest, WhoIsNotWaitedForCannotBeLeftOut) {
  EXPECT_EQ(fault_of(without({"nowhere"})), "store_unknown");
  EXPECT_EQ(fault_of(without({to_string(store(8))})), "log_unknown");
}

}  // namespace
}  // namespace perk::test
