// A feed: a hash-chained sequence of events that one end sends and the other receives. Three kinds: an
// origin's log (its indexes are seqs), a shard's total order (its indexes are positions), and what an
// incarnation heard in past epochs beyond where head office was restored to (numbered from 1).
#pragma once

#include <compare>
#include <cstdint>
#include <string>

#include "ledger/ids.h"

namespace perk::sync {

using FeedIndex = Ordinal<struct FeedIndexTag>;

class FeedId {
 public:
  enum class Kind : std::uint8_t { Log = 1, Shard = 2, Past = 3 };

  constexpr FeedId() = default;
  [[nodiscard]] static constexpr FeedId log(Origin origin) { return {Kind::Log, origin.value()}; }
  [[nodiscard]] static constexpr FeedId shard(Shard shard) { return {Kind::Shard, shard.value()}; }

  /// What this incarnation hands back of past epochs.
  [[nodiscard]] static constexpr FeedId past(Origin holder) { return {Kind::Past, holder.value()}; }

  [[nodiscard]] constexpr bool is_log() const { return kind_ == Kind::Log; }
  [[nodiscard]] constexpr bool is_shard() const { return kind_ == Kind::Shard; }
  [[nodiscard]] constexpr bool is_past() const { return kind_ == Kind::Past; }
  [[nodiscard]] constexpr Kind kind() const { return kind_; }
  [[nodiscard]] constexpr std::uint64_t key() const { return key_; }
  /// Of a shard feed.
  [[nodiscard]] constexpr Shard as_shard() const { return Shard(static_cast<std::uint16_t>(key_)); }
  friend constexpr auto operator<=>(const FeedId&, const FeedId&) = default;

 private:
  constexpr FeedId(Kind kind, std::uint64_t key) : kind_(kind), key_(key) {}
  Kind kind_ = Kind::Log;
  std::uint64_t key_ = 0;
};

/// "shard 3", "log 9c..": for logs and traces.
[[nodiscard]] std::string to_string(FeedId feed);

/// How far somebody is in a feed. Belongs to the receiver: only what it holds durably.
struct Cursor {
  FeedId feed;
  Epoch epoch;  ///< Of shard feeds; 0 in log feeds.
  FeedIndex index;
  Digest hash;
  friend constexpr auto operator<=>(const Cursor&, const Cursor&) = default;
};

}  // namespace perk::sync
