// What a store knew when it approved a purchase, worked out from the events alone.
#include "central/desk/explanation.h"

#include <gtest/gtest.h>

#include "tests/central_read/risk_fixture.h"

namespace perk::test {
namespace {

using namespace central;

/// Card 1 as head office has it, one event after another; the purchase explained is store 2's.
class ExplanationTest : public ::testing::Test {
 protected:
  ExplanationTest() {
    add(1, card_issued(card(1)).at(hlc(10)));
    add(1, value_loaded(card(1), 1'000).at(hlc(20)));
  }
  const Fact& add(std::uint64_t number, const EventBuilder& event) {
    const Origin origin = number == 0 ? head_office() : store(number);
    const Seq seq(++seqs_[number]);
    evidence_.card.push_back({Position(evidence_.card.size() + 1), StoreId(number), WallTime(),
                              event.recorded(origin, seq.value())});
    return evidence_.card.back();
  }
  PurchaseExplained explain(const EventBuilder& purchase) {
    evidence_.purchase = add(2, purchase);
    return central::explain(evidence_);
  }

  PurchaseEvidence evidence_;
  std::map<std::uint64_t, std::uint64_t> seqs_;
};

TEST_F(ExplanationTest, AStoreKnewWhatItHadHeardAndWhatItHadDoneItself) {
  add(2, bought(card(1), 300, 2).beyond_rights(300).at(hlc(30)));
  add(1, bought(card(1), 100, 2).at(hlc(31)));  // Heard by nobody else.
  const auto purchase = explain(bought(card(1), 50, 2, 42'500).beyond_rights(50).at(hlc(40)));
  EXPECT_EQ(purchase.value_known, Amount(700));
  EXPECT_EQ(purchase.rights_known, Amount());
  EXPECT_EQ(purchase.known_through, Position(2));
  EXPECT_EQ(purchase.own_through, Seq(1));
  EXPECT_EQ(purchase.from_rights, Amount());
  EXPECT_EQ(purchase.beyond_rights, Amount(50));
  EXPECT_EQ(purchase.cut_off_for, Millis(42'500));
}

TEST_F(ExplanationTest, ItIsHeardThroughThePositionItself) {
  EXPECT_EQ(explain(bought(card(1), 50, 1).beyond_rights(50).at(hlc(40))).value_known, Amount());
}

TEST_F(ExplanationTest, RightsThatHeadOfficeHadGrantedCountOnceHeard) {
  add(1, rights_released(card(1), 400).at(hlc(30)));
  add(0, rights_granted(card(1), store(2), 400).at(hlc(31)));
  EXPECT_EQ(explain(bought(card(1), 50, 4).at(hlc(40))).rights_known, Amount(400));
  EXPECT_EQ(explain(bought(card(1), 50, 3).at(hlc(41))).rights_known, Amount());
}

TEST_F(ExplanationTest, WhatOthersDidEarlierAndUnheardItCouldNotKnow) {
  add(1, bought(card(1), 700, 2).at(hlc(30)));
  add(3, bought(card(1), 500, 2).beyond_rights(500).at(hlc(31)));
  add(3, value_loaded(card(1), 100).at(hlc(32)));
  add(1, bought(card(1), 50, 2).at(hlc(41)));  // Later than what is explained.
  const auto purchase = explain(bought(card(1), 60, 2).beyond_rights(60).at(hlc(40)));
  EXPECT_EQ(purchase.value_known, Amount(1'000));
  EXPECT_EQ(purchase.unheard_spent, Amount(1'200));
  EXPECT_EQ(purchase.value_with_unheard, Amount(-100));
  ASSERT_EQ(purchase.unheard.size(), 2U);
  EXPECT_EQ(purchase.unheard[0].store, StoreId(1));
  EXPECT_EQ(purchase.unheard[0].spent, Amount(700));
  EXPECT_EQ(purchase.unheard[0].events, 1U);
  EXPECT_EQ(purchase.unheard[1].loaded, Amount(100));
  EXPECT_FALSE(purchase.was_frozen_unheard);
}

TEST_F(ExplanationTest, AFreezeThatHadNotArrivedIsTold) {
  add(0, card_frozen(card(1)).at(hlc(30)));
  EXPECT_TRUE(explain(bought(card(1), 10, 2).beyond_rights(10).at(hlc(40))).was_frozen_unheard);
  EXPECT_FALSE(explain(bought(card(1), 10, 3).beyond_rights(10).at(hlc(41))).was_frozen_unheard);
}

TEST_F(ExplanationTest, OfItsAllowanceOnlyEarlierDrawsAreGone) {
  const AllowanceId id(7);
  const auto granted = stand_in_granted(id, stand_in_terms(store(2), 500, 300, 160)).at(hlc(5));
  evidence_.allowance = {
      granted.recorded(head_office(), 1),
      stand_in_replenished(id, store(2), 40).at(hlc(35)).recorded(head_office(), 2),
      stand_in_replenished(id, store(2), 9).at(hlc(45)).recorded(head_office(), 3)};
  const auto draw = [&](std::int64_t minor) {
    return bought(card(1), minor, 2).beyond_rights(minor).drawing_on(id, minor);
  };
  evidence_.own_draws = {draw(100).recorded(store(2), 1), draw(20).recorded(store(2), 3)};
  seqs_[2] = 1;
  const auto purchase = explain(draw(60).at(hlc(40)));
  ASSERT_TRUE(purchase.allowance);
  EXPECT_EQ(purchase.allowance->id, id);
  EXPECT_EQ(purchase.allowance->left_at_most, Amount(440));
  EXPECT_EQ(purchase.allowance->card_left_at_most, Amount(200));
  EXPECT_EQ(purchase.allowance_drawn, Amount(60));
  EXPECT_EQ(purchase.basis, Basis::StandIn);
}

TEST_F(ExplanationTest, EveryTypeOfEventHasASentence) {
  const auto sentence = [](const EventBuilder& event) {
    return sentence_of(event.recorded(store(1), 1), "Harbour", "4242");
  };
  EXPECT_EQ(sentence(value_loaded(card(1), 1'000)),
            "Harbour loaded 10.00 EUR on the card ending 4242.");
  EXPECT_EQ(sentence(bought(card(1), 350, 0)),
            "Harbour approved a purchase of 3.50 EUR with the card ending 4242.");
  EXPECT_EQ(sentence(rights_released(card(1), 100)),
            "Harbour gave 1.00 EUR of its rights to spend the card ending 4242 back to head "
            "office.");
  EXPECT_EQ(sentence(event_of_unknown_type(card(1))),
            "Harbour wrote an event of type 77, which is newer than this head office: it counts by "
            "its envelope.");
  EXPECT_EQ(sentence(policy_set(StoreId(), ProgrammeId(), PolicyKind::Escrow, 2)),
            "Harbour set policy escrow for every store as version 2 (ada).");
}

}  // namespace
}  // namespace perk::test
