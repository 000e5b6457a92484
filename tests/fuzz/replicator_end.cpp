#include "tests/fuzz/replicator_end.h"

namespace perk::fuzz {
namespace {

using namespace perk::sync;

/// Small, so that a short input can reach every bound.
ReplicatorLimits small_limits() {
  ReplicatorLimits limits;
  limits.credits = 4;
  limits.batch_bytes_max = 512;
  limits.batch_memory_max = 2'048;
  limits.batches_in_flight_max = 3;
  limits.rights_requests_max = 3;
  return limits;
}

}  // namespace

Digest own_hash(FeedId feed, FeedIndex index) {
  Digest digest;
  if (index == FeedIndex()) return digest;
  digest.bytes[0] = static_cast<std::uint8_t>(feed.key());
  for (std::size_t i = 0; i < 8; ++i)
    digest.bytes[i + 1] = static_cast<std::uint8_t>(index.value() >> (8 * i));
  return digest;
}

ReplicatorEnd::ReplicatorEnd(Role role, SinkHonesty honesty)
    : role_(role), honesty_(honesty), limits_(small_limits()), replicator_(role, limits_, now_) {
  if (role == Role::Acceptor) replicator_.challenge({}, now_);
  take_work();
}

void ReplicatorEnd::receive(Message message) {
  const bool was_streaming = replicator_.is_streaming();
  if (const auto* credit = std::get_if<Credit>(&message); credit != nullptr && was_streaming)
    credits_heard_ += credit->batches;
  if (const auto* hello = std::get_if<Hello>(&message); hello != nullptr && !was_streaming)
    credits_heard_ = hello->credits;
  if (const auto* welcome = std::get_if<Welcome>(&message); welcome != nullptr && !was_streaming)
    credits_heard_ = welcome->credits;
  replicator_.receive(std::move(message), now_);
  take_work();
}

void ReplicatorEnd::pass(Millis time) {
  now_ = now_ + time;
  replicator_.tick(now_);
  take_work();
}

void ReplicatorEnd::heard_bytes(std::size_t bytes) {
  replicator_.heard_bytes(bytes, now_);
  take_work();
}

void ReplicatorEnd::grow(FeedId feed, std::uint64_t events) {
  ends_[feed] += events;
  replicator_.feed_grew(feed, FeedIndex(ends_[feed]), now_);
  take_work();
}

void ReplicatorEnd::say(const Word& word) {
  replicator_.say(word, now_);
  take_work();
}

Batch ReplicatorEnd::read(const ReadWork& work, std::size_t events) {
  Batch batch{work.after.feed,
              work.after.epoch,
              work.after.index,
              work.after.hash,
              {},
              work.after.index,
              work.after.hash,
              {}};
  const std::uint64_t end = ends_[batch.feed];
  while (batch.through.value() < end && batch.items.size() < events) {
    batch.through = batch.through.next();
    batch.items.push_back({batch.through, {kStoreOrigin, Seq(batch.through.value())}, {1, 2, 3}});
    batch.through_hash = own_hash(batch.feed, batch.through);
  }
  return batch;
}

void ReplicatorEnd::answer_read(Answer how, std::size_t events) {
  if (reads_.empty()) return;
  const ReadWork work = reads_.front();
  reads_.pop_front();
  Batch batch = read(work, events);
  if (how == Answer::Strangely) batch.after_hash.bytes[31] ^= 1U;
  if (how == Answer::Badly) {
    replicator_.read_done(work.after.feed, failed(StorageError{StorageFailure::GiveUp, "no"}),
                          now_);
  } else {
    replicator_.read_done(work.after.feed, std::move(batch), now_);
  }
  take_work();
}

void ReplicatorEnd::answer_append(Answer how) {
  if (appends_.empty()) return;
  const Batch batch = std::move(appends_.front());
  appends_.pop_front();
  // A group commit: all that came of this feed is durable now. Told of the newest, or of this one.
  Batch told = batch;
  for (const Batch& one : appends_) {
    if (how == Answer::Strangely && one.feed == batch.feed) told = one;
  }
  if (how == Answer::Badly) {
    replicator_.append_done(batch.feed, failed(AppendFailure{}), now_);
  } else {
    if (honesty_ == SinkHonesty::SaysWhatIsDurable)
      durable_[{told.feed, told.through}] = told.through_hash;
    replicator_.append_done(batch.feed,
                            Durable::reported(told.feed, told.through, told.through_hash), now_);
  }
  take_work();
}

Hello ReplicatorEnd::introduction() const {
  Hello hello;
  hello.store = StoreId(3);
  hello.incarnation = kStoreOrigin;
  const auto end = ends_.find(kLog);
  hello.log_end = Seq(end == ends_.end() ? 0 : end->second);
  hello.log_end_hash = own_hash(kLog, FeedIndex(hello.log_end.value()));
  for (const Shard shard : {Shard(0), Shard(1)})
    hello.cursors.push_back({FeedId::shard(shard), Epoch(1), FeedIndex(), Digest()});
  hello.credits = 2;
  hello.past_end = FeedIndex(2);
  return hello;
}

void ReplicatorEnd::answer_greeting(Answer how) {
  if (introductions_ > 0) {
    --introductions_;
    if (how == Answer::Badly) {
      replicator_.introduced(failed(StorageError{StorageFailure::GiveUp, "no"}), now_);
    } else {
      replicator_.introduced(introduction(), now_);
    }
  } else if (!admissions_.empty()) {
    const Hello hello = admissions_.front().hello;
    admissions_.pop_front();
    Admission admission;
    admission.welcome.cursors = {{FeedId::log(hello.incarnation), Epoch(), FeedIndex(), Digest()}};
    if (how == Answer::Strangely)
      admission.welcome.cursors.push_back(
          {FeedId::past(hello.incarnation), Epoch(), FeedIndex(), Digest()});
    admission.feed_starts = hello.cursors;
    if (how == Answer::Badly) {
      replicator_.admitted(failed(Refusal{RefusalCode::NotEnrolled, "no", {}}), now_);
    } else {
      replicator_.admitted(std::move(admission), now_);
    }
  }
  take_work();
}

void ReplicatorEnd::answer_unasked() {
  const FeedId nobodys = FeedId::shard(Shard(9));
  replicator_.append_done(nobodys, Durable::reported(nobodys, FeedIndex(1), Digest()), now_);
  take_work();
  require(has_ended_, "an answer that was not asked for ends the connection");
}

}  // namespace perk::fuzz
