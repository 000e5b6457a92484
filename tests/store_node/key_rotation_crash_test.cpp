// A node that is killed while its log goes on under another key: either key is in force, never neither, and head office
// gets the log whole.
#include <gtest/gtest.h>

#include "store_node/key_files.h"
#include "sync/wire/event_codec.h"
#include "tests/store_node/given_up_log.h"

namespace perk::test {
namespace {

using namespace store_node;

namespace fs = std::filesystem;

class KeyRotationCrashTest : public GivenUpLogTest {
 protected:
  KeyRotationCrashTest() {
    Life before(files_, with_head_office());
    log_ = before.log;
    before.ask(issue_card(1, 7));
    before.ask(load_card(2, 7, 1'000));
    stop(before, 2);
    next_ = key_files_.make_next().value();
    head_office_.know_event_types_through(40);
  }
  [[nodiscard]] PublicKey key_in(const std::string& file) const {
    const auto key = sync::LogKey::load(file);
    return key ? key.value().public_key() : PublicKey();
  }
  [[nodiscard]] std::string present() const { return files_.file("log.key"); }
  /// A day's sale after the change, and all of it at head office, sealed as it should be.
  void expect_all_is_well_under(const PublicKey& key) {
    Life after(files_, with_head_office());
    EXPECT_EQ(after.log, log_) << "it is the same log: " << files_.log();
    ASSERT_TRUE(head_office_.until([&] { return head_office_.keys().present() == key; }))
        << files_.log();
    const auto sale = after.ask(buy(++counter_, 7, 1));
    ASSERT_TRUE(sale.receipt);
    EXPECT_TRUE(sync::is_genuine(*sale.receipt, key));
    ASSERT_TRUE(head_office_.until([&] {
      return head_office_.held() == sale.receipt->seq.value();
    })) << files_.log();
    EXPECT_EQ(after.stop(), 0);
    EXPECT_EQ(key_in(present()), key);
    EXPECT_EQ(key_in(key_files_.former()), shop_log_key().public_key());
    EXPECT_FALSE(fs::exists(key_files_.next()));
  }

  const KeyFiles key_files_{files_.file("log.key")};
  PublicKey next_;
  std::uint64_t counter_ = 10;
};

TEST_F(KeyRotationCrashTest, UndisturbedItGoesOnUnderTheNextKey) {
  expect_all_is_well_under(next_);
  EXPECT_EQ(head_office_.keys().count(), 2U);
}

TEST_F(KeyRotationCrashTest, KilledAsSoonAsHeadOfficeHasIt) {
  {
    NodeProcess node(files_, with_head_office());
    ASSERT_TRUE(head_office_.until([&] { return head_office_.keys().count() == 2; }))
        << files_.log();
    node.kill();
  }
  expect_all_is_well_under(next_);
}

TEST_F(KeyRotationCrashTest, KilledWhenTheLogHasItAndHeadOfficeHasNot) {
  head_office_.refuse_batches();
  {
    NodeProcess node(files_, with_head_office());
    ASSERT_TRUE(head_office_.until([&] { return key_in(present()) == next_; })) << files_.log();
    node.kill();
  }
  EXPECT_EQ(head_office_.keys().count(), 1U);
  head_office_.take_batches_again();
  expect_all_is_well_under(next_);
}

TEST_F(KeyRotationCrashTest, KilledBetweenTheLogAndTheFiles) {
  {
    NodeProcess node(files_, with_head_office());
    ASSERT_TRUE(head_office_.until([&] { return head_office_.keys().count() == 2; }))
        << files_.log();
    node.kill();
  }
  // As the files were when the log said so first, and when only the former key had been kept aside.
  fs::rename(present(), key_files_.next());
  fs::rename(key_files_.former(), present());
  {
    NodeProcess node(files_, with_head_office());
    node.kill();
  }
  EXPECT_EQ(key_in(present()), next_) << "it was finished at the start";
  fs::rename(present(), key_files_.next());
  fs::copy_file(key_files_.former(), present());
  expect_all_is_well_under(next_);
}

TEST_F(KeyRotationCrashTest, KilledBeforeTheLogHasItTheFormerKeyIsInForce) {
  head_office_.know_event_types_through(38);
  {
    Life life(files_, with_head_office());
    const auto sale = life.ask(buy(++counter_, 7, 1));
    EXPECT_TRUE(sync::is_genuine(sale.receipt.value(), shop_log_key().public_key()));
    life.till.reset();
    life.node.kill();
  }
  EXPECT_EQ(key_in(present()), shop_log_key().public_key());
  EXPECT_EQ(key_in(key_files_.next()), next_);
  head_office_.know_event_types_through(40);
  expect_all_is_well_under(next_);
}

TEST_F(KeyRotationCrashTest, AHeadOfficeThatWasRestoredToBeforeItGetsItAgain) {
  expect_all_is_well_under(next_);
  head_office_.forget_log(shop_log_key().public_key());
  expect_all_is_well_under(next_);
}

TEST_F(KeyRotationCrashTest, WithoutTheKeyThatIsInForceTheNodeDoesNotStart) {
  expect_all_is_well_under(next_);
  fs::remove(present());
  fs::rename(key_files_.former(), present());
  NodeProcess node(files_);
  EXPECT_EQ(node.wait(), 2);
  EXPECT_NE(files_.log().find("put it back"), std::string::npos) << files_.log();
}

}  // namespace
}  // namespace perk::test
