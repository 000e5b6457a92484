// What a new log of a store brings of its closed one, compared with what head office holds.
#include "central/rights/brought_events.h"

#include <gtest/gtest.h>

#include "sync/wire/event_codec.h"
#include "tests/central_rights/rights_office.h"

namespace perk::test {
namespace {

class BroughtEventsTest : public ::testing::Test {
 protected:
  BroughtEventsTest() {
    old_.append(card_issued(card(1))).append(value_loaded(card(1), 500));
    office_.take(old_);
    old_.append(value_redeemed(card(1), 200));  // Head office never hears of it from there.
  }
  StoreLog bringing(std::initializer_list<std::uint64_t> seqs) {
    StoreLog log = old_.next_life();
    for (const std::uint64_t seq : seqs)
      log.append_bytes(sync::encode_event(old_.brought(seq, log.origin())));
    return log;
  }
  central::TakenIn sorted_out(const StoreLog& log) {
    auto taken = central::take_in(log.held(), euro_chain(), log.batch(), kMorning);
    EXPECT_TRUE(taken);
    return office_.sort_out(std::move(taken).value()).value();
  }

  RightsOffice office_;
  StoreLog& old_ = office_.open_store(1);
};

TEST_F(BroughtEventsTest, WhatHeadOfficeLacksCounts) {
  ASSERT_TRUE(office_.close(old_));
  const auto taken = sorted_out(bringing({3}));
  EXPECT_TRUE(taken.quarantined.empty());
  ASSERT_EQ(taken.groups.size(), 1U);
  EXPECT_EQ(taken.groups[0].events.size(), 1U);
}

TEST_F(BroughtEventsTest, WhatHeadOfficeHoldsFromTheLogItselfWouldCountTwice) {
  ASSERT_TRUE(office_.close(old_));
  const auto taken = sorted_out(bringing({2, 3}));
  ASSERT_EQ(taken.quarantined.size(), 1U);
  EXPECT_EQ(taken.quarantined[0].event.seq, Seq(1));
  EXPECT_EQ(taken.quarantined[0].reason, "it is held already, from its own log");
  EXPECT_FALSE(taken.quarantined[0].bytes.empty());
  ASSERT_EQ(taken.groups.size(), 1U);
  EXPECT_EQ(taken.groups[0].events.at(0).id.seq, Seq(2));
}

TEST_F(BroughtEventsTest, AForksOtherEventOfAHeldPlaceCounts) {
  ASSERT_TRUE(office_.close(old_));
  StoreLog fork(1);
  fork.append(card_issued(card(1))).append(value_loaded(card(1), 900));
  StoreLog log = old_.next_life();
  log.append_bytes(sync::encode_event(fork.brought(2, log.origin())));
  EXPECT_TRUE(sorted_out(log).quarantined.empty());
}

TEST_F(BroughtEventsTest, NothingIsBroughtOfALogThatMayStillSpeakForItself) {
  const auto taken = sorted_out(bringing({3}));
  ASSERT_EQ(taken.quarantined.size(), 1U);
  EXPECT_EQ(taken.quarantined[0].reason, "the log it is of is not closed");
  EXPECT_TRUE(taken.groups.empty());
}

TEST_F(BroughtEventsTest, NothingOfARevokedStoreCountsAnyMore) {
  ASSERT_TRUE(office_.close(old_));
  ASSERT_TRUE(sorted_out(bringing({3})).quarantined.empty());
  ASSERT_TRUE(office_.revoke(old_));
  const auto taken = sorted_out(bringing({3}));
  ASSERT_EQ(taken.quarantined.size(), 1U);
  EXPECT_EQ(taken.quarantined[0].reason, "its store was revoked before this was brought");
  EXPECT_FALSE(taken.quarantined[0].bytes.empty()) << "it is kept as evidence";
  EXPECT_TRUE(taken.groups.empty());
}

TEST_F(BroughtEventsTest, OfARevokedStoreWhatProvesNothingIsSaidToProveNothing) {
  ASSERT_TRUE(office_.close(old_));
  ASSERT_TRUE(office_.revoke(old_));
  StoreLog log = old_.next_life();
  Event forged = old_.brought(3, log.origin());
  std::get<ClosedLogEventRecorded>(forged.body).signature.bytes[0] ^= 1U;
  log.append_bytes(sync::encode_event(forged));
  const auto taken = sorted_out(log);
  ASSERT_EQ(taken.quarantined.size(), 1U);
  EXPECT_EQ(taken.quarantined[0].reason, "it does not prove what it brings");
}

}  // namespace
}  // namespace perk::test
