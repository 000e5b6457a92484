// A node that is started on a damaged database: its log is given up, and what can still be read of it is
// brought.
#include <gtest/gtest.h>

#include "sync/wire/event_codec.h"
#include "tests/store_node/damage.h"
#include "tests/store_node/given_up_log.h"

namespace perk::test {
namespace {

using namespace store_node;

using DamagedLogTest = GivenUpLogTest;

TEST_F(DamagedLogTest, ADamagedDatabasesLogIsGivenUpAndWhatCanBeReadOfItIsBrought) {
  const auto more = with_head_office();
  {
    Life before(files_, more);
    log_ = before.log;
    before.ask(issue_card(1, 7));
    before.ask(load_card(2, 7, 1'000));
    stop(before, 2);
  }
  {
    Life cut_off(files_, {});
    cut_off.ask(buy(3, 7, 100));
    cut_off.ask(buy(4, 7, 200));
    EXPECT_EQ(cut_off.stop(), 0);
  }
  overwrite_pages(files_.database(), root_page(files_.database(), "log_by_request"), 1);
  NodeProcess node(files_, more);
  ASSERT_TRUE(head_office_.until([&] { return head_office_.given_up().contains(log_); }));
  EXPECT_EQ(head_office_.given_up().at(log_), ClosedWhy::Replaced);
  head_office_.add(shard_of(StoreId(3), 16),
                   incarnation_closed(log_, 2, ClosedWhy::Replaced).recorded(head_office(), 1));
  ASSERT_TRUE(head_office_.until([&] {
    return head_office_.incarnation() != log_ && head_office_.held() == 2;
  })) << files_.log();
  std::uint64_t lacking = 3;
  for (const EventBytes& bytes : head_office_.log()) {
    const Event brought = sync::decode_event(bytes).value();
    const auto* wrapped = std::get_if<ClosedLogEventRecorded>(&brought.body);
    ASSERT_TRUE(wrapped);
    EXPECT_EQ(wrapped->name, (EventId{log_, Seq(lacking++)}));
    EXPECT_TRUE(sync::is_genuine(*wrapped, StoreId(3), shop_log_key().public_key()));
  }
  EXPECT_EQ(node.stop(), 0);
  EXPECT_EQ(end_of_old_log().seq, Seq(4));
}

TEST_F(DamagedLogTest, ALogOfWhichNothingCanBeReadIsGivenUpAllTheSame) {
  const auto more = with_head_office();
  {
    Life before(files_, more);
    log_ = before.log;
    before.ask(issue_card(1, 7));
    stop(before, 1);
  }
  overwrite_pages(files_.database(), 1, 1);
  NodeProcess node(files_, more);
  ASSERT_TRUE(head_office_.until([&] { return head_office_.given_up().contains(log_); }));
  ASSERT_TRUE(head_office_.until(
      [&] { return head_office_.is_connected() && head_office_.incarnation() != log_; }));
  EXPECT_EQ(node.stop(), 0);
  EXPECT_NE(files_.log().find("0 events of log " + to_string(log_)), std::string::npos)
      << files_.log();
}

}  // namespace
}  // namespace perk::test
