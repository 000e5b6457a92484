// A shop that lost its log and began another: what its tills ask again was answered by the old one, and
// comes back from head office.
#include <gtest/gtest.h>

#include "tests/store_node/shard_order.h"
#include "tests/store_node/shop.h"

namespace perk::test {
namespace {

using namespace store_node;

class FormerLog : public ::testing::Test {
 protected:
  FormerLog() {
    TillSettings settings{"Main St", Limits{}, Policy{PolicyKind::Cached}, 16};
    settings.limits.currency = eur();
    Till old(old_disk_, shop_.clock, shop_log_key(), {shop_number_key()}, settings);
    PERK_CHECK(old.load().has_value(), "a memory journal can be read");
    SaleRequest in_part = buy(4, 7, 900);
    in_part.partial = PartialApproval::Accepted;
    const auto answers =
        old.serve({{issue_card(1, 7), load_card(2, 7, 1'000), buy(3, 7, 300), in_part}, {}, {}});
    PERK_CHECK(answers.has_value(), "the group is settled");
    first_answers_ = answers->sales;
    for (std::uint64_t seq = 1; seq <= 4; ++seq)
      order_.add(event_id(store(4), seq), old_disk_.own_event(Seq(seq)).value()->bytes);
  }

  [[nodiscard]] sync::Batch all_of_it() const { return order_.batch(0, 4, store(3)); }
  void hear_of_it() {
    const auto answers = shop_.till->serve({{}, {all_of_it()}, {}});
    ASSERT_TRUE(answers && answers->batches.front());
  }
  /// The answer of the old log, as the new one can give it.
  void expect_first_answer(const SaleAnswer& answer, std::uint64_t counter) const {
    const SaleAnswer& first = first_answers_.at(counter - 1);
    EXPECT_EQ(answer.outcome, first.outcome);
    EXPECT_EQ(answer.amount, first.amount);
    EXPECT_EQ(answer.basis, first.basis);
    EXPECT_EQ(answer.event, event_id(store(4), counter));
    EXPECT_EQ(answer.receipt, std::nullopt) << "head office holds it: there is nothing to prove";
    EXPECT_EQ(shop_.available(7), Amount(0)) << "it happened once";
  }

  Shop shop_;  // Its log is that of store(3).
  MemoryJournal old_disk_{{StoreId(3), store(4)}};
  ShardOrder order_{shard_of(card_id(7), 16)};
  std::vector<SaleAnswer> first_answers_;
};

TEST_F(FormerLog, ARequestThatItAnsweredGetsThatAnswer) {
  hear_of_it();
  expect_first_answer(shop_.ask(buy(3, 7, 300)), 3);
  SaleRequest in_part = buy(4, 7, 900);
  in_part.partial = PartialApproval::Accepted;
  expect_first_answer(shop_.ask(in_part), 4);
  EXPECT_EQ(shop_.ask(issue_card(1, 7)).outcome, Outcome::Approved);
  EXPECT_EQ(shop_.ask(load_card(2, 7, 1'000)).amount, eur(1'000));
  EXPECT_EQ(shop_.till->books().head.seq, Seq()) << "nothing was recorded anew";
}

TEST_F(FormerLog, IsRememberedAcrossARestart) {
  hear_of_it();
  shop_.start();
  expect_first_answer(shop_.ask(buy(3, 7, 300)), 3);
}

TEST_F(FormerLog, ARepeatInTheGroupThatBringsItBackGetsItsFirstAnswerToo) {
  const auto answers = shop_.till->serve({{buy(3, 7, 300)}, {all_of_it()}, {}});
  ASSERT_TRUE(answers);
  expect_first_answer(answers->sales.front(), 3);
}

TEST_F(FormerLog, ARepeatInAGroupThatCouldNotBeStoredIsOpen) {
  shop_.journal.fail_next(FailingJournal::Fate::Refused);
  const auto answers = shop_.till->serve({{buy(3, 7, 300)}, {all_of_it()}, {}});
  ASSERT_TRUE(answers);
  EXPECT_EQ(answers->sales.front().outcome, Outcome::Unknown);
}

TEST_F(FormerLog, ItsRequestIdsAreUsedUp) {
  hear_of_it();
  EXPECT_EQ(shop_.ask(buy(3, 7, 299)).reason, "request_id_reused");
  EXPECT_EQ(shop_.ask(buy(3, 8, 300)).reason, "request_id_reused");
}

TEST_F(FormerLog, WhatItNeverRecordedIsDecidedNow) {
  hear_of_it();
  EXPECT_EQ(shop_.ask(buy(5, 7, 300)).reason, "insufficient_value");
}

}  // namespace
}  // namespace perk::test
