// Who is let in, and what they are told of what is held.
#include "central/doorkeeper.h"

#include <gtest/gtest.h>

#include "central/memory/memory_event_store.h"
#include "central/placing.h"
#include "central/stored_event.h"
#include "sync/crypto/hash_chain.h"
#include "sync/giving_up.h"
#include "sync/wire/message_codec.h"
#include "tests/central/central_builders.h"
#include "tests/support/manual_clock.h"

namespace perk::test {
namespace {

using sync::RefusalCode;

class DoorkeeperTest : public ::testing::Test {
 protected:
  DoorkeeperTest() {
    log_.append(card_issued(card(1))).append(value_loaded(card(1), 500));
    EXPECT_TRUE(store_.enrol("Harbour", log_.key().public_key(), kMorning));
  }

  central::MadeChallenge challenge() {
    clock_.advance(Millis(10));
    sync::Challenge challenge;
    challenge.nonce[0] = ++nonces_;
    return {challenge, clock_.monotonic(), peer_};
  }
  Result<central::LetIn, sync::Refusal> let_in(const StoreLog& log) {
    const auto made = challenge();
    return gatehouse_.let_in(made, log.hello(made.challenge));
  }
  RefusalCode refusal_of(const Result<central::LetIn, sync::Refusal>& outcome) {
    return outcome ? RefusalCode::Unspecified : outcome.error().code;
  }
  /// Head office holds the log through here.
  void hold(const StoreLog& log, std::uint64_t through) {
    ASSERT_TRUE(store_.register_incarnation(log.store(), log.origin(), kMorning));
    const central::OriginProgress held{log.origin(),         log.store(), Seq(through),
                                       log.hash_at(through), {},          kMorning};
    ASSERT_TRUE(store_.write_progress({&held, 1}));
  }
  /// A hello with cursors, signed.
  sync::Hello hello_with(const central::MadeChallenge& made, std::vector<sync::Cursor> cursors) {
    sync::Hello hello = log_.hello(made.challenge);
    hello.cursors = std::move(cursors);
    hello.proof = log_.key().sign(sync::hello_proof_bytes(made.challenge, hello));
    return hello;
  }
  Result<central::LetIn, sync::Refusal> let_in_with(const sync::Cursor& cursor) {
    const auto made = challenge();
    return gatehouse_.let_in(made, hello_with(made, {cursor}));
  }

  central::MemoryEventStore store_{euro_chain(), {number_key()}};
  ManualClock clock_;
  std::optional<sync::Party> peer_;  ///< Whose certificate the line shows.
  central::ShardTails tails_{store_};
  central::RiskBook book_{store_, tails_, euro_chain().shard_count};
  central::DeskClock time_{store_, clock_};
  central::OfficePen pen_{store_, time_, clock_, euro_chain().shard_count,
                          [](const central::ShardEnd&) {}};
  central::LogGate gate_;
  central::ClosedLogs closed_{store_, pen_, book_, gate_};
  central::EpochDesk epochs_{store_, pen_, book_, clock_, euro_chain()};
  central::Gatehouse gatehouse_{store_, closed_, epochs_, euro_chain(), clock_};
  StoreLog log_{1};
  std::uint8_t nonces_ = 0;
};

TEST_F(DoorkeeperTest, ANewLogIsRegisteredAndStartsFromNothing) {
  const auto outcome = let_in(log_);
  ASSERT_TRUE(outcome) << outcome.error().sentence;
  const auto& welcome = outcome.value().admission.welcome;
  EXPECT_EQ(welcome.epoch, Epoch(1));
  EXPECT_EQ(welcome.shard_count, 4U);
  ASSERT_EQ(welcome.cursors.size(), 1U);
  EXPECT_EQ(welcome.cursors[0].feed, sync::FeedId::log(log_.origin()));
  EXPECT_EQ(welcome.cursors[0].index, sync::FeedIndex(0));
  EXPECT_EQ(welcome.cursors[0].hash, log_.hash_at(0));
  EXPECT_EQ(outcome.value().store_name, "Harbour");
  EXPECT_TRUE(store_.progress(log_.origin()).value());
}

TEST_F(DoorkeeperTest, TellsHowMuchOfTheLogIsHeld) {
  hold(log_, 1);
  const auto outcome = let_in(log_);
  ASSERT_TRUE(outcome);
  EXPECT_EQ(outcome.value().admission.welcome.cursors.at(0).index, sync::FeedIndex(1));
  EXPECT_EQ(outcome.value().held.through, Seq(1));
  EXPECT_EQ(outcome.value().held.hash, log_.hash_at(1));
}

TEST_F(DoorkeeperTest, AStoreGetsTheShardsThatItNames) {
  const auto none = let_in(log_);
  ASSERT_TRUE(none);
  EXPECT_TRUE(none.value().admission.feed_starts.empty());
  const sync::Cursor start{sync::FeedId::shard(Shard(2)), Epoch(1), sync::FeedIndex(0),
                           central::empty_shard(Epoch(1), Shard(2)).hash};
  const auto one = let_in_with(start);
  ASSERT_TRUE(one) << one.error().sentence;
  EXPECT_EQ(one.value().admission.feed_starts, std::vector{start});
}

TEST_F(DoorkeeperTest, AStoreThatWasNeverEnrolledIsRefused) {
  EXPECT_EQ(refusal_of(let_in(StoreLog(2))), RefusalCode::NotEnrolled);
}

TEST_F(DoorkeeperTest, ACertificateSpeaksForItsOwnStoreOnly) {
  for (const auto& another : {sync::Party::store(2), sync::Party::terminal(1),
                              sync::Party::operator_named("ana"), sync::Party::head_office()}) {
    peer_ = another;
    const auto outcome = let_in(log_);
    EXPECT_EQ(refusal_of(outcome), RefusalCode::NotEnrolled) << to_string(another);
    EXPECT_FALSE(store_.progress(log_.origin()).value()) << "its log was taken in";
  }
  peer_ = sync::Party::store(1);
  EXPECT_TRUE(let_in(log_));
}

TEST_F(DoorkeeperTest, ACertificateLearnsNothingOfOtherStores) {
  peer_ = sync::Party::store(3);
  const auto enrolled = let_in(log_);
  const auto unknown = let_in(StoreLog(2));
  ASSERT_FALSE(enrolled);
  ASSERT_FALSE(unknown);
  EXPECT_EQ(enrolled.error(), unknown.error());
}

TEST_F(DoorkeeperTest, AnAnswerToAnotherChallengeProvesNothing) {
  const auto old = challenge();
  const auto hello = log_.hello(old.challenge);
  EXPECT_EQ(refusal_of(gatehouse_.let_in(challenge(), hello)), RefusalCode::NotEnrolled);
}

TEST_F(DoorkeeperTest, AProofByAnotherKeyIsRefused) {
  const auto made = challenge();
  auto hello = log_.hello(made.challenge);
  hello.proof = StoreLog(2).key().sign(sync::hello_proof_bytes(made.challenge, hello));
  EXPECT_EQ(refusal_of(gatehouse_.let_in(made, hello)), RefusalCode::NotEnrolled);
}

TEST_F(DoorkeeperTest, AnotherStoresLogIsRefused) {
  ASSERT_TRUE(store_.register_incarnation(StoreId(2), log_.origin(), kMorning));
  EXPECT_EQ(refusal_of(let_in(log_)), RefusalCode::NotEnrolled);
}

TEST_F(DoorkeeperTest, ALogThatEndsOtherwiseIsAFork) {
  hold(log_, 2);
  StoreLog other(1);
  other.append(card_issued(card(1))).append(value_loaded(card(1), 900));
  EXPECT_EQ(refusal_of(let_in(other)), RefusalCode::Forked);
}

TEST_F(DoorkeeperTest, ALogThatWentBackwardsIsAForkOnceAFreshAnswerSaysSo) {
  hold(log_, 2);
  StoreLog restored(1);
  restored.append(card_issued(card(1)));
  EXPECT_EQ(refusal_of(let_in(restored)), RefusalCode::Busy);
  EXPECT_EQ(refusal_of(let_in(restored)), RefusalCode::Forked);
}

TEST_F(DoorkeeperTest, AHelloThatWasLongOnItsWayCondemnsNobody) {
  StoreLog earlier(1);
  earlier.append(card_issued(card(1)));
  const auto before = challenge();
  const auto delayed = earlier.hello(before.challenge);
  hold(log_, 2);
  EXPECT_EQ(refusal_of(gatehouse_.let_in(before, delayed)), RefusalCode::Busy);
  EXPECT_EQ(refusal_of(gatehouse_.let_in(before, delayed)), RefusalCode::Busy);
  EXPECT_TRUE(let_in(log_));
}

// Logs that go on under another key.

class ChangedKeyTest : public DoorkeeperTest {
 protected:
  ChangedKeyTest() {
    log_.rotate_key(sync::LogKey::from_seed({77}));
    log_.append(value_loaded(card(1), 100));
  }
  void hear_of_the_change() {
    hold(log_, 4);
    ASSERT_TRUE(store_.note_key_changes(log_.store(), log_.key_changes()));
  }
  /// Of this log, by the present key and the former one.
  Result<central::LetIn, sync::Refusal> let_in_by_both(const StoreLog& log) {
    const auto made = challenge();
    sync::Hello hello = log.hello(made.challenge);
    hello.former_proof = StoreLog(1).key().sign(sync::hello_proof_bytes(made.challenge, hello));
    return gatehouse_.let_in(made, hello);
  }
};

TEST_F(ChangedKeyTest, BeforeItWasHeardTheFormerKeyProvesWhoComes) {
  EXPECT_EQ(refusal_of(let_in(log_)), RefusalCode::NotEnrolled) << "nobody knows the next key";
  const auto outcome = let_in_by_both(log_);
  ASSERT_TRUE(outcome) << outcome.error().sentence;
  EXPECT_EQ(outcome.value().held.keys.present(), StoreLog(1).key().public_key());
}

TEST_F(ChangedKeyTest, OnceItWasHeardOnlyTheNextKeyDoes) {
  hear_of_the_change();
  const auto outcome = let_in(log_);
  ASSERT_TRUE(outcome) << outcome.error().sentence;
  EXPECT_EQ(outcome.value().held.keys.present(), log_.key().public_key());
  EXPECT_TRUE(let_in_by_both(log_));
}

TEST_F(ChangedKeyTest, WhoStoleTheFormerKeyIsRefusedAlsoWithALogOfItsOwn) {
  hear_of_the_change();
  StoreLog copied(1);
  copied.append(card_issued(card(1))).append(value_loaded(card(1), 500));
  EXPECT_EQ(refusal_of(let_in(copied)), RefusalCode::NotEnrolled);
  EXPECT_EQ(refusal_of(let_in(StoreLog(1).next_life())), RefusalCode::NotEnrolled);
  EXPECT_FALSE(store_.progress(StoreLog(1).next_life().origin()).value()) << "it was registered";
}

TEST_F(ChangedKeyTest, ANewLogBeginsWithThePresentKeyAlone) {
  hear_of_the_change();
  const StoreLog next = log_.next_life();
  const auto outcome = let_in(next);
  ASSERT_TRUE(outcome) << outcome.error().sentence;
  EXPECT_EQ(outcome.value().held.keys.may_sign(next.origin(), Seq(1)),
            std::vector{log_.key().public_key()});
}

TEST_F(ChangedKeyTest, AStoreHearsWhichEventsHeadOfficeKnows) {
  const auto outcome = let_in_by_both(log_);
  ASSERT_TRUE(outcome);
  EXPECT_GE(outcome.value().admission.welcome.event_type_max, 40U);
}

// Logs that are closed for ever.

class ClosedLogTest : public DoorkeeperTest {
 protected:
  ClosedLogTest() {
    hold(log_, 2);
    other_.append(card_issued(card(1))).append(value_loaded(card(1), 900));
  }
  /// What head office wrote of closed logs, by the shard of their store alone.
  std::vector<IncarnationClosed> written() {
    std::vector<IncarnationClosed> found;
    const Shard shard = shard_of(log_.store(), euro_chain().shard_count);
    const auto events = store_.read_shard(shard, Position(), 100);
    for (const auto& stored : events.value()) {
      const auto recorded = central::decode_stored(stored);
      if (const auto* closed = std::get_if<IncarnationClosed>(&recorded.value().event.body))
        found.push_back(*closed);
    }
    return found;
  }
  IncarnationClosed closed(ClosedWhy why) { return {log_.origin(), Seq(2), log_.hash_at(2), why}; }
  /// Head office after a start: it knows what is written, and nothing else.
  Result<central::LetIn, sync::Refusal> let_in_after_a_start(const StoreLog& log) {
    central::ShardTails tails(store_);
    central::RiskBook book(store_, tails, euro_chain().shard_count);
    central::LogGate gate;
    central::ClosedLogs closed(store_, pen_, book, gate);
    central::Gatehouse gatehouse(store_, closed, epochs_, euro_chain(), clock_);
    const auto made = challenge();
    return gatehouse.let_in(made, log.hello(made.challenge));
  }

  StoreLog other_{1};
};

TEST_F(ClosedLogTest, AForkClosesItsLogForEver) {
  EXPECT_EQ(refusal_of(let_in(other_)), RefusalCode::Forked);
  EXPECT_EQ(written(), std::vector{closed(ClosedWhy::Forked)});
  EXPECT_EQ(refusal_of(let_in(log_)), RefusalCode::Forked) << "the copy that was in service too";
  EXPECT_EQ(refusal_of(let_in(other_)), RefusalCode::Forked);
  EXPECT_EQ(written().size(), 1U) << "it is said once";
}

TEST_F(ClosedLogTest, ALogThatRanBackIsClosedOnlyOnceAFreshAnswerProvesIt) {
  StoreLog restored(1);
  restored.append(card_issued(card(1)));
  EXPECT_EQ(refusal_of(let_in(restored)), RefusalCode::Busy);
  EXPECT_TRUE(written().empty());
  EXPECT_EQ(refusal_of(let_in(restored)), RefusalCode::Forked);
  EXPECT_EQ(written(), std::vector{closed(ClosedWhy::RanBack)});
}

TEST_F(ClosedLogTest, StaysClosedWhenHeadOfficeStartsAnew) {
  EXPECT_EQ(refusal_of(let_in(other_)), RefusalCode::Forked);
  EXPECT_EQ(refusal_of(let_in_after_a_start(log_)), RefusalCode::Forked);
}

TEST_F(ClosedLogTest, AnotherLogOfTheSameStoreIsNoneOfIt) {
  EXPECT_EQ(refusal_of(let_in(other_)), RefusalCode::Forked);
  const auto made = challenge();
  auto hello = log_.hello(made.challenge);
  hello.incarnation = perk::test::store(77);
  hello.log_end = Seq();
  hello.log_end_hash = sync::log_genesis(hello.store, hello.incarnation);
  hello.proof = log_.key().sign(sync::hello_proof_bytes(made.challenge, hello));
  const auto outcome = gatehouse_.let_in(made, hello);
  EXPECT_TRUE(outcome) << outcome.error().sentence;
}

TEST_F(ClosedLogTest, IsNotClosedWhileABatchOfItIsOnItsWay) {
  auto passage = gate_.enter(log_.origin());
  ASSERT_TRUE(passage);
  EXPECT_EQ(refusal_of(let_in(other_)), RefusalCode::Busy);
  EXPECT_TRUE(written().empty()) << "what is held of it may still grow";
  EXPECT_FALSE(gate_.enter(log_.origin())) << "but by nothing that comes now";
  EXPECT_EQ(refusal_of(let_in(log_)), RefusalCode::Busy);
  StoreLog longer(1);
  longer.append(card_issued(card(1))).append(value_loaded(card(1), 500));
  longer.append(value_loaded(card(1), 7));
  hold(longer, 3);  // The batch.
  passage.reset();
  EXPECT_EQ(refusal_of(let_in(log_)), RefusalCode::Forked) << "whoever of the log asks next";
  EXPECT_EQ(written(), (std::vector{IncarnationClosed{log_.origin(), Seq(3), longer.hash_at(3),
                                                      ClosedWhy::Forked}}));
}

TEST_F(ClosedLogTest, ANodeGivesItsLogUpAtOnceAndSaysWhy) {
  const auto made = challenge();
  auto hello = log_.hello(made.challenge);
  hello.log_end = Seq();
  hello.log_end_hash = sync::giving_up_hash(ClosedWhy::Witnessed);
  EXPECT_EQ(refusal_of(gatehouse_.let_in(made, hello)), RefusalCode::NotEnrolled)
      << "nobody gives it up but who holds the store's key";
  hello.proof = log_.key().sign(sync::hello_proof_bytes(made.challenge, hello));
  EXPECT_EQ(refusal_of(gatehouse_.let_in(made, hello)), RefusalCode::Forked);
  EXPECT_EQ(written(), std::vector{closed(ClosedWhy::Witnessed)});
}

TEST_F(ClosedLogTest, AnEmptyLogIsNotGivenUp) {
  const StoreLog empty(1);
  EXPECT_FALSE(sync::given_up_for(empty.hello({})));
  sync::Hello hello = empty.hello({});
  hello.log_end_hash = Digest();
  EXPECT_FALSE(sync::given_up_for(hello)) << "a reason belongs to it";
  hello.log_end_hash = sync::giving_up_hash(ClosedWhy::Replaced);
  EXPECT_EQ(sync::given_up_for(hello), ClosedWhy::Replaced);
  hello.log_end_hash.bytes.back() = 200;
  EXPECT_EQ(sync::given_up_for(hello), ClosedWhy::Unspecified) << "of a later version";
}

// Cursors.

class DoorkeeperCursorTest : public DoorkeeperTest {
 protected:
  DoorkeeperCursorTest() {
    for (std::uint64_t seq = 1; seq <= 2; ++seq) {
      const auto event = arrived(value_loaded(card(1), 100).recorded(perk::test::store(9), seq));
      EXPECT_TRUE(store_.append({Shard(1), {event}}, kMorning));
    }
  }
  sync::Cursor at(std::uint64_t position) {
    return {sync::FeedId::shard(Shard(1)), Epoch(1), sync::FeedIndex(position),
            *store_.shard_hash_at(Shard(1), Position(position)).value()};
  }
};

TEST_F(DoorkeeperCursorTest, AFeedGoesOnFromTheStoresCursor) {
  for (const std::uint64_t position : {1U, 2U}) {
    const auto outcome = let_in_with(at(position));
    ASSERT_TRUE(outcome) << outcome.error().sentence;
    EXPECT_EQ(outcome.value().admission.feed_starts, std::vector{at(position)});
  }
}

TEST_F(DoorkeeperCursorTest, ACursorOfAnotherEpochIsUnknown) {
  auto cursor = at(1);
  cursor.epoch = Epoch(2);
  EXPECT_EQ(refusal_of(let_in_with(cursor)), RefusalCode::CursorUnknown);
}

TEST_F(DoorkeeperCursorTest, ACursorWithAnotherHashIsUnknown) {
  for (const std::uint64_t position : {1U, 2U}) {
    auto cursor = at(position);
    cursor.hash.bytes[0] ^= 1U;
    EXPECT_EQ(refusal_of(let_in_with(cursor)), RefusalCode::CursorUnknown);
  }
}

TEST_F(DoorkeeperCursorTest, ACursorBeyondTheShardsEndIsUnknown) {
  auto cursor = at(2);
  cursor.index = sync::FeedIndex(3);
  EXPECT_EQ(refusal_of(let_in_with(cursor)), RefusalCode::CursorUnknown);
}

TEST_F(DoorkeeperCursorTest, ACursorOfNoShardIsUnknown) {
  auto cursor = at(1);
  cursor.feed = sync::FeedId::shard(Shard(44));
  EXPECT_EQ(refusal_of(let_in_with(cursor)), RefusalCode::CursorUnknown);
}

TEST_F(DoorkeeperTest, NobodyComesInAsAStoreThatWasRevoked) {
  hold(log_, 1);
  ASSERT_TRUE(let_in(log_));
  ASSERT_TRUE(closed_.revoke({log_.store(), "its machine was stolen", "ada"}).value());
  const auto refused = let_in(log_);
  EXPECT_EQ(refusal_of(refused), RefusalCode::Revoked);
  const StoreLog begun_anew = log_.next_life();
  EXPECT_EQ(refusal_of(let_in(begun_anew)), RefusalCode::Revoked);
  EXPECT_FALSE(store_.progress(begun_anew.origin()).value()) << "its log was taken in";
}

TEST_F(DoorkeeperTest, OnlyWhoHasItsKeyHearsThatAStoreWasRevoked) {
  ASSERT_TRUE(closed_.revoke({log_.store(), "its machine was stolen", "ada"}).value());
  auto made = challenge();
  auto hello = log_.hello(made.challenge);
  hello.proof.bytes[0] ^= 1U;
  EXPECT_EQ(refusal_of(gatehouse_.let_in(made, hello)), RefusalCode::NotEnrolled);
}

TEST_F(DoorkeeperTest, AHeadOfficeThatIsStartedAgainKnowsWhoWasRevoked) {
  ASSERT_TRUE(closed_.revoke({log_.store(), "its machine was stolen", "ada"}).value());
  central::RiskBook book(store_, tails_, euro_chain().shard_count);
  central::LogGate gate;
  central::ClosedLogs closed(store_, pen_, book, gate);
  central::Gatehouse gatehouse(store_, closed, epochs_, euro_chain(), clock_);
  const auto made = challenge();
  EXPECT_EQ(refusal_of(gatehouse.let_in(made, log_.hello(made.challenge))), RefusalCode::Revoked);
  EXPECT_FALSE(closed.revoke({log_.store(), "again", "ada"}).value());
}

}  // namespace
}  // namespace perk::test
