#include "ledger/exposure.h"

#include <algorithm>
#include <array>

#include <gtest/gtest.h>

#include "tests/ledger/cast.h"
#include "tests/support/ledger_builders.h"

namespace perk {
namespace {

using namespace test;

ExposureParts parts(std::int64_t allowances, std::int64_t covered, std::int64_t returned) {
  return {Amount(allowances), Amount(covered), Amount(returned)};
}

/// 10.00 loaded at the harbour and all of it still held there.
CardHistory loaded_card() {
  CardHistory history;
  return std::move(
      history.append(kHarbour, card_issued(kCard)).append(kHarbour, value_loaded(kCard, 1'000)));
}

StandIn one_allowance() {
  StandIn stand_in;
  stand_in.fold(stand_in_granted(kAllowance, stand_in_terms(kStation, 5'000, 2'000, 1'000))
                    .recorded(head_office(), 1));
  return stand_in;
}

ExposureParts of_card(const CardState& card, const ProvenEnds& proven = {}) {
  return exposure_beside_allowances(card, proven);
}

TEST(Exposure, OfRightsAloneIsNothing) {
  CardHistory history = loaded_card();
  EXPECT_EQ(of_card(history.card()), parts(0, 0, 0));
  history.append(kHarbour, rights_released(kCard, 600));
  history.append(head_office(), rights_granted(kCard, kStation, 400));
  EXPECT_EQ(of_card(history.card()), parts(0, 0, 0));
}

TEST(Exposure, OfAllowancesIsWhatWasGrantedLessHeardSpends) {
  StandIn stand_in = one_allowance();
  const CardStates cards{{kCard, loaded_card().card()}};
  EXPECT_EQ(exposure_of_chain(cards, stand_in, {}), parts(5'000, 0, 0));
  EXPECT_EQ(exposure_of_card(kCard, cards.at(kCard), stand_in, {}), parts(2'000, 0, 0));
  stand_in.fold(value_redeemed(kCard, 300)
                    .beyond_rights(300)
                    .drawing_on(kAllowance, 300)
                    .recorded(kStation, 1));
  EXPECT_EQ(exposure_of_chain(cards, stand_in, {}).allowances, Amount(4'700));
  EXPECT_EQ(exposure_of_card(kCard, cards.at(kCard), stand_in, {}).allowances, Amount(1'700));
  stand_in.fold(allowance_lapsed(kAllowance, 4'700).recorded(kStation, 2));
  EXPECT_EQ(exposure_of_chain(cards, stand_in, {}).allowances, Amount());
}

TEST(Exposure, OfSpendsBeyondRightsIsWhatOthersRightsStillCover) {
  CardHistory history = loaded_card();
  history.append(kStation, value_redeemed(kCard, 300).beyond_rights(300));
  EXPECT_EQ(of_card(history.card()), parts(0, 300, 0)) << "the harbour can still spend it again";
  history.append(kHarbour, value_redeemed(kCard, 800));
  EXPECT_EQ(of_card(history.card()), parts(0, 200, 0)) << "1.00 is an overdraft already";
  history.append(kHarbour, rights_released(kCard, 200));
  EXPECT_EQ(of_card(history.card()), parts(0, 0, 0));
}

TEST(Exposure, OfRightsReturnedByDecisionLastsUntilTheLogsEndIsProven) {
  CardHistory history = loaded_card();
  history.append(head_office(), rights_returned(kCard, kHarbour, 1'000));
  EXPECT_EQ(of_card(history.card()), parts(0, 0, 1'000));
  EXPECT_EQ(of_card(history.card(), {kHarbour}), parts(0, 0, 0));
  EXPECT_EQ(of_card(history.card(), {kStation}), parts(0, 0, 1'000));
  history.append(kHarbour, value_redeemed(kCard, 400));
  EXPECT_EQ(of_card(history.card()), parts(0, 0, 600)) << "4.00 of it is realised";
}

TEST(Exposure, OfAStoreIsWhatCouldBeLostThroughIt) {
  CardHistory history = loaded_card();
  history.append(kHarbour, rights_released(kCard, 500));
  history.append(head_office(), rights_granted(kCard, kStation, 500));
  history.append(store(3), value_redeemed(kCard, 700).beyond_rights(700));
  const CardStates cards{{kCard, history.card()}};
  const StandIn stand_in = one_allowance();
  const std::array station{kStation};
  const std::array harbour{kHarbour};
  EXPECT_EQ(exposure_of_store(harbour, cards, stand_in, {}), parts(0, 500, 0));
  EXPECT_EQ(exposure_of_store(station, cards, stand_in, {}), parts(5'000, 500, 0));
  EXPECT_EQ(exposure_of_chain(cards, stand_in, {}), parts(5'000, 700, 0))
      << "the two overlap: only 7.00 was spent";
}

/// Each term alone, and the worst that can come of it: the loss is exactly what was shown, so that no
/// term is left out or counted for nothing.
class WorstCase : public ::testing::Test {
 protected:
  void expect_shown_and_then_lost(std::int64_t minor, const EventBuilder& worst, Origin shop) {
    const CardStates before{{kCard, history_.card()}};
    EXPECT_EQ(exposure_of_chain(before, stand_in_, {}).sum(), Amount(minor));
    const Amount overdrawn = std::max(Amount(), -history_.card().available());
    history_.append(shop, worst);
    EXPECT_EQ(std::max(Amount(), -history_.card().available()) - overdrawn, Amount(minor));
  }

  CardHistory history_ = loaded_card();
  StandIn stand_in_;
};

TEST_F(WorstCase, OfAnAllowanceIsThatAllOfItIsSpentOnAnEmptyCard) {
  history_.append(kHarbour, value_redeemed(kCard, 1'000));
  stand_in_.fold(stand_in_granted(kAllowance, stand_in_terms(kStation, 300, 300, 300))
                     .recorded(head_office(), 1));
  expect_shown_and_then_lost(
      300, value_redeemed(kCard, 300).beyond_rights(300).drawing_on(kAllowance, 300), kStation);
}

TEST_F(WorstCase, OfASpendBeyondRightsIsThatTheHolderSpendsItAgain) {
  history_.append(kStation, value_redeemed(kCard, 300).beyond_rights(300));
  expect_shown_and_then_lost(300, value_redeemed(kCard, 1'000), kHarbour);
}

TEST_F(WorstCase, OfAReturnByDecisionIsThatTheLostStoreHadSpentItAll) {
  history_.append(head_office(), rights_returned(kCard, kHarbour, 1'000));
  history_.append(head_office(), rights_granted(kCard, kStation, 1'000));
  history_.append(kStation, value_redeemed(kCard, 1'000));
  expect_shown_and_then_lost(1'000, value_redeemed(kCard, 1'000), kHarbour);
}

TEST(ExposureShown, SaysWhenItIsUnboundedOrUnknown) {
  const ExposureParts some = parts(1, 2, 3);
  EXPECT_EQ(exposure_shown(some, PolicyKind::Cached, Reported::Everybody), Exposure::unbounded());
  EXPECT_EQ(exposure_shown(some, PolicyKind::Cached, Reported::NotYet), Exposure::unbounded());
  for (const PolicyKind kind :
       {PolicyKind::Central, PolicyKind::Escrow, PolicyKind::EscrowStandIn}) {
    EXPECT_EQ(exposure_shown(some, kind, Reported::NotYet), Exposure::unknown());
    EXPECT_EQ(exposure_shown(some, kind, Reported::Everybody), Exposure::known(Amount(6)));
  }
}

TEST(ExposureShown, AddsUpOnlyWhatIsKnown) {
  const Exposure five = Exposure::known(Amount(5));
  EXPECT_EQ(five + five, Exposure::known(Amount(10)));
  EXPECT_EQ(five + Exposure::unknown(), Exposure::unknown());
  EXPECT_EQ(Exposure::unbounded() + Exposure::unknown(), Exposure::unbounded());
  EXPECT_EQ(exposure_name(Exposure::Kind::Unbounded), "unbounded");
  EXPECT_EQ(exposure_name(Exposure::Kind::Unknown), "unknown");
}

TEST(ExposureDeathTest, HasNoAmountWhenItIsNotKnown) {
  EXPECT_DEATH((void)Exposure::unbounded().amount(), "not known has no amount");
}

TEST(CopiesTerm, IsTheMostThatAnyEarlierStateHeld) {
  CopiesTerm copies;
  copies.held(kHarbour, Amount(900));
  copies.held(kHarbour, Amount(100));
  copies.held(kStation, Amount(50));
  EXPECT_EQ(copies.of(kHarbour), Amount(900))
      << "a backup of the morning could spend the morning's";
  EXPECT_EQ(copies.sum(), Amount(950));
  copies.ended(kHarbour);
  EXPECT_EQ(copies.sum(), Amount(50));
}

}  // namespace
}  // namespace perk
