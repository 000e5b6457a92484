// How protocol values are written in scenarios, both ways: "log 3..5" is the batch after 3 through 5 of
// the store's log, "shard0" a shard, "5/other" the place 5 in a history that differs there. Pure.
#pragma once

#include <string>

#include "sync/replicator.h"
#include "tests/sync/scenario.h"

namespace perk::test {

/// The store whose line it is.
[[nodiscard]] Origin scenario_store();
/// A hash that tells feed, place and history apart.
[[nodiscard]] Digest scenario_hash(sync::FeedId feed, sync::FeedIndex index,
                                   const std::string& history);

[[nodiscard]] sync::FeedId read_feed(const std::string& word);
/// "log@3", "shard0@4/other".
[[nodiscard]] sync::Cursor read_cursor(const std::string& word);
/// "3..5" of a feed. `line` may say how it is broken: missing=4, bytes=none, of=other, epoch=2.
[[nodiscard]] sync::Batch read_batch(sync::FeedId feed, const std::string& range, const Line& line);
[[nodiscard]] sync::RefusalCode read_code(const std::string& word);
[[nodiscard]] sync::Message read_message(const Line& line);
[[nodiscard]] sync::Word read_word(const Line& line);
[[nodiscard]] sync::Hello read_hello(const Line& line);
[[nodiscard]] sync::Admission read_admission(const Line& line);
[[nodiscard]] sync::ReplicatorLimits read_limits(const Line& line);

[[nodiscard]] std::string written(const sync::Work& work);

}  // namespace perk::test
