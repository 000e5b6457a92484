// What only a deep verification looks at: planted, and found by the check that is named after it.
#include <gtest/gtest.h>

#include "sync/crypto/log_key_proof.h"
#include "sync/wire/event_codec.h"
#include "tests/central_read/verifier_checks.h"

namespace perk::test {
namespace {

using namespace central;

const VerifyScope kDeep{VerifyDepth::Deep, {}};

/// Stores 1 to 3 with what a deep verification looks at: an event in quarantine, and one of a closed log that a later
/// log of its store brings.
class DeepBooks {
 public:
  explicit DeepBooks(Shelf& shelf) : books_(shelf) {
    Random random(6);
    books_.fill(random, 40);
    StoreLog& old = books_.open_store(1);
    old.append_bytes({0xff, 0xee});
    books_.take(old);
    old.append(value_loaded(card(1), 100));  // Head office never gets it from this log.
    StoreLog& next = books_.begin_anew(old);
    brought_ = old.brought(old.end().value(), next.origin());
    next.append_bytes(sync::encode_event(brought_));
    books_.take(next);
    StoreLog& other = books_.open_store(2);
    other.rotate_key(sync::LogKey::from_seed({77}));
    changed_at_ = other.end();
    books_.take(other);
    other.append(value_loaded(card(2), 300));
    books_.take(other);
    fold_all(shelf);
  }
  [[nodiscard]] const Event& brought() const { return brought_; }
  /// Where store 2 changed its log's key.
  [[nodiscard]] Seq changed_at() const { return changed_at_; }

 private:
  Books books_;
  Event brought_;
  Seq changed_at_;
};

class DeepOn : public ::testing::TestWithParam<ShelfMaker> {};

TEST_P(DeepOn, FindsNothingInSoundBooks) {
  const auto shelf = GetParam().make();
  const DeepBooks books(*shelf);
  ASSERT_EQ(shelf->events().quarantined(0, 10).value().size(), 1U);
  EXPECT_EQ(broken_checks(*shelf, kDeep), "");
  EXPECT_EQ(checks_of(*shelf, kDeep).size(), 17U);
}

INSTANTIATE_TEST_SUITE_P(All, DeepOn, ::testing::Values(memory_shelf(), postgres_shelf()),
                         [](const auto& param) { return param.param.name; });

void expect_found(Shelf& shelf, const std::string& name, const std::string& place) {
  for (const VerifyCheck& check : checks_of(shelf, kDeep)) {
    if (check.name != name) continue;
    EXPECT_FALSE(check.holds) << name;
    EXPECT_NE(check.detail.find(place), std::string::npos) << check.detail;
    return;
  }
  ADD_FAILURE() << "there is no check " << name;
}

class PlantedDeep : public ::testing::Test {
 protected:
  PlantedDeep() { EXPECT_EQ(broken_checks(shelf_, kDeep), ""); }

  /// Puts other bytes into an event of store 1.
  void put(const Event& event, const std::string& where = "position = 5") {
    shelf_.sabotage("update events set bytes = " + as_sql(sync::encode_event(event)) +
                    " where shard = 1 and store = 1 and " + where);
  }
  /// Puts another proof beside what was brought.
  template <typename Change>
  void bring_with(Change change) {
    Event event = books_.brought();
    change(std::get<ClosedLogEventRecorded>(event.body));
    put(event, "position = (select max(position) from events where shard = 1)");
  }

  PostgresShelf shelf_;
  DeepBooks books_{shelf_};
};

TEST_F(PlantedDeep, AnEventThatOnlyHeadOfficeMayWriteInAStoresLog) {
  shelf_.sabotage(
      "update events set store = 1, origin = (select origin from events where store = 1"
      " limit 1), bytes = " +
      as_sql(sync::encode_event(card_frozen(card(1)).build())) +
      " where shard = 1 and position = 5");
  expect_found(shelf_, kWriterCheck, "shard 1, position 5");
  expect_found(shelf_, kWriterCheck, "only head office may write it");
}

TEST_F(PlantedDeep, AnEventOfAnotherCurrency) {
  put(value_loaded(card(1), 100).in(currency("USD")).build(), "position = 2");
  expect_found(shelf_, kWriterCheck, "shard 1, position 2: event");
  expect_found(shelf_, kWriterCheck, "another currency");
}

TEST_F(PlantedDeep, AnEventWhoseAmountsDoNotFitTogether) {
  put(value_loaded(card(1), 100).own_rights(7).build(), "position = 2");
  expect_found(shelf_, kWriterCheck, "do not fit together");
}

TEST_F(PlantedDeep, AWrappedEventWithoutItsStoresSignature) {
  bring_with([](ClosedLogEventRecorded& wrapped) { wrapped.signature.bytes[3] ^= 1; });
  expect_found(shelf_, kWrapCheck, "without its store's signature");
}

TEST_F(PlantedDeep, AWrappedEventUnderAnotherHash) {
  bring_with([](ClosedLogEventRecorded& wrapped) { wrapped.hash.bytes[3] ^= 1; });
  expect_found(shelf_, kWrapCheck, "without its store's signature");
}

TEST_F(PlantedDeep, AWrappedEventAtAnotherPlaceOfItsLog) {
  bring_with([](ClosedLogEventRecorded& wrapped) { wrapped.name.seq = wrapped.name.seq.next(); });
  expect_found(shelf_, kWrapCheck, "without its store's signature");
}

TEST_F(PlantedDeep, AWrappedEventWithOtherBytes) {
  bring_with([](ClosedLogEventRecorded& wrapped) {
    wrapped.bytes = sync::encode_event(value_loaded(card(1), 100'000).build());
  });
  expect_found(shelf_, kWrapCheck, "without its store's signature");
}

TEST_F(PlantedDeep, AChangeOfAStoresKeyThatItsLogDoesNotSay) {
  shelf_.sabotage("update log_keys set seq = seq - 1");
  expect_found(shelf_, kKeysCheck, "store 2 is said to have changed its key");
}

TEST_F(PlantedDeep, AChangeToAnotherKeyThanTheLogSays) {
  shelf_.sabotage("update log_keys set next = '\\x" + std::string(64, 'a') + "'");
  expect_found(shelf_, kKeysCheck, "store 2 is said to have changed its key");
  expect_found(shelf_, kSealCheck, "is not signed by the store's key");
}

TEST_F(PlantedDeep, AChangeOfAKeyThatHeadOfficeForgot) {
  shelf_.sabotage("delete from log_keys");
  expect_found(shelf_, kKeysCheck, "and head office goes by another");
  expect_found(shelf_, kSealCheck, "is not signed by the store's key");
}

TEST_F(PlantedDeep, AChangeOfAKeyWithoutTheWordOfTheFormerOne) {
  const StoreLog other(2);
  LogKeyRotated forged = sync::rotate_key(StoreId(2), {other.origin(), books_.changed_at()},
                                          other.key(), sync::LogKey::from_seed({77}));
  forged.former_word.bytes[5] ^= 1;
  Event event;
  event.body = forged;
  shelf_.sabotage("update events set bytes = " + as_sql(sync::encode_event(event)) +
                  " where store = 2 and card is null");
  expect_found(shelf_, kKeysCheck, "without the word of both keys");
}

TEST_F(PlantedDeep, AQuarantinedEventOfAnotherStore) {
  shelf_.sabotage("update quarantine set store = 2");
  expect_found(shelf_, kQuarantineCheck, "store 2, whose log it is not in");
}

TEST_F(PlantedDeep, AQuarantinedEventOfALogThatNeverWas) {
  shelf_.sabotage("update quarantine set origin = 123");
  expect_found(shelf_, kQuarantineCheck, "whose log it is not in");
}

TEST_F(PlantedDeep, AQuarantinedEventThatItsStoreNeverSigned) {
  shelf_.sabotage(
      "insert into quarantine (origin, seq, id, store, reason, bytes, recorded_at)"
      " select origin, seq, 1000, store, 'it is unreadable', '\\x00', 0 from events"
      " where store = 2 order by seq limit 1");
  expect_found(shelf_, kQuarantineCheck, "not what its store signed");
}

TEST_F(PlantedDeep, QuarantinedBytesThatWereAltered) {
  shelf_.sabotage("update quarantine set bytes = '\\xffef'");
  expect_found(shelf_, kLogChainCheck, "do not give the hash acknowledged");
}

}  // namespace
}  // namespace perk::test
