// A primary whose standby is away: a commit waits, which no setting of the server ends. Nobody is told that
// anything is durable, and nobody reads what may be lost again.
#include <thread>

#include <gtest/gtest.h>
#include <pqxx/pqxx>

#include "central/postgres/postgres_backend.h"
#include "tests/central/central_builders.h"
#include "tests/support/postgres_fixture.h"

namespace perk::test {
namespace {

using namespace central;

class StandbyAway : public ::testing::Test {
 protected:
  StandbyAway() {
    PostgresBackend patient(postgres_.conninfo());
    if (!patient.initialise(euro_chain(), number_key(), kMorning) ||
        !patient.events().register_incarnation(log_.store(), log_.origin(), kMorning))
      throw std::runtime_error("the chain cannot be made");
    // While the standby is there, so that this server is trusted.
    EXPECT_TRUE(read());
  }

  /// Commits wait for a standby that there is not, or no longer.
  void wait_for_standby(bool is_on) {
    pqxx::connection connection(postgres_.conninfo());
    pqxx::nontransaction work(connection);
    // Of the operator's own commands none must wait.
    work.exec0("set synchronous_commit = local");
    work.exec0(std::string("alter system set synchronous_standby_names = '") +
               (is_on ? "nobody" : "") + "'");
    work.exec1("select pg_reload_conf()");
    const std::string wanted = is_on ? "nobody" : "";
    while (work.exec1("show synchronous_standby_names")[0].as<std::string>() != wanted)
      work.exec1("select pg_sleep(0.01)");
  }
  /// As anybody sees it who asks the server itself.
  std::size_t shown() {
    pqxx::connection connection(postgres_.conninfo());
    pqxx::nontransaction work(connection);
    return work.exec1("select count(*) from events")[0].as<std::size_t>();
  }
  /// What somebody does who has no patience with a session that hangs.
  void cancel_waiting() {
    pqxx::connection connection(postgres_.conninfo());
    pqxx::nontransaction work(connection);
    const std::string waiting =
        " from pg_stat_activity where wait_event = 'SyncRep' and pid <> pg_backend_pid()";
    while (work.exec1("select count(*)" + waiting)[0].as<int>() == 0)
      work.exec1("select pg_sleep(0.01)");
    work.exec("select pg_cancel_backend(pid)" + waiting);
  }

  Stored<AppendedGroup> append() {
    const Shard shard = shard_of(card(1), euro_chain().shard_count);
    const auto sold = arrived(value_loaded(card(1), 100).recorded(log_.origin(), 1));
    return backend_.events().append({shard, {sold}}, kMorning);
  }
  Stored<std::vector<StoredEvent>> read() {
    return backend_.events().read_shard(shard_of(card(1), euro_chain().shard_count), Position(),
                                        10);
  }

  PrivatePostgres postgres_;
  PostgresBackend backend_{postgres_.conninfo(), std::chrono::milliseconds(3'000)};
  StoreLog log_{1};
};

TEST_F(StandbyAway, ACommitThatWaitsForItIsGivenUpAndItsOutcomeIsUnknown) {
  wait_for_standby(true);
  const auto appended = append();
  ASSERT_FALSE(appended);
  EXPECT_EQ(appended.error().failure, StorageFailure::OutcomeUnknown);
  EXPECT_EQ(shown(), 0U) << "it waits there still";
  wait_for_standby(false);
  const auto again = append();
  ASSERT_TRUE(again) << again.error().detail;
  EXPECT_EQ(again.value().duplicates, 1U);
  EXPECT_EQ(shown(), 1U);
}

TEST_F(StandbyAway, WhatAServerShowsAfterACrashIsNotReadBeforeTheStandbyHasIt) {
  wait_for_standby(true);
  EXPECT_FALSE(append());
  postgres_.kill();
  postgres_.start();
  ASSERT_EQ(shown(), 1U) << "a crash ends the wait, and shows what waited";
  const auto early = read();
  ASSERT_FALSE(early) << "the standby does not have it";
  EXPECT_EQ(early.error().failure, StorageFailure::Retry);
  wait_for_standby(false);
  const auto late = read();
  ASSERT_TRUE(late) << late.error().detail;
  EXPECT_EQ(late.value().size(), 1U);
}

TEST_F(StandbyAway, AWaitThatSomebodyCancelsIsNoSuccessAndWhatItShowsIsNotRead) {
  wait_for_standby(true);
  std::thread somebody([this] { cancel_waiting(); });
  const auto appended = append();
  somebody.join();
  ASSERT_FALSE(appended) << "the server says that it is committed";
  EXPECT_EQ(appended.error().failure, StorageFailure::OutcomeUnknown);
  EXPECT_EQ(shown(), 1U);
  EXPECT_FALSE(read());
  wait_for_standby(false);
  EXPECT_TRUE(read());
}

}  // namespace
}  // namespace perk::test
