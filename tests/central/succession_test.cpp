// When a head office that stands by takes over; and why it is not enough to guess right.
#include "central/succession.h"

#include <gtest/gtest.h>

#include "central/memory/memory_event_store.h"
#include "tests/central/central_builders.h"

namespace perk::test {
namespace {

using central::MemoryEventStore;
using central::Succession;
using central::Tenure;
using central::Term;

class SuccessionTest : public ::testing::Test {
 protected:
  bool is_due(const Tenure& said, std::int64_t second) {
    return succession_.is_due(said, Instant(second * 1'000));
  }
  static Tenure chief(std::uint64_t renewals) { return {Term(3), "chief", renewals}; }
  Succession succession_{"deputy", Millis(10'000)};
};

TEST_F(SuccessionTest, WhereNobodyServesItIsDueAtOnce) {
  EXPECT_TRUE(is_due({}, 0));
  EXPECT_TRUE(is_due({Term(3), "", 7}, 1));
}

TEST_F(SuccessionTest, WhoeverHeldItByOurNameHasEnded) {
  EXPECT_TRUE(is_due({Term(3), "deputy", 7}, 0));
}

TEST_F(SuccessionTest, WhoeverSaysThatHeStaysIsWaitedFor) {
  for (std::int64_t second = 0; second < 60; ++second)
    EXPECT_FALSE(is_due(chief(static_cast<std::uint64_t>(second / 4)), second));
  EXPECT_TRUE(succession_.has_seen_life());
}

TEST_F(SuccessionTest, WhoeverSaysNothingForLongEnoughIsSucceeded) {
  for (std::int64_t second = 0; second < 10; ++second) EXPECT_FALSE(is_due(chief(5), second));
  EXPECT_TRUE(is_due(chief(5), 10));
  EXPECT_FALSE(succession_.has_seen_life());
}

TEST_F(SuccessionTest, WhileTheDatabaseWasAwayNobodyCouldSayAnything) {
  EXPECT_FALSE(is_due(chief(5), 0));
  EXPECT_FALSE(is_due(chief(5), 30)) << "nobody looked for 30 s";
  for (std::int64_t second = 31; second < 40; ++second) EXPECT_FALSE(is_due(chief(5), second));
  EXPECT_TRUE(is_due(chief(5), 40));
}

TEST_F(SuccessionTest, AnotherTermIsWaitedForAnew) {
  for (std::int64_t second = 0; second < 10; ++second) EXPECT_FALSE(is_due(chief(5), second));
  EXPECT_FALSE(is_due({Term(4), "third", 0}, 10));
  EXPECT_FALSE(succession_.has_seen_life()) << "who took over may be dead by now";
}

/// A head office has a batch in its hands, and is halted; its successor closes the log through what is held; then
/// it goes on. How many events of the log are there after that.
std::uint64_t events_behind_the_end_of_a_closed_log(central::EventStore& halted,
                                                    central::EventStore& successor) {
  StoreLog log(1);
  log.append(value_loaded(card(1), 100));
  const Shard shard = shard_of(card(1), euro_chain().shard_count);
  const auto held = successor.shard_ends().value().at(shard.value()).position;
  const auto batch = arrived(value_loaded(card(1), 100).recorded(log.origin(), 1));
  (void)halted.append({shard, {batch}}, kMorning);
  return successor.shard_ends().value().at(shard.value()).position.value() - held.value();
}

TEST(TwoHeadOffices, TheOneThatWasHaltedPutsNothingBehindTheEndOfALogThatItsSuccessorClosed) {
  MemoryEventStore chief(euro_chain(), {number_key()});
  ASSERT_TRUE(chief.take_office({}, "chief").value());
  const auto deputy = chief.another();
  ASSERT_TRUE(deputy->take_office(deputy->tenure().value(), "deputy").value());
  EXPECT_EQ(events_behind_the_end_of_a_closed_log(chief, *deputy), 0U);
}

// The same with a head office that takes every term for its own, as one that does not look.
TEST(TwoHeadOffices, WithoutALookAtTheTermItWould) {
  MemoryEventStore blind(euro_chain(), {number_key()});
  ASSERT_TRUE(blind.take_office({}, "chief").value());
  const auto deputy = blind.another();
  const auto seen = deputy->tenure().value();
  ASSERT_TRUE(deputy->take_office(seen, "deputy").value());
  ASSERT_TRUE(blind.take_office(seen, "deputy").value());
  EXPECT_EQ(events_behind_the_end_of_a_closed_log(blind, *deputy), 1U);
}

}  // namespace
}  // namespace perk::test
