// A shop's key files through a change of key, and through every place where it may be interrupted.
#include "store_node/key_files.h"

#include <filesystem>

#include <gtest/gtest.h>

#include "tests/store_node/scratch.h"
#include "tests/support/ledger_builders.h"

namespace perk::test {
namespace {

using store_node::KeyFiles;
using store_node::kFormerKeyKept;

namespace fs = std::filesystem;

class KeyFilesTest : public ::testing::Test {
 protected:
  KeyFilesTest() { EXPECT_TRUE(first_.save(path())); }

  [[nodiscard]] std::string path() const { return directory_.file("log.key"); }
  [[nodiscard]] PublicKey key_in(const std::string& file) const {
    const auto key = sync::LogKey::load(file);
    return key ? key.value().public_key() : PublicKey();
  }
  /// As the log says it once it goes on under the next key.
  [[nodiscard]] std::vector<LogKeyChange> changed_to(const PublicKey& next) const {
    return {{store(3), Seq(5), first_.public_key(), next, kSince}};
  }
  void expect_changed_to(const PublicKey& next) {
    EXPECT_EQ(key_in(path()), next);
    EXPECT_EQ(key_in(files_.former()), first_.public_key());
    EXPECT_FALSE(fs::exists(files_.next()));
  }

  static constexpr WallTime kSince{1'795'255'200'000};
  const ScratchDirectory directory_;
  const KeyFiles files_{path()};
  const sync::LogKey first_ = sync::LogKey::from_seed({1});
};

TEST_F(KeyFilesTest, TheNextKeyIsMadeOnceAndForItsOwnerOnly) {
  const auto made = files_.make_next();
  ASSERT_TRUE(made) << made.error();
  EXPECT_NE(made.value(), first_.public_key());
  EXPECT_EQ(files_.make_next().value(), made.value());
  EXPECT_EQ(key_in(files_.next()), made.value());
  EXPECT_EQ(fs::status(files_.next()).permissions(),
            fs::perms::owner_read | fs::perms::owner_write);
  EXPECT_EQ(key_in(path()), first_.public_key()) << "nothing is changed yet";
  const auto held = files_.load();
  ASSERT_TRUE(held);
  EXPECT_EQ(held.value().present.public_key(), first_.public_key());
  ASSERT_TRUE(held.value().next);
  EXPECT_FALSE(held.value().former);
}

TEST_F(KeyFilesTest, WithoutAKeyNothingIsMade) {
  const KeyFiles nowhere(directory_.file("no.key"));
  const auto made = nowhere.make_next();
  ASSERT_FALSE(made);
  EXPECT_NE(made.error().find("does not exist"), std::string::npos) << made.error();
  EXPECT_FALSE(fs::exists(nowhere.next()));
}

TEST_F(KeyFilesTest, TheNextKeyTakesTheOthersPlaceOnce) {
  ASSERT_TRUE(files_.put_next_in_force()) << "without one nothing is changed";
  const PublicKey next = files_.make_next().value();
  ASSERT_TRUE(files_.put_next_in_force());
  expect_changed_to(next);
  ASSERT_TRUE(files_.put_next_in_force());
  expect_changed_to(next);
}

TEST_F(KeyFilesTest, WhateverWasInterruptedIsFinishedAtAStart) {
  const PublicKey next = files_.make_next().value();
  // The log says so; the files do not yet.
  ASSERT_TRUE(files_.tidy(changed_to(next), Seq(), kSince));
  expect_changed_to(next);
  // Stopped between the two: the former key was kept aside, and the next one is not in its place.
  fs::rename(path(), files_.next());
  fs::copy_file(files_.former(), path());
  const auto held = files_.load();
  ASSERT_TRUE(held) << held.error();
  EXPECT_EQ(held.value().present.public_key(), first_.public_key());
  EXPECT_FALSE(held.value().former) << "it is the present one";
  ASSERT_TRUE(files_.tidy(changed_to(next), Seq(), kSince));
  expect_changed_to(next);
}

TEST_F(KeyFilesTest, TheFormerKeyGoesOnceHeadOfficeHoldsTheChangeAndAMonthIsOver) {
  const PublicKey next = files_.make_next().value();
  ASSERT_TRUE(files_.put_next_in_force());
  const WallTime later = kSince + kFormerKeyKept;
  ASSERT_TRUE(files_.tidy(changed_to(next), Seq(4), later));
  EXPECT_TRUE(fs::exists(files_.former())) << "head office does not hold the change";
  ASSERT_TRUE(files_.tidy(changed_to(next), Seq(5), later + Millis(-1)));
  EXPECT_TRUE(fs::exists(files_.former())) << "head office may be restored to before it";
  ASSERT_TRUE(files_.tidy({}, Seq(5), later));
  EXPECT_TRUE(fs::exists(files_.former())) << "this log says nothing of it";
  ASSERT_TRUE(files_.tidy(changed_to(next), Seq(5), later));
  EXPECT_FALSE(fs::exists(files_.former()));
  EXPECT_EQ(key_in(path()), next);
  ASSERT_TRUE(files_.tidy(changed_to(next), Seq(5), later)) << "and once more";
}

TEST_F(KeyFilesTest, ALogUnderAKeyThatIsNotHereIsNotGoneOnWith) {
  const PublicKey lost = sync::LogKey::from_seed({42}).public_key();
  const auto tidied = files_.tidy(changed_to(lost), Seq(), kSince);
  ASSERT_FALSE(tidied);
  EXPECT_NE(tidied.error().find(to_hex(lost)), std::string::npos) << tidied.error();
  EXPECT_NE(tidied.error().find("put it back"), std::string::npos);
}

TEST_F(KeyFilesTest, ALogThatRanBackToBeforeTheLastChangeIsLeftToHeadOffice) {
  const auto before = changed_to(files_.make_next().value());
  ASSERT_TRUE(files_.put_next_in_force());
  const PublicKey third = files_.make_next().value();
  ASSERT_TRUE(files_.put_next_in_force());
  EXPECT_TRUE(files_.tidy(before, Seq(5), kSince));
  EXPECT_EQ(key_in(path()), third);
}

}  // namespace
}  // namespace perk::test
