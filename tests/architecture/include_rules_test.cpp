#include "tests/architecture/include_rules.h"

#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

namespace perk::architecture {
namespace {

using Rule = std::vector<Breach> (*)(const SourceFile&);

std::string breaches_in_tree(Rule rule) {
  std::string sentences;
  for (const auto& file : read_tree(".")) {
    if (file.is_cpp()) sentences += to_sentences(rule(file));
  }
  return sentences;
}

/// What a rule says of a file with this one line in it.
std::string said_of(Rule rule, std::string path, std::string_view line) {
  return to_sentences(rule(from_text(std::move(path), line)));
}

TEST(IncludeRules, TheTreeIsThere) { EXPECT_GT(read_tree(".").size(), 20U); }

TEST(IncludeRules, EveryIncludePointsInward) { EXPECT_EQ(breaches_in_tree(outward_includes), ""); }

TEST(IncludeRules, TheDomainAndTheProtocolAreTheSameOnEveryRun) {
  EXPECT_EQ(breaches_in_tree(impure_includes), "");
}

TEST(IncludeRules, EveryLibraryStaysInItsAdapter) {
  EXPECT_EQ(breaches_in_tree(escaped_libraries), "");
}

TEST(IncludeRules, TheDomainMayNotSeeTheProtocol) {
  EXPECT_NE(said_of(outward_includes, "ledger/card.cpp", R"(#include "sync/ports.h")"), "");
}

TEST(IncludeRules, TheProtocolMayNotSeeItsAdapters) {
  EXPECT_NE(said_of(outward_includes, "sync/pump.h", R"(#include "sync/wire/frame.h")"), "");
  EXPECT_EQ(said_of(outward_includes, "sync/net/link.h", R"(#include "sync/wire/frame.h")"), "");
}

TEST(IncludeRules, AShopAndHeadOfficeMayNotSeeEachOther) {
  EXPECT_NE(said_of(outward_includes, "store_node/till.h", R"(#include "central/intake.h")"), "");
  EXPECT_NE(said_of(outward_includes, "central/intake.h", R"(#include "store_node/till.h")"), "");
}

TEST(IncludeRules, WhatATillSaysMayNotSeeTheShop) {
  EXPECT_NE(said_of(outward_includes, "store_node/terminal/messages.h",
                    R"(#include "store_node/till.h")"),
            "");
  EXPECT_NE(said_of(outward_includes, "central/admin/messages.h", R"(#include "central/intake.h")"),
            "");
}

TEST(IncludeRules, WhatShipsMayNotSeeToolsOrTests) {
  EXPECT_NE(said_of(outward_includes, "central/main.cpp", R"(#include "ops/cli/table.h")"), "");
  EXPECT_NE(said_of(outward_includes, "ops/cli/main.cpp", R"(#include "tests/support/random.h")"),
            "");
}

TEST(IncludeRules, AHeaderIsNamedFromTheRoot) {
  EXPECT_NE(said_of(outward_includes, "ledger/card.cpp", R"(#include "card.h")"), "");
}

TEST(IncludeRules, TheDomainMayNotReadAClock) {
  for (const auto* header :
       {"<chrono>", "<random>", "<thread>", "<mutex>", "<iostream>", "<fstream>", "<filesystem>",
        "<unordered_map>", "<unistd.h>", "<fmt/format.h>"}) {
    EXPECT_NE(said_of(impure_includes, "ledger/card.h", std::string("#include ") + header), "")
        << header;
    EXPECT_NE(said_of(impure_includes, "sync/pump.h", std::string("#include ") + header), "")
        << header;
    EXPECT_EQ(said_of(impure_includes, "sync/net/link.h", std::string("#include ") + header), "");
  }
  EXPECT_EQ(said_of(impure_includes, "ledger/card.h", "#include <cstdint>"), "");
}

TEST(IncludeRules, ALibraryMayNotLeaveItsAdapter) {
  EXPECT_NE(said_of(escaped_libraries, "central/intake.cpp", "#include <pqxx/pqxx>"), "");
  EXPECT_EQ(said_of(escaped_libraries, "central/postgres/event_store.cpp", "#include <pqxx/pqxx>"),
            "");
  EXPECT_NE(said_of(escaped_libraries, "central/main.cpp", "#include <libpq-fe.h>"), "");
  EXPECT_NE(said_of(escaped_libraries, "store_node/till.cpp", "#include <sqlite3.h>"), "");
  EXPECT_NE(said_of(escaped_libraries, "store_node/till.cpp", "#include <sodium.h>"), "");
  EXPECT_EQ(said_of(escaped_libraries, "sync/crypto/keys.cpp", "#include <sodium.h>"), "");
  EXPECT_NE(said_of(escaped_libraries, "sync/net/dialer.cpp", "#include <openssl/ssl.h>"), "");
  EXPECT_NE(said_of(escaped_libraries, "central/main.cpp", "#include <boost/asio/ssl.hpp>"), "");
  EXPECT_EQ(said_of(escaped_libraries, "sync/tls/openssl.h", "#include <openssl/ssl.h>"), "");
}

TEST(IncludeRules, ProtobufMayNotLeaveTheCodecs) {
  constexpr std::string_view kGenerated = R"(#include "perk/v1/event.pb.h")";
  EXPECT_NE(said_of(escaped_libraries, "sync/wire/frame.cpp", kGenerated), "");
  EXPECT_NE(said_of(escaped_libraries, "sync/wire/event_codec.h", kGenerated), "");
  EXPECT_EQ(said_of(escaped_libraries, "sync/wire/event_codec.cpp", kGenerated), "");
}

TEST(IncludeRules, WhatCodecsShareMayNotBringProtobufToOthers) {
  constexpr std::string_view kShared = R"(#include "central/admin/admin_proto.h")";
  EXPECT_EQ(said_of(escaped_libraries, "central/admin/admin_proto.h", "#include <perk/v1/a.pb.h>"),
            "");
  EXPECT_EQ(said_of(escaped_libraries, "central/admin/admin_codec.cpp", kShared), "");
  EXPECT_NE(said_of(escaped_libraries, "central/admin/client.cpp", kShared), "");
}

TEST(IncludeRules, ABreachSaysWhereWhatWhyAndWhatToDo) {
  EXPECT_EQ(to_sentence({"a.h", 3, "includes <chrono>", "it must not", "do this"}),
            "a.h:3: includes <chrono>, but it must not: do this");
}

}  // namespace
}  // namespace perk::architecture
