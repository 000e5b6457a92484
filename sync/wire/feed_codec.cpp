#include "sync/wire/feed_codec.h"

#include "perk/v1/sync.pb.h"
#include "sync/wire/checked.h"

namespace perk::sync {

void put_feed(FeedId feed, v1::Feed& wire) {
  wire.set_kind(static_cast<v1::FeedKind>(feed.kind()));
  wire.set_key(feed.key());
}

std::optional<FeedId> read_feed(const v1::Feed& wire) {
  if (wire.kind() == v1::FEED_KIND_LOG || wire.kind() == v1::FEED_KIND_PAST) {
    const auto origin = Origin::from_value(wire.key());
    if (!origin) return std::nullopt;
    return wire.kind() == v1::FEED_KIND_LOG ? FeedId::log(*origin) : FeedId::past(*origin);
  }
  const bool is_shard =
      wire.kind() == v1::FEED_KIND_SHARD && wire.key() <= std::numeric_limits<std::uint16_t>::max();
  if (!is_shard) return std::nullopt;
  return FeedId::shard(Shard(static_cast<std::uint16_t>(wire.key())));
}

void put_cursor(const Cursor& cursor, v1::Cursor& wire) {
  put_feed(cursor.feed, *wire.mutable_feed());
  wire.set_epoch(cursor.epoch.value());
  wire.set_index(cursor.index.value());
  wire.set_hash(to_wire_bytes(cursor.hash.bytes));
}

std::optional<Cursor> read_cursor(const v1::Cursor& wire) {
  const auto feed = read_feed(wire.feed());
  const auto hash = read_digest(wire.hash());
  if (!feed || !hash) return std::nullopt;
  return Cursor{*feed, Epoch(wire.epoch()), FeedIndex(wire.index()), *hash};
}

std::optional<Digest> read_digest(const std::string& wire) {
  const auto bytes = exactly<32>(wire);
  return bytes ? std::optional(Digest{*bytes}) : std::nullopt;
}

}  // namespace perk::sync
