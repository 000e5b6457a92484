#include "ops/proxy/toxics.h"

#include <gtest/gtest.h>

#include "ops/proxy/loopback.h"

namespace perk::ops {
namespace {

std::string refusal(const std::vector<std::string>& words) {
  const auto outcome = with_toxic({}, words);
  return outcome ? "accepted" : outcome.error();
}

TEST(Toxics, AreSaidInWordsAndReadBack) {
  LinkToxics toxics;
  for (const auto& words : std::vector<std::vector<std::string>>{{"cut"},
                                                                 {"latency", "200", "50", "up"},
                                                                 {"slicer", "10", "5", "down"},
                                                                 {"reset_after", "4096", "both"},
                                                                 {"alter", "2000", "down"},
                                                                 {"one_way", "up"}}) {
    const auto more = with_toxic(toxics, words);
    ASSERT_TRUE(more) << more.error();
    toxics = more.value();
  }
  EXPECT_EQ(to_string(toxics),
            "cut; up latency 200 50; up reset_after 4096; down black_hole; down slicer 10 5; down "
            "reset_after 4096; down alter 2000");
  EXPECT_EQ(to_string(LinkToxics{}), "none");
}

TEST(Toxics, ASecondToxicOfOneKindReplacesTheFirst) {
  const auto first = with_toxic({}, {"latency", "200", "up"});
  ASSERT_TRUE(first);
  const auto second = with_toxic(first.value(), {"latency", "10", "up"});
  ASSERT_TRUE(second);
  EXPECT_EQ(to_string(second.value()), "up latency 10 0");
}

TEST(Toxics, WhatMakesNoSenseIsRefusedWithASentence) {
  EXPECT_EQ(refusal({"warp"}), "there is no toxic 'warp'");
  EXPECT_EQ(refusal({"cut", "up"}), "cut takes no more words: it is of the whole link");
  EXPECT_EQ(refusal({"one_way"}),
            "one_way needs the direction that still passes: one_way up, or one_way down");
  EXPECT_EQ(refusal({"latency", "fast"}), "'fast' is not a whole number from 0 to 1000000000000");
  EXPECT_EQ(refusal({"latency", "-5"}), "'-5' is not a whole number from 0 to 1000000000000");
  EXPECT_EQ(refusal({"latency"}).rfind("it goes: latency DELAY_MS", 0), 0U);
  EXPECT_EQ(refusal({"bandwidth", "0"}).rfind("it goes: bandwidth", 0), 0U);
  EXPECT_EQ(refusal({"slicer", "0", "5"}).rfind("it goes: slicer", 0), 0U);
  EXPECT_EQ(refusal({"alter", "0"}).rfind("it goes: alter", 0), 0U);
  EXPECT_NE(refusal({}).find("reset_after"), std::string::npos);
}

TEST(Loopback, OnlyThisMachinesAddressesAreAllowed) {
  ASSERT_TRUE(parse_loopback("127.0.0.1:4000"));
  EXPECT_EQ(to_string(parse_loopback("127.0.0.1:4000").value()), "127.0.0.1:4000");
  EXPECT_EQ(to_string(parse_loopback("[::1]:80").value()), "[::1]:80");
  for (const char* bad :
       {"", "127.0.0.1", "127.0.0.1:", "127.0.0.1:70000", "localhost:80", "127.0.0.1:80x"}) {
    EXPECT_FALSE(parse_loopback(bad)) << bad;
  }
  ASSERT_FALSE(parse_loopback("0.0.0.0:80"));
  EXPECT_EQ(parse_loopback("0.0.0.0:80").error(),
            "'0.0.0.0:80' is not on this machine: only loopback addresses are allowed");
}

}  // namespace
}  // namespace perk::ops
