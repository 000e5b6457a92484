#include "tests/architecture/threat_rules.h"

#include <string>

#include <gtest/gtest.h>

namespace perk::architecture {
namespace {

TEST(ThreatRules, EveryThreatHasATestThatIsThere) {
  EXPECT_EQ(to_sentences(unproven_threats(read_file(".", kThreats), read_tree("."))), "");
}

constexpr auto kTests =
    "TEST(Door, IsShut) {\n}\n"
    "TEST_F(Door, HasALock) {\n}\n"
    "TEST_P(Key,\n       Fits) {\n}\n"
    "// TEST(Door, IsPainted) {\n"
    "TEST(Door, DIS"
    "ABLED_HasABell) {\n";

std::string said_of(const std::string& row) {
  const SourceFile table = from_text(
      kThreats,
      "# Threats\n\n| Who | Holds | Tries | Stopped by | Tests |\n|---|---|---|---|---|\n" + row +
          "\n");
  return to_sentences(unproven_threats(table, {from_text("tests/door/door_test.cpp", kTests)}));
}

TEST(ThreatRules, WhoIsLookedAtIsWellNamed) {
  EXPECT_EQ(said_of("| a thief | nothing | the door | a lock | `Door.IsShut` |"), "");
  EXPECT_EQ(said_of("| a thief | a key | the door | a lock | `Door.HasALock`, `Key.Fits` |"), "");
}

TEST(ThreatRules, AThreatThatNoTestLooksAtIsFound) {
  for (const auto* tests : {"", "later", "`Door.IsShut` and others", "Door.IsShut",
                            "`Door.IsShut`,", "`Door.IsShut` `Key.Fits`", "`Door.*`", "``"})
    EXPECT_NE(said_of("| a thief | nothing | the door | a lock | " + std::string(tests) + " |"), "")
        << tests;
  EXPECT_NE(said_of("| a thief | nothing | the door | `Door.IsShut` |"), "");
  EXPECT_NE(said_of(""), "") << "a table of nobody";
}

TEST(ThreatRules, ATestThatIsNotThereIsFound) {
  for (const auto* test : {"Door.IsOpen", "Window.IsShut", "Door.IsPainted", "Door.HasABell",
                           "Door.IsShut/0", "IsShut"})
    EXPECT_NE(said_of("| a thief | nothing | the door | a lock | `Key.Fits`, `" +
                      std::string(test) + "` |"),
              "")
        << test;
  const SourceFile table =
      from_text(kThreats, "| a thief | nothing | the door | a lock | `Door.IsShut` |\n");
  EXPECT_NE(to_sentences(unproven_threats(table, {from_text("ops/door.cpp", kTests)})), "")
      << "not in tests/";
}

}  // namespace
}  // namespace perk::architecture
