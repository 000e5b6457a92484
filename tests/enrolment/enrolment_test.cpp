// A shop's machine that has nothing but a one-time code.
#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

#include "sync/tls/identity.h"
#include "tests/enrolment/front_desk.h"

namespace perk::test {
namespace {

namespace fs = std::filesystem;
using store_node::enrol_by_code;

class EnrolmentByCode : public ::testing::Test {
 protected:
  Trust chain;
  FrontDesk desk{chain};
  TemporaryDirectory home;
  const fs::path directory = home.path() / "shop";

  std::string said_by(const store_node::EnrolByCode& order) {
    const auto enrolled = enrol_by_code(order);
    return enrolled ? "store " + std::to_string(enrolled.value().store.value())
                    : enrolled.error().sentence;
  }
};

TEST_F(EnrolmentByCode, MakesTheMachineAStoreOfTheChain) {
  const NumberRange range{"6006", 19, 1, RangeKind::SelfProving};
  ASSERT_TRUE(desk.events().add_number_range(range, desk.clock().wall()));
  const auto enrolled = enrol_by_code(desk.order(desk.code_for("Harbour"), directory));
  ASSERT_TRUE(enrolled) << enrolled.error().sentence;
  EXPECT_EQ(enrolled.value().name, "Harbour");

  const auto kept = store_node::read_enrolment(directory / "enrolment.toml");
  ASSERT_TRUE(kept);
  EXPECT_EQ(kept.value().store, StoreId(1));
  EXPECT_EQ(kept.value().shard_count, 16);
  EXPECT_EQ(kept.value().number_keys.size(), 1U);
  EXPECT_EQ(kept.value().number_ranges, std::vector{range});
  const auto key = sync::LogKey::load((directory / "log.key").string());
  ASSERT_TRUE(key);
  EXPECT_EQ(desk.events().find_store(StoreId(1)).value()->key, key.value().public_key());
  const auto identity = sync::Identity::load(directory.string(), time_now());
  ASSERT_TRUE(identity) << identity.error();
  EXPECT_EQ(identity.value().party(), sync::Party::store(1));
  const Millis left = identity.value().facts().not_after - time_now();
  EXPECT_GT(left, central::kCertificateLifetime - Millis(120'000));
  EXPECT_LE(left, central::kCertificateLifetime);
}

TEST_F(EnrolmentByCode, LeavesFilesThatOnlyTheOwnerCanRead) {
  ASSERT_EQ(said_by(desk.order(desk.code_for("Harbour"), directory)), "store 1");
  EXPECT_EQ(fs::status(directory).permissions(), fs::perms::owner_all);
  std::size_t files = 0;
  for (const auto& entry : fs::directory_iterator(directory)) {
    ++files;
    EXPECT_EQ(entry.status().permissions(), fs::perms::owner_read | fs::perms::owner_write)
        << entry.path();
  }
  EXPECT_EQ(files, 5U);
}

TEST_F(EnrolmentByCode, DoneAgainIsTheSameStore) {
  const auto order = desk.order(desk.code_for("Harbour"), directory);
  ASSERT_EQ(said_by(order), "store 1");
  EXPECT_EQ(said_by(order), "store 1");
  EXPECT_EQ(desk.events().stores().value().size(), 1U);
}

/// Whatever a power cut left: each file is there whole, or not at all, with a draft of it perhaps.
TEST_F(EnrolmentByCode, GoesOnAfterACrashAtAnyPoint) {
  const auto order = desk.order(desk.code_for("Harbour"), directory);
  ASSERT_EQ(said_by(order), "store 1");
  const fs::path whole = home.path() / "whole";
  fs::rename(directory, whole);
  const std::vector<std::string> in_order{"log.key", "tls.key", "ca.crt", "tls.crt",
                                          "enrolment.toml"};
  for (std::size_t done = 1; done < in_order.size(); ++done) {
    fs::remove_all(directory);
    fs::create_directories(directory);
    for (std::size_t at = 0; at < done; ++at)
      fs::copy_file(whole / in_order[at], directory / in_order[at]);
    std::ofstream(directory / (in_order[done] + ".new")) << "half";
    EXPECT_EQ(said_by(order), "store 1") << "cut off before " << in_order[done];
    EXPECT_TRUE(sync::Identity::load(directory.string(), time_now()));
    EXPECT_TRUE(store_node::read_enrolment(directory / "enrolment.toml"));
    EXPECT_EQ(std::distance(fs::directory_iterator(directory), {}), 5);
  }
}

TEST_F(EnrolmentByCode, TellsAStoreOfNewRangesByANewCode) {
  ASSERT_EQ(said_by(desk.order(desk.code_for("Harbour"), directory)), "store 1");
  const NumberRange range{"6275", 16, 1, RangeKind::Foreign};
  ASSERT_TRUE(desk.events().add_number_range(range, desk.clock().wall()));
  ASSERT_EQ(said_by(desk.order(desk.code_for("Harbour"), directory)), "store 1");
  EXPECT_EQ(store_node::read_enrolment(directory / "enrolment.toml").value().number_ranges,
            std::vector{range});
}

TEST_F(EnrolmentByCode, WritesOverNoOtherStore) {
  ASSERT_EQ(said_by(desk.order(desk.code_for("Harbour"), directory)), "store 1");
  fs::remove(directory / "log.key");
  EXPECT_EQ(said_by(desk.order(desk.code_for("Market"), directory)),
            "The file " + (directory / "enrolment.toml").string() +
                " is of another store; choose another directory.");
  EXPECT_EQ(sync::Identity::load(directory.string(), time_now()).value().party(),
            sync::Party::store(1));
}

}  // namespace
}  // namespace perk::test
