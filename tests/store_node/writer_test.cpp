// The writer: groups what waits, turns away what is too much, and never answers what it does not know.
#include "store_node/writer.h"

#include <future>

#include <gtest/gtest.h>

#include "tests/store_node/shop.h"

namespace perk::test {
namespace {

using namespace store_node;

/// Answers, in the order they came; said on the writer's thread, read on the test's.
class Answers {
 public:
  Writer::OnSale take() {
    return [this](SaleAnswer answer) {
      const std::lock_guard lock(mutex_);
      answers_.push_back(std::move(answer));
      changed_.notify_all();
    };
  }
  std::vector<SaleAnswer> wait_for(std::size_t count) {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, std::chrono::seconds(20), [&] { return answers_.size() >= count; });
    return answers_;
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<SaleAnswer> answers_;
};

class WriterTest : public ::testing::Test {
 protected:
  WriterTest() { shop_.open_card(7, 50'000); }

  /// Until it is released the writer does nothing, so that what is asked meanwhile waits together.
  void hold(Writer& writer) {
    EXPECT_TRUE(writer.ask([gate = gate_.get_future().share()](Till&) { gate.wait(); }));
  }
  void release() { gate_.set_value(); }

  Shop shop_;
  Answers answers_;
  std::promise<void> gate_;
};

TEST_F(WriterTest, WhatWaitsTogetherIsOneCommit) {
  Writer writer(*shop_.till, shop_.clock, {});
  std::vector<LogHead> grown;
  writer.start({.on_grown = [&](LogHead head) { grown.push_back(head); }});
  hold(writer);
  for (std::uint64_t counter = 1; counter <= 100; ++counter)
    ASSERT_TRUE(writer.sell(buy(counter, 7, 1), answers_.take()));
  release();
  const auto answers = answers_.wait_for(100);
  writer.stop();
  ASSERT_EQ(answers.size(), 100U);
  for (std::size_t i = 0; i < answers.size(); ++i) EXPECT_EQ(answers[i].id, request(i + 1));
  EXPECT_LE(grown.size(), 3U) << "of at most 64 each";
  EXPECT_EQ(grown.back().seq, Seq(102));
}

TEST_F(WriterTest, TooManyThatWaitAreTurnedAway) {
  WriterLimits limits;
  limits.requests_max = 3;
  Writer writer(*shop_.till, shop_.clock, limits);
  for (std::uint64_t counter = 1; counter <= 3; ++counter)
    EXPECT_TRUE(writer.sell(buy(counter, 7, 1), answers_.take()));
  EXPECT_FALSE(writer.sell(buy(4, 7, 1), answers_.take()));
  writer.start({});
  EXPECT_EQ(answers_.wait_for(3).size(), 3U);
  EXPECT_TRUE(writer.sell(buy(4, 7, 1), answers_.take()));
  EXPECT_EQ(answers_.wait_for(4).size(), 4U);
}

TEST_F(WriterTest, WhileAGroupIsInDoubtNothingElseIsTriedAndItsRepeatsWait) {
  WriterLimits limits;
  limits.reopen_every = Millis(5);
  Writer writer(*shop_.till, shop_.clock, limits);
  shop_.journal.fail_next(FailingJournal::Fate::InDoubtAndKept);
  shop_.journal.refuse_reopening(true);
  std::promise<void> in_doubt;
  writer.start({.on_doubt = [&](bool is_in_doubt) {
    if (is_in_doubt) in_doubt.set_value();
  }});
  ASSERT_TRUE(writer.sell(buy(1, 7, 100), answers_.take()));
  in_doubt.get_future().wait();
  ASSERT_TRUE(writer.sell(buy(1, 7, 100), answers_.take()));
  ASSERT_TRUE(writer.sell(buy(2, 7, 100), answers_.take()));
  const auto turned_away = answers_.wait_for(1);
  ASSERT_EQ(turned_away.size(), 1U);
  EXPECT_EQ(turned_away[0].id, request(2));
  EXPECT_EQ(turned_away[0].outcome, Outcome::Unknown);
  EXPECT_EQ(turned_away[0].reason, "storage_unavailable");
  writer.tell([this](Till&) { shop_.journal.refuse_reopening(false); });
  const auto all = answers_.wait_for(3);
  ASSERT_EQ(all.size(), 3U);
  for (std::size_t i = 1; i < 3; ++i) {
    EXPECT_EQ(all[i].id, request(1));
    EXPECT_EQ(all[i].outcome, Outcome::Approved);
    EXPECT_EQ(all[i].receipt->seq, Seq(3));
  }
}

/// A till's first words come in one breath: its hello, and what it wants to sell.
TEST_F(WriterTest, WhatATillKnowsOfTheLogIsJudgedBeforeTheSalesThatWaitWithIt) {
  Writer writer(*shop_.till, shop_.clock, {});
  std::promise<ClosedWhy> given_up;
  writer.start({.on_given_up = [&](ClosedWhy why) { given_up.set_value(why); }});
  hold(writer);
  ASSERT_TRUE(writer.sell(buy(1, 7, 100), answers_.take()));
  ASSERT_TRUE(writer.greet([](Till& till) { till.give_up(ClosedWhy::Witnessed); }));
  ASSERT_TRUE(writer.sell(buy(2, 7, 100), answers_.take()));
  release();
  EXPECT_EQ(given_up.get_future().get(), ClosedWhy::Witnessed);
  writer.stop();
  EXPECT_TRUE(answers_.wait_for(0).empty()) << "nothing was begun";
  EXPECT_EQ(shop_.disk.head().value().seq, Seq(2)) << "nothing was approved";
}

TEST_F(WriterTest, AHelloThatTheLogConfirmsHoldsUpNoSale) {
  Writer writer(*shop_.till, shop_.clock, {});
  writer.start({});
  hold(writer);
  std::promise<bool> confirmed;
  ASSERT_TRUE(writer.sell(buy(1, 7, 100), answers_.take()));
  ASSERT_TRUE(writer.greet([&](Till& till) { confirmed.set_value(!till.given_up()); }));
  release();
  EXPECT_TRUE(confirmed.get_future().get());
  EXPECT_EQ(answers_.wait_for(1).size(), 1U);
}

TEST_F(WriterTest, AStopFinishesTheGroupUnderWayAndTakesNoMore) {
  Writer writer(*shop_.till, shop_.clock, {});
  writer.start({});
  ASSERT_TRUE(writer.sell(buy(1, 7, 100), answers_.take()));
  EXPECT_EQ(answers_.wait_for(1).size(), 1U);
  writer.stop();
  EXPECT_FALSE(writer.sell(buy(2, 7, 100), answers_.take()));
  EXPECT_FALSE(writer.ask([](Till&) {}));
  EXPECT_EQ(shop_.disk.head().value().seq, Seq(3));
}

}  // namespace
}  // namespace perk::test
