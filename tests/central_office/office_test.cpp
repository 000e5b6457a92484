// The real office on one thread: what the simulator may rely on.
#include "central/office.h"

#include <algorithm>
#include <filesystem>

#include <gtest/gtest.h>

#include "tests/central_office/one_thread_office.h"

namespace perk::test {
namespace {

std::size_t threads_of_this_process() {
  const std::filesystem::directory_iterator tasks("/proc/self/task");
  return static_cast<std::size_t>(std::distance(begin(tasks), end(tasks)));
}

Amount balance_of(OneThreadOffice& one, const CardId& card) {
  central::BalanceRequest request;
  request.card.id = card;
  const auto reply = one.office->service().answer(request, {});
  const auto* const balance = std::get_if<central::BalanceReply>(&reply);
  return balance == nullptr ? Amount(-1) : balance->balance;
}

TEST(OneThreadOffice, WhatAShopSoldIsAcknowledgedAndShownWithoutAnyThread) {
  const std::size_t threads_before = threads_of_this_process();
  OneThreadOffice one;
  one.harbour.sell(card_issued(card(1)));
  one.harbour.sell(value_loaded(card(1), 500));
  one.connect(one.harbour);
  one.settle();
  EXPECT_EQ(one.harbour.acknowledged, Seq(2));
  one.harbour.sell(value_redeemed(card(1), 300));
  one.settle();
  EXPECT_EQ(one.harbour.acknowledged, Seq(3));
  EXPECT_EQ(balance_of(one, card(1)), Amount(200));
  ASSERT_TRUE(one.office->steward().look());
  EXPECT_EQ(threads_of_this_process(), threads_before);
}

TEST(OneThreadOffice, EveryShopHearsWhatTheOthersSoldAndWhatTheStewardGave) {
  OneThreadOffice one;
  one.connect(one.harbour);
  one.connect(one.station);
  one.settle();
  one.harbour.sell(value_loaded(card(1), 500));
  one.settle();
  EXPECT_EQ(one.station.from_others.size(), 1U);
  ASSERT_TRUE(one.office->steward().look());
  one.settle();
  EXPECT_EQ(one.station.from_others.size(), 5U) << "the sale, and two allowances for each shop";
}

TEST(OneThreadOffice, ARequestForRightsIsAnsweredFromTheReserve) {
  OneThreadOffice one;
  one.harbour.sell(card_issued(card(1)));
  one.harbour.sell(value_loaded(card(1), 500));
  one.harbour.sell(rights_released(card(1), 500));
  one.connect(one.harbour);
  one.connect(one.station);
  one.settle();
  one.station.say(sync::RightsRequest{1, card(1), Amount(200), Millis(2'000)});
  one.settle();
  ASSERT_EQ(one.station.words.size(), 1U);
  EXPECT_EQ(std::get<sync::RightsAnswer>(one.station.words[0]).granted, Amount(200));
}

TEST(OneThreadOffice, WhileTheDatabaseIsAwayNothingIsAcknowledgedAndNobodyWaitsForIt) {
  OneThreadOffice one;
  one.connect(one.harbour);
  one.settle();
  one.store.set_append_fate([](const auto&) { return std::optional(StorageFailure::Retry); });
  one.harbour.sell(value_loaded(card(1), 500));
  one.settle();
  EXPECT_EQ(one.harbour.acknowledged, Seq());
  EXPECT_FALSE(one.office->appender().work_once()) << "and it returns";
  one.store.set_append_fate(nullptr);
  one.settle();
  EXPECT_EQ(one.harbour.acknowledged, Seq(1));
  EXPECT_EQ(one.everything().size(), 1U);
}

TEST(OneThreadOffice, AReadThatFailedIsDueAgainAtATickByTheClock) {
  OneThreadOffice one;
  one.connect(one.harbour);
  one.connect(one.station);
  one.settle();
  one.store.set_read_failure(StorageFailure::Retry);
  const auto sold = arrived(value_loaded(card(1), 1).recorded(StoreLog(7).origin(), 1));
  const auto appended =
      one.memory.append({shard_of(card(1), euro_chain().shard_count), {sold}}, one.clock.wall());
  one.office->visitors().shard_grew(appended.value().end);
  one.settle();
  one.store.set_read_failure(std::nullopt);
  one.tick(Millis(299));
  EXPECT_TRUE(one.station.from_others.empty());
  one.tick(Millis(1));
  EXPECT_EQ(one.station.from_others.size(), 1U);
}

TEST(OneThreadOffice, ARunOnCardsIsShownAndEveryShopIsWarnedUntilItIsOver) {
  OneThreadOffice one;
  one.connect(one.harbour);
  one.settle();
  one.harbour.say(sync::WrongNumbers{60, 60});
  one.settle();
  one.tick();
  EXPECT_TRUE(one.harbour.words.empty()) << "one shop alone is no run";
  Line& line = one.connect(one.station);
  one.settle();
  one.station.say(sync::WrongNumbers{700, 55});
  one.settle();
  one.tick();
  const std::vector<sync::Word> warned{sync::Caution{true}};
  EXPECT_EQ(one.harbour.words, warned);
  EXPECT_EQ(one.station.words, warned);
  const auto reply = one.office->service().answer(central::HealthRequest{}, {});
  const auto& health = std::get<central::HealthReply>(reply);
  EXPECT_TRUE(health.is_run_on_cards);
  EXPECT_EQ(health.wrong_numbers, 115U);
  EXPECT_EQ(health.most_wrong_at, "shop 1");
  line.visit->lost("cut");
  one.connect(one.station);
  one.settle();
  EXPECT_EQ(one.station.words.size(), 2U) << "who comes meanwhile is warned";
  for (int tick = 0; tick < 3'100; ++tick) one.tick();
  EXPECT_EQ(one.harbour.words.back(), sync::Word(sync::Caution{false}));
  EXPECT_EQ(std::ranges::count(one.harbour.words, warned.front()), 10) << "again every minute";
}

TEST(OneThreadOffice, ALineThatIsLostEndsTheVisit) {
  OneThreadOffice one;
  Line& line = one.connect(one.harbour);
  one.settle();
  EXPECT_TRUE(one.is_connected(one.harbour));
  line.visit->lost("cut");
  EXPECT_FALSE(one.is_connected(one.harbour));
  EXPECT_TRUE(line.to_shop.is_closed());
}

TEST(OneThreadOffice, AnOfficeThatStopsSaysSoAndOneThatIsKilledSaysNothing) {
  OneThreadOffice one;
  one.connect(one.harbour);
  one.settle();
  one.office->visitors().stop();
  one.settle();
  ASSERT_TRUE(one.harbour.ended);
  EXPECT_EQ(one.harbour.ended->code, sync::RefusalCode::Busy);
  one.connect(one.station);
  one.settle();
  one.open();
  EXPECT_FALSE(one.station.ended);
}

TEST(OneThreadOffice, OneThatWasKilledBetweenAppendAndAckHoldsEverythingOnceAfterAResend) {
  OneThreadOffice one;
  one.connect(one.harbour);
  one.settle();
  one.store.set_progress_failure(StorageFailure::Retry);
  one.harbour.sell(value_loaded(card(1), 500));
  one.settle();
  ASSERT_EQ(one.everything().size(), 1U);
  EXPECT_EQ(one.harbour.acknowledged, Seq());
  one.open();
  one.store.set_progress_failure(std::nullopt);
  one.connect(one.harbour);
  one.settle();
  EXPECT_EQ(one.harbour.acknowledged, Seq(1));
  EXPECT_EQ(one.everything().size(), 1U);
}

TEST(OneThreadOffice, TheSameScriptGivesTheSameStepsAndTheSameBytes) {
  const auto play = [] {
    OneThreadOffice one;
    one.connect(one.harbour);
    one.connect(one.station);
    std::size_t pieces = 0;
    for (std::uint64_t sale = 0; sale < 20; ++sale) {
      one.harbour.sell(value_loaded(card(sale % 5), 100));
      one.station.sell(value_loaded(card(sale % 7), 200));
      pieces += one.settle();
      EXPECT_TRUE(one.office->steward().look());
      one.tick();
    }
    return std::pair(pieces, one.everything());
  };
  const auto first = play();
  EXPECT_EQ(first.second.size(), 44U);
  EXPECT_EQ(play(), first);
}

central::AdminReply revoke(OneThreadOffice& one, const std::string& store) {
  return one.office->service().answer(central::RevokeStoreRequest{store, "stolen", "ada"}, {});
}

TEST(OneThreadOffice, ARunningVisitOfAStoreThatIsRevokedEndsWithinASecond) {
  OneThreadOffice one;
  one.connect(one.harbour);
  one.connect(one.station);
  one.harbour.sell(value_loaded(card(1), 500));
  one.settle();
  ASSERT_EQ(one.harbour.acknowledged, Seq(1));
  ASSERT_TRUE(std::holds_alternative<central::RevokeStoreReply>(revoke(one, "shop 1")));
  one.harbour.sell(value_loaded(card(1), 700));
  for (Millis passed; passed < Millis(1'000) && !one.harbour.ended;
       passed = passed + central::kVisitorsTick)
    one.tick();
  ASSERT_TRUE(one.harbour.ended);
  EXPECT_EQ(one.harbour.acknowledged, Seq(1)) << "what came after the word is not taken";
  EXPECT_FALSE(one.is_connected(one.harbour));
  EXPECT_FALSE(one.station.ended);
  one.station.sell(value_loaded(card(2), 300));
  one.settle();
  EXPECT_EQ(one.station.acknowledged, Seq(1)) << "the other sells on";
  EXPECT_EQ(balance_of(one, card(1)), Amount(500)) << "what it said before stays said";
}

TEST(OneThreadOffice, AVisitThatSaysNothingIsToldThatItsStoreWasRevoked) {
  OneThreadOffice one;
  one.connect(one.harbour);
  one.settle();
  revoke(one, "shop 1");
  one.tick();
  ASSERT_TRUE(one.harbour.ended);
  EXPECT_EQ(one.harbour.ended->code, sync::RefusalCode::Revoked);
}

TEST(OneThreadOffice, ARevokedStoreStaysOutAlsoOfAnOfficeThatIsStartedAgain) {
  OneThreadOffice one;
  one.connect(one.harbour);
  one.settle();
  revoke(one, "shop 1");
  one.open();
  ASSERT_TRUE(one.office->resume_revocations());
  EXPECT_FALSE(one.office->is_welcome(sync::Party::store(1)));
  EXPECT_TRUE(one.office->is_welcome(sync::Party::store(2)));
  EXPECT_TRUE(one.office->is_welcome(sync::Party::terminal(1)));
  one.connect(one.harbour);
  one.settle();
  ASSERT_TRUE(one.harbour.ended);
  EXPECT_EQ(one.harbour.ended->code, sync::RefusalCode::Revoked);
  one.connect(one.station);
  one.settle();
  EXPECT_TRUE(one.station.is_streaming);
}

}  // namespace
}  // namespace perk::test
