// The hash chains of FORMAT.md: of an origin's log, and of a shard's order. SHA-256 by libsodium.
// Pure functions; thread-safe.
#pragma once

#include <cstdint>
#include <span>

#include "ledger/event.h"
#include "ledger/ids.h"

namespace perk::sync {

[[nodiscard]] Digest sha256(std::span<const std::uint8_t> bytes);

/// h_0 of a log: SHA-256("perk.log.v1" 0x00, store, origin), integers as 8 bytes big-endian. Head
/// office's own logs use store 0.
[[nodiscard]] Digest log_genesis(StoreId store, Origin origin);
/// h_n = SHA-256(h_{n-1}, seq, SHA-256(bytes)).
[[nodiscard]] Digest log_link(const Digest& previous, Seq seq,
                              std::span<const std::uint8_t> event_bytes);
/// The same from the digest of the bytes: what a receipt uses for events it does not show.
[[nodiscard]] Digest log_link_digest(const Digest& previous, Seq seq, const Digest& event_digest);

/// H_0 of a shard: SHA-256("perk.shard.v1" 0x00, epoch, shard).
[[nodiscard]] Digest shard_genesis(Epoch epoch, Shard shard);
/// Where the feed of what an incarnation heard in past epochs begins: SHA-256("perk.past.v1" 0x00,
/// incarnation). It goes on by shard_link, with the event's number for the position.
[[nodiscard]] Digest past_genesis(Origin incarnation);
/// H_p = SHA-256(H_{p-1}, position, origin, seq, SHA-256(bytes)).
[[nodiscard]] Digest shard_link(const Digest& previous, Position position, const EventId& event,
                                std::span<const std::uint8_t> event_bytes);

}  // namespace perk::sync
