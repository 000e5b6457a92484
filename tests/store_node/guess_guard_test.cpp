// Whoever tries card numbers is made to wait, longer each time, and nobody beside him.
#include "store_node/guess_guard.h"

#include <gtest/gtest.h>

#include "tests/store_node/shop.h"

namespace perk::test {
namespace {

using namespace store_node;

constexpr TerminalId kGuesser(1);
constexpr TerminalId kHonest(2);

GuessLimits few() {
  return {.of_terminal = 3,
          .terminal_forgets_one = Millis(60'000),
          .of_store = 8,
          .store_forgets_one = Millis(60'000),
          .first_wait = Millis(5'000),
          .wait_max = Millis(18'000),
          .terminals_max = 4,
          .of_terminal_in_caution = 1,
          .of_store_in_caution = 2,
          .caution_max = Millis(300'000)};
}

TEST(GuessGuard, TheFirstFewCostNothingAndEachMoreDoublesTheWait) {
  GuessGuard guard(few());
  const Instant now(1'000);
  for (int i = 0; i < 3; ++i) EXPECT_FALSE(guard.was_wrong(kGuesser, now));
  EXPECT_EQ(guard.wait(kGuesser, now), Millis(0));
  for (const std::int64_t wait : {5'000, 10'000, 18'000, 18'000}) {
    EXPECT_TRUE(guard.was_wrong(kGuesser, now));
    EXPECT_EQ(guard.wait(kGuesser, now), Millis(wait));
  }
  EXPECT_EQ(guard.wait(kGuesser, now + Millis(18'000)), Millis(0));
  EXPECT_EQ(guard.wait(kHonest, now), Millis(0));
  EXPECT_EQ(guard.counts().wrong, 7U);
  EXPECT_EQ(guard.counts().stopped, 4U);
}

TEST(GuessGuard, OneIsForgottenAfterTheOther) {
  GuessGuard guard(few());
  Instant now(1'000);
  for (int i = 0; i < 3; ++i) EXPECT_FALSE(guard.was_wrong(kGuesser, now));
  now = now + Millis(59'999);
  EXPECT_TRUE(guard.was_wrong(kGuesser, now)) << "none is forgotten yet";
  now = now + Millis(60'001);
  EXPECT_FALSE(guard.was_wrong(kGuesser, now))
      << "two are forgotten by now, two and this one count";
  EXPECT_TRUE(guard.was_wrong(kGuesser, now));
  now = now + Millis(4 * 60'000);
  for (int i = 0; i < 3; ++i) EXPECT_FALSE(guard.was_wrong(kGuesser, now)) << "all are forgotten";
  EXPECT_TRUE(guard.was_wrong(kGuesser, now));
}

/// Tries spread over many terminals: those that try wait, those that do not are served.
TEST(GuessGuard, TheShopAsAWholeHasALimitToo) {
  GuessGuard guard(few());
  const Instant now(1'000);
  for (std::uint64_t i = 0; i < 8; ++i) EXPECT_FALSE(guard.was_wrong(TerminalId(10 + i % 4), now));
  EXPECT_TRUE(guard.was_wrong(TerminalId(13), now));
  EXPECT_GT(guard.wait(TerminalId(13), now), Millis(0));
  EXPECT_EQ(guard.wait(kHonest, now), Millis(0));
}

TEST(GuessGuard, RemembersNoMoreTerminalsThanItMay) {
  GuessGuard guard(few());
  Instant now(1'000);
  for (int i = 0; i < 4; ++i) (void)guard.was_wrong(kGuesser, now);
  for (std::uint64_t other = 10; other < 13; ++other) {
    now = now + Millis(1);
    (void)guard.was_wrong(TerminalId(other), now);
  }
  EXPECT_GT(guard.wait(kGuesser, now), Millis(0));
  (void)guard.was_wrong(TerminalId(13), now + Millis(1));
  EXPECT_EQ(guard.wait(kGuesser, now), Millis(0))
      << "the one that was wrong longest ago is forgotten";
}

TEST(GuessGuard, InACautionFewerCostNothingAndItEndsByItself) {
  GuessGuard guard(few());
  Instant now(1'000);
  guard.be_cautious(true, now);
  EXPECT_FALSE(guard.was_wrong(kGuesser, now));
  EXPECT_TRUE(guard.was_wrong(kGuesser, now));
  now = now + Millis(299'999);
  EXPECT_FALSE(guard.was_wrong(kHonest, now)) << "what was before is forgotten";
  EXPECT_TRUE(guard.was_wrong(kHonest, now));
  now = now + Millis(300'001);
  EXPECT_FALSE(guard.was_wrong(kHonest, now));
  EXPECT_FALSE(guard.was_wrong(kHonest, now)) << "it is over";
  guard.be_cautious(true, now);
  guard.be_cautious(false, now);
  EXPECT_FALSE(guard.is_cautious(now)) << "it was taken back";
}

TEST(GuessGuard, CountsTheLastTenMinutes) {
  GuessGuard guard(few());
  Instant now(30'000);
  for (int i = 0; i < 3; ++i) (void)guard.was_wrong(kGuesser, now);
  now = now + Millis(5 * 60'000);
  (void)guard.was_wrong(kHonest, now);
  EXPECT_EQ(guard.recent(now), 4U);
  EXPECT_EQ(guard.recent(now + Millis(5 * 60'000)), 1U);
  EXPECT_EQ(guard.recent(now + Millis(10 * 60'000)), 0U);
  EXPECT_EQ(guard.counts().wrong, 4U);
}

class GuessingTest : public ::testing::Test {
 protected:
  GuessingTest() {
    shop_.settings.guesses = few();
    shop_.start();
    shop_.open_card(7, 1'000);
  }
  SaleAnswer sell(std::uint64_t counter, std::string number, TerminalId terminal) {
    SaleRequest asked = sale(RequestKind::Redeem, counter, 7, 10, terminal.value());
    if (!number.empty()) asked.card_number = std::move(number);
    return shop_.ask(asked);
  }
  /// Until the guesser must wait.
  void guess() {
    for (std::uint64_t counter = 100; counter < 104; ++counter)
      EXPECT_EQ(sell(counter, "1234", kGuesser).reason, "card_number_invalid");
  }
  Shop shop_;
};

TEST_F(GuessingTest, ATillThatGuessesWaitsAndIsNotDeclinedMeanwhile) {
  EXPECT_EQ(sell(1, "", kGuesser).outcome, Outcome::Approved);
  guess();
  const SaleAnswer stopped = sell(2, "", kGuesser);
  EXPECT_EQ(stopped.outcome, Outcome::Unknown)
      << "nothing was recorded: the same request may be made again";
  EXPECT_EQ(stopped.reason, "too_many_wrong_numbers");
  EXPECT_EQ(stopped.retry, Retry::MayHelp);
  EXPECT_EQ(sell(1, "", kGuesser).outcome, Outcome::Approved)
      << "a repeat is answered all the same";
  EXPECT_EQ(sell(3, "", kHonest).outcome, Outcome::Approved);
  shop_.clock.advance(Millis(5'000));
  EXPECT_EQ(sell(2, "", kGuesser).outcome, Outcome::Approved);
  EXPECT_EQ(shop_.till->status(1).wrong_numbers, 4U);
  EXPECT_EQ(shop_.till->status(1).guesses_stopped, 1U);
}

TEST_F(GuessingTest, HeadOfficeIsToldOnEachLineAndNoMoreThanItMustBe) {
  const auto words = [&] {
    shop_.clock.advance(Millis(1'000));
    (void)shop_.till->serve({});
    return shop_.till->take_words();
  };
  guess();
  EXPECT_TRUE(words().empty()) << "nobody listens";
  shop_.till->head_office_connected();
  EXPECT_EQ(words(), (std::vector<sync::Word>{sync::WrongNumbers{4, 4}}));
  EXPECT_TRUE(words().empty()) << "it is no more than was said";
  shop_.till->head_office_lost();
  shop_.till->head_office_connected();
  EXPECT_EQ(words().size(), 1U) << "on another line it is said again";
}

TEST_F(GuessingTest, HeadOfficesCautionIsHeeded) {
  shop_.till->head_office_said(sync::Caution{true});
  EXPECT_EQ(sell(100, "1234", kGuesser).reason, "card_number_invalid");
  EXPECT_EQ(sell(101, "1234", kGuesser).reason, "card_number_invalid");
  EXPECT_EQ(sell(102, "1234", kGuesser).reason, "too_many_wrong_numbers");
  EXPECT_EQ(sell(1, "", kHonest).outcome, Outcome::Approved);
}

TEST_F(GuessingTest, BalancesAreNoOracleEither) {
  for (std::uint64_t i = 0; i < 4; ++i)
    EXPECT_EQ(shop_.till->balance({i, "1234"}, kGuesser).reason, "card_number_invalid");
  EXPECT_EQ(shop_.till->balance({9, card_number(7)}, kGuesser).reason, "too_many_wrong_numbers");
  EXPECT_TRUE(shop_.till->balance({9, card_number(7)}, kHonest).is_known);
}

TEST_F(GuessingTest, ACardThatIsNotHeardOfCountsOnlyWhileHeadOfficeIsHeard) {
  for (std::uint64_t i = 0; i < 10; ++i)
    EXPECT_FALSE(shop_.till->balance({i, card_number(100 + i)}, kGuesser).is_known);
  EXPECT_EQ(shop_.till->status(1).wrong_numbers, 0U);
  shop_.till->head_office_connected();
  for (std::uint64_t i = 0; i < 4; ++i)
    EXPECT_FALSE(shop_.till->balance({i, card_number(100 + i)}, kGuesser).is_known);
  const SaleRequest asked = sale(RequestKind::Redeem, 50, 120, 10, kHonest.value());
  EXPECT_EQ(shop_.ask(asked).reason, "card_unknown");
  EXPECT_EQ(shop_.till->status(1).wrong_numbers, 5U);
  EXPECT_EQ(shop_.till->balance({9, card_number(7)}, kGuesser).reason, "too_many_wrong_numbers");
}

}  // namespace
}  // namespace perk::test
