// Exposure as it is shown: folded event by event, it is what the pure functions say of the whole.
#include "central/rights/chain_risk.h"

#include <gtest/gtest.h>

#include "tests/central_rights/rights_office.h"

namespace perk::test {
namespace {

const CardId kCard = card(1);
const AllowanceId kAllowance{7};
constexpr Shard kShard{1};
const Origin kOffice = Origin::head_office(Epoch(1), kShard);

class ChainRiskTest : public ::testing::Test {
 protected:
  void fold(const EventBuilder& event, Origin origin, std::uint64_t seq, Shard shard = kShard) {
    const StoreId by = origin.is_incarnation() ? StoreId(1) : StoreId();
    risk_.fold(event.recorded(origin, seq), by, shard);
  }
  central::ChainRisk risk_;
};

TEST_F(ChainRiskTest, AnAllowanceIsExposureUntilItsSpendsAreHeard) {
  fold(stand_in_granted(kAllowance, stand_in_terms(store(1), 500, 300, 200)), kOffice, 1);
  EXPECT_EQ(risk_.of_chain().sum(), Amount(500));
  fold(card_issued(kCard), store(1), 1);
  fold(value_redeemed(kCard, 200).beyond_rights(200).drawing_on(kAllowance, 200), store(1), 2);
  EXPECT_EQ(risk_.of_chain().allowances, Amount(300));
  EXPECT_EQ(risk_.drawn_on_allowances(), Amount(200));
  EXPECT_EQ(risk_.peak(), Amount(500));
  EXPECT_EQ(risk_.of_store(StoreId(1)).allowances, Amount(300));
  EXPECT_EQ(risk_.of_card(kCard).allowances, Amount(100));
}

TEST_F(ChainRiskTest, SpendsOfOneLogAreCountedWhateverOrderItsShardsAreReadIn) {
  fold(stand_in_granted(kAllowance, stand_in_terms(store(1), 500, 300, 200)), kOffice, 1);
  fold(value_redeemed(card(2), 50).beyond_rights(50).drawing_on(kAllowance, 50), store(1), 9,
       Shard(2));
  fold(value_redeemed(kCard, 70).beyond_rights(70).drawing_on(kAllowance, 70), store(1), 4);
  EXPECT_EQ(risk_.of_chain().allowances, Amount(380));
}

TEST_F(ChainRiskTest, ALapseIsBelievedOnlyOnceAllThatWasDrawnBeforeIsFolded) {
  fold(stand_in_granted(kAllowance, stand_in_terms(store(1), 500, 300, 200)), kOffice, 1);
  fold(allowance_lapsed(kAllowance, 300), store(1), 9);
  EXPECT_EQ(risk_.of_chain().allowances, Amount(500));
  EXPECT_EQ(risk_.lapses_waiting(), std::set{store(1)});
  risk_.settle_lapses(store(1), Seq(8));
  EXPECT_EQ(risk_.of_chain().allowances, Amount(500));
  fold(value_redeemed(card(2), 200).beyond_rights(200).drawing_on(kAllowance, 200), store(1), 5,
       Shard(2));
  risk_.settle_lapses(store(1), Seq(9));
  EXPECT_EQ(risk_.of_chain().allowances, Amount());
  EXPECT_TRUE(risk_.lapses_waiting().empty());
}

TEST_F(ChainRiskTest, WhatIsCoveredOnlyByRightsStillOutIsShownAndShouldComeHome) {
  fold(card_issued(kCard), store(1), 1);
  fold(value_loaded(kCard, 500), store(1), 2);
  EXPECT_TRUE(risk_.to_recall().empty());
  fold(value_redeemed(kCard, 300).beyond_rights(300), store(2), 1);
  EXPECT_EQ(risk_.of_chain().covered_by_rights_out, Amount(300));
  EXPECT_EQ(risk_.to_recall(), std::set{kCard});
  fold(rights_released(kCard, 500), store(1), 3);
  EXPECT_EQ(risk_.of_chain().sum(), Amount());
  EXPECT_TRUE(risk_.to_recall().empty());
}

TEST_F(ChainRiskTest, CopiesCouldSpendTheMostThatAStoreEverHeldAndRefundWhatItSold) {
  fold(card_issued(kCard), store(1), 1);
  fold(value_loaded(kCard, 500), store(1), 2);
  fold(value_redeemed(kCard, 300), store(1), 3);
  EXPECT_EQ(risk_.copies_of(store(1)), Amount(500));
  fold(value_loaded(kCard, 100), store(1), 4);
  EXPECT_EQ(risk_.copies_of(store(1)), Amount(600));
  EXPECT_EQ(risk_.beside().copies, Amount(600));
}

TEST_F(ChainRiskTest, CopiesCouldCaptureWhatAStoreHoldsOpenAndThenRefundIt) {
  fold(card_issued(kCard), store(1), 1);
  fold(value_loaded(kCard, 1'000), store(1), 2);
  fold(hold_placed(kCard, 400), store(1), 3);
  EXPECT_EQ(risk_.beside().copies, Amount(1'000)) << "600 of rights, and 400 open";
  fold(value_loaded(kCard, 100), store(1), 4);
  EXPECT_EQ(risk_.beside().copies, Amount(1'100));
  fold(hold_captured(kCard, event_id(store(1), 3), 400), store(1), 5);
  fold(value_loaded(kCard, 50), store(1), 6);
  EXPECT_EQ(risk_.beside().copies, Amount(1'150)) << "750 of rights, and 400 to take back";
}

TEST_F(ChainRiskTest, ALoadThatWentBackIsNotReversibleAnyMore) {
  const EventId load = event_id(store(1), 2);
  fold(card_issued(kCard), store(1), 1);
  fold(EventBuilder(kCard, ValueLoaded{Tender::Card}).value(1'000).own_rights(1'000), store(1), 2);
  fold(value_loaded(kCard, 500), store(1), 3);
  EXPECT_EQ(risk_.beside().reversible_loads, Amount(1'000));
  fold(load_reversed(kCard, load, 300), store(1), 4);
  fold(charged_back(kCard, load, 100), kOffice, 1);
  fold(load_reversed(kCard, event_id(store(1), 3), 200), store(1), 5);
  EXPECT_EQ(risk_.beside().reversible_loads, Amount(600));
}

TEST_F(ChainRiskTest, OnceTheEndOfALostStoresLogIsProvenNothingIsAtRiskThroughIt) {
  fold(stand_in_granted(kAllowance, stand_in_terms(store(1), 500, 300, 200)), kOffice, 1);
  fold(card_issued(kCard), store(1), 1);
  fold(value_loaded(kCard, 400), store(1), 2);
  fold(rights_returned(kCard, store(1), 400), kOffice, 2);
  EXPECT_EQ(risk_.of_chain().sum(), Amount(900));
  const EventBuilder proven = log_end_proven(store(1), 2);
  fold(proven, store(2), 1);
  EXPECT_EQ(risk_.of_chain().sum(), Amount(900)) << "a store cannot say so";
  fold(proven, kOffice, 3);
  EXPECT_EQ(risk_.of_chain().sum(), Amount());
  EXPECT_EQ(risk_.of_chain(), exposure_of_chain(risk_.cards(), risk_.stand_in(), risk_.proven()));
}

TEST_F(ChainRiskTest, WhatCopiesCouldSpendEndsOnlyByTheOperatorsWordWhateverIsFoldedLater) {
  fold(card_issued(kCard), store(1), 1);
  fold(value_loaded(kCard, 500), store(1), 2);
  fold(incarnation_closed(store(1), 2), kOffice, 1);
  EXPECT_EQ(risk_.beside().copies, Amount(500));
  fold(log_end_proven(store(1), 3), kOffice, 2);
  EXPECT_EQ(risk_.beside().copies, Amount());
  fold(value_loaded(card(2), 50), store(1), 3, Shard(2));
  EXPECT_EQ(risk_.beside().copies, Amount()) << "another shard's events are folded in any order";
}

TEST_F(ChainRiskTest, AClosedLogEndsWhereTheLastOfItIsHeldOrBrought) {
  fold(incarnation_closed(store(1), 2), kOffice, 1);
  EXPECT_EQ(risk_.known_end(store(1)), Seq(2));
  const Event brought = wrapped(value_loaded(kCard, 50).recorded(store(1), 5), store(2));
  risk_.fold({event_id(store(2), 1), brought}, StoreId(1), kShard);
  EXPECT_EQ(risk_.known_end(store(1)), Seq(5));
  EXPECT_EQ(risk_.known_end(store(3)), Seq());
}

TEST_F(ChainRiskTest, FoldedStepByStepItIsWhatThePureFunctionsSayOfTheWhole) {
  Random random(7);
  MemoryShelf shelf;
  Books books(shelf);
  books.fill(random, 400);
  central::ChainRisk risk;
  for (std::uint16_t shard = 0; shard < 4; ++shard) {
    for (const auto& stored : books.shard(shard)) {
      risk.fold(central::decode_stored(stored).value(), stored.store, Shard(shard));
      const auto whole = exposure_of_chain(risk.cards(), risk.stand_in(), risk.proven());
      ASSERT_EQ(risk.of_chain(), whole);
    }
  }
  EXPECT_FALSE(risk.cards().empty());
}

}  // namespace
}  // namespace perk::test
