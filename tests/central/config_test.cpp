// Head office's settings: everything that is wrong is told at once.
#include "central/config.h"

#include <gtest/gtest.h>

namespace perk::central {
namespace {

using Flags = std::vector<std::string>;

Result<CentralConfig, std::vector<std::string>> read(const Flags& flags) {
  return read_config({std::nullopt, {}, flags});
}

TEST(CentralConfig, TheFewThatMustBeSetAreEnough) {
  const auto config = read({"database.conninfo=dbname=perk", "central.data_directory=/var/perk"});
  ASSERT_TRUE(config);
  EXPECT_EQ(config.value().conninfo, "dbname=perk");
  EXPECT_EQ(config.value().currency.code(), "EUR");
  EXPECT_EQ(config.value().shard_count, 16);
  EXPECT_EQ(config.value().sync_listen.port, 0);
  EXPECT_EQ(config.value().takeover_after, Millis(15'000));
}

TEST(CentralConfig, EveryMistakeIsToldAtOnce) {
  const auto config = read({"chain.currency=euro", "chain.shards=0", "sync.listen=here",
                            "log.level=loud", "colour=blue"});
  ASSERT_FALSE(config);
  std::string all;
  for (const std::string& problem : config.error()) all += problem + "\n";
  for (const char* const key : {"database.conninfo", "central.data_directory", "chain.currency",
                                "chain.shards", "sync.listen", "log.level", "colour"}) {
    EXPECT_NE(all.find(key), std::string::npos) << key << " is not in:\n" << all;
  }
}

TEST(CentralConfig, APasswordIsNeverRepeated) {
  const auto config = read({"database.conninfo=password=hunter2", "chain.shards=0"});
  ASSERT_FALSE(config);
  for (const std::string& problem : config.error()) {
    EXPECT_EQ(problem.find("hunter2"), std::string::npos);
  }
}

TEST(CentralConfig, TheExampleIsCompleteAndRight) {
  EXPECT_TRUE(read_config({"central/perk-central.example.toml", {}, {}}));
}

}  // namespace
}  // namespace perk::central
