#include "tests/architecture/style_rules.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "tests/architecture/applied.h"

namespace perk::architecture {
namespace {

std::string lines(std::size_t count) {
  std::string text;
  for (std::size_t line = 0; line < count; ++line) text += "int a;\n";
  return text;
}

TEST(StyleRules, NoFileIsTooLong) { EXPECT_EQ(breaches_in_tree(long_files), ""); }
TEST(StyleRules, EveryFileNameSaysSomething) { EXPECT_EQ(breaches_in_tree(vague_names), ""); }
TEST(StyleRules, EveryHeaderSaysWhatItIsFor) { EXPECT_EQ(breaches_in_tree(wordless_headers), ""); }
TEST(StyleRules, NoWorkIsPutOffInAComment) { EXPECT_EQ(breaches_in_tree(leftovers), ""); }
TEST(StyleRules, TheDomainIsExact) { EXPECT_EQ(breaches_in_tree(floating_point), ""); }
TEST(StyleRules, NoTestSleeps) { EXPECT_EQ(breaches_in_tree(sleeping_tests), ""); }
TEST(StyleRules, NoTestIsIdle) { EXPECT_EQ(breaches_in_tree(idle_tests), ""); }
TEST(StyleRules, NoHeaderHidesNames) { EXPECT_EQ(breaches_in_tree(hidden_names), ""); }

TEST(StyleRules, ALongFileIsFound) {
  EXPECT_EQ(said_of(long_files, "central/desk.cpp", lines(kFileLinesMax)), "");
  EXPECT_NE(said_of(long_files, "central/desk.cpp", lines(kFileLinesMax + 1)), "");
  EXPECT_EQ(said_of(long_files, "tests/central/desk_test.cpp", lines(kFileLinesMax + 1)), "");
}

TEST(StyleRules, AVagueNameIsFound) {
  for (const auto* name : {"store_node/till_part2.cpp", "central/utils.h", "sync/frame_helper.h",
                           "central/card_manager.cpp", "ledger/common.h"}) {
    EXPECT_NE(said_of(vague_names, name, ""), "") << name;
  }
  EXPECT_EQ(said_of(vague_names, "central/partition.cpp", ""), "");
}

TEST(StyleRules, AWordlessHeaderIsFound) {
  EXPECT_EQ(said_of(wordless_headers, "ledger/a.h", "// A card.\n#pragma once\n"), "");
  EXPECT_NE(said_of(wordless_headers, "ledger/a.h", "#pragma once\n"), "");
  EXPECT_NE(said_of(wordless_headers, "ledger/a.h", "// A card.\n"), "");
}

TEST(StyleRules, ALeftoverIsFound) {
  EXPECT_NE(said_of(leftovers, "ledger/a.cpp", std::string("// TO") + "DO: later"), "");
  EXPECT_NE(said_of(leftovers, "ops/CMakeLists.txt", std::string("# FIX") + "ME"), "");
  EXPECT_EQ(said_of(leftovers, "ledger/a.cpp", std::string("// TO") + "DOS is another word"), "");
}

TEST(StyleRules, FloatingPointInTheDomainIsFound) {
  EXPECT_NE(said_of(floating_point, "ledger/money.cpp", "double cents = 1;"), "");
  EXPECT_NE(said_of(floating_point, "sync/pump.cpp", "float share;"), "");
  EXPECT_EQ(said_of(floating_point, "ledger/postings.h", "// double entry"), "");
  EXPECT_EQ(said_of(floating_point, "ledger/postings.cpp", R"(const char* name = "double entry";)"),
            "");
}

TEST(StyleRules, ASleepingTestIsFound) {
  EXPECT_NE(said_of(sleeping_tests, "tests/sync/a_test.cpp", "std::this_thread::sleep_for(1s);"),
            "");
  EXPECT_EQ(said_of(sleeping_tests, "tests/support/wait.cpp", "std::this_thread::sleep_for(1s);"),
            "");
}

TEST(StyleRules, AnIdleTestIsFound) {
  for (const auto* line : {"  GTEST_"
                           "SKIP();",
                           "TEST(Door, DIS"
                           "ABLED_IsShut) {",
                           "  SUCC"
                           "EED();",
                           "  EXPECT_TRUE"
                           "(true);",
                           "  ASSERT_TRUE"
                           "(true);"}) {
    EXPECT_NE(said_of(idle_tests, "tests/door/door_test.cpp", line), "") << line;
  }
  EXPECT_EQ(said_of(idle_tests, "tests/door/door_test.cpp", "  EXPECT_TRUE(is_shut);"), "");
}

TEST(StyleRules, AHeaderThatHidesNamesIsFound) {
  EXPECT_NE(said_of(hidden_names, "ledger/a.h", "namespace perk {\nnamespace {\n"), "");
  EXPECT_EQ(said_of(hidden_names, "ledger/a.cpp", "namespace perk {\nnamespace {\n"), "");
  EXPECT_EQ(said_of(hidden_names, "ledger/a.h", "namespace perk::store_node {\n"), "");
}

}  // namespace
}  // namespace perk::architecture
