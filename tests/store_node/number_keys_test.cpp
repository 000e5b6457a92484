// A shop with two card-number keys: a number is one card, whichever key it was issued under, also to the
// requests of the very group in which the card is first heard of.
#include <gtest/gtest.h>

#include "tests/store_node/shard_order.h"
#include "tests/store_node/shop.h"

namespace perk::test {
namespace {

using namespace store_node;

class NumberKeys : public ::testing::Test {
 protected:
  NumberKeys() { PERK_CHECK(till_.load().has_value(), "a memory journal can be read"); }

  static CardId newer_id(std::uint64_t n) {
    return sync::CardNumberKey(2, {7, 8, 9}).card_id(*CardNumber::parse(card_number(n)));
  }
  /// Card 7 is issued under the older key, and loaded, at another shop.
  sync::Batch heard_of_older_card() {
    order_.add(card_issued(card_id(7)).recorded(store(4), 1));
    order_.add(value_loaded(card_id(7), 800).recorded(store(4), 2));
    return order_.batch(0, 2, store(3));
  }
  std::vector<SaleAnswer> serve(std::vector<SaleRequest> requests,
                                std::vector<sync::Batch> batches = {}) {
    auto answers = till_.serve({std::move(requests), std::move(batches), {}});
    PERK_CHECK(answers.has_value(), "the group is settled");
    return answers->sales;
  }

  ShardOrder order_{shard_of(card_id(7), 16)};
  ManualClock clock_;
  MemoryJournal disk_{{StoreId(3), store(3)}};
  Till till_{disk_,
             clock_,
             shop_log_key(),
             {shop_number_key(), sync::CardNumberKey(2, {7, 8, 9})},
             {"Main St", Limits{.currency = eur()}, Policy{PolicyKind::Cached}, 16}};
};

TEST_F(NumberKeys, ACardHeardOfInTheSameGroupIsFoundUnderItsOlderKey) {
  const auto answers = serve({issue_card(1, 7), buy(2, 7, 300)}, {heard_of_older_card()});
  EXPECT_EQ(answers[0].reason, "card_already_issued");
  EXPECT_EQ(answers[1].outcome, Outcome::Approved);
  EXPECT_EQ(answers[1].remaining, eur(500));
  EXPECT_FALSE(till_.books().cards.contains(newer_id(7)));
  EXPECT_EQ(till_.books().cards.find(card_id(7)).available(), Amount(500));
}

TEST_F(NumberKeys, ACardIssuedInTheSameGroupIsTheCardOfAllItsRequests) {
  const auto answers = serve({issue_card(1, 7), load_card(2, 7, 800), buy(3, 7, 300)});
  for (const SaleAnswer& answer : answers) EXPECT_EQ(answer.outcome, Outcome::Approved);
  // Of a number in no range it is the oldest key's card, which every shop makes the same.
  EXPECT_EQ(till_.books().cards.find(card_id(7)).available(), Amount(500));
  EXPECT_FALSE(till_.books().cards.contains(newer_id(7)));
}

TEST_F(NumberKeys, ARequestAskedTwiceInTheGroupIsOneSaleOfThatCard) {
  const auto answers = serve({buy(1, 7, 300), buy(1, 7, 300)}, {heard_of_older_card()});
  EXPECT_EQ(answers[0].outcome, Outcome::Approved);
  EXPECT_EQ(answers[1].outcome, Outcome::Approved);
  EXPECT_EQ(answers[1].receipt->seq, answers[0].receipt->seq);
  EXPECT_EQ(till_.books().cards.find(card_id(7)).available(), Amount(500));
}

TEST_F(NumberKeys, ARepeatIsOfTheCardItWasAboutWhateverBecameKnownSince) {
  ASSERT_EQ(serve({buy(1, 7, 300)}, {heard_of_older_card()})[0].outcome, Outcome::Approved);
  // A third shop, which had not heard of the card, issued the same number under the newer key.
  ShardOrder other(shard_of(newer_id(7), 16));
  other.add(card_issued(newer_id(7)).recorded(store(5), 1));
  const auto again = serve({buy(1, 7, 300)}, {other.batch(0, 1, store(3))});
  EXPECT_EQ(again[0].outcome, Outcome::Approved);
  EXPECT_EQ(serve({buy(1, 7, 300)})[0].outcome, Outcome::Approved);
  EXPECT_EQ(serve({buy(1, 8, 300)})[0].reason, "request_id_reused");
}

}  // namespace
}  // namespace perk::test
