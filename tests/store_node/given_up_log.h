// A shop's node as a real process, whose log is given up: lives of it, copies of its database that are put
// back, and head office in memory. For tests; lives on the test's thread.
#pragma once

#include <filesystem>

#include <gtest/gtest.h>

#include "store_node/sqlite/former_logs.h"
#include "store_node/sqlite/sqlite_journal.h"
#include "sync/process/system_clock.h"
#include "tests/store_node/fake_head_office.h"
#include "tests/store_node/node_process.h"
#include "tests/store_node/shop.h"
#include "tests/store_node/till_client.h"

namespace perk::test {

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
    store_node::SaleAnswer ask(const store_node::SaleRequest& request) {
      auto answer = till->ask<store_node::SaleAnswer>(request);
      EXPECT_TRUE(answer && answer->outcome == store_node::Outcome::Approved);
      return answer.value_or(store_node::SaleAnswer());
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
  void copy_database() { std::filesystem::copy(files_.database(), files_.file("copy.db")); }
  void restore_copy() {
    std::filesystem::copy(files_.file("copy.db"), files_.database(),
                          std::filesystem::copy_options::overwrite_existing);
  }
  /// A life that ends with a copy of its database, a card on it, and a later life that sells more.
  store_node::Witness sell_beyond_a_copy(const std::vector<std::string>& more = {}) {
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
  store_node::TerminalWelcome come_back(const NodeProcess& node) {
    std::optional<store_node::TerminalWelcome> welcome;
    EXPECT_TRUE(head_office_.until([&] {
      TillClient till(node.port());
      welcome = till.is_open() ? till.greet() : std::nullopt;
      return welcome && welcome->incarnation != log_;
    })) << files_.log();
    return welcome.value_or(store_node::TerminalWelcome());
  }
  /// What stands in the database that was set aside.
  store_node::LogHead end_of_old_log() {
    const auto former = store_node::find_former_logs(files_.database());
    EXPECT_EQ(former.size(), 1U);
    if (former.size() != 1) return {};
    EXPECT_EQ(former[0].incarnation, log_);
    const auto journal =
        store_node::SqliteJournal::open(former[0].database, {StoreId(3), store(1)});
    EXPECT_TRUE(journal);
    return journal ? journal.value()->head().value() : store_node::LogHead();
  }

  const StoreFiles files_;
  const sync::SystemClock clock_;
  FakeHeadOffice head_office_;
  bool is_connected_ = false;
  Origin log_;
};

}  // namespace perk::test
