// A head office that was restored hears again which logs its shops gave up: it may have forgotten that they
// ever were, and would pass over what is handed back of them.
#include "tests/store_node/given_up_log.h"

namespace perk::test {
namespace {

class FarewellTest : public GivenUpLogTest {
 protected:
  /// A log that was given up, and whose closing the shop has heard; then its node stopped.
  void give_up_a_log() {
    sell_beyond_a_copy(with_head_office());
    restore_copy();
    NodeProcess node(files_, with_head_office());
    ASSERT_TRUE(head_office_.until([&] { return head_office_.given_up().contains(log_); }));
    head_office_.add(kClosings, incarnation_closed(log_, 3).recorded(head_office(), 1));
    ASSERT_TRUE(until_heard());
    EXPECT_EQ(node.stop(), 0);
    head_office_.forget_words();
  }
  bool until_heard() {
    return head_office_.until([&] { return head_office_.shard_held_by_store(kClosings) == 1; });
  }
  /// By who spoke since words were last forgotten.
  bool until_connected() {
    return head_office_.until([&] {
      const auto& spoken_of = head_office_.spoken_of();
      return head_office_.is_connected() && !spoken_of.empty() &&
             spoken_of.back() == head_office_.incarnation();
    });
  }
  bool is_told_of_it() { return head_office_.given_up().contains(log_); }

  const Shard kClosings = shard_of(StoreId(3), 16);
};

TEST_F(FarewellTest, OfALogThatWasHeardClosedNothingMoreIsSaid) {
  ASSERT_NO_FATAL_FAILURE(give_up_a_log());
  const NodeProcess node(files_, with_head_office());
  ASSERT_TRUE(until_connected());
  EXPECT_FALSE(is_told_of_it());
}

TEST_F(FarewellTest, InANewEpochItIsSaidAgainBeforeThePresentLogIsSpokenOf) {
  ASSERT_NO_FATAL_FAILURE(give_up_a_log());
  const NodeProcess node(files_, with_head_office());
  ASSERT_TRUE(until_connected());
  const Origin present = head_office_.incarnation();
  head_office_.begin_epoch(Epoch(2));
  ASSERT_TRUE(until_connected());
  EXPECT_TRUE(is_told_of_it());
  EXPECT_EQ(head_office_.spoken_of().front(), log_);
  EXPECT_EQ(head_office_.spoken_of().back(), present);
}

TEST_F(FarewellTest, ANodeThatStopsBeforeItHasSaidItSaysItAtItsNextStart) {
  ASSERT_NO_FATAL_FAILURE(give_up_a_log());
  {
    NodeProcess node(files_, with_head_office());
    ASSERT_TRUE(until_connected());
    head_office_.begin_epoch(Epoch(2));
    ASSERT_TRUE(until_connected());
    EXPECT_EQ(node.stop(), 0);
  }
  head_office_.forget_words();
  const NodeProcess node(files_, with_head_office());
  ASSERT_TRUE(until_connected());
  EXPECT_TRUE(is_told_of_it()) << "what it heard of a past epoch may be forgotten there";
}

}  // namespace
}  // namespace perk::test
