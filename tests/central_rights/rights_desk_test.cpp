// Rights given out of the reserve, debts put on the record, a lost store's rights declared back.
#include "central/rights/rights_desk.h"

#include <gtest/gtest.h>

#include "ledger/rights.h"
#include "tests/central_rights/rights_office.h"

namespace perk::test {
namespace {

const CardId kCard = card(1);

class RightsDeskTest : public ::testing::Test {
 protected:
  /// Card 1 with 10.00, of which store 1 gave 6.00 back to the reserve.
  RightsDeskTest() {
    harbour_.append(card_issued(kCard)).append(value_loaded(kCard, 1'000));
    harbour_.append(rights_released(kCard, 600));
    office_.take(harbour_);
  }
  central::RightsGiven ask(Amount amount, const CardId& card = kCard) {
    const auto given = office_.desk().grant({station_.origin(), card, amount});
    EXPECT_TRUE(given);
    return given.value();
  }
  void expect_sound() {
    EXPECT_EQ(rights_violations(kCard, office_.folded(kCard)), std::vector<std::string>());
  }

  RightsOffice office_;
  StoreLog& harbour_ = office_.open_store(1);
  StoreLog& station_ = office_.open_store(2);
};

TEST_F(RightsDeskTest, TheReserveGivesWhatIsAskedFor) {
  EXPECT_EQ(ask(Amount(250)).granted, Amount(250));
  EXPECT_EQ(office_.folded(kCard).rights_of(station_.origin()), Amount(250));
  EXPECT_EQ(office_.folded(kCard).reserve(), Amount(350));
  expect_sound();
}

TEST_F(RightsDeskTest, NeverMoreThanTheReserveAndThenItSaysWhoHoldsTheRest) {
  const auto given = ask(Amount(800));
  EXPECT_EQ(given.granted, Amount(600));
  EXPECT_EQ(given.holders, (std::vector{RightsWish{harbour_.origin(), Amount(200)}}));
  EXPECT_EQ(ask(Amount(1)).granted, Amount());
  expect_sound();
}

TEST_F(RightsDeskTest, AFrozenOrUnknownCardGetsNothing) {
  EXPECT_FALSE(ask(Amount(100), card(2)).is_card_usable);
  const auto freeze = [](const central::OfficeView&) {
    return std::vector{card_frozen(kCard).build()};
  };
  ASSERT_TRUE(office_.events().append_own(shard_of(kCard, 4), kCard, freeze, kMorning));
  EXPECT_FALSE(ask(Amount(100)).is_card_usable);
  EXPECT_TRUE(office_.written_of<RightsGranted>().empty());
}

TEST_F(RightsDeskTest, AnOverdraftOfAChargeBackIsTheShopsThatTookTheLoad) {
  harbour_.append(value_redeemed(kCard, 400));
  office_.take(harbour_);
  const auto back = [this](const central::OfficeView&) {
    return std::vector{charged_back(kCard, event_id(harbour_.origin(), 2), 1'000).build()};
  };
  ASSERT_TRUE(office_.events().append_own(shard_of(kCard, 4), kCard, back, kMorning));
  ASSERT_TRUE(office_.desk().settle_debts(kCard, central::DebtRule::Recover));
  const auto opened = office_.written_of<OverdraftOpened>();
  ASSERT_EQ(opened.size(), 1U);
  EXPECT_EQ(opened[0].event.envelope.value_effect, Amount(400));
  EXPECT_EQ(std::get<OverdraftOpened>(opened[0].event.body),
            (OverdraftOpened{OverdraftCause::ChargeBack, harbour_.origin()}));
  expect_sound();
}

TEST_F(RightsDeskTest, AnOverdraftOfWhatWasBoughtBeforeAFreezeWasHeardIsALateFreezes) {
  const auto freeze = [](const central::OfficeView&) {
    return std::vector{card_frozen(kCard).at(hlc(60'000)).build()};
  };
  ASSERT_TRUE(office_.events().append_own(shard_of(kCard, 4), kCard, freeze, kMorning));
  station_.append(value_redeemed(kCard, 700).beyond_rights(700).at(hlc(61'000)));
  harbour_.append(value_redeemed(kCard, 400).at(hlc(61'000)));
  office_.take(harbour_);
  office_.take(station_);
  ASSERT_TRUE(office_.desk().settle_debts(kCard, central::DebtRule::Recover));
  const auto opened = office_.written_of<OverdraftOpened>();
  ASSERT_EQ(opened.size(), 1U);
  EXPECT_EQ(opened[0].event.envelope.value_effect, Amount(100));
  EXPECT_EQ(std::get<OverdraftOpened>(opened[0].event.body),
            (OverdraftOpened{OverdraftCause::LateFreeze, station_.origin()}));
  expect_sound();
}

TEST_F(RightsDeskTest, WhatWasNeverOnTheCardIsAnOverdraftAndTheNextLoadPaysIt) {
  station_.append(value_redeemed(kCard, 700).beyond_rights(700));
  harbour_.append(value_redeemed(kCard, 400));
  office_.take(harbour_);
  office_.take(station_);
  auto settled = office_.desk().settle_debts(kCard, central::DebtRule::Recover);
  ASSERT_TRUE(settled);
  EXPECT_EQ(settled.value().opened, Amount(100));
  EXPECT_EQ(office_.folded(kCard).available(), Amount());
  EXPECT_FALSE(
      office_.desk().settle_debts(kCard, central::DebtRule::Recover).value().has_changed());

  station_.append(value_loaded(kCard, 150)).append(rights_released(kCard, 150));
  office_.take(station_);
  settled = office_.desk().settle_debts(kCard, central::DebtRule::Recover);
  EXPECT_EQ(settled.value().recovered, Amount(100));
  EXPECT_EQ(office_.folded(kCard).open_overdraft(), Amount());
  EXPECT_EQ(office_.folded(kCard).available(), Amount(50));
  expect_sound();
}

TEST_F(RightsDeskTest, AChainMayBearItAtOnceOrFreezeTheCard) {
  station_.append(value_redeemed(kCard, 1'100).beyond_rights(1'100));
  office_.take(station_);
  const auto absorbed = office_.desk().settle_debts(kCard, central::DebtRule::Absorb);
  EXPECT_EQ(absorbed.value().opened, Amount(100));
  EXPECT_EQ(absorbed.value().absorbed, Amount(100));
  EXPECT_EQ(office_.folded(kCard).open_overdraft(), Amount());

  station_.append(value_redeemed(kCard, 50).beyond_rights(50));
  office_.take(station_);
  EXPECT_TRUE(office_.desk().settle_debts(kCard, central::DebtRule::Freeze).value().was_frozen);
  EXPECT_TRUE(office_.folded(kCard).is_frozen());
  expect_sound();
}

TEST_F(RightsDeskTest, ALostStoresRightsComeBackByDecisionOnce) {
  const auto back = office_.desk().return_by_decision(kCard, harbour_.origin(), "fire", "ada");
  EXPECT_EQ(back.value(), Amount(400));
  EXPECT_EQ(office_.folded(kCard).reserve(), Amount(1'000));
  const auto again = office_.desk().return_by_decision(kCard, harbour_.origin(), "fire", "ada");
  EXPECT_EQ(again.value(), Amount());
  EXPECT_EQ(office_.written_of<RightsReturnedByDecision>().size(), 1U);
  expect_sound();
}

TEST_F(RightsDeskTest, AnOverdraftIsWrittenOffOnceAndWithAReason) {
  station_.append(value_redeemed(kCard, 1'100).beyond_rights(1'100));
  office_.take(station_);
  ASSERT_TRUE(office_.desk().settle_debts(kCard, central::DebtRule::Recover));
  const EventId opening = office_.written_of<OverdraftOpened>().front().id;
  auto& desk = office_.desk();
  EXPECT_EQ(desk.write_off(kCard, opening, " ", "ada").value().error(),
            RightsRefusal::ReasonMissing);
  EXPECT_EQ(desk.write_off(kCard, opening, "moved away", "ada").value().value(), Amount(100));
  EXPECT_EQ(desk.write_off(kCard, opening, "moved away", "ada").value().error(),
            RightsRefusal::MoreThanOwed);
  EXPECT_EQ(desk.write_off(kCard, {opening.origin, Seq(99)}, "typo", "ada").value().error(),
            RightsRefusal::OriginalUnknown);
}

}  // namespace
}  // namespace perk::test
