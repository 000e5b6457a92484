#include "tests/architecture/call_rules.h"

#include <string>
#include <string_view>
#include <utility>

#include <gtest/gtest.h>

#include "tests/architecture/applied.h"

namespace perk::architecture {
namespace {

TEST(CallRules, OnlyACommitOrAPeerPromisesDurability) {
  EXPECT_EQ(breaches_in_tree(unfounded_promises), "");
}
TEST(CallRules, WhatAPeerSentIsParsedQuietly) { EXPECT_EQ(breaches_in_tree(noisy_parsers), ""); }
TEST(CallRules, NothingIsHeardFromOutsideWithoutTls) {
  EXPECT_EQ(breaches_in_tree(open_doors), "");
}

TEST(CallRules, ADoorThatStandsOpenIsFound) {
  constexpr std::string_view open =
      "auto door = Listener::open(io, address, sync::Reach::AnyAddress);";
  EXPECT_NE(said_of(open_doors, "central/open_office.cpp", open), "");
  EXPECT_EQ(said_of(open_doors, "sync/tls/doorway.cpp", open), "");
}

TEST(CallRules, APromiseOutOfThinAirIsFound) {
  constexpr std::string_view promise = "done(sync::Durable::reported(feed, through, hash));";
  for (const auto* path : {"central/net/sync_session.cpp", "sync/pump.cpp", "store_node/till.cpp",
                           "ops/simulate/shop.h"}) {
    EXPECT_NE(said_of(unfounded_promises, path, promise), "") << path;
  }
  EXPECT_NE(said_of(unfounded_promises, "sync/pump.cpp", "auto make = &Durable::reported;"), "");
  EXPECT_EQ(said_of(unfounded_promises, "central/appender.cpp", promise), "");
  EXPECT_EQ(said_of(unfounded_promises, "tests/sync/pump_test.cpp", promise), "");
  EXPECT_EQ(said_of(unfounded_promises, "sync/pump.cpp", "// Durable::reported() says when."), "");
}

TEST(CallRules, ANoisyParserIsFound) {
  constexpr std::string_view noisy = "if (!wire.ParseFromArray(bytes, size)) return false;";
  EXPECT_NE(said_of(noisy_parsers, "central/admin/admin_request_codec.cpp", noisy), "");
  EXPECT_NE(said_of(noisy_parsers, "store_node/terminal/terminal_proto.h", noisy), "");
  EXPECT_NE(said_of(noisy_parsers, "sync/wire/a.cpp", "wire.ParseFromString(text);"), "");
  EXPECT_EQ(said_of(noisy_parsers, "sync/wire/parse_proto.h", noisy), "");
  EXPECT_EQ(said_of(noisy_parsers, "sync/wire/a.cpp", "parse_quietly(wire, bytes);"), "");
}

}  // namespace
}  // namespace perk::architecture
