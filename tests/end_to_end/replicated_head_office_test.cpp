// Head office on its replicated database while shops sell: the primary is halted, comes back as a zombie, and the next
// one is killed when its standbys are away. Head office goes on by itself, and nothing that was acknowledged is lost.
// At the same servers and in the same moments somebody writes carelessly, and loses what he believed.
//
// One cluster for all of it, which takes longest to make: so one test, in the order of a bad day.
#include <memory>
#include <stdexcept>

#include <gtest/gtest.h>

#include "ops/demo_run/stage_files.h"
#include "tests/end_to_end/careful_writer.h"
#include "tests/end_to_end/careless_writer.h"
#include "tests/end_to_end/sales.h"

namespace perk::test {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr std::uint64_t kSome = 8;
constexpr int kPromised = 1'000;
/// A failover, the 25 s for which head office waits for an answer, and a busy machine.
constexpr std::chrono::seconds kFailover{120};
constexpr int kFailoverSeconds = 120;

/// Of `ops/cluster status`.
constexpr int kSynchronousColumn = 5;
constexpr auto kWhole =
    R"([[ $(grep -cE '^[abc] +(primary|standby) +[0-9]+ ' <<<"$status") == 3 ]] &&
       grep -qE '^[abc] +standby .* yes ' <<<"$status")";
constexpr auto kHasSuccessor =
    R"(grep -qE '^[abc] +primary ' <<<"$status" && grep -qE '^[abc] +standby .* yes ' <<<"$status")";

class ReplicatedHeadOffice : public ::testing::Test {
 protected:
  ReplicatedHeadOffice() {
    const auto up = cluster_.run("up --fast");
    if (up.exit_code != 0) throw std::runtime_error(up.output);
    url_ = cluster_.run("url").output;
    town_ = std::make_unique<Town>(url_);
    sales_ = std::make_unique<Sales>(*town_);
    ours_ = std::make_unique<CarefulWriter>(url_);
  }

  /// The nodes that follow, the synchronous one last: whoever is killed in this order lacks nothing that a later
  /// one has.
  [[nodiscard]] std::string standbys() {
    std::string names;
    for (const char* const synchronous : {"no", "yes"}) {
      for (const char* const node : {"a", "b", "c"})
        if (cluster_.status_of(node, kSynchronousColumn) == synchronous) names += node;
    }
    return names;
  }
  bool wait_until(const std::string& sentence, const std::function<bool()>& is_so) {
    return town_->wait_until(sentence, is_so, kFailover);
  }
  /// What every shop owes now has been acknowledged: head office has written since, and by itself.
  bool shops_are_heard() {
    std::vector<Seq> owed;
    for (std::size_t shop = 0; shop < town_->stage().shops().size(); ++shop) {
      const auto seen = town_->status(shop);
      if (!seen) return false;
      owed.push_back(seen->log_end);
    }
    return wait_until("every shop is heard again", [&] {
      for (std::size_t shop = 0; shop < owed.size(); ++shop) {
        const auto seen = town_->status(shop);
        if (!seen || seen->synced_through < owed[shop]) return false;
      }
      return true;
    });
  }
  /// As a network or an administrator would: head office must connect anew, wherever it may.
  void hang_up_on_head_office(const std::string& primary) {
    const auto ended = cluster_.sql_at(primary,
                                       "select count(pg_terminate_backend(pid)) > 0 from"
                                       " pg_stat_activity where application_name = 'perk-central'",
                                       10);
    EXPECT_EQ(ended.output, "t");
  }

  void everybody_begins();
  void the_primary_is_halted();
  void it_comes_back_as_a_zombie();
  void it_follows_its_successor();
  void the_primary_is_killed_while_its_standbys_are_away();
  void nothing_is_lost();

  TrialCluster cluster_;
  std::string url_;
  std::unique_ptr<Town> town_;
  std::unique_ptr<Sales> sales_;
  std::unique_ptr<CarefulWriter> ours_;
  CarelessWriter careless_{cluster_};
  std::string halted_, successor_;
};

void ReplicatedHeadOffice::everybody_begins() {
  const std::string primary = cluster_.node_that_is("primary");
  ASSERT_TRUE(careless_.begin(primary, kPromised));
  ASSERT_EQ(cluster_.sql_at(primary, "create schema careful", 20).exit_code, 0);
  ASSERT_TRUE(ours_->begin());
  ASSERT_TRUE(ours_->append_through(1));
  ASSERT_TRUE(sales_->wait_for_events(kHarbour, kSome));
}

void ReplicatedHeadOffice::the_primary_is_halted() {
  ASSERT_TRUE(cluster_.comes_to(kWhole));
  halted_ = cluster_.node_that_is("primary");
  ASSERT_EQ(cluster_.run("pause " + halted_).exit_code, 0);
  ASSERT_TRUE(cluster_.signal_postgres(halted_, "STOP"));
  ASSERT_TRUE(
      wait_until("Market sells by itself", [&] { return town_->backlog(kMarket) >= kSome; }));
  ASSERT_TRUE(cluster_.comes_to(kHasSuccessor, kFailoverSeconds));
  successor_ = cluster_.node_that_is("primary");
  ASSERT_NE(successor_, halted_);
  ASSERT_TRUE(shops_are_heard());
  ASSERT_TRUE(wait_until("our own writer goes on", [&] { return !!ours_->append_through(2); }));
  EXPECT_EQ(careless_.give_away(successor_).exit_code, 0);
}

// Its PostgreSQL goes on, without its Patroni: it takes connections, says that it takes writes, and shows what was.
void ReplicatedHeadOffice::it_comes_back_as_a_zombie() {
  ASSERT_TRUE(cluster_.signal_postgres(halted_, "CONT"));
  ASSERT_TRUE(cluster_.comes_to("grep -q zombie <<<\"$status\""));

  // Carelessly: the zombie stands first in the list, and is taken for the primary.
  const std::string zombie_first = cluster_.url_of(halted_ + successor_);
  EXPECT_EQ(careless_.left_by(cluster_.url_of(successor_)).output, "0");
  EXPECT_EQ(careless_.left_by(zombie_first).output, std::to_string(kPromised))
      << "it would give away a second time what is given away";

  // In our way: whoever has been at the successor does not go back, nor read there.
  EXPECT_EQ(ours_->count().value(), 2U);
  // A process that starts anew has seen nothing, and hears of the zombie first. Nobody confirms its write there.
  CarefulWriter only_zombie(cluster_.url_of(halted_));
  const auto refused = only_zombie.count();
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().failure, StorageFailure::Retry) << refused.error().detail;
  CarefulWriter anew(zombie_first);
  const auto found = anew.count();
  ASSERT_TRUE(found) << found.error().detail;
  EXPECT_EQ(found.value(), 2U) << "it passes the zombie over";

  // Head office itself, which has to connect anew.
  hang_up_on_head_office(successor_);
  ASSERT_TRUE(sales_->wait_for_events(kMarket, kSome));
  ASSERT_TRUE(shops_are_heard());
}

void ReplicatedHeadOffice::it_follows_its_successor() {
  ASSERT_EQ(cluster_.run("resume " + halted_).exit_code, 0);
  ASSERT_TRUE(cluster_.comes_to(kWhole, kFailoverSeconds));
  EXPECT_EQ(cluster_.node_that_is("primary"), successor_);
  ASSERT_TRUE(shops_are_heard());
}

void ReplicatedHeadOffice::the_primary_is_killed_while_its_standbys_are_away() {
  const std::string primary = cluster_.node_that_is("primary");
  // One that has just come back may be started again by its Patroni.
  std::string followers;
  ASSERT_TRUE(wait_until("both others follow", [&] {
    followers = standbys();
    return followers.size() == 2;
  }));
  ASSERT_TRUE(ours_->append_through(2))
      << "it has a connection, and will be in the middle of a commit";
  ASSERT_TRUE(sales_->wait_for_events(kHarbour, kSome));
  for (const char node : primary + followers)
    ASSERT_EQ(cluster_.run("pause " + std::string(1, node)).exit_code, 0);
  for (const char node : followers)
    ASSERT_TRUE(cluster_.signal_postgres(std::string(1, node), "KILL"));

  // Carelessly: twice told that it is there.
  const auto cancelled = careless_.write_and_cancel(primary, 1);
  ASSERT_TRUE(cancelled) << "it never waited";
  EXPECT_EQ(cancelled->exit_code, 0);
  EXPECT_THAT(cancelled->output, HasSubstr("canceling wait for synchronous replication"));
  EXPECT_EQ(careless_.write_unless_there(primary, 1).exit_code, 0);
  EXPECT_EQ(careless_.rows(primary), "1");
  // In our way: nobody knows, however often it is asked.
  const auto doubtful = ours_->append_through(3);
  ASSERT_FALSE(doubtful);
  EXPECT_EQ(doubtful.error().failure, StorageFailure::OutcomeUnknown) << doubtful.error().detail;
  EXPECT_FALSE(ours_->append_through(3));
  EXPECT_FALSE(ours_->count()) << "what it shows may be lost again";

  ASSERT_EQ(cluster_.run("kill " + primary).exit_code, 0);
  for (const char node : followers)
    ASSERT_EQ(cluster_.run("resume " + std::string(1, node)).exit_code, 0);
  ASSERT_TRUE(cluster_.comes_to(kHasSuccessor, kFailoverSeconds));
  successor_ = cluster_.node_that_is("primary");
  ASSERT_NE(successor_, primary);

  EXPECT_EQ(careless_.rows(successor_), "0")
      << "the careless writer lost nothing: this shows nothing";
  ASSERT_TRUE(wait_until("our own writer knows", [&] { return !!ours_->append_through(3); }));
  EXPECT_EQ(ours_->count().value(), 3U);
  ASSERT_TRUE(shops_are_heard());
}

void ReplicatedHeadOffice::nothing_is_lost() {
  sales_->end();
  for (std::size_t shop = 0; shop < town_->stage().shops().size(); ++shop) {
    const auto seen = town_->status(shop);
    ASSERT_TRUE(seen);
    EXPECT_EQ(seen->synced_through, seen->log_end) << town_->shop(shop).name;
    EXPECT_EQ(town_->backlog(shop), 0U);
  }
  EXPECT_THAT(sales_->broken_promises(), IsEmpty());
  const ShellOutcome audit = town_->perk("verify");
  EXPECT_EQ(audit.exit_code, 0) << audit.output;
  EXPECT_THAT(audit.output, HasSubstr("everything holds."));
  const ShellOutcome check = sales_->check(sales_->record());
  EXPECT_EQ(check.exit_code, 0) << check.output;
  EXPECT_EQ(town_->stage().casualty(), std::nullopt) << "head office was to go on by itself";
  const auto said = ops::read_whole(town_->directory() / "central.log").value_or("");
  EXPECT_THAT(said, HasSubstr("the database is back"));
}

TEST_F(ReplicatedHeadOffice, GoesOnByItselfAndLosesNothingWhenItsPrimaryIsHaltedOrKilled) {
  ASSERT_NO_FATAL_FAILURE(everybody_begins());
  ASSERT_NO_FATAL_FAILURE(the_primary_is_halted());
  ASSERT_NO_FATAL_FAILURE(it_comes_back_as_a_zombie());
  ASSERT_NO_FATAL_FAILURE(it_follows_its_successor());
  ASSERT_NO_FATAL_FAILURE(the_primary_is_killed_while_its_standbys_are_away());
  nothing_is_lost();
}

}  // namespace
}  // namespace perk::test
