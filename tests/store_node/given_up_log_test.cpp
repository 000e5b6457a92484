// A database that was restored or copied, and a node that is started on it: what a till or head office knows
// better makes it begin a new log before it approves anything more; the old one is kept and given up.
#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

#include "store_node/sqlite/former_logs.h"
#include "store_node/sqlite/sqlite_journal.h"
#include "store_node/terminal/terminal_codec.h"
#include "sync/process/system_clock.h"
#include "sync/wire/event_codec.h"
#include "tests/store_node/damage.h"
#include "tests/store_node/fake_head_office.h"
#include "tests/store_node/node_process.h"
#include "tests/store_node/shop.h"
#include "tests/store_node/till_client.h"

namespace perk::test {
namespace {

using namespace store_node;
namespace fs = std::filesystem;

class GivenUpLogTest : public ::testing::Test {
 protected:
  GivenUpLogTest() : head_office_(clock_, shop_log_key().public_key()) {}

  /// One life of the node on a card, without head office unless `more` says where it is.
  struct Life {
    Life(const StoreFiles& files, const std::vector<std::string>& more)
        : node(files, more), till(std::in_place, node.port()) {
      const auto welcome = till->greet();
      EXPECT_TRUE(welcome);
      if (welcome) log = welcome->incarnation;
    }
    SaleAnswer ask(const SaleRequest& request) {
      auto answer = till->ask<SaleAnswer>(request);
      EXPECT_TRUE(answer && answer->outcome == Outcome::Approved);
      return answer.value_or(SaleAnswer());
    }
    /// In order; the till goes first, so that nobody waits for it.
    int stop() {
      till.reset();
      return node.stop();
    }
    NodeProcess node;
    std::optional<TillClient> till;
    Origin log;
  };
  void copy_database() { fs::copy(files_.database(), files_.file("copy.db")); }
  void restore_copy() {
    fs::copy(files_.file("copy.db"), files_.database(), fs::copy_options::overwrite_existing);
  }
  /// A life that ends with a copy of its database, a card on it, and a later life that sells more.
  Witness sell_beyond_a_copy(const std::vector<std::string>& more = {}) {
    {
      Life before(files_, more);
      log_ = before.log;
      before.ask(issue_card(1, 7));
      before.ask(load_card(2, 7, 1'000));
      stop(before, 2);
    }
    copy_database();
    Life after(files_, more);
    const auto last = after.ask(buy(3, 7, 100)).receipt.value();
    stop(after, 3);
    return {last.store, last.incarnation, last.seq, sync::hash_at(last)};
  }
  /// In order, and behind what head office is to hold, if it is there.
  void stop(Life& life, std::uint64_t held) {
    EXPECT_TRUE(head_office_.until([&] { return !is_connected_ || head_office_.held() == held; }));
    EXPECT_EQ(life.stop(), 0);
  }
  std::vector<std::string> with_head_office() {
    is_connected_ = true;
    return {"--set", "central.endpoints=" + sync::to_string(head_office_.address())};
  }
  /// The node ends this till's line, and serves again on the same port, with a new log.
  TerminalWelcome come_back(const NodeProcess& node) {
    std::optional<TerminalWelcome> welcome;
    EXPECT_TRUE(head_office_.until([&] {
      TillClient till(node.port());
      welcome = till.is_open() ? till.greet() : std::nullopt;
      return welcome && welcome->incarnation != log_;
    })) << files_.log();
    return welcome.value_or(TerminalWelcome());
  }
  /// What stands in the database that was set aside.
  LogHead end_of_old_log() {
    const auto former = find_former_logs(files_.database());
    EXPECT_EQ(former.size(), 1U);
    if (former.size() != 1) return {};
    EXPECT_EQ(former[0].incarnation, log_);
    const auto journal = SqliteJournal::open(former[0].database, {StoreId(3), store(1)});
    EXPECT_TRUE(journal);
    return journal ? journal.value()->head().value() : LogHead();
  }

  const StoreFiles files_;
  const sync::SystemClock clock_;
  FakeHeadOffice head_office_;
  bool is_connected_ = false;
  Origin log_;
};

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

TEST_F(GivenUpLogTest, ADamagedDatabasesLogIsGivenUpAndWhatCanBeReadOfItIsBrought) {
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
  ASSERT_TRUE(head_office_.until(
      [&] { return head_office_.incarnation() != log_ && head_office_.held() == 2; }))
      << files_.log();
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

TEST_F(GivenUpLogTest, ALogOfWhichNothingCanBeReadIsGivenUpAllTheSame) {
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
