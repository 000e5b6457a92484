// A database that was restored or copied, and a node that is started on it: what a till or head office knows
// better makes it begin a new log before it approves anything more; the old one is kept and given up.
#include "tests/store_node/given_up_log.h"

#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

#include "store_node/terminal/terminal_codec.h"
#include "sync/wire/event_codec.h"

namespace perk::test {
namespace {

using namespace store_node;
namespace fs = std::filesystem;

TEST_F(GivenUpLogTest, ATillsWitnessMakesARestoredNodeBeginAnewBeforeItApproves) {
  const Witness witness = sell_beyond_a_copy();
  restore_copy();
  NodeProcess node(files_);
  TillClient till(node.port());
  std::vector<std::uint8_t> in_one_breath;
  const auto add = [&](const TerminalMessage& message) {
    const auto bytes = sync::encode_frame(encode_terminal_message(message), {});
    in_one_breath.insert(in_one_breath.end(), bytes.begin(), bytes.end());
  };
  add(TerminalHello{kTerminalProtocolVersion, TerminalId(1), witness});
  for (std::uint64_t counter = 4; counter < 24; ++counter) add(buy(counter, 7, 1));
  ASSERT_TRUE(till.send_bytes(in_one_breath));
  EXPECT_TRUE(till.is_closed_by_node());
  const auto welcome = come_back(node);
  EXPECT_EQ(welcome.log_end, Seq());
  EXPECT_EQ(node.stop(), 0);
  EXPECT_EQ(end_of_old_log().seq, Seq(2)) << "nothing more was approved from it";
}

TEST_F(GivenUpLogTest, AWitnessThatTheLogHoldsChangesNothing) {
  const Witness witness = sell_beyond_a_copy();
  NodeProcess node(files_);
  TillClient till(node.port());
  const auto welcome =
      till.ask<TerminalWelcome>(TerminalHello{kTerminalProtocolVersion, TerminalId(1), witness});
  ASSERT_TRUE(welcome);
  EXPECT_EQ(welcome->incarnation, log_);
  EXPECT_TRUE(find_former_logs(files_.database()).empty());
}

TEST_F(GivenUpLogTest, AnOldWitnessIsNoneOfTheNewLogsBusiness) {
  const Witness witness = sell_beyond_a_copy();
  restore_copy();
  NodeProcess node(files_);
  TillClient first(node.port());
  first.send(TerminalHello{kTerminalProtocolVersion, TerminalId(1), witness});
  const Origin begun = come_back(node).incarnation;
  TillClient second(node.port());
  const auto welcome =
      second.ask<TerminalWelcome>(TerminalHello{kTerminalProtocolVersion, TerminalId(2), witness});
  ASSERT_TRUE(welcome);
  EXPECT_EQ(welcome->incarnation, begun);
}

TEST_F(GivenUpLogTest, WithoutATillItIsContactThatMakesItBeginAnew) {
  const auto more = with_head_office();
  sell_beyond_a_copy(more);
  restore_copy();
  NodeProcess node(files_, more);
  ASSERT_TRUE(head_office_.until([&] { return head_office_.given_up().contains(log_); }));
  EXPECT_EQ(head_office_.given_up().at(log_), ClosedWhy::Forked);
  ASSERT_TRUE(head_office_.until(
      [&] { return head_office_.is_connected() && head_office_.incarnation() != log_; }));
  EXPECT_EQ(node.stop(), 0);
  EXPECT_EQ(end_of_old_log().seq, Seq(2));
}

TEST_F(GivenUpLogTest, ARestoredLogThatGrewPastWhatIsHeldIsFoundToo) {
  const auto more = with_head_office();
  sell_beyond_a_copy(more);
  restore_copy();
  {
    Life cut_off(files_, {});
    cut_off.ask(buy(13, 7, 1));
    cut_off.ask(buy(14, 7, 1));
    EXPECT_EQ(cut_off.stop(), 0);
  }
  NodeProcess node(files_, more);
  ASSERT_TRUE(head_office_.until([&] { return head_office_.given_up().contains(log_); }));
  EXPECT_EQ(head_office_.given_up().at(log_), ClosedWhy::Forked);
  // What head office lacks of it comes in the new log, once it is closed.
  head_office_.add(shard_of(StoreId(3), 16),
                   incarnation_closed(log_, 3).recorded(head_office(), 1));
  ASSERT_TRUE(head_office_.until(
      [&] { return head_office_.incarnation() != log_ && head_office_.held() == 1; }));
  const Event brought = sync::decode_event(head_office_.log().front()).value();
  const auto* wrapped = std::get_if<ClosedLogEventRecorded>(&brought.body);
  ASSERT_TRUE(wrapped);
  EXPECT_EQ(wrapped->name, (EventId{log_, Seq(4)}));
  EXPECT_TRUE(sync::is_genuine(*wrapped, StoreId(3), shop_log_key().public_key()));
  EXPECT_EQ(node.stop(), 0);
  EXPECT_EQ(end_of_old_log().seq, Seq(4)) << "all that was sold is kept";
}

TEST_F(GivenUpLogTest, WhatWasGivenUpWhileCutOffIsGivenUpAtContact) {
  const Witness witness = sell_beyond_a_copy();
  restore_copy();
  {
    NodeProcess node(files_);
    TillClient till(node.port());
    till.send(TerminalHello{kTerminalProtocolVersion, TerminalId(1), witness});
    come_back(node);
    EXPECT_EQ(node.stop(), 0);
  }
  NodeProcess node(files_, with_head_office());
  ASSERT_TRUE(head_office_.until([&] { return head_office_.is_connected(); }));
  ASSERT_TRUE(head_office_.given_up().contains(log_)) << "before the new log is spoken of";
  EXPECT_EQ(head_office_.given_up().at(log_), ClosedWhy::Replaced);
}

TEST(FormerLogs, AreFoundByTheirNamesAndNoneTakesAnothersPlace) {
  const ScratchDirectory directory;
  const std::string database = directory.file("store.db");
  const Origin log = store(77);
  std::vector<fs::path> names;
  for (int copies = 0; copies < 2; ++copies) {
    std::ofstream(database) << copies;
    std::ofstream(database + "-wal") << copies;
    names.push_back(closed_name(database, log));
    ASSERT_TRUE(set_aside(database, names.back()));
    EXPECT_FALSE(fs::exists(database));
    EXPECT_TRUE(fs::exists(names.back().string() + "-wal"));
  }
  EXPECT_EQ(names[0].filename(), "store.closed-" + to_string(log) + ".db");
  std::ofstream(directory.file("store.db.damaged-2026")) << "another's";
  std::ofstream(directory.file("store.closed-none.db")) << "nobody's";
  const auto found = find_former_logs(database);
  ASSERT_EQ(found.size(), 2U);
  for (const FormerLog& former : found) EXPECT_EQ(former.incarnation, log);
}

}  // namespace
}  // namespace perk::test
