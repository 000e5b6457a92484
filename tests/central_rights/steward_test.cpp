// The steward: allowances for who is connected, given back behind heard spends, debts settled, rights called
// home. And what it must never do: give back twice.
#include "central/rights/steward.h"

#include <gtest/gtest.h>

#include "tests/central_rights/rights_office.h"

namespace perk::test {
namespace {

const CardId kCard = card(1);

central::StewardSettings one_allowance() {
  central::StewardSettings settings;
  settings.till = {Amount(500), Amount(300), Amount(200)};
  settings.manager.amount = Amount();
  return settings;
}

class StewardTest : public ::testing::Test {
 protected:
  StewardTest() {
    office_.connect(harbour_);
    harbour_.append(card_issued(kCard)).append(value_loaded(kCard, 1'000));
    office_.take(harbour_);
  }
  AllowanceId allowance() {
    EXPECT_TRUE(office_.look());
    const auto granted = office_.written_of<StandInGranted>();
    EXPECT_FALSE(granted.empty());
    return granted.empty() ? AllowanceId() : granted.back().event.envelope.allowance;
  }
  void spend(AllowanceId id, std::int64_t amount) {
    station_.append(value_redeemed(kCard, amount).beyond_rights(amount).drawing_on(id, amount));
    office_.take(station_);
  }
  Amount left(const StoreLog& log, AllowanceId id) {
    return office_.book().read(
        [&](const auto& risk) { return risk.stand_in().find(log.origin(), id)->left(); });
  }

  RightsOffice office_{one_allowance()};
  StoreLog& harbour_ = office_.open_store(1);
  StoreLog& station_ = office_.open_store(2);
};

TEST_F(StewardTest, AConnectedStoreGetsItsAllowanceOnce) {
  ASSERT_TRUE(office_.look());
  ASSERT_TRUE(office_.look());
  office_.restart();
  ASSERT_TRUE(office_.look());
  const auto granted = office_.written_of<StandInGranted>();
  ASSERT_EQ(granted.size(), 1U);
  const auto& terms = std::get<StandInGranted>(granted[0].event.body);
  EXPECT_EQ(terms.incarnation, harbour_.origin());
  EXPECT_EQ(terms.amount, Amount(500));
  EXPECT_EQ(office_.book().read([](const auto& risk) { return risk.of_chain().sum(); }),
            Amount(500));
}

TEST_F(StewardTest, OnceItsStoreLetItLapseThereIsANewOne) {
  const AllowanceId first = allowance();
  office_.clock.advance(Millis(8LL * 24 * 3'600'000));
  harbour_.append(allowance_lapsed(first, 500));
  office_.take(harbour_);
  ASSERT_TRUE(office_.look());
  EXPECT_EQ(office_.written_of<StandInGranted>().size(), 2U);
}

TEST_F(StewardTest, AnAllowanceThatLooksExpiredFromHereIsStillExposure) {
  static_cast<void>(allowance());
  office_.clock.advance(Millis(8LL * 24 * 3'600'000));
  office_.lines.stores.clear();
  ASSERT_TRUE(office_.look());
  EXPECT_EQ(office_.book().read([](const auto& risk) { return risk.of_chain().allowances; }),
            Amount(500));
}

TEST_F(StewardTest, WhatWasHeardToBeSpentIsGivenBackOnceEvenAfterARestart) {
  office_.lines.stores = {{station_.store(), station_.origin()}};
  const AllowanceId id = allowance();
  spend(id, 200);
  for (int look = 0; look < 3; ++look) {
    ASSERT_TRUE(office_.look());
    if (look == 1) office_.restart();
  }
  EXPECT_EQ(left(station_, id), Amount(500));
  Amount given_back;
  for (const auto& more : office_.written_of<StandInReplenished>())
    given_back += std::get<StandInReplenished>(more.event.body).amount;
  EXPECT_EQ(given_back, Amount(200));
}

TEST_F(StewardTest, ALogThatIsClosedIsGivenNothingMore) {
  office_.lines.stores = {{station_.store(), station_.origin()}};
  const AllowanceId id = allowance();
  spend(id, 200);
  ASSERT_TRUE(office_.close(station_));
  ASSERT_TRUE(office_.look());
  EXPECT_EQ(left(station_, id), Amount(300)) << "a copy of it could spend that";
  EXPECT_TRUE(office_.written_of<StandInReplenished>().empty());
  office_.lines.stores = {{harbour_.store(), harbour_.origin()}};
  ASSERT_TRUE(office_.close(harbour_));
  ASSERT_TRUE(office_.look());
  EXPECT_EQ(office_.written_of<StandInGranted>().size(), 1U);
}

TEST_F(StewardTest, ACardsCapIsRestoredOnlyOnceItsReserveCoversIt) {
  office_.lines.stores = {{station_.store(), station_.origin()}};
  const AllowanceId id = allowance();
  spend(id, 200);
  ASSERT_TRUE(office_.look());
  const auto cap_left = [&] {
    return office_.book().read([&](const auto& risk) {
      return risk.stand_in().find(station_.origin(), id)->card_left(kCard);
    });
  };
  EXPECT_EQ(cap_left(), Amount(100)) << "harbour still holds all rights: the reserve is below zero";
  harbour_.append(rights_released(kCard, 200));
  office_.take(harbour_);
  ASSERT_TRUE(office_.look());
  EXPECT_EQ(cap_left(), Amount(300));
}

TEST_F(StewardTest, RightsThatCoverWhatWasSpentBeyondThemAreCalledHome) {
  office_.connect(station_);
  ASSERT_TRUE(office_.look());
  spend(AllowanceId(), 200);
  ASSERT_TRUE(office_.look());
  ASSERT_EQ(office_.lines.recalls.size(), 1U);
  EXPECT_EQ(office_.lines.recalls[0].holder, harbour_.origin());
  EXPECT_EQ(office_.lines.recalls[0].wanted, Amount(200));
  ASSERT_TRUE(office_.look());
  EXPECT_EQ(office_.lines.recalls.size(), 1U) << "not again at once";
  office_.clock.advance(Millis(2'000));
  ASSERT_TRUE(office_.look());
  EXPECT_EQ(office_.lines.recalls.size(), 2U);
}

TEST_F(StewardTest, AFrozenCardsRightsAreAllCalledHome) {
  const auto freeze = [](const central::OfficeView&) {
    return std::vector{card_frozen(kCard).build()};
  };
  ASSERT_TRUE(office_.events().append_own(shard_of(kCard, 4), kCard, freeze, kMorning));
  ASSERT_TRUE(office_.look());
  ASSERT_EQ(office_.lines.recalls.size(), 1U);
  EXPECT_EQ(office_.lines.recalls[0].wanted, Amount(1'000));
}

TEST_F(StewardTest, AnOverdraftIsPutOnTheRecordWithItsCause) {
  spend(AllowanceId(3), 200);
  harbour_.append(value_redeemed(kCard, 1'000));
  office_.take(harbour_);
  ASSERT_TRUE(office_.look());
  const auto opened = office_.written_of<OverdraftOpened>();
  ASSERT_EQ(opened.size(), 1U);
  EXPECT_EQ(std::get<OverdraftOpened>(opened[0].event.body).cause, OverdraftCause::StandIn);
  EXPECT_EQ(std::get<OverdraftOpened>(opened[0].event.body).owner, station_.origin());
  EXPECT_EQ(opened[0].event.envelope.value_effect, Amount(200));
  ASSERT_TRUE(office_.look());
  EXPECT_EQ(office_.written_of<OverdraftOpened>().size(), 1U);
}

}  // namespace
}  // namespace perk::test
