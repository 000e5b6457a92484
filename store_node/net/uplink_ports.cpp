#include "store_node/net/uplink_ports.h"

#include <boost/asio/post.hpp>

#include "sync/crypto/hash_chain.h"
#include "sync/wire/event_codec.h"
#include "sync/wire/message_codec.h"

namespace perk::store_node {
namespace {

/// The till's thread follows the log as well, but perhaps only after this one has read what it wrote.
void follow(const SigningKeys& keys, const std::vector<OwnEvent>& run, Origin log) {
  if (!keys.now().next) return;
  for (const OwnEvent& own : run) {
    const auto event = sync::decode_event(own.bytes);
    if (!event) continue;
    if (const auto change = key_change_of({{log, own.seq}, event.value()})) keys.follow({*change});
  }
}

}  // namespace

void LogFeed::read(const sync::Cursor& after, std::size_t bytes_max, OnRead done) {
  done(after.feed.is_past() ? past_after(after, bytes_max) : batch_after(after, bytes_max));
}

/// What was heard in past epochs. Head office asks for it from the beginning, each time it asks.
Result<sync::Batch, StorageError> LogFeed::past_after(const sync::Cursor& after,
                                                      std::size_t bytes_max) {
  const bool is_ours =
      after.index != sync::FeedIndex() || after.hash == sync::past_genesis(log_.incarnation);
  if (!is_ours)
    return failed(StorageError{StorageFailure::GiveUp, "past epochs begin with another hash"});
  auto run = reader_.read_past(after.index.value(), bytes_max);
  if (!run) return failed(run.error());
  sync::Batch batch{after.feed, after.epoch, after.index, after.hash,
                    {},         after.index, after.hash,  Signature{}};
  for (PastEvent& past : run.value()) {
    batch.through = sync::FeedIndex(past.number);
    batch.through_hash =
        sync::shard_link(batch.through_hash, Position(past.number), past.event, past.bytes);
    batch.items.push_back({batch.through, past.event, std::move(past.bytes)});
  }
  return batch;
}

Result<sync::Batch, StorageError> LogFeed::batch_after(const sync::Cursor& after,
                                                       std::size_t bytes_max) {
  if (auto same = check_history(after); !same) return failed(same.error());
  auto run = reader_.read_log(Seq(after.index.value()), bytes_max);
  if (!run) return failed(run.error());
  follow(keys_, run.value(), log_.incarnation);
  sync::Batch batch{after.feed, after.epoch, after.index, after.hash,
                    {},         after.index, after.hash,  Signature{}};
  for (OwnEvent& event : run.value()) {
    batch.through = sync::FeedIndex(event.seq.value());
    batch.through_hash = event.hash;
    batch.items.push_back(
        {batch.through, EventId{log_.incarnation, event.seq}, std::move(event.bytes)});
  }
  if (!batch.items.empty())
    batch.seal = seal_of(keys_.key_at(Seq(batch.through.value())), log_,
                         {Seq(batch.through.value()), batch.through_hash});
  return batch;
}

/// What head office says it holds must be ours, or nothing after it may be sent.
Result<Done, StorageError> LogFeed::check_history(const sync::Cursor& after) {
  Digest ours = sync::log_genesis(log_.store, log_.incarnation);
  if (after.index != sync::FeedIndex()) {
    const auto held = reader_.own_event(Seq(after.index.value()));
    if (!held) return failed(held.error());
    if (held.value()) ours = held.value()->hash;
  }
  const bool is_ours = after.feed == sync::FeedId::log(log_.incarnation) && after.hash == ours;
  if (is_ours) return Done{};
  return failed(StorageError{StorageFailure::GiveUp,
                             "head office holds another history of this store's log"});
}

void ReplicaSink::append(sync::Batch batch, OnAppended done) {
  till_.append(std::move(batch), [executor = executor_, log = log_, done](auto appended) {
    if (!appended) log.error("head office's batch was refused: " + appended.error().sentence);
    boost::asio::post(executor,
                      [done, result = std::move(appended)]() mutable { done(std::move(result)); });
  });
}

void StoreIntroducer::introduce(const sync::Challenge& challenge, OnHello done) {
  done(hello_for(challenge));
}

Result<sync::Hello, StorageError> StoreIntroducer::hello_for(const sync::Challenge& challenge) {
  // Cursors first: what they say of this log is then never beyond the head.
  const auto cursors = reader_.cursors();
  if (!cursors) return failed(cursors.error());
  const auto head = reader_.head();
  if (!head) return failed(head.error());
  sync::Hello hello;
  hello.store = log_.store;
  hello.incarnation = log_.incarnation;
  hello.log_end = head.value().seq;
  hello.log_end_hash = head.value().hash;
  hello.cursors = complete(cursors.value(), settings_.shard_count);
  hello.credits = settings_.credits;
  hello.software = settings_.software;
  const auto past = reader_.past_end();
  if (!past) return failed(past.error());
  hello.past_end = sync::FeedIndex(past.value());
  keys_.sign(challenge, hello);
  return hello;
}

}  // namespace perk::store_node
