// Requests that two logs of one store approved: the second purchase is taken back once, when the right to do
// so is head office's, and never before.
#include "central/rights/double_desk.h"

#include <gtest/gtest.h>

#include "sync/wire/event_codec.h"
#include "tests/central_rights/rights_office.h"

namespace perk::test {
namespace {

const CardId kCard = card(1);
const RequestId kAsked = request(7);

central::StewardSettings no_allowances() {
  central::StewardSettings settings;
  settings.till.amount = settings.manager.amount = Amount();
  return settings;
}

class DoubleDeskTest : public ::testing::Test {
 protected:
  DoubleDeskTest() {
    old_.append(card_issued(kCard)).append(value_loaded(kCard, 1'000));
    office_.take(old_);
  }
  static EventBuilder coffee() { return value_redeemed(kCard, 300).asked_as(kAsked); }
  /// Each in its log's next place; the new one's is beyond rights, for it holds none.
  void sell(StoreLog& log) {
    log.append(&log == &old_ ? coffee() : coffee().beyond_rights(300));
    office_.take(log);
  }
  void renounce(StoreLog& log, std::uint64_t purchase) {
    log.append(refund_right_renounced(kCard, {log.origin(), Seq(purchase)}));
    office_.take(log);
  }
  void prove_end(const StoreLog& log) {
    const auto prove = [&](const central::OfficeView&) {
      return std::vector{log_end_proven(log.origin(), log.end().value()).build()};
    };
    ASSERT_TRUE(office_.events().append_own(shard_of(log.store(), 4), {}, prove, kMorning));
  }
  std::vector<EventId> taken_back() {
    EXPECT_TRUE(office_.look());
    std::vector<EventId> originals;
    for (const RecordedEvent& event : office_.written_of<RedemptionReversed>()) {
      EXPECT_EQ(std::get<RedemptionReversed>(event.event.body).reason,
                ReversalReason::DoubleAnswer);
      originals.push_back(event.event.envelope.original.value());
    }
    return originals;
  }
  using Purchases = std::vector<EventId>;

  RightsOffice office_{no_allowances()};
  StoreLog& old_ = office_.open_store(1);
  StoreLog& new_ = office_.begin_anew(old_);
};

TEST_F(DoubleDeskTest, TheSecondIsTakenBackOnceItsLogLeavesItToHeadOffice) {
  sell(old_);
  sell(new_);
  ASSERT_TRUE(office_.close(old_));
  EXPECT_EQ(taken_back(), Purchases()) << "its log may take it back itself";
  renounce(new_, 1);
  EXPECT_EQ(taken_back(), (Purchases{{new_.origin(), Seq(1)}}));
  EXPECT_EQ(office_.folded(kCard).balance(), Amount(700));
}

TEST_F(DoubleDeskTest, ItIsTakenBackOnceHoweverOftenItIsLookedAtAndAfterARestart) {
  sell(old_);
  sell(new_);
  ASSERT_TRUE(office_.close(old_));
  renounce(new_, 1);
  for (int look = 0; look < 3; ++look) {
    EXPECT_EQ(taken_back().size(), 1U);
    office_.restart();
  }
  EXPECT_EQ(office_.folded(kCard).balance(), Amount(700));
}

TEST_F(DoubleDeskTest, AnAnswerThatWasBroughtWrappedIsAnAnswer) {
  old_.append(coffee());  // Head office never hears of it from there.
  sell(new_);
  ASSERT_TRUE(office_.close(old_));
  renounce(new_, 1);
  EXPECT_EQ(taken_back(), Purchases());
  new_.append_bytes(sync::encode_event(old_.brought(3, new_.origin())));
  office_.take(new_);
  EXPECT_EQ(taken_back(), (Purchases{{new_.origin(), Seq(1)}}));
  EXPECT_EQ(office_.folded(kCard).balance(), Amount(700));
}

TEST_F(DoubleDeskTest, WhatALogThatIsClosedTooAnsweredIsTakenBackOnceItsEndIsProven) {
  sell(old_);
  sell(new_);
  ASSERT_TRUE(office_.close(old_));
  ASSERT_TRUE(office_.close(new_));
  EXPECT_EQ(taken_back(), Purchases());
  prove_end(old_);
  EXPECT_EQ(taken_back(), Purchases()) << "the first stays";
  prove_end(new_);
  EXPECT_EQ(taken_back(), (Purchases{{new_.origin(), Seq(1)}}));
}

TEST_F(DoubleDeskTest, WhatCameOfAClosedLogBeyondItsProgressIsAnAnswerToo) {
  sell(new_);
  // Head office ended between storing the batch and writing that it is whole.
  const central::ShardGroup group{shard_of(kCard, 4),
                                  {arrived(coffee().recorded(old_.origin(), 3), old_.store())}};
  ASSERT_TRUE(office_.events().append(group, kMorning));
  ASSERT_TRUE(office_.close(old_));
  renounce(new_, 1);
  EXPECT_EQ(taken_back(), (Purchases{{new_.origin(), Seq(1)}}));
}

TEST_F(DoubleDeskTest, WhileNoLogIsClosedNobodyKnowsWhichIsTheFirst) {
  sell(old_);
  sell(new_);
  renounce(new_, 1);
  renounce(old_, 3);
  EXPECT_EQ(taken_back(), Purchases());
}

TEST_F(DoubleDeskTest, TwoStoresThatUseOneIdAreTwoCustomers) {
  StoreLog& other = office_.open_store(2);
  sell(old_);
  sell(other);
  renounce(other, 1);
  ASSERT_TRUE(office_.close(old_));
  EXPECT_EQ(taken_back(), Purchases());
}

}  // namespace
}  // namespace perk::test
