// The parts that several messages share: feeds, cursors, digests. For the codecs of this folder only.
#pragma once

#include <optional>
#include <string>

#include "sync/feed.h"

namespace perk::v1 {
class Cursor;
class Feed;
}  // namespace perk::v1

namespace perk::sync {

void put_feed(FeedId feed, v1::Feed& wire);
/// None for a kind this version does not know, a log of no origin, a shard beyond any number of them.
[[nodiscard]] std::optional<FeedId> read_feed(const v1::Feed& wire);

void put_cursor(const Cursor& cursor, v1::Cursor& wire);
[[nodiscard]] std::optional<Cursor> read_cursor(const v1::Cursor& wire);

[[nodiscard]] std::optional<Digest> read_digest(const std::string& wire);

}  // namespace perk::sync
