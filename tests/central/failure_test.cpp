// What an exception of the database's library means: nothing happened, or nobody knows.
#include "central/postgres/failure.h"

#include <gtest/gtest.h>
#include <pqxx/pqxx>

namespace perk::central {
namespace {

StorageFailure meaning(const std::exception& thrown, Phase phase, Line line = Line::Open) {
  return failure_of(thrown, phase, line).failure;
}

TEST(DatabaseFailure, ALineLostBeforeTheCommitMeansNothingHappened) {
  EXPECT_EQ(meaning(pqxx::broken_connection("gone"), Phase::Working, Line::Lost),
            StorageFailure::Retry);
  EXPECT_EQ(meaning(pqxx::sql_error("terminating", "select", "57P01"), Phase::Working),
            StorageFailure::Retry);
}

TEST(DatabaseFailure, ALineLostDuringTheCommitMeansNobodyKnows) {
  EXPECT_EQ(meaning(pqxx::in_doubt_error("commit"), Phase::Committing, Line::Lost),
            StorageFailure::OutcomeUnknown);
  EXPECT_EQ(meaning(pqxx::broken_connection("gone"), Phase::Committing, Line::Lost),
            StorageFailure::OutcomeUnknown);
}

TEST(DatabaseFailure, ATransactionThatTheServerUndidIsTriedAgain) {
  EXPECT_EQ(meaning(pqxx::serialization_failure("undone"), Phase::Committing),
            StorageFailure::Retry);
  EXPECT_EQ(meaning(pqxx::deadlock_detected("undone"), Phase::Working), StorageFailure::Retry);
}

TEST(DatabaseFailure, AMistakeOfOursIsNotTriedAgain) {
  EXPECT_EQ(meaning(pqxx::sql_error("no such table", "select", "42P01"), Phase::Working),
            StorageFailure::GiveUp);
}

TEST(DatabaseFailure, ACommitWhoseWaitForTheStandbyWasCancelledIsInDoubt) {
  EXPECT_TRUE(is_doubtful_commit(
      "WARNING:  canceling wait for synchronous replication due to user request\n"));
  EXPECT_FALSE(is_doubtful_commit("NOTICE:  table exists, skipping\n"));
}

}  // namespace
}  // namespace perk::central
