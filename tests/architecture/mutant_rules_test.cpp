#include "tests/architecture/mutant_rules.h"

#include <string>

#include <gtest/gtest.h>

namespace perk::architecture {
namespace {

TEST(MutantRules, OnlyTheTestProgramPlants) {
  std::string sentences;
  for (const auto& file : read_tree(".")) sentences += to_sentences(planters(file));
  EXPECT_EQ(sentences, "");
}
TEST(MutantRules, EveryFileWithABugIsInTheTestProgram) {
  EXPECT_EQ(to_sentences(unreachable_mutants(read_tree("."))), "");
}
TEST(MutantRules, EveryBugIsPlantedOnceAndTried) {
  EXPECT_EQ(to_sentences(idle_mutants(read_tree("."))), "");
}

constexpr auto kSite = "if (PERK_PLANTED(Mutant::Forgets)) return;";

SourceFile list_of(const std::string& files) {
  return from_text("tests/simulation/mutation/CMakeLists.txt", "set(planted\n" + files + ")\n");
}

TEST(MutantRules, PlantingElsewhereIsFound) {
  for (const auto* text : {"#ifdef PERK_PLANTS_MUTANTS", "perk::planted_mutant = x;"})
    EXPECT_FALSE(planters(from_text("store_node/till.cpp", text)).empty()) << text;
  EXPECT_FALSE(planters(from_text("central/CMakeLists.txt",
                                  "target_compile_definitions(a PUBLIC PERK_PLANTS_MUTANTS)"))
                   .empty());
  EXPECT_TRUE(planters(from_text("store_node/till.cpp", kSite)).empty());
}

TEST(MutantRules, AFileThatIsNotCompiledIsFound) {
  const auto planted = from_text("store_node/till.cpp", kSite);
  EXPECT_TRUE(unreachable_mutants({planted, list_of("  store_node/till.cpp")}).empty());
  EXPECT_FALSE(unreachable_mutants({planted, list_of("  store_node/till.cpp2")}).empty());
  EXPECT_FALSE(unreachable_mutants({planted}).empty());
  const auto sound = from_text("store_node/group.cpp", "return;");
  EXPECT_FALSE(unreachable_mutants({sound, list_of("  store_node/group.cpp")}).empty());
  const auto header = from_text("store_node/till.h", kSite);
  EXPECT_FALSE(unreachable_mutants({header, list_of("  store_node/till.h")}).empty());
}

TEST(MutantRules, AnIdleBugIsFound) {
  const auto header =
      from_text("ledger/mutant.h", "enum class Mutant {\n  None,\n  Forgets,  ///< x\n");
  const auto tried =
      from_text("tests/simulation/mutation/planted_bug.cpp", "{Forgets, \"Forgets\"}");
  const auto site = from_text("store_node/till.cpp", kSite);
  EXPECT_TRUE(idle_mutants({header, tried, site}).empty());
  EXPECT_FALSE(idle_mutants({header, tried}).empty());
  EXPECT_FALSE(idle_mutants({header, site}).empty());
  EXPECT_FALSE(idle_mutants({header, tried, site, from_text("sync/a.cpp", kSite)}).empty());
}

}  // namespace
}  // namespace perk::architecture
