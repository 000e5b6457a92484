#include "central/doorkeeper.h"

#include <algorithm>

#include "ledger/mutant.h"
#include "sync/crypto/hash_chain.h"
#include "sync/crypto/keys.h"
#include "sync/giving_up.h"
#include "sync/wire/event_codec.h"
#include "sync/wire/message_codec.h"

namespace perk::central {
namespace {

using sync::Refusal;
using sync::RefusalCode;

/// A store that is told Busy comes back after this.
constexpr Millis kRetryAfter{1'000};

Failed<Refusal> refuse(RefusalCode code, std::string sentence) {
  return failed(Refusal{code, std::move(sentence), {}});
}

Failed<Refusal> busy(const StorageError& error) {
  if (error.failure == StorageFailure::GiveUp) {
    return refuse(RefusalCode::StorageFailed, "head office's database refuses: " + error.detail);
  }
  return failed(Refusal{RefusalCode::Busy, "head office's database is away", kRetryAfter});
}

sync::Cursor cursor_of(const OriginProgress& held) {
  return {sync::FeedId::log(held.origin), Epoch(), sync::FeedIndex(held.through.value()),
          held.hash};
}

/// Whether a cursor stands in a shard's history, which ends at `end`.
Stored<bool> is_in_history(EventStore& store, const ShardEnd& end, const sync::Cursor& cursor) {
  const Position position(cursor.index.value());
  if (cursor.epoch != end.epoch || position > end.position) return false;
  if (position == end.position) return cursor.hash == end.hash;
  const auto hash = store.shard_hash_at(end.shard, position);
  if (!hash) return failed(hash.error());
  return hash.value() == cursor.hash;
}

/// With the present key as head office knows it: of a change that it has not heard of yet, the former one.
bool is_proven(const PublicKey& present, const sync::Challenge& challenge,
               const sync::Hello& hello) {
  const auto bytes = sync::hello_proof_bytes(challenge, hello);
  return sync::verify(present, bytes, hello.proof) ||
         (hello.former_proof && sync::verify(present, bytes, *hello.former_proof));
}

/// A store that is revoked asks again no sooner than this: it may be a thief's.
constexpr Millis kRevokedAgainAfter{60'000};

}  // namespace

Refusal store_revoked() {
  return {RefusalCode::Revoked, "this store was revoked: head office takes nothing of it any more",
          kRevokedAgainAfter};
}

Result<StoreRecord, Refusal> Gatehouse::identify(const MadeChallenge& made,
                                                 const sync::Hello& hello) {
  // Before it is looked up, so that one store learns nothing of which others there are.
  if (made.peer && made.peer != sync::Party::store(hello.store.value()))
    return refuse(RefusalCode::NotEnrolled, "the certificate is another one's than the store's");
  const auto store = store_.find_store(hello.store);
  if (!store) return busy(store.error());
  if (!store.value()) return refuse(RefusalCode::NotEnrolled, "no such store is enrolled");
  if (!is_proven(store.value()->key, made.challenge, hello)) {
    return refuse(RefusalCode::NotEnrolled, "the proof is not made with the store's key");
  }
  // Before its log is registered: one that is begun now would stay open.
  const auto is_revoked = closed_.is_revoked(hello.store);
  if (!is_revoked) return busy(is_revoked.error());
  if (is_revoked.value()) return failed(store_revoked());
  if (!hello.incarnation.is_incarnation()) {
    return refuse(RefusalCode::Malformed, "the log's name is none that a store may have");
  }
  const auto is_theirs = store_.register_incarnation(hello.store, hello.incarnation, clock_.wall());
  if (!is_theirs) return busy(is_theirs.error());
  if (!is_theirs.value()) {
    return refuse(RefusalCode::NotEnrolled, "that log belongs to another store");
  }
  return *store.value();
}

/// What is closed stays closed, whatever comes of the log later: a live copy must not go on with it.
std::optional<Refusal> Gatehouse::turn_away_closed(const sync::Hello& hello) {
  const auto closed = closed_.has(hello.store, hello.incarnation);
  if (!closed) return busy(closed.error()).error;
  if (closed.value() && PERK_PLANTED(Mutant::ClosedLogGoesOn)) return std::nullopt;
  if (closed.value()) return Refusal{RefusalCode::Forked, "the log is closed for ever", {}};
  auto why = closed_.being_closed(hello.incarnation);
  if (!why) why = sync::given_up_for(hello);
  if (!why) return std::nullopt;
  return close(hello, *why, "the log is closed for ever now");
}

/// Nobody hears of it before it is durable.
Refusal Gatehouse::close(const sync::Hello& hello, ClosedWhy why, std::string sentence) {
  const auto closed = closed_.close(hello.store, hello.incarnation, why);
  if (!closed) return busy(closed.error()).error;
  if (closed.value()) return {RefusalCode::Forked, std::move(sentence), {}};
  return {RefusalCode::Busy, "what came of the log before is still being stored", kRetryAfter};
}

Result<OriginProgress, Refusal> Gatehouse::compare_logs(const MadeChallenge& made,
                                                        const sync::Hello& hello) {
  const auto touched = store_.touch_progress(hello.incarnation);
  if (!touched) return busy(touched.error());
  PERK_CHECK(touched.value().has_value(), "an incarnation vanished after it was registered");
  const OriginProgress& held = *touched.value();
  if (hello.log_end < held.through) return failed(judge_behind(made, hello, held));
  const bool is_as_held = hello.log_end == held.through || PERK_PLANTED(Mutant::GrownLogIsClosed);
  if (is_as_held && hello.log_end_hash != held.hash) {
    return failed(
        close(hello, ClosedWhy::Forked, "the log ends with another history than the one held"));
  }
  return held;
}

/// A Hello that was long on its way shows a log's past, which proves nothing. So the first time, only
/// what is held is remembered; an answer to a challenge made after that is believed (PROTOCOL.md).
Refusal Gatehouse::judge_behind(const MadeChallenge& made, const sync::Hello& hello,
                                const OriginProgress& held) {
  if (is_proven_behind(made, hello))
    return close(hello, ClosedWhy::RanBack, "the log ends before what was heard of it");
  const std::scoped_lock lock(mutex_);
  doubts_.insert_or_assign(held.origin, Doubt{held.through, clock_.monotonic()});
  return {RefusalCode::Busy, "the log seems to end before what was heard of it: say it again",
          kRetryAfter};
}

bool Gatehouse::is_proven_behind(const MadeChallenge& made, const sync::Hello& hello) {
  const std::scoped_lock lock(mutex_);
  const auto doubt = doubts_.find(hello.incarnation);
  return doubt != doubts_.end() && made.made_at > doubt->second.read_at &&
         hello.log_end < doubt->second.through;
}

/// Of an earlier epoch: it goes back to where the histories part, and says Hello again from there.
std::optional<Refusal> Gatehouse::send_back(const sync::Hello& hello) {
  auto partings = epochs_.partings(hello.cursors);
  if (!partings) return busy(partings.error()).error;
  if (partings.value().empty()) return std::nullopt;
  return Refusal{RefusalCode::EpochBegun,
                 "head office was restored to an earlier point and began epoch " +
                     std::to_string(chain_.epoch.value()),
                 {},
                 std::move(partings).value()};
}

/// A store never hears what is not durable here: if it has heard more, what is here was restored.
Refusal Gatehouse::not_in_history(const ShardEnd& end, const sync::Cursor& cursor) {
  const bool is_beyond =
      cursor.epoch > end.epoch ||
      (cursor.epoch == end.epoch && Position(cursor.index.value()) > end.position);
  if (is_beyond)
    epochs_.dispute("a store has heard " + to_string(cursor.feed) + " through position " +
                    std::to_string(cursor.index.value()) + " of epoch " +
                    std::to_string(cursor.epoch.value()) + ", and here it ends at " +
                    std::to_string(end.position.value()));
  return {RefusalCode::CursorUnknown,
          to_string(cursor.feed) + ": the cursor is not in this history",
          {}};
}

/// It has reported once its log, as it is now, and what it heard in past epochs are durable here.
Result<EpochDuty, Refusal> Gatehouse::duty_of(const sync::Hello& hello) {
  const auto has_reported = epochs_.has_reported(hello.incarnation);
  if (!has_reported) return busy(has_reported.error());
  if (has_reported.value()) return EpochDuty();
  return EpochDuty{true, hello.log_end, hello.past_end};
}

/// A store gets the shards that it names, from where it is in them.
Result<std::vector<sync::Cursor>, Refusal> Gatehouse::feed_starts(const sync::Hello& hello) {
  const auto ends = store_.shard_ends();
  if (!ends) return busy(ends.error());
  for (const sync::Cursor& cursor : hello.cursors) {
    const auto end = std::ranges::find_if(ends.value(), [&](const ShardEnd& shard) {
      return sync::FeedId::shard(shard.shard) == cursor.feed;
    });
    if (end == ends.value().end()) {
      return refuse(RefusalCode::CursorUnknown, "a cursor of no shard of this chain");
    }
    const auto known = is_in_history(store_, *end, cursor);
    if (!known) return busy(known.error());
    if (!known.value()) return failed(not_in_history(*end, cursor));
  }
  return hello.cursors;
}

Result<LetIn, Refusal> Gatehouse::let_in(const MadeChallenge& made, const sync::Hello& hello) {
  const auto store = identify(made, hello);
  if (!store) return failed(store.error());
  if (auto closed = turn_away_closed(hello)) return failed(std::move(*closed));
  const auto held = compare_logs(made, hello);
  if (!held) return failed(held.error());
  if (auto back = send_back(hello)) return failed(std::move(*back));
  auto starts = feed_starts(hello);
  if (!starts) return failed(starts.error());
  const auto duty = duty_of(hello);
  if (!duty) return failed(duty.error());
  sync::Welcome welcome;
  welcome.epoch = chain_.epoch;
  welcome.shard_count = chain_.shard_count;
  welcome.cursors = {cursor_of(held.value())};
  if (duty.value().is_owed && hello.past_end > sync::FeedIndex() &&
      !PERK_PLANTED(Mutant::PastIsNotAskedFor))
    welcome.cursors.push_back({sync::FeedId::past(hello.incarnation), Epoch(), sync::FeedIndex(),
                               sync::past_genesis(hello.incarnation)});
  welcome.event_type_max = sync::event_type_max();
  LogKeys keys = keys_of(store.value());
  keys.begin_with_present(hello.incarnation);
  return LetIn{
      {std::move(welcome), std::move(starts).value()},
      {hello.incarnation, hello.store, std::move(keys), held.value().through, held.value().hash},
      store.value().name,
      duty.value()};
}

}  // namespace perk::central
