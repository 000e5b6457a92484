// Every drill says what it claims, breaks something, mends it, and names a bug that exists.
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ops/demo_run/stage_files.h"
#include "ops/drill_run/drill.h"

namespace perk::ops {
namespace {

using ::testing::HasSubstr;

TEST(Drills, HaveNamesOfTheirOwnAndClaims) {
  std::set<std::string> names;
  for (const Drill& drill : all_drills()) {
    EXPECT_TRUE(names.insert(drill.name).second) << drill.name;
    EXPECT_EQ(find_drill(drill.name), &drill);
    EXPECT_FALSE(drill.claim.empty()) << drill.name;
    EXPECT_FALSE(drill.subject.empty()) << drill.name;
  }
  EXPECT_EQ(find_drill("no-such-drill"), nullptr);
}

TEST(Drills, HaveARowInTheirReadme) {
  const std::string readme = read_whole("ops/drill_run/README.md").value_or("");
  for (const Drill& drill : all_drills()) {
    const std::string bug = drill.bug.mutant.empty() ? "" : "`" + drill.bug.mutant + "`";
    const std::size_t row = readme.find("\n| `" + drill.name + "` |");
    ASSERT_NE(row, std::string::npos) << drill.name;
    EXPECT_THAT(readme.substr(row + 1, readme.find('\n', row + 1) - row), HasSubstr(bug))
        << drill.name;
  }
}

TEST(Drills, MendWhatTheyBreakBeforeTheDayEnds) {
  for (const Drill& drill : all_drills()) {
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
      DrillPlan plan;
      plan.seed = seed;
      if (drill.length > Millis(0)) plan.length = drill.length;
      const auto faults = drill.faults(plan);
      EXPECT_FALSE(faults.empty()) << drill.name;
      for (const Fault& fault : faults) {
        EXPECT_LT(fault.from, fault.until) << drill.name << ": " << fault.what;
        EXPECT_LE(fault.until, plan.length) << drill.name << ": " << fault.what;
        EXPECT_FALSE(fault.shops.empty()) << drill.name << ": " << fault.what;
        EXPECT_TRUE(fault.begin && fault.end) << drill.name << ": " << fault.what;
      }
    }
  }
}

TEST(Drills, FlapTheSameForTheSameSeedAndOtherwiseForAnother) {
  const Drill* const flapping = find_drill("flapping");
  ASSERT_NE(flapping, nullptr);
  const auto words_of = [&](std::uint64_t seed) {
    DrillPlan plan;
    plan.seed = seed;
    std::string words;
    for (const Fault& fault : flapping->faults(plan))
      words += fault.what + " " + std::to_string(fault.from.count()) + ";";
    return words;
  };
  EXPECT_EQ(words_of(7), words_of(7));
  EXPECT_NE(words_of(7), words_of(8));
}

TEST(Drills, PlantBugsThatThereAre) {
  const std::string header = read_whole("ledger/mutant.h").value_or("");
  for (const Drill& drill : all_drills()) {
    EXPECT_FALSE(drill.bug.what.empty()) << drill.name;
    if (drill.bug.mutant.empty())
      EXPECT_TRUE(!drill.bug.settings.empty() || drill.bug.hands == Hands::Wrong)
          << drill.name << " plants nothing";
    else
      EXPECT_THAT(header, HasSubstr("\n  " + drill.bug.mutant + ",")) << drill.name;
  }
}

}  // namespace
}  // namespace perk::ops
