#include <limits>

#include "ledger/check.h"
#include "perk/v1/sync.pb.h"
#include "sync/wire/checked.h"
#include "sync/wire/feed_codec.h"
#include "sync/wire/message_parts.h"
#include "sync/wire/parse_proto.h"

namespace perk::sync {
namespace {

/// In a log feed an item's event is named by the feed and the index, so its name is not sent.
EventId name_in_log(FeedId feed, FeedIndex index) {
  return {*Origin::from_value(feed.key()), Seq(index.value())};
}

void put_item(const Item& item, FeedId feed, FeedIndex previous, v1::Item& wire) {
  const std::uint64_t step = item.index.value() - previous.value();
  if (step != 1) wire.set_index_step(step);
  if (!feed.is_log()) {
    wire.set_origin(item.event.origin.value());
    wire.set_seq(item.event.seq.value());
  }
  wire.set_event(to_wire_bytes(item.bytes));
}

std::optional<EventId> read_event_id(const v1::Item& wire, FeedId feed, FeedIndex index) {
  if (feed.is_log()) return name_in_log(feed, index);
  const auto origin = Origin::from_value(wire.origin());
  if (!origin || wire.seq() == 0) return std::nullopt;
  return EventId{*origin, Seq(wire.seq())};
}

/// None if the index runs past `through`, the event has no name, or its bytes are too many.
std::optional<Item> read_item(const v1::Item& wire, const Batch& batch, FeedIndex previous) {
  const std::uint64_t step = wire.index_step() == 0 ? 1 : wire.index_step();
  if (previous > batch.through || step > batch.through.value() - previous.value())
    return std::nullopt;
  const FeedIndex index(previous.value() + step);
  const auto event = read_event_id(wire, batch.feed, index);
  if (!event || wire.event().size() > kEventBytesMax) return std::nullopt;
  return Item{index, *event, {wire.event().begin(), wire.event().end()}};
}

bool read_items(const v1::Batch& wire, Batch& batch) {
  batch.items.reserve(static_cast<std::size_t>(wire.items_size()));
  FeedIndex previous = batch.after;
  for (const v1::Item& one : wire.items()) {
    auto item = read_item(one, batch, previous);
    if (!item) return false;
    previous = item->index;
    batch.items.push_back(std::move(*item));
  }
  return true;
}

/// Shard feeds have no seal: it is absent then, and reads as all zeros.
std::optional<Signature> read_seal(const std::string& wire) {
  if (wire.empty()) return Signature{};
  const auto bytes = exactly<64>(wire);
  return bytes ? std::optional(Signature{*bytes}) : std::nullopt;
}

}  // namespace

std::string to_bytes(const Batch& batch) {
  v1::Batch wire;
  put_feed(batch.feed, *wire.mutable_feed());
  wire.set_epoch(batch.epoch.value());
  wire.set_after(batch.after.value());
  wire.set_after_hash(to_wire_bytes(batch.after_hash.bytes));
  FeedIndex previous = batch.after;
  for (const Item& item : batch.items) {
    PERK_CHECK(item.index > previous, "items of a batch are in the feed's order");
    put_item(item, batch.feed, previous, *wire.add_items());
    previous = item.index;
  }
  wire.set_through(batch.through.value());
  wire.set_through_hash(to_wire_bytes(batch.through_hash.bytes));
  if (batch.seal != Signature{}) wire.set_seal(to_wire_bytes(batch.seal.bytes));
  return wire.SerializeAsString();
}

DecodedMessage batch_from(const std::vector<std::uint8_t>& bytes) {
  v1::Batch wire;
  if (!parse_quietly(wire, bytes)) return failed(Malformed{"the bytes are not a Batch"});
  const auto feed = read_feed(wire.feed());
  if (!feed) return failed(Malformed{"a Batch's feed cannot be read"});
  const auto after_hash = read_digest(wire.after_hash());
  const auto through_hash = read_digest(wire.through_hash());
  if (!after_hash || !through_hash) return failed(Malformed{"a Batch's hash is 32 bytes"});
  const auto seal = read_seal(wire.seal());
  if (!seal) return failed(Malformed{"a Batch's seal is 64 bytes"});
  if (wire.through() < wire.after()) return failed(Malformed{"a Batch goes backwards"});
  Batch batch{*feed, Epoch(wire.epoch()),       FeedIndex(wire.after()), *after_hash,
              {},    FeedIndex(wire.through()), *through_hash,           *seal};
  if (!read_items(wire, batch)) return failed(Malformed{"an item of a Batch cannot be read"});
  return Message(std::move(batch));
}

std::string to_bytes(const Ack& ack) {
  v1::Ack wire;
  put_feed(ack.feed, *wire.mutable_feed());
  wire.set_through(ack.through.value());
  wire.set_through_hash(to_wire_bytes(ack.hash.bytes));
  return wire.SerializeAsString();
}

DecodedMessage ack_from(const std::vector<std::uint8_t>& bytes) {
  v1::Ack wire;
  if (!parse_quietly(wire, bytes)) return failed(Malformed{"the bytes are not an Ack"});
  const auto feed = read_feed(wire.feed());
  const auto hash = read_digest(wire.through_hash());
  if (!feed || !hash) return failed(Malformed{"an Ack's feed or hash cannot be read"});
  return Message(Ack(Durable::reported(*feed, FeedIndex(wire.through()), *hash)));
}

std::string to_bytes(const Credit& credit) {
  v1::Credit wire;
  wire.set_batches(credit.batches);
  return wire.SerializeAsString();
}

DecodedMessage credit_from(const std::vector<std::uint8_t>& bytes) {
  v1::Credit wire;
  if (!parse_quietly(wire, bytes)) return failed(Malformed{"the bytes are not a Credit"});
  return Message(Credit{wire.batches()});
}

std::string to_bytes(const Ping& ping) {
  v1::Ping wire;
  wire.set_number(ping.number);
  wire.set_backlog(ping.backlog);
  return wire.SerializeAsString();
}

DecodedMessage ping_from(const std::vector<std::uint8_t>& bytes) {
  v1::Ping wire;
  if (!parse_quietly(wire, bytes)) return failed(Malformed{"the bytes are not a Ping"});
  return Message(Ping{wire.number(), wire.backlog()});
}

std::string to_bytes(const Pong& pong) {
  v1::Pong wire;
  wire.set_number(pong.number);
  return wire.SerializeAsString();
}

DecodedMessage pong_from(const std::vector<std::uint8_t>& bytes) {
  v1::Pong wire;
  if (!parse_quietly(wire, bytes)) return failed(Malformed{"the bytes are not a Pong"});
  return Message(Pong{wire.number()});
}

}  // namespace perk::sync
