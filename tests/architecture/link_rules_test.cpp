#include "tests/architecture/link_rules.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

namespace perk::architecture {
namespace {

std::string said_of(std::string path, std::string_view text) {
  return to_sentences(outward_links(from_text(std::move(path), text)));
}

TEST(LinkRules, EveryLinkPointsInward) {
  std::string sentences;
  for (const auto& file : read_tree(".")) {
    if (file.is_cmake()) sentences += to_sentences(outward_links(file));
  }
  EXPECT_EQ(sentences, "");
}

TEST(LinkRules, EverySourceIsCompiled) {
  EXPECT_EQ(to_sentences(orphan_sources(read_tree("."))), "");
}

TEST(LinkRules, TheDomainAndTheProtocolAreFoundInTheTree) {
  std::vector<std::string> names;
  for (const auto& file : read_tree(".")) {
    if (!file.is_cmake()) continue;
    for (const auto& target : targets_of(file)) names.push_back(target.name);
  }
  for (const auto* name : {"perk_ledger", "perk_sync", "perk_store_node", "perk_central_core"}) {
    EXPECT_EQ(std::count(names.begin(), names.end(), name), 1) << name;
  }
}

TEST(LinkRules, ATargetIsReadOverSeveralLines) {
  const auto targets = targets_of(from_text("sync/wire/CMakeLists.txt",
                                            "perk_library(perk_sync_wire # frames\n"
                                            "  SOURCES frame.cpp\n"
                                            "  LINKS perk_sync\n"
                                            "  PRIVATE_LINKS PkgConfig::zstd)\n"));
  ASSERT_EQ(targets.size(), 1U);
  EXPECT_EQ(targets[0].links, (std::vector<std::string>{"perk_sync", "PkgConfig::zstd"}));
}

TEST(LinkRules, TheDomainMayLinkNothing) {
  EXPECT_NE(
      said_of("ledger/CMakeLists.txt", "perk_library(perk_ledger SOURCES card.cpp LINKS fmt::fmt)"),
      "");
  EXPECT_NE(said_of("ledger/CMakeLists.txt",
                    "target_link_libraries(perk_ledger PRIVATE Threads::Threads)"),
            "");
}

TEST(LinkRules, TheProtocolMayLinkTheDomainOnly) {
  EXPECT_EQ(said_of("sync/CMakeLists.txt", "perk_library(perk_sync LINKS perk_ledger)"), "");
  EXPECT_NE(said_of("sync/CMakeLists.txt", "perk_library(perk_sync LINKS perk_ledger perk_asio)"),
            "");
}

TEST(LinkRules, AShopAndHeadOfficeMayNotLinkEachOther) {
  EXPECT_NE(
      said_of("store_node/CMakeLists.txt", "perk_library(perk_store_node LINKS perk_central_core)"),
      "");
  EXPECT_NE(
      said_of("central/CMakeLists.txt", "perk_library(perk_central_net LINKS perk_store_terminal)"),
      "");
  EXPECT_NE(said_of("sync/net/CMakeLists.txt", "perk_library(perk_sync_net LINKS perk_store_node)"),
            "");
}

TEST(LinkRules, ALibraryMayNotLeaveItsAdapter) {
  EXPECT_NE(
      said_of("central/CMakeLists.txt", "perk_library(perk_central_core LINKS PkgConfig::pqxx)"),
      "");
  EXPECT_NE(said_of("ops/cli/CMakeLists.txt",
                    "perk_executable(perk SOURCES main.cpp LINKS PkgConfig::pq)"),
            "");
  EXPECT_NE(said_of("ops/simulate/CMakeLists.txt", "perk_executable(perk-sim LINKS perk_proto)"),
            "");
}

TEST(LinkRules, ASourceThatNobodyNamesIsFound) {
  const auto lists =
      from_text("ledger/CMakeLists.txt", "perk_library(perk_ledger SOURCES card.cpp)");
  EXPECT_EQ(to_sentences(orphan_sources({lists, from_text("ledger/card.cpp", "")})), "");
  EXPECT_NE(to_sentences(orphan_sources({lists, from_text("ledger/discard.cpp", "")})), "");
  EXPECT_NE(to_sentences(orphan_sources({lists, from_text("ledger/rd.cpp", "")})), "");
}

}  // namespace
}  // namespace perk::architecture
