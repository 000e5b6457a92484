// A shop that is cut off from head office, and card numbers: those that prove themselves, invented ones,
// those of others.
#include <gtest/gtest.h>

#include "store_node/enrolment.h"
#include "tests/store_node/node_process.h"
#include "tests/store_node/shard_order.h"
#include "tests/store_node/shop.h"
#include "tests/store_node/till_client.h"

namespace perk::test {
namespace {

using namespace store_node;

const NumberRange kOurs{"6006", 19, 1, RangeKind::SelfProving};
const NumberRange kTheirs{"6275", 16, 1, RangeKind::Foreign};

std::string made(std::uint64_t serial) {
  return std::string(
      sync::make_number(kOurs, shop_number_key(), CardSerial(serial)).secret_digits());
}
/// Of the range, its Luhn digit right, and never made by head office.
std::string invented(std::uint64_t serial) {
  const std::string body = number_body(kOurs, CardSerial(serial));
  const CheckCode right = shop_number_key().check_code(body);
  const CheckCode wrong((right.value() + 1) % kCheckCodes);
  return std::string(proving_number(body, wrong).secret_digits());
}
std::string theirs() {
  return std::string(CardNumber::with_check_digit("627500000000001")->secret_digits());
}
std::string of_no_range() { return card_number(7); }

SaleRequest on(const std::string& number, SaleRequest request) {
  request.card_number = number;
  return request;
}

class CardRanges : public ::testing::Test {
 protected:
  CardRanges() { start({{kOurs, kTheirs}, UnknownRange::Taken}); }

  /// The process ends, and another begins on the same disk.
  void start(NumberRules rules) {
    TillSettings settings;
    settings.store_name = "Main St";
    settings.limits.currency = eur();
    settings.numbers = std::move(rules);
    till_.emplace(disk_, clock_, shop_log_key(), std::vector{shop_number_key()}, settings);
    PERK_CHECK(till_->load().has_value(), "a memory journal can be read");
  }
  std::vector<SaleAnswer> serve(std::vector<SaleRequest> requests,
                                std::vector<sync::Batch> batches = {}) {
    auto answers = till_->serve({std::move(requests), std::move(batches), {}});
    PERK_CHECK(answers.has_value(), "the group is settled");
    return answers->sales;
  }
  SaleAnswer ask(const SaleRequest& request) { return serve({request}).front(); }
  std::string reason_to_refuse(const std::string& number) {
    return ask(on(number, issue_card(++counter_, 1))).reason;
  }

  ManualClock clock_;
  MemoryJournal disk_{{StoreId(3), store(3)}};
  std::optional<Till> till_;
  std::uint64_t counter_ = 100;
};

TEST_F(CardRanges, ACardThatHeadOfficeMadeIsSoldAndUsed) {
  EXPECT_EQ(ask(on(made(42), issue_card(1, 1))).outcome, Outcome::Approved);
  EXPECT_EQ(ask(on(made(42), load_card(2, 1, 800))).outcome, Outcome::Approved);
  EXPECT_EQ(ask(on(made(42), buy(3, 1, 300))).remaining, eur(500));
}

TEST_F(CardRanges, AnInventedNumberIsRefusedWhateverIsAskedOfIt) {
  for (const SaleRequest& request : {issue_card(1, 1), load_card(2, 1, 800), buy(3, 1, 300)}) {
    const SaleAnswer answer = ask(on(invented(42), request));
    EXPECT_EQ(answer.outcome, Outcome::Declined);
    EXPECT_EQ(answer.reason, "card_number_invented");
    EXPECT_EQ(answer.retry, Retry::Useless);
  }
  EXPECT_EQ(till_->balance({1, invented(42)}, TerminalId(1)).reason, "card_number_invented");
  EXPECT_EQ(till_->books().cards.size(), 0U);
}

TEST_F(CardRanges, ARefusalStaysTheSameAfterANewEnrolment) {
  const SaleRequest asked = on(invented(42), issue_card(1, 1));
  ASSERT_EQ(ask(asked).reason, "card_number_invented");
  start({});
  EXPECT_EQ(ask(asked).reason, "card_number_invented");
  EXPECT_EQ(ask(on(made(42), issue_card(1, 1))).reason, "request_id_reused");
}

TEST_F(CardRanges, AnApprovalStaysTheSameAfterANewEnrolment) {
  start({});
  const SaleRequest asked = on(invented(42), issue_card(1, 1));
  ASSERT_EQ(ask(asked).outcome, Outcome::Approved);
  start({{kOurs}, UnknownRange::Refused});
  EXPECT_EQ(ask(asked).outcome, Outcome::Approved);
}

TEST_F(CardRanges, OthersAreTakenAsBefore) {
  EXPECT_EQ(reason_to_refuse(theirs()), "");
  EXPECT_EQ(reason_to_refuse(of_no_range()), "");
  EXPECT_EQ(reason_to_refuse("6275000000000011"), "card_number_invalid");
}

TEST_F(CardRanges, AShopThatOnlyTakesKnownRangesRefusesTheRest) {
  start({{kOurs, kTheirs}, UnknownRange::Refused});
  EXPECT_EQ(reason_to_refuse(made(1)), "");
  EXPECT_EQ(reason_to_refuse(theirs()), "");
  EXPECT_EQ(reason_to_refuse(of_no_range()), "card_number_not_taken");
  EXPECT_EQ(till_->balance({1, of_no_range()}, TerminalId(1)).reason, "card_number_not_taken");
}

TEST_F(CardRanges, ACardThatIsKnownIsACardWhateverItsNumber) {
  // Sold elsewhere before the range was there: its owner's money is not lost over it.
  const CardId id = shop_number_key().card_id(*CardNumber::parse(invented(42)));
  ShardOrder order(shard_of(id, 16));
  order.add(card_issued(id).recorded(store(4), 1));
  order.add(value_loaded(id, 800).recorded(store(4), 2));
  const auto answers =
      serve({on(invented(42), load_card(1, 1, 300))}, {order.batch(0, 2, store(3))});
  EXPECT_EQ(answers.front().remaining, eur(1'100));
}

TEST_F(CardRanges, ANewCardIsMadeWithTheKeyOfItsRange) {
  const sync::CardNumberKey newer(2, {7, 8, 9});
  const CardReader reader({newer, shop_number_key()}, {{kOurs}, UnknownRange::Taken});
  const CardTable none;
  const auto ours = reader.read(made(42), none);
  ASSERT_TRUE(ours);
  EXPECT_EQ(ours->key_version, 1U);
  EXPECT_EQ(ours->id, shop_number_key().card_id(*CardNumber::parse(made(42))));
  // The oldest, which every shop has: one that heard of no other makes the same card of the number.
  EXPECT_EQ(reader.read(of_no_range(), none)->key_version, 1U);
}

std::string made_with(const sync::CardNumberKey& key, NumberRange range, std::uint64_t serial) {
  range.key_version = key.version();
  return std::string(sync::make_number(range, key, CardSerial(serial)).secret_digits());
}

TEST_F(CardRanges, ANumberOfANewerKeyIsRefusedUntilTheShopHeardOfTheKey) {
  const sync::CardNumberKey newer(2, {7, 8, 9});
  const std::string number = made_with(newer, kOurs, 43);
  EXPECT_EQ(reason_to_refuse(number), "card_number_invented");
  NumberRange range = kOurs;
  ASSERT_TRUE(begin_key(range, 2));
  till_->use_numbers({shop_number_key(), newer}, {range, kTheirs});
  EXPECT_EQ(reason_to_refuse(number), "");
  EXPECT_EQ(reason_to_refuse(made(42)), "") << "numbers of the older key stay good";
  EXPECT_EQ(reason_to_refuse(invented(44)), "card_number_invented");
  EXPECT_TRUE(till_->books().cards.contains(newer.card_id(*CardNumber::parse(number))));
  EXPECT_TRUE(
      till_->books().cards.contains(shop_number_key().card_id(*CardNumber::parse(made(42)))));
}

TEST_F(CardRanges, WhatWasAskedBeforeANewKeyIsAnsweredAsBefore) {
  const SaleRequest refused = on(invented(42), issue_card(1, 1));
  const SaleRequest sold = on(made(42), issue_card(2, 1));
  ASSERT_EQ(ask(refused).reason, "card_number_invented");
  ASSERT_EQ(ask(sold).outcome, Outcome::Approved);
  NumberRange range = kOurs;
  ASSERT_TRUE(begin_key(range, 2));
  till_->use_numbers({shop_number_key(), sync::CardNumberKey(2, {7, 8, 9})}, {range, kTheirs});
  EXPECT_EQ(ask(refused).reason, "card_number_invented");
  EXPECT_EQ(ask(sold).outcome, Outcome::Approved);
  EXPECT_EQ(ask(on(made(43), issue_card(1, 1))).reason, "request_id_reused");
}

TEST(CardRangesOfANode, AnInventedNumberIsRefusedByACutOffShopAndWrittenNowhere) {
  const StoreFiles files;
  const Enrolment enrolment{StoreId(3), "Main St", eur(), 16, {shop_number_key()}, {kOurs}};
  ASSERT_TRUE(replace_enrolment(files.file("enrolment.toml"), enrolment));
  NodeProcess node(
      files, {"--set", "central.endpoints=127.0.0.1:1", "--set", "cards.only_known_ranges=true"});
  TillClient till(node.port());
  ASSERT_TRUE(till.greet());
  const auto reason_of = [&](const std::string& number, std::uint64_t counter) {
    const auto answer = till.ask<SaleAnswer>(on(number, issue_card(counter, 1)));
    return answer ? answer->reason : "no answer";
  };
  EXPECT_EQ(reason_of(made(42), 1), "");
  EXPECT_EQ(reason_of(invented(42), 2), "card_number_invented");
  EXPECT_EQ(reason_of(of_no_range(), 3), "card_number_not_taken");
  EXPECT_EQ(node.stop(), 0);
  for (const std::string& number : {made(42), invented(42), of_no_range()})
    EXPECT_EQ(files.log().find(number), std::string::npos);
}

}  // namespace
}  // namespace perk::test
