#include "ops/cli/enrol.h"

#include <filesystem>

#include <gtest/gtest.h>

#include "store_node/enrolment.h"
#include "sync/crypto/keys.h"

namespace perk::ops {
namespace {

namespace fs = std::filesystem;

/// Head office as far as enrolment goes: remembers the key that each name enrolled with.
class FakeHeadOffice {
 public:
  Result<central::AdminReply, std::string> answer(const central::AdminRequest& request) {
    const auto& enrol = std::get<central::EnrolRequest>(request);
    keys_seen.push_back(enrol.public_key);
    central::EnrolReply reply;
    reply.store = StoreId(3);
    reply.name = enrol.name;
    reply.currency = *Currency::from_code("EUR");
    reply.shard_count = 16;
    reply.was_enrolled = keys_seen.size() > 1;
    reply.number_keys.push_back({1, std::vector<std::uint8_t>(32, 7)});
    reply.number_ranges = ranges;
    return central::AdminReply(reply);
  }
  Ask ask() {
    return [this](const central::AdminRequest& request) { return answer(request); };
  }
  std::vector<PublicKey> keys_seen;
  std::vector<NumberRange> ranges;
};

class PerkEnrol : public testing::Test {
 protected:
  PerkEnrol() {
    std::string name = (fs::temp_directory_path() / "perk-enrol-XXXXXX").string();
    directory = mkdtemp(name.data());
  }
  ~PerkEnrol() override { fs::remove_all(directory); }
  fs::path directory;
  FakeHeadOffice office;
};

TEST_F(PerkEnrol, WritesAKeyAndAnEnrolmentThatOnlyTheOwnerCanRead) {
  const auto reply = enrol_store({"Main Street", (directory / "main").string()}, office.ask());
  ASSERT_TRUE(reply.has_value()) << reply.error().sentence;
  const auto enrolment = store_node::read_enrolment(directory / "main" / "enrolment.toml");
  ASSERT_TRUE(enrolment.has_value()) << enrolment.error().front();
  EXPECT_EQ(enrolment.value().store, StoreId(3));
  EXPECT_EQ(enrolment.value().shard_count, 16);
  const auto key = sync::LogKey::load((directory / "main" / "log.key").string());
  ASSERT_TRUE(key.has_value()) << key.error();
  EXPECT_EQ(key.value().public_key(), office.keys_seen.front());
  for (const char* file : {"log.key", "enrolment.toml"}) {
    EXPECT_EQ(fs::status(directory / "main" / file).permissions() & fs::perms(0077),
              fs::perms::none)
        << file;
  }
}

TEST_F(PerkEnrol, DoneTwiceUsesTheKeyThatIsThere) {
  ASSERT_TRUE(enrol_store({"Main Street", directory.string()}, office.ask()).has_value());
  const auto again = enrol_store({"Main Street", directory.string()}, office.ask());
  ASSERT_TRUE(again.has_value()) << again.error().sentence;
  EXPECT_TRUE(again.value().was_enrolled);
  EXPECT_EQ(office.keys_seen.at(0), office.keys_seen.at(1));
}

TEST_F(PerkEnrol, DoneAgainFetchesTheRangesThatWereAddedSince) {
  ASSERT_TRUE(enrol_store({"Main Street", directory.string()}, office.ask()).has_value());
  EXPECT_TRUE(
      store_node::read_enrolment(directory / "enrolment.toml").value().number_ranges.empty());
  office.ranges = {{"6006", 19, 1, RangeKind::SelfProving}};
  ASSERT_TRUE(enrol_store({"Main Street", directory.string()}, office.ask()).has_value());
  EXPECT_EQ(store_node::read_enrolment(directory / "enrolment.toml").value().number_ranges,
            office.ranges);
}

TEST_F(PerkEnrol, LeavesNoEnrolmentWhenHeadOfficeRefusesOrIsAway) {
  const auto refused = enrol_store({"Main", directory.string()}, [](const central::AdminRequest&) {
    return Result<central::AdminReply, std::string>(central::AdminReply(
        central::AdminFault{"store_exists", "Main is enrolled with another key."}));
  });
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().why, NotEnrolled::Why::Refused);
  const auto away = enrol_store({"Main", directory.string()}, [](const central::AdminRequest&) {
    return Result<central::AdminReply, std::string>(
        failed(std::string("Cannot reach head office.")));
  });
  ASSERT_FALSE(away.has_value());
  EXPECT_EQ(away.error().why, NotEnrolled::Why::Unreachable);
  EXPECT_FALSE(fs::exists(directory / "enrolment.toml"));
}

TEST_F(PerkEnrol, NeverOverwritesAnotherStoresEnrolment) {
  store_node::Enrolment other{StoreId(9), "Other", *Currency::from_code("EUR"), 16, {}};
  other.number_keys.emplace_back(1, std::array<std::uint8_t, 32>{});
  ASSERT_TRUE(store_node::write_enrolment(directory / "enrolment.toml", other).has_value());
  const auto reply = enrol_store({"Main Street", directory.string()}, office.ask());
  ASSERT_FALSE(reply.has_value());
  EXPECT_EQ(reply.error().why, NotEnrolled::Why::Files);
  EXPECT_EQ(store_node::read_enrolment(directory / "enrolment.toml").value().store, StoreId(9));
}

}  // namespace
}  // namespace perk::ops
