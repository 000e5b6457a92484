// Batches, Acks, Credits and Pings. PROTOCOL.md "Batches", "Flow control", "Liveness".
#include "sync/replicator.h"

namespace perk::sync {

void Replicator::feed_grew(FeedId feed, FeedIndex end, Instant now) {
  if (!goes_on(now) || !is_streaming()) return;  // The first reads come after the handshake anyway.
  sending_.grew(feed, end);
  read_ahead();
}

void Replicator::read_ahead() {
  while (const auto after = sending_.next_read()) ask(ReadWork{*after, limits_.batch_bytes_max});
  liveness_.backlog_is(backlog(), now_);
  liveness_.sending(sending_.largest_in_flight());
}

void Replicator::read_done(FeedId feed, Result<Batch, StorageError> batch, Instant now) {
  if (!goes_on(now)) return;
  if (!batch) return refuse(RefusalCode::StorageFailed, batch.error().detail);
  switch (sending_.read_done(feed, batch.value())) {
    case Outgoing::ReadOutcome::NothingMore:
      break;
    case Outgoing::ReadOutcome::ToSend:
      send(std::move(batch).value());
      break;
    case Outgoing::ReadOutcome::Broken:
      return refuse(RefusalCode::StorageFailed,
                    to_string(feed) + " was read where it was not asked for");
  }
  read_ahead();
}

void Replicator::hear(const Ack& ack) {
  if (!is_timely("an Ack")) return;
  const auto moved = sending_.acked(ack);
  if (!moved) return refuse(moved.error());
  liveness_.progressed(now_);
  // A peer's promise: the one Durable that is made from hearsay, and for its owner only.
  ask(PeerHoldsWork{Durable::reported(ack.feed, ack.through, ack.hash)});
  read_ahead();
}

void Replicator::hear(Credit credit) {
  if (!is_timely("a Credit")) return;
  sending_.granted(credit.batches);
  read_ahead();
}

void Replicator::hear(Batch batch) {
  if (!is_timely("a Batch")) return;
  const auto accepted = receiving_.accept(batch);
  if (!accepted) return refuse(accepted.error());
  ask(AppendWork{std::move(batch)});
}

void Replicator::append_done(FeedId feed, Result<Durable, AppendFailure> appended, Instant now) {
  if (!goes_on(now)) return;
  if (!receiving_.append_answered(feed) || (appended && appended.value().feed() != feed)) {
    return refuse(RefusalCode::StorageFailed, to_string(feed) + " was appended to unasked");
  }
  if (!appended) return refuse(appended.error().code, appended.error().sentence);
  acknowledge(appended.value());
}

void Replicator::acknowledge(const Durable& durable) {
  const auto to_say = receiving_.held(durable);
  if (!to_say) return refuse(to_say.error());
  if (to_say.value()) send(*to_say.value());
  receiving_.grant(1);
  send(Credit{1});
}

void Replicator::hear(Ping ping) {
  if (!is_timely("a Ping")) return;
  peer_backlog_ = ping.backlog;
  send(Pong{ping.number});
}

// To have been heard, in its time, is all that it is for.
void Replicator::hear(Pong) { static_cast<void>(is_timely("a Pong")); }

}  // namespace perk::sync
