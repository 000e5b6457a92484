// What head office decides about cards itself: once for each request, in the order of its own time.
#include <gtest/gtest.h>

#include "central/stored_event.h"
#include "tests/central_read/desk_fixture.h"

namespace perk::test {
namespace {

using namespace central;

class CardDeskTest : public DeskTest {};

TEST_F(CardDeskTest, AFreezeIsRecordedAndSeen) {
  sell_in_two_stores();
  const auto done = ask<FreezeReply>(freeze(1));
  EXPECT_FALSE(done.was_repeated);
  EXPECT_EQ(done.position, Position(5));
  EXPECT_TRUE(done.event.origin.is_head_office());
  ASSERT_EQ(grown_.size(), 1U);
  EXPECT_EQ(grown_[0].position, Position(5));
  fold();
  const auto reply = ask<BalanceReply>(balance_of(card(1)));
  EXPECT_TRUE(reply.is_frozen);
  EXPECT_EQ(reply.freeze_reason, "lost");
}

TEST_F(CardDeskTest, ARepeatedFreezeChangesNothing) {
  sell_in_two_stores();
  const auto first = ask<FreezeReply>(freeze(1));
  const auto second = ask<FreezeReply>(freeze(1));
  EXPECT_TRUE(second.was_repeated);
  EXPECT_EQ(second.position, first.position);
  EXPECT_EQ(second.event, first.event);
  EXPECT_EQ(shelf_.events().read_card(card(1)).value().size(), 5U);
  EXPECT_EQ(grown_.size(), 1U);
}

TEST_F(CardDeskTest, ARepeatAfterAnUnfreezeIsStillTheSameFreeze) {
  sell_in_two_stores();
  const auto first = ask<FreezeReply>(freeze(1));
  EXPECT_FALSE(ask<FreezeReply>(unfreeze(2)).was_repeated);
  EXPECT_EQ(ask<FreezeReply>(freeze(1)).event, first.event);
  fold();
  EXPECT_FALSE(ask<BalanceReply>(balance_of(card(1))).is_frozen);
}

TEST_F(CardDeskTest, TheSameRequestIdWithOtherContentIsRefusedByName) {
  sell_in_two_stores();
  static_cast<void>(ask<FreezeReply>(freeze(1)));
  EXPECT_EQ(fault_of(freeze(1, "stolen")), "rejected");
  EXPECT_EQ(sentence_of(freeze(1, "stolen")).rfind("request_id_reused:", 0), 0U);
}

/// When head office's events of the card happened, by its own word.
std::vector<Hlc> times_of_head_office(EventStore& events, const CardId& card) {
  std::vector<Hlc> times;
  for (const StoredEvent& stored : events.read_card(card).value()) {
    if (!stored.id.origin.is_head_office()) continue;
    times.push_back(decode_stored(stored).value().event.envelope.hlc);
  }
  return times;
}

TEST_F(CardDeskTest, TheSameRequestIdForAnotherCardIsRefusedByName) {
  sell_in_two_stores();
  books_.open_store(1).append(card_issued(card(2))).append(card_issued(card(5)));
  books_.take(books_.open_store(1));
  const auto first = ask<FreezeReply>(freeze(1));
  for (const std::uint64_t other : {2U, 5U, 77U}) {  // Of another shard, of the same one; unknown.
    FreezeRequest reused = freeze(1);
    reused.card = by_id(card(other));
    EXPECT_EQ(sentence_of(reused).rfind("request_id_reused:", 0), 0U) << sentence_of(reused);
    EXPECT_TRUE(times_of_head_office(shelf_.events(), card(other)).empty());
  }
  EXPECT_EQ(ask<FreezeReply>(freeze(1)).event, first.event);
}

TEST_F(CardDeskTest, ARestartedHeadOfficeKnowsTheRequestsItAnswered) {
  sell_in_two_stores();
  books_.open_store(1).append(card_issued(card(2)));
  books_.take(books_.open_store(1));
  const auto first = ask<FreezeReply>(freeze(1));
  restart();
  const auto again = ask<FreezeReply>(freeze(1));
  EXPECT_TRUE(again.was_repeated);
  EXPECT_EQ(again.event, first.event);
  EXPECT_EQ(again.position, first.position);
  FreezeRequest reused = freeze(1);
  reused.card = by_id(card(2));
  EXPECT_EQ(sentence_of(reused).rfind("request_id_reused:", 0), 0U);
}

TEST_F(CardDeskTest, ARequestThatWasRefusedMayBeAskedAgain) {
  sell_in_two_stores();
  EXPECT_EQ(sentence_of(unfreeze(1)).rfind("card_not_frozen:", 0), 0U);
  static_cast<void>(ask<FreezeReply>(freeze(2)));
  EXPECT_FALSE(ask<FreezeReply>(unfreeze(1)).was_repeated);
}

TEST_F(CardDeskTest, AClockSetBackOverARestartDoesNotSetHeadOfficeBack) {
  sell_in_two_stores();
  books_.open_store(1).append(card_issued(card(2)));
  books_.take(books_.open_store(1));
  static_cast<void>(ask<FreezeReply>(freeze(1)));
  clock_.set_wall(clock_.wall() + Millis(-3'600'000));
  restart();
  FreezeRequest of_another_shard = freeze(2);
  of_another_shard.card = by_id(card(2));
  static_cast<void>(ask<FreezeReply>(of_another_shard));
  static_cast<void>(ask<FreezeReply>(unfreeze(3)));
  const auto first = times_of_head_office(shelf_.events(), card(1));
  const auto second = times_of_head_office(shelf_.events(), card(2));
  ASSERT_EQ(first.size(), 2U);
  ASSERT_EQ(second.size(), 1U);
  EXPECT_LT(first[0], second[0]);
  EXPECT_LT(second[0], first[1]);
}

TEST_F(CardDeskTest, AfterARestartHeadOfficeIsNotBehindTheStoresItHasHeard) {
  const Hlc ahead = Hlc::from_parts(clock_.wall() + Millis(30'000), 0);
  books_.open_store(1).append(card_issued(card(1))).append(card_issued(card(2)).at(ahead));
  books_.take(books_.open_store(1));
  restart();
  static_cast<void>(ask<FreezeReply>(freeze(1)));
  EXPECT_GT(times_of_head_office(shelf_.events(), card(1)).at(0), ahead);
}

TEST_F(CardDeskTest, AStoreWithAnAbsurdClockDoesNotDragARestartedHeadOfficeAlong) {
  const Hlc absurd = Hlc::from_parts(clock_.wall() + Millis(3'600'000), 0);
  books_.open_store(1).append(card_issued(card(1))).append(card_issued(card(2)).at(absurd));
  books_.take(books_.open_store(1));
  restart();
  static_cast<void>(ask<FreezeReply>(freeze(1)));
  EXPECT_LT(times_of_head_office(shelf_.events(), card(1)).at(0), absurd);
}

TEST_F(CardDeskTest, AReasonThatShopsCouldNotReadIsRefusedBeforeItIsRecorded) {
  sell_in_two_stores();
  EXPECT_EQ(fault_of(freeze(1, std::string(70'000, 'x'))), "malformed");
  EXPECT_EQ(fault_of(freeze(1, std::string("lo\0st", 5))), "malformed");
  FreezeRequest by_nobody = freeze(1);
  by_nobody.operator_name = "an\ny";
  EXPECT_EQ(fault_of(by_nobody), "malformed");
  EXPECT_EQ(shelf_.events().read_card(card(1)).value().size(), 4U);
  EXPECT_FALSE(ask<FreezeReply>(freeze(1, std::string(1'000, 'x'))).was_repeated);
}

TEST_F(CardDeskTest, WhatTheLedgerRefusesIsToldByName) {
  sell_in_two_stores();
  EXPECT_EQ(sentence_of(unfreeze(1)).rfind("card_not_frozen:", 0), 0U);
  EXPECT_EQ(sentence_of(freeze(2, " ")).rfind("reason_missing:", 0), 0U);
  FreezeRequest unknown = freeze(3);
  unknown.card = by_id(card(77));
  EXPECT_EQ(fault_of(unknown), "card_unknown");
  EXPECT_EQ(shelf_.events().read_card(card(1)).value().size(), 4U);
}

ChargeBackRequest charged(const char* amount, std::uint64_t counter = 1) {
  return {{"", card(1)}, event_id(store(1), 2), amount, "stolen card", "ada", request(counter, 9)};
}
AdjustRequest adjusted(const char* amount, std::uint64_t counter = 1) {
  return {{"", card(1)}, amount, "goodwill", "ada", request(counter, 9)};
}

TEST_F(CardDeskTest, AChargeBackIsRecordedOnceWhateverTheReserve) {
  sell_in_two_stores();
  const auto first = ask<BalanceChangeReply>(charged("8.00"));
  EXPECT_FALSE(first.was_repeated);
  EXPECT_TRUE(ask<BalanceChangeReply>(charged("8.00")).was_repeated);
  fold();
  const auto reply = ask<BalanceReply>(balance_of(card(1)));
  EXPECT_EQ(reply.balance, Amount(-300));
  const auto line = ask<MoneyLineReply>(MoneyLineRequest{});
  EXPECT_TRUE(line.holds) << line.violations.front();
  EXPECT_EQ(line.line.unloaded, Amount(800));
  EXPECT_EQ(sentence_of(charged("7.00")).rfind("request_id_reused:", 0), 0U);
  EXPECT_EQ(sentence_of(charged("2.01", 2)).rfind("reversal_above_load:", 0), 0U);
  ChargeBackRequest of_a_purchase = charged("1.00", 3);
  of_a_purchase.load = event_id(store(1), 3);
  EXPECT_EQ(sentence_of(of_a_purchase).rfind("load_unknown:", 0), 0U);
}

TEST_F(CardDeskTest, AnAdjustmentIsRecordedOnceAndDownOnlyWhatIsFree) {
  sell_in_two_stores();
  EXPECT_EQ(sentence_of(adjusted("-0.01")).rfind("reserve_too_low:", 0), 0U);
  static_cast<void>(ask<BalanceChangeReply>(adjusted("5.00")));
  EXPECT_TRUE(ask<BalanceChangeReply>(adjusted("5.00")).was_repeated);
  static_cast<void>(ask<BalanceChangeReply>(adjusted("-3.00", 2)));
  EXPECT_EQ(sentence_of(adjusted("-0.01", 3)).rfind("reserve_too_low:", 0), 0U);
  fold();
  EXPECT_EQ(ask<BalanceReply>(balance_of(card(1))).balance, Amount(700));
  const auto line = ask<MoneyLineReply>(MoneyLineRequest{});
  EXPECT_TRUE(line.holds) << line.violations.front();
  EXPECT_EQ(line.line.adjusted, Amount(200));
}

TEST_F(CardDeskTest, WhatAConnectedShopHoldsIsCalledHomeForAnAdjustment) {
  sell_in_two_stores();
  StoreLog& holder = books_.open_store(1);
  office_->stores.there = {{holder.store(), holder.origin()}};
  std::vector<Amount> asked;
  office_->stores.on_recall = [&](Origin, const CardId& id, Amount wanted) {
    asked.push_back(wanted);
    holder.append(rights_released(id, wanted.minor()).at(hlc(60)));
    books_.take(holder);
    office_->call_home.shard_grew();
  };
  EXPECT_FALSE(ask<BalanceChangeReply>(adjusted("-1.00")).was_repeated);
  // Two euros were spent beyond rights, and have to be covered too.
  EXPECT_EQ(asked, std::vector{Amount(300)});
  EXPECT_EQ(sentence_of(adjusted("-5.00", 2)).rfind("reserve_too_low:", 0), 0U)
      << "no shop holds as much";
  EXPECT_EQ(asked.size(), 1U) << "nobody is asked in vain";
}

TEST_F(CardDeskTest, AnAmountThatIsNoneIsRefusedByName) {
  sell_in_two_stores();
  for (const char* amount : {"", "-", "five", "1.234", "--5", "1,50"})
    EXPECT_EQ(fault_of(adjusted(amount)), "amount_invalid") << amount;
  EXPECT_EQ(fault_of(charged("12.x")), "amount_invalid");
  EXPECT_EQ(sentence_of(charged("-1.00")).rfind("amount_not_positive:", 0), 0U);
}

}  // namespace
}  // namespace perk::test
