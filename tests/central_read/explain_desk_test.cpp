// Events explained by name, from head office's books.
#include <gtest/gtest.h>

#include "tests/central_read/risk_fixture.h"

namespace perk::test {
namespace {

using namespace central;

class ExplainDeskTest : public RiskTest {
 protected:
  ExplainReply explain(EventId event) { return ask<ExplainReply>(ExplainRequest{event}); }
};

TEST_F(ExplainDeskTest, APurchaseIsToldWithWhatItsStoreKnew) {
  spend_from_allowance();
  const auto reply = explain(event_id(store(2), 1));
  EXPECT_EQ(reply.said, "store 2 approved a purchase of 2.00 EUR with the card ending 4242.");
  EXPECT_EQ(reply.store, StoreId(2));
  EXPECT_EQ(reply.store_name, "store 2");
  EXPECT_EQ(reply.card, card(1));
  EXPECT_EQ(reply.shard, Shard(1));
  EXPECT_EQ(reply.position, Position(3));
  EXPECT_EQ(reply.happened, hlc(30).wall());
  EXPECT_EQ(reply.recorded, kMorning);
  ASSERT_TRUE(reply.purchase);
  EXPECT_EQ(reply.purchase->value_known, Amount(1'000));
  ASSERT_TRUE(reply.purchase->allowance);
  EXPECT_EQ(reply.purchase->allowance->left_at_most, Amount(500));
  EXPECT_EQ(reply.purchase->allowance->card_left_at_most, Amount(400));
}

TEST_F(ExplainDeskTest, ItsAllowanceCountsWhatOtherCardsDrew) {
  spend_from_allowance();
  books_.open_store(2).append(
      bought(card(2), 30, 0).beyond_rights(30).drawing_on(kAllowance, 30).at(hlc(40)));
  books_.open_store(2).append(
      bought(card(1), 10, 2).beyond_rights(10).drawing_on(kAllowance, 10).at(hlc(50)));
  books_.take(books_.open_store(2));
  const auto reply = explain(event_id(store(2), 3));
  ASSERT_TRUE(reply.purchase && reply.purchase->allowance);
  EXPECT_EQ(reply.purchase->allowance->left_at_most, Amount(270));
  EXPECT_EQ(reply.purchase->allowance->card_left_at_most, Amount(200));
}

TEST_F(ExplainDeskTest, WhatHappenedElsewhereIsToldByName) {
  spend_from_allowance();
  books_.open_store(1).append(bought(card(1), 900, 0).at(hlc(25)));
  books_.take(books_.open_store(1));
  const auto purchase = explain(event_id(store(2), 1)).purchase;
  ASSERT_TRUE(purchase);
  ASSERT_EQ(purchase->unheard.size(), 1U);
  EXPECT_EQ(purchase->unheard[0].store_name, "store 1");
  EXPECT_EQ(purchase->unheard_spent, Amount(900));
  EXPECT_EQ(purchase->value_with_unheard, Amount(100));
}

TEST_F(ExplainDeskTest, WhatIsNoPurchaseIsToldInASentence) {
  spend_from_allowance();
  const auto loaded = explain(event_id(store(1), 2));
  EXPECT_FALSE(loaded.purchase);
  EXPECT_EQ(loaded.said, "store 1 loaded 10.00 EUR on the card ending 4242.");
  const auto granted = explain(event_id(Origin::head_office(Epoch(1), Shard(2)), 1));
  EXPECT_EQ(granted.said,
            "Head office let a store approve 5.00 EUR beyond its rights (allowance 7).");
  EXPECT_FALSE(granted.card);
}

TEST_F(ExplainDeskTest, AnEventThatIsNotThereIsToldInASentence) {
  spend_from_allowance();
  EXPECT_EQ(fault_of(ExplainRequest{event_id(store(2), 9)}), "event_unknown");
  EXPECT_EQ(fault_of(ExplainRequest{event_id(store(9), 1)}), "event_unknown");
  EXPECT_NE(sentence_of(ExplainRequest{event_id(store(2), 9)}).find("declined"), std::string::npos);
  books_.open_store(1).append_bytes({0xff, 0xee});
  books_.take(books_.open_store(1));
  EXPECT_EQ(fault_of(ExplainRequest{event_id(store(1), 3)}), "event_quarantined");
}

}  // namespace
}  // namespace perk::test
