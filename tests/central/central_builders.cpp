#include "tests/central/central_builders.h"

#include "sync/crypto/hash_chain.h"
#include "sync/crypto/log_key_proof.h"
#include "sync/wire/event_codec.h"
#include "sync/wire/message_codec.h"

namespace perk::test {
namespace {

sync::LogKey key_of(std::uint64_t number) {
  std::array<std::uint8_t, 32> seed{};
  seed[0] = static_cast<std::uint8_t>(number);
  return sync::LogKey::from_seed(seed);
}

}  // namespace

central::ChainSettings euro_chain(std::uint16_t shard_count) {
  return {eur(), shard_count, Epoch(1)};
}

central::StoredNumberKey number_key() { return {1, {7}}; }

central::ArrivedEvent arrived(const RecordedEvent& recorded, StoreId store) {
  return {recorded.id, store, recorded.event.envelope.card, sync::encode_event(recorded.event)};
}

StoreLog::StoreLog(std::uint64_t number)
    : StoreLog(StoreId(number), test::store(number), key_of(number)) {}

StoreLog::StoreLog(StoreId store, Origin origin, sync::LogKey key)
    : store_(store), origin_(origin), keys_{std::move(key)} {
  hashes_.push_back(sync::log_genesis(store_, origin_));
}

StoreLog StoreLog::next_life() const {
  return {store_, Origin::incarnation(origin_.value() + 1'000).value(), key()};
}

Event StoreLog::brought(std::uint64_t seq, Origin by) const {
  ClosedLogEventRecorded closed;
  closed.name = {origin_, Seq(seq)};
  closed.previous_hash = hash_at(seq - 1);
  closed.hash = hash_at(seq);
  closed.bytes = bytes_at(seq);
  closed.signature = seal(key_at(seq), seq);
  closed.event = WrappedEvent(sync::decode_event(closed.bytes).value());
  return wrap(std::move(closed), {by, hlc(9), hlc(9).wall(), PolicyVersion(1)});
}

StoreLog& StoreLog::append(const EventBuilder& event) {
  return append_bytes(sync::encode_event(event.build()));
}

StoreLog& StoreLog::append_bytes(EventBytes bytes) {
  hashes_.push_back(sync::log_link(hashes_.back(), end().next(), bytes));
  events_.push_back(std::move(bytes));
  return *this;
}

StoreLog& StoreLog::rotate_key(const sync::LogKey& next) {
  const EventId at{origin_, end().next()};
  Event event;
  event.body = sync::rotate_key(store_, at, key(), next);
  event.envelope.hlc = hlc(static_cast<std::int64_t>(at.seq.value()));
  event.envelope.raw_clock = event.envelope.hlc.wall();
  changes_.push_back(*key_change_of({at, event}));
  keys_.push_back(next);
  return append_bytes(sync::encode_event(event));
}

const sync::LogKey& StoreLog::key_at(std::uint64_t seq) const {
  std::size_t at = 0;
  while (at < changes_.size() && changes_[at].seq.value() <= seq) ++at;
  return keys_.at(at);
}

LogKeys StoreLog::log_keys(std::uint64_t through) const {
  std::vector<LogKeyChange> known;
  for (const LogKeyChange& change : changes_)
    if (change.seq.value() <= through) known.push_back(change);
  return {keys_.front().public_key(), known};
}

Signature StoreLog::seal(const sync::LogKey& key, std::uint64_t seq) const {
  return key.sign(sync::head_bytes(store_, origin_, Seq(seq), hash_at(seq)));
}

sync::Batch StoreLog::batch(std::uint64_t after, std::uint64_t through) const {
  const std::uint64_t last = through == 0 ? end().value() : through;
  sync::Batch batch;
  batch.feed = sync::FeedId::log(origin_);
  batch.after = sync::FeedIndex(after);
  batch.after_hash = hash_at(after);
  for (std::uint64_t seq = after + 1; seq <= last; ++seq) {
    batch.items.push_back({sync::FeedIndex(seq), {origin_, Seq(seq)}, bytes_at(seq)});
  }
  batch.through = sync::FeedIndex(last);
  batch.through_hash = hash_at(last);
  batch.seal = seal(key_at(last), last);
  return batch;
}

central::LogHeld StoreLog::held(std::uint64_t through) const {
  return {origin_, store_, log_keys(through), Seq(through), hash_at(through)};
}

sync::Hello StoreLog::hello(const sync::Challenge& challenge) const {
  sync::Hello hello;
  hello.store = store_;
  hello.incarnation = origin_;
  hello.log_end = end();
  hello.log_end_hash = hashes_.back();
  hello.proof = key().sign(sync::hello_proof_bytes(challenge, hello));
  return hello;
}

}  // namespace perk::test
