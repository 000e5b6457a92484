// A store's log goes on under another key: what head office takes of it from there on, and what it refuses.
#include <gtest/gtest.h>

#include "central/appender.h"
#include "central/memory/memory_event_store.h"
#include "sync/crypto/log_key_proof.h"
#include "sync/wire/event_codec.h"
#include "tests/central/central_builders.h"
#include "tests/central/flaky_event_store.h"
#include "tests/support/manual_clock.h"

namespace perk::test {
namespace {

sync::LogKey second_key() { return sync::LogKey::from_seed({77}); }
sync::LogKey third_key() { return sync::LogKey::from_seed({78}); }

/// Two sales, the change at seq 3, two sales more.
StoreLog changed_log() {
  StoreLog log(1);
  log.append(card_issued(card(1))).append(value_loaded(card(1), 500));
  log.rotate_key(second_key());
  log.append(value_loaded(card(1), 100)).append(value_loaded(card(1), 200));
  return log;
}

Result<central::TakenIn, sync::AppendFailure> take_from(const central::LogHeld& held,
                                                        const sync::Batch& batch) {
  return central::take_in(held, euro_chain(), batch, kMorning);
}

sync::RefusalCode code_of(const Result<central::TakenIn, sync::AppendFailure>& taken) {
  return taken ? sync::RefusalCode::Unspecified : taken.error().code;
}

TEST(KeyChangeIntake, IsTakenFromTheLogItselfWithWhatIsSealedUnderTheNextKey) {
  const StoreLog log = changed_log();
  const auto taken = take_from(log.held(), log.batch());
  ASSERT_TRUE(taken) << taken.error().sentence;
  EXPECT_EQ(taken.value().key_changes, log.key_changes());
  EXPECT_EQ(taken.value().keys.present(), second_key().public_key());
  EXPECT_TRUE(taken.value().quarantined.empty());
  EXPECT_EQ(taken.value().event_count(), 5U) << "it stands in its store's shard as well";
}

TEST(KeyChangeIntake, BatchesBeforeItAndBehindItHaveASealOfTheirOwnKey) {
  const StoreLog log = changed_log();
  for (const auto& [after, through] : {std::pair{0, 2}, {2, 3}, {3, 5}}) {
    const auto taken = take_from(
        log.held(static_cast<std::uint64_t>(after)),
        log.batch(static_cast<std::uint64_t>(after), static_cast<std::uint64_t>(through)));
    EXPECT_TRUE(taken) << "after " << after << ": " << taken.error().sentence;
  }
}

TEST(KeyChangeIntake, WhoStoleTheFormerKeySealsNothingFromThereOn) {
  const StoreLog log = changed_log();
  const sync::LogKey former = StoreLog(1).key();
  for (const std::uint64_t after : {0U, 2U, 3U}) {
    sync::Batch batch = log.batch(after);
    batch.seal = log.seal(former, 5);
    EXPECT_EQ(code_of(take_from(log.held(after), batch)), sync::RefusalCode::BadSignature)
        << "after " << after;
  }
}

TEST(KeyChangeIntake, TheNextKeySealsNothingBeforeHeadOfficeHasTheChange) {
  const StoreLog log = changed_log();
  sync::Batch batch = log.batch(0, 2);
  batch.seal = log.seal(second_key(), 2);
  EXPECT_EQ(code_of(take_from(log.held(), batch)), sync::RefusalCode::BadSignature);
  EXPECT_TRUE(take_from({log.origin(), log.store(), log.log_keys(3), Seq(), log.hash_at(0)}, batch))
      << "once it has, the log's beginning may be signed again";
}

TEST(KeyChangeIntake, AgainAfterAStopItChangesNothingMore) {
  const StoreLog log = changed_log();
  const central::LogHeld held{log.origin(), log.store(), log.log_keys(3), Seq(), log.hash_at(0)};
  const auto taken = take_from(held, log.batch());
  ASSERT_TRUE(taken) << taken.error().sentence;
  EXPECT_EQ(taken.value().keys.count(), 2U);
  EXPECT_TRUE(taken.value().quarantined.empty());
}

/// The log goes on with this at seq 2, and is sealed with the key of before: nothing was changed.
void expect_no_change(const LogKeyRotated& rotated, const std::string& why) {
  StoreLog log(1);
  log.append(card_issued(card(1)));
  Event event;
  event.body = rotated;
  event.envelope.hlc = hlc(2);
  log.append_bytes(sync::encode_event(event));
  const auto taken = take_from(log.held(), log.batch());
  ASSERT_TRUE(taken) << taken.error().sentence;
  ASSERT_EQ(taken.value().quarantined.size(), 1U);
  EXPECT_NE(taken.value().quarantined[0].reason.find(why), std::string::npos)
      << taken.value().quarantined[0].reason;
  EXPECT_TRUE(taken.value().key_changes.empty());
  EXPECT_EQ(taken.value().keys.present(), log.key().public_key());
}

TEST(KeyChangeIntake, WithoutTheWordOfBothKeysItIsSetAsideAndChangesNothing) {
  const sync::LogKey own = StoreLog(1).key();
  const EventId at{StoreLog(1).origin(), Seq(2)};
  LogKeyRotated unsaid = sync::rotate_key(StoreId(1), at, own, second_key());
  unsaid.next_word.bytes[0] ^= 1U;
  expect_no_change(unsaid, "without the word of both keys");
  LogKeyRotated forced = sync::rotate_key(StoreId(1), at, own, second_key());
  forced.former_word.bytes[0] ^= 1U;
  expect_no_change(forced, "without the word of both keys");
  expect_no_change(sync::rotate_key(StoreId(1), {at.origin, Seq(3)}, own, second_key()),
                   "without the word of both keys");
  expect_no_change(sync::rotate_key(StoreId(1), at, third_key(), second_key()),
                   "another key than the one in force");
}

TEST(KeyChangeIntake, AFormerKeyNeverComesBack) {
  StoreLog log = changed_log();
  log.rotate_key(StoreLog(1).key());
  const auto taken = take_from(log.held(), log.batch());
  EXPECT_EQ(code_of(taken), sync::RefusalCode::BadSignature)
      << "what it was changed to is not in force, and it sealed the batch";
}

TEST(KeyChangeIntake, OfAClosedLogTheProofIsByTheKeyInForceThere) {
  const StoreLog old = changed_log();
  StoreLog log = old.next_life();
  log.append_bytes(sync::encode_event(old.brought(2, log.origin())));
  log.append_bytes(sync::encode_event(old.brought(4, log.origin())));
  Event forged = old.brought(5, log.origin());
  std::get<ClosedLogEventRecorded>(forged.body).signature = old.seal(StoreLog(1).key(), 5);
  log.append_bytes(sync::encode_event(forged));
  LogKeys keys = old.log_keys(3);
  keys.begin_with_present(log.origin());
  const auto taken =
      take_from({log.origin(), log.store(), keys, Seq(), log.hash_at(0)}, log.batch());
  ASSERT_TRUE(taken) << taken.error().sentence;
  EXPECT_EQ(taken.value().brought.size(), 2U) << "a receipt from before the change is good";
  ASSERT_EQ(taken.value().quarantined.size(), 1U);
  EXPECT_EQ(taken.value().quarantined[0].event.seq, Seq(3)) << "forged with the stolen key";
}

TEST(KeyChangeIntake, ANewLogMaySayFirstWhatAnotherOneSaid) {
  const StoreLog old = changed_log();
  // Known by the store's former key: the change that the old log has was never heard.
  StoreLog log = StoreLog(1).next_life();
  log.rotate_key(second_key()).append(value_loaded(card(1), 100));
  EXPECT_TRUE(take_from(log.held(), log.batch()));
  // Heard: it is the same change.
  LogKeys keys = old.log_keys(3);
  keys.begin_with_present(log.origin());
  const auto taken =
      take_from({log.origin(), log.store(), keys, Seq(), log.hash_at(0)}, log.batch());
  ASSERT_TRUE(taken) << taken.error().sentence;
  EXPECT_EQ(taken.value().keys.count(), 2U);
  EXPECT_TRUE(taken.value().quarantined.empty());
}

class KeyChangeAppended : public ::testing::Test {
 protected:
  KeyChangeAppended() {
    EXPECT_TRUE(memory_.enrol("Harbour", StoreLog(1).key().public_key(), kMorning));
    EXPECT_TRUE(memory_.register_incarnation(log_.store(), log_.origin(), kMorning).value());
  }
  void append(std::uint64_t after) {
    central::AppenderSettings driven;
    driven.threads = 0;
    central::Appender appender(
        store_, clock_, driven, [](const central::ShardEnd&) {}, [](const std::string&) {});
    auto taken = take_from(log_.held(after), log_.batch(after));
    ASSERT_TRUE(taken);
    appender.submit(central::Appender::open_lane(), std::move(taken).value(),
                    [this](const auto& outcome) { is_acknowledged_ = outcome.has_value(); });
    while (appender.work_once()) {
    }
  }
  [[nodiscard]] central::StoreRecord store_now() {
    return memory_.find_store(StoreId(1)).value().value();
  }

  const StoreLog log_ = changed_log();
  central::MemoryEventStore memory_{euro_chain(), {number_key()}};
  FlakyEventStore store_{memory_};
  ManualClock clock_;
  bool is_acknowledged_ = false;
};

TEST_F(KeyChangeAppended, IsKeptBeforeTheLogIsAcknowledged) {
  store_.set_progress_failure(StorageFailure::Retry);
  append(0);
  EXPECT_FALSE(is_acknowledged_);
  EXPECT_EQ(memory_.progress(log_.origin()).value()->through, Seq());
  EXPECT_EQ(store_now().key, second_key().public_key())
      << "a head office that stops here knows whom to let in";
  EXPECT_EQ(store_now().key_changes, log_.key_changes());
}

TEST_F(KeyChangeAppended, AndOnceHoweverOftenItComes) {
  append(0);
  append(0);
  EXPECT_TRUE(is_acknowledged_);
  EXPECT_EQ(store_now().key_changes.size(), 1U);
  EXPECT_EQ(central::keys_of(store_now()).count(), 2U);
}

}  // namespace
}  // namespace perk::test
