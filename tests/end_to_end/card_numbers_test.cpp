// A card number is money: whoever reads it can spend it. It passes the shop's wire and stays nowhere.
#include <fstream>
#include <set>

#include <gtest/gtest.h>

#include "ops/demo_run/stage_files.h"
#include "tests/end_to_end/sales.h"
#include "tests/end_to_end/till.h"
#include "tests/support/postgres_fixture.h"

namespace perk::test {
namespace {

namespace fs = std::filesystem;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

/// All files under a folder that a word stands in. Files come and go while the servers run.
std::vector<std::string> files_with(const fs::path& folder, const std::set<std::string>& words,
                                    std::size_t& files) {
  std::vector<std::string> found;
  std::error_code gone;
  for (auto entry = fs::recursive_directory_iterator(folder, gone);
       entry != fs::recursive_directory_iterator(); entry.increment(gone)) {
    if (!entry->is_regular_file(gone)) continue;
    const auto content = ops::read_whole(entry->path());
    if (!content) continue;
    ++files;
    const bool is_in = std::any_of(words.begin(), words.end(), [&](const std::string& word) {
      return content->find(word) != std::string::npos;
    });
    if (is_in) found.push_back(fs::relative(entry->path(), folder));
  }
  return found;
}

std::vector<std::string> files_with(const fs::path& folder, const std::set<std::string>& words) {
  std::size_t files = 0;
  auto found = files_with(folder, words, files);
  EXPECT_GT(files, 10U) << folder;
  return found;
}

/// Every way that a number reaches the servers: tills, inquiries, the admin tool, and mistyped.
std::set<std::string> use_numbers(Town& town) {
  std::set<std::string> numbers;
  for (std::size_t card = 0; card < Sales::kCards; ++card) numbers.insert(number_of(card));
  const std::string known = number_of(1);
  std::string mistyped = known;
  mistyped.back() = known.back() == '0' ? '1' : '0';
  const std::string unknown = number_of(Sales::kCards + 1);
  for (const std::string& number : {known, mistyped, unknown}) {
    numbers.insert(number);
    Till(town.shop(kHarbour), 501).redeem(number, 100);
    (void)town.watch().card_at(kMarket, number);
    for (const char* command :
         {"balance ", "statement ", "card freeze --reason zonked --operator zinked "})
      (void)town.perk(command + number + " 2>&1");
  }
  return numbers;
}

TEST(EndToEnd, NoFileOfADayHoldsAFullCardNumber) {
  PrivatePostgres postgres;
  Town town(postgres.conninfo());
  Sales sales(town);
  const std::set<std::string> numbers = use_numbers(town);
  ASSERT_TRUE(sales.wait_for_events(kHarbour, 20));
  town.stage().crash_shop(kStation);
  ASSERT_TRUE(town.stage().restart_shop(kStation));
  sales.end();
  ASSERT_EQ(run_shell("psql -X -q -d " + shell_word(postgres.conninfo()) + " -c checkpoint").output,
            "");

  EXPECT_THAT(files_with(town.directory(), numbers), IsEmpty());
  EXPECT_THAT(files_with(postgres.directory(), numbers), IsEmpty());
  // The search looks where the servers write, and would have seen one. (A reason is sealed: no shop has its text.)
  EXPECT_THAT(files_with(town.directory(), {"zinked"}),
              Contains(StartsWith("harbour/data/store.db")));
  EXPECT_THAT(files_with(town.directory(), {"zonked"}), IsEmpty());
  EXPECT_THAT(files_with(postgres.directory(), {"zonked"}), Not(IsEmpty()));
  std::ofstream(town.directory() / "harbour" / "leak.log")
      << "card " << number_of(3) << " declined";
  EXPECT_THAT(files_with(town.directory(), numbers), ElementsAre("harbour/leak.log"));
}

}  // namespace
}  // namespace perk::test
