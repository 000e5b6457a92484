// The oracle of these tests has teeth: what somebody alters behind head office's back, or a till forgets,
// is found, each by its own sentence.
#include <fstream>

#include <gtest/gtest.h>

#include "ops/simulate/record.h"
#include "tests/end_to_end/sales.h"
#include "tests/support/postgres_fixture.h"

namespace perk::test {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr const char* kTillsCheck =
    "every approval that a till was given is in the ledger exactly once, and nothing else is";

void sabotage(const TestDatabase& database, const std::string& statement) {
  const ShellOutcome done =
      run_shell("psql -X -q -v ON_ERROR_STOP=1 -d " + shell_word(database.conninfo()) + " -c " +
                shell_word(statement));
  ASSERT_EQ(done.exit_code, 0) << done.output;
}

/// The record of tills that have forgotten one card that they issued.
std::string forgetful_record(const Town& town, const Sales& sales) {
  const auto record = ops::load_record(sales.record()).value();
  const auto issued = std::find_if(record.asked.begin(), record.asked.end(), [](const auto& asked) {
    return asked.kind == store_node::RequestKind::Issue;
  });
  const std::string file = town.directory() / "forgetful.jsonl";
  std::ofstream lines(file);
  lines << to_line(record.deck);
  for (const auto& asked : record.asked) {
    if (asked.id != issued->id) lines << to_line(asked);
  }
  for (const auto& answered : record.answered) {
    if (answered.id != issued->id) lines << to_line(answered);
  }
  return file;
}

void expect_refused(const ShellOutcome& outcome, const std::string& sentence) {
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_THAT(outcome.output, HasSubstr(sentence));
}

void a_forgotten_request(const Town& town, const Sales& sales) {
  const ShellOutcome check = sales.check(forgetful_record(town, sales));
  expect_refused(check, "was asked for by nobody");
  expect_refused(check, "unasked       1");
}

void an_altered_balance(Town& town, Sales& sales, const TestDatabase& database) {
  const std::string somebody = " where card = (select card from balance order by card limit 1)";
  sabotage(database, "update balance set value = value + 1" + somebody);
  expect_refused(town.perk("verify"), "BROKEN  projection balance");
  expect_refused(town.perk("money"), "does NOT hold");
  EXPECT_THAT(sales.broken_promises(),
              AllOf(Contains(HasSubstr("audit: projection balance")),
                    Contains(HasSubstr("Harbour shows every card as head office does"))));
  sabotage(database, "update balance set value = value - 1" + somebody);
  EXPECT_THAT(sales.broken_promises(), IsEmpty());
}

void a_doubled_purchase(Town& town, Sales& sales, const TestDatabase& database) {
  sabotage(database,
           "create temporary table again as select * from card_statement"
           "  where type = 'ValueRedeemed' limit 1;"
           "update again set position = 0;"  // No event stands there.
           "insert into card_statement select * from again");
  expect_refused(sales.check(sales.record()), "is in the ledger twice");
  expect_refused(town.perk("verify"), "BROKEN  projection statement");
  EXPECT_THAT(sales.broken_promises(), Contains(HasSubstr(kTillsCheck)));
  sabotage(database, "delete from card_statement where position = 0");
}

void a_lost_purchase(Town& town, Sales& sales, const TestDatabase& database) {
  sabotage(database,
           "delete from events where (shard, position) = (select shard, position from"
           "  card_statement where type = 'ValueRedeemed' order by shard, position limit 1)");
  sabotage(database,
           "delete from card_statement where (shard, position) = (select shard, position from"
           "  card_statement where type = 'ValueRedeemed' order by shard, position limit 1)");
  expect_refused(town.perk("verify"), "BROKEN  positions are gapless");
  expect_refused(sales.check(sales.record()), "is not in the ledger");
  EXPECT_THAT(sales.broken_promises(), AllOf(Contains(HasSubstr("audit: positions are gapless")),
                                             Contains(HasSubstr(kTillsCheck))));
}

TEST(EndToEnd, AForgottenRequestAnAlteredBalanceADoubledAndALostPurchaseAreEachFound) {
  const TestDatabase database;
  Town town(database.conninfo());
  Sales sales(town);
  ASSERT_TRUE(sales.wait_for_events(kHarbour, 20));
  sales.end();
  ASSERT_THAT(sales.broken_promises(), IsEmpty());
  ASSERT_EQ(sales.check(sales.record()).exit_code, 0);
  a_forgotten_request(town, sales);
  a_doubled_purchase(town, sales, database);
  an_altered_balance(town, sales, database);
  a_lost_purchase(town, sales, database);
}

}  // namespace
}  // namespace perk::test
