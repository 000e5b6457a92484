// A reason with a person's name in it, from the operator who gives it to the admin who erases it: where it is kept
// until then, and that it is nowhere afterwards.
#include <filesystem>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "ops/demo_run/stage_files.h"
#include "tests/end_to_end/person.h"
#include "tests/end_to_end/says.h"
#include "tests/end_to_end/secrets.h"
#include "tests/end_to_end/till.h"
#include "tests/support/postgres_fixture.h"

namespace perk::test {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::Not;

const std::string kAdjusted = "Miller of 7 Quay Street paid twice";
const std::string kFrozen = "Novak was robbed at 12 Mill Lane";

class GivenReasons {
 public:
  GivenReasons() {
    Till(town.shop(kHarbour), 501).sell_card(card, 1'000);
    EXPECT_TRUE(town.wait_until_everybody_agrees());
    expect_says(ada.perk(ada.admitted_as("admin")), 0, "ada");
    expect_says(ada.perk(bob.admitted_as("operator")), 0, "operator");
    adjusted = event_of(bob.perk("adjust " + card + " 2.00 --json --reason '" + kAdjusted + "'"));
    frozen = event_of(bob.perk("card freeze " + card + " --json --reason '" + kFrozen + "'"));
    for (const std::size_t shop : {kHarbour, kMarket, kStation})
      EXPECT_TRUE(town.wait_until(town.shop(shop).name + " hears of the freeze", [&] {
        const auto known = town.watch().card_at(shop, card);
        return known && known.value().is_frozen;
      }));
    EXPECT_EQ(sql("analyze reasons"), "");
  }

  /// As SQL and as the server's files have it.
  [[nodiscard]] std::string sql(const std::string& statement) const {
    const ShellOutcome said = run_shell("psql -X -q -A -t -d " + shell_word(postgres.conninfo()) +
                                        " -c " + shell_word(statement));
    EXPECT_EQ(said.exit_code, 0) << said.output;
    return said.output;
  }
  /// Every row of every table, as text.
  [[nodiscard]] std::string tables() const {
    std::string rows;
    const std::string names =
        sql("select string_agg(table_name, ' ') from information_schema.tables"
            " where table_schema = current_schema()");
    std::istringstream each(names);
    for (std::string table; each >> table;) rows += sql("select t::text from " + table + " t");
    return rows;
  }
  [[nodiscard]] static bool stands_in(const std::string& text, const std::string& reason) {
    return !SecretSearch({secret_bytes("a reason", reason)}).in(text).empty();
  }
  /// The files below a folder in which it stands. Files come and go while the servers run.
  [[nodiscard]] static std::string files_with(const fs::path& folder, const std::string& reason) {
    const SecretSearch search({secret_bytes("a reason", reason)});
    std::string found;
    std::error_code gone;
    for (auto entry = fs::recursive_directory_iterator(folder, gone);
         entry != fs::recursive_directory_iterator(); entry.increment(gone)) {
      if (!entry->is_regular_file(gone)) continue;
      const auto content = ops::read_whole(entry->path());
      if (content && !search.in(*content).empty())
        found += fs::relative(entry->path(), folder).string() + "\n";
    }
    return found;
  }
  /// The folder of the server's tables, after all that it holds in memory was written.
  [[nodiscard]] fs::path table_files() const {
    EXPECT_EQ(sql("checkpoint"), "");
    for (auto entry = fs::recursive_directory_iterator(postgres.directory());
         entry != fs::recursive_directory_iterator(); ++entry)
      if (entry->is_directory() && entry->path().filename() == "base") return entry->path();
    ADD_FAILURE() << "the server has no tables";
    return postgres.directory();
  }

  PrivatePostgres postgres;
  Town town{postgres.conninfo()};
  const std::string card = number_of(1);
  const Person ada{town, "ada"}, bob{town, "bob"};
  std::string adjusted, frozen;  ///< The events that give them.

 private:
  static std::string event_of(const ShellOutcome& said) {
    EXPECT_EQ(said.exit_code, 0) << said.output;
    return said.exit_code == 0 ? nlohmann::json::parse(said.output)["event"] : "";
  }
};

TEST(EndToEnd, AReasonIsKeptOnceUntilItIsErasedAndThenNowhere) {
  GivenReasons day;
  const std::string statement = day.bob.perk("statement " + day.card).output;
  EXPECT_THAT(statement, HasSubstr(kAdjusted + " (bob)"));
  EXPECT_THAT(statement, HasSubstr(kFrozen + " (bob)"));
  const std::string before = day.tables();
  for (const std::string& reason : {kAdjusted, kFrozen}) {
    EXPECT_TRUE(GivenReasons::stands_in(before, reason)) << "the search sees it";
    EXPECT_NE(GivenReasons::files_with(day.table_files(), reason), "");
    EXPECT_EQ(GivenReasons::files_with(day.town.directory(), reason), "")
        << "neither shops nor logs ever had it";
  }

  const ShellOutcome erased =
      day.ada.perk("reason erase " + day.adjusted + " --json --reason 'asked to'");
  ASSERT_EQ(erased.exit_code, 0) << erased.output;
  const std::string seal =
      "sealed:" + std::string(nlohmann::json::parse(erased.output)["commitment"]);
  expect_says(day.ada.perk("reason erase " + day.frozen + " --reason 'asked to'"), 0, "is erased");
  expect_says(day.ada.perk("reason erase " + seal + " --reason 'asked to'"), 0, "was erased");
  expect_says(day.bob.perk("reason erase " + day.frozen + " --reason mine"), 4,
              "takes the role admin");
  EXPECT_EQ(day.sql("vacuum full reasons"), "") << "as the runbook says";

  const std::string after = day.tables();
  for (const std::string& reason : {kAdjusted, kFrozen}) {
    EXPECT_FALSE(GivenReasons::stands_in(after, reason));
    EXPECT_EQ(GivenReasons::files_with(day.table_files(), reason), "");
    EXPECT_EQ(GivenReasons::files_with(day.town.directory(), reason), "");
  }
  EXPECT_NE(GivenReasons::files_with(day.town.shop(kMarket).directory, seal), "")
      << "a shop has the seal, or this search finds nothing";
  EXPECT_THAT(day.bob.perk("statement " + day.card).output, HasSubstr("(erased) (bob)"));
  expect_says(day.ada.perk("audit --by bob"), 0, "(erased)");
  expect_says(day.ada.perk("audit --by ada"), 0, "erased");
  expect_says(day.ada.perk("verify --deep"), 0, "everything holds.");
}

TEST(EndToEnd, AnErasureOutlastsACrashAndAReasonThatIsKeptDoesToo) {
  GivenReasons day;
  ASSERT_EQ(day.ada.perk("reason erase " + day.adjusted + " --reason 'asked to'").exit_code, 0);
  day.town.stage().crash_head_office();
  ASSERT_TRUE(day.town.stage().restart_head_office());
  ASSERT_TRUE(day.town.wait_until("head office is back",
                                  [&] { return day.ada.perk("health").exit_code == 0; }));
  const std::string statement = day.bob.perk("statement " + day.card).output;
  EXPECT_THAT(statement, HasSubstr("(erased) (bob)"));
  EXPECT_THAT(statement, HasSubstr(kFrozen + " (bob)"));
  EXPECT_THAT(statement, Not(HasSubstr("Miller")));
  EXPECT_FALSE(GivenReasons::stands_in(day.tables(), kAdjusted));
}

}  // namespace
}  // namespace perk::test
