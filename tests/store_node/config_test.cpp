// What perk-store is told: judged once, all at once, and never repeated when it is secret.
#include "store_node/config.h"

#include <fstream>

#include <gtest/gtest.h>

#include "tests/store_node/node_process.h"
#include "tests/store_node/shop.h"

namespace perk::test {
namespace {

using namespace store_node;

TEST(StoreConfig, AnEnrolmentIsReadAsItWasWritten) {
  const ScratchDirectory directory;
  const Enrolment written{
      StoreId(3),
      "Caf\xc3\xa9 \"Nord\"\\",
      eur(),
      16,
      {shop_number_key(), sync::CardNumberKey(2, {9})},
      {{"6006", 19, 2, RangeKind::SelfProving}, {"6275", 16, 1, RangeKind::Foreign}}};
  ASSERT_TRUE(write_enrolment(directory.file("e.toml"), written));
  const auto read = read_enrolment(directory.file("e.toml"));
  ASSERT_TRUE(read) << read.error().front();
  EXPECT_EQ(read.value().store, written.store);
  EXPECT_EQ(read.value().name, written.name);
  EXPECT_EQ(read.value().currency, written.currency);
  EXPECT_EQ(read.value().shard_count, 16);
  ASSERT_EQ(read.value().number_keys.size(), 2U);
  EXPECT_EQ(read.value().number_keys[0].secret_hex(), written.number_keys[0].secret_hex());
  EXPECT_EQ(read.value().number_keys[1].version(), 2U);
  EXPECT_EQ(read.value().number_ranges, written.number_ranges);
}

/// An enrolment of store 3 with key 1, and these lines at its end.
std::string enrolment_with(const ScratchDirectory& directory, const std::string& lines) {
  const std::string path = directory.file("e.toml");
  std::ofstream(path) << "store = 3\nname = \"A\"\ncurrency = \"EUR\"\nshard_count = 16\n"
                      << "[number_keys]\n1 = \"" << shop_number_key().secret_hex() << "\"\n"
                      << lines;
  std::filesystem::permissions(path, std::filesystem::perms(0600));
  return path;
}

TEST(StoreConfig, AnEnrolmentOfAnEarlierVersionHasNoRangesAndIsRead) {
  const ScratchDirectory directory;
  const auto read = read_enrolment(enrolment_with(directory, ""));
  ASSERT_TRUE(read) << read.error().front();
  EXPECT_TRUE(read.value().number_ranges.empty());
}

TEST(StoreConfig, RangesThatAShopCannotWorkWithAreRefused) {
  for (const char* line :
       {"6006-19 = \"self_proving:2\"", "6006-16 = \"self_proving:1\"", "6006 = \"foreign:1\"",
        "6006-19 = \"magic:1\"", "6006-19 = \"foreign\"", "600a-19 = \"foreign:1\"",
        "6006-19 = \"foreign:1\"\n60061-19 = \"self_proving:1\""}) {
    const ScratchDirectory directory;
    const auto read =
        read_enrolment(enrolment_with(directory, std::string("[number_ranges]\n") + line + "\n"));
    ASSERT_FALSE(read) << line;
    EXPECT_NE(read.error().front().find("number_ranges"), std::string::npos) << line;
  }
}

TEST(StoreConfig, AnEnrolmentIsReplacedInOneStepAndStaysPrivate) {
  const ScratchDirectory directory;
  const std::string path = directory.file("e.toml");
  Enrolment enrolment{StoreId(3), "A", eur(), 16, {shop_number_key()}};
  ASSERT_TRUE(write_enrolment(path, enrolment));
  std::ofstream(path + ".new") << "what a try that was cut off left behind";
  enrolment.number_ranges = {{"6006", 19, 1, RangeKind::SelfProving}};
  ASSERT_TRUE(replace_enrolment(path, enrolment));
  EXPECT_EQ(std::filesystem::status(path).permissions(), std::filesystem::perms(0600));
  EXPECT_EQ(read_enrolment(path).value().number_ranges, enrolment.number_ranges);
  EXPECT_FALSE(std::filesystem::exists(path + ".new"));
}

TEST(StoreConfig, AnEnrolmentIsPrivateAndNeverOverwritten) {
  const ScratchDirectory directory;
  const std::string path = directory.file("e.toml");
  const Enrolment enrolment{StoreId(3), "A", eur(), 16, {shop_number_key()}};
  ASSERT_TRUE(write_enrolment(path, enrolment));
  EXPECT_EQ(std::filesystem::status(path).permissions(), std::filesystem::perms(0600));
  EXPECT_FALSE(write_enrolment(path, enrolment));
  std::filesystem::permissions(path, std::filesystem::perms(0640));
  const auto read = read_enrolment(path);
  ASSERT_FALSE(read);
  EXPECT_NE(read.error().front().find("can be read by others"), std::string::npos);
}

TEST(StoreConfig, AllMistakesInAnEnrolmentAreListedAndNoKeyIsRepeated) {
  const ScratchDirectory directory;
  const std::string path = directory.file("e.toml");
  std::ofstream(path) << "store = 0\ncurrency = \"euro\"\n[number_keys]\n1 = \"c0ffee\"\n";
  std::filesystem::permissions(path, std::filesystem::perms(0600));
  const auto read = read_enrolment(path);
  ASSERT_FALSE(read);
  EXPECT_GE(read.error().size(), 5U);
  for (const std::string& problem : read.error())
    EXPECT_EQ(problem.find("c0ffee"), std::string::npos) << problem;
}

TEST(StoreConfig, TheExampleFileNamesOnlySettingsThatExist) {
  const auto config = read_config({"store_node/perk-store.example.toml", {}, {}});
  ASSERT_FALSE(config) << "its paths lead nowhere";
  for (const std::string& problem : config.error())
    EXPECT_TRUE(problem.find("enrolment") != std::string::npos ||
                problem.find("key file") != std::string::npos)
        << problem;
}

TEST(StoreConfig, ASoundConfigurationIsRead) {
  const StoreFiles files;
  const auto config = read_config({files.file("store.toml"),
                                   {"PERK_LIMITS_LOAD_MAX=123"},
                                   {"central.endpoints=127.0.0.1:7400,127.0.0.1:7401"}});
  ASSERT_TRUE(config) << config.error().front();
  EXPECT_EQ(config.value().limits.load_max, Amount(123));
  EXPECT_EQ(config.value().limits.currency, eur());
  EXPECT_EQ(config.value().central.size(), 2U);
  EXPECT_EQ(config.value().enrolment.store, StoreId(3));
}

TEST(StoreConfig, WhatTillsMayCostIsSetOrIsTheNodesOwnConstant) {
  const StoreFiles files;
  const auto usual = read_config({files.file("store.toml"), {}, {}});
  ASSERT_TRUE(usual) << usual.error().front();
  EXPECT_EQ(usual.value().terminal_limits.connections_max, kTerminalConnectionsMax);
  EXPECT_EQ(usual.value().terminal_limits.hello_time_max, kHelloTimeMax);
  const auto set = read_config({files.file("store.toml"),
                                {},
                                {"terminals.connections_max=3", "terminals.hello_time_max=2s"}});
  ASSERT_TRUE(set) << set.error().front();
  EXPECT_EQ(set.value().terminal_limits.connections_max, 3U);
  EXPECT_EQ(set.value().terminal_limits.hello_time_max, Millis(2'000));
  EXPECT_FALSE(read_config({files.file("store.toml"), {}, {"terminals.connections_max=0"}}));
}

TEST(StoreConfig, HowRightsAreAskedForIsSetAndThePolicyIsNot) {
  const StoreFiles files;
  const auto usual = read_config({files.file("store.toml"), {}, {}});
  ASSERT_TRUE(usual) << usual.error().front();
  EXPECT_EQ(usual.value().asking.deadline, Millis(150));
  EXPECT_EQ(usual.value().idle_after, Millis(24 * 3'600'000));
  const auto set = read_config(
      {files.file("store.toml"), {}, {"rights.ask_deadline=90ms", "rights.idle_after=0ms"}});
  ASSERT_TRUE(set) << set.error().front();
  EXPECT_EQ(set.value().asking.deadline, Millis(90));
  EXPECT_EQ(set.value().idle_after, Millis(0));
  EXPECT_FALSE(read_config({files.file("store.toml"), {}, {"rights.ask_deadline=0ms"}}));
  EXPECT_FALSE(read_config({files.file("store.toml"), {}, {"policy.kind=cached"}}))
      << "head office sets it";
}

TEST(StoreConfig, NumbersOfUnknownRangesAreTakenUnlessToldOtherwise) {
  const StoreFiles files;
  EXPECT_EQ(read_config({files.file("store.toml"), {}, {}}).value().unknown_range,
            UnknownRange::Taken);
  const auto strict = read_config({files.file("store.toml"), {}, {"cards.only_known_ranges=true"}});
  EXPECT_EQ(strict.value().unknown_range, UnknownRange::Refused);
}

TEST(StoreConfig, AllMistakesAreListedAtOnce) {
  const StoreFiles files;
  const auto config =
      read_config({files.file("store.toml"),
                   {},
                   {"limits.load_max=-1", "policy.kind=generous", "central.endpoints=nowhere",
                    "terminals.listen=here", "shop.colour=red"}});
  ASSERT_FALSE(config);
  EXPECT_EQ(config.error().size(), 5U);
}

}  // namespace
}  // namespace perk::test
