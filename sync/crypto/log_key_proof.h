// What proves a change of a store's log key, and by which of its keys a log's head is signed (FORMAT.md "Keys of a
// log"). Pure; thread-safe.
#pragma once

#include "ledger/log_keys.h"
#include "sync/crypto/keys.h"

namespace perk::sync {

/// What a store writes at `at` of its log, which goes on under `next`.
[[nodiscard]] LogKeyRotated rotate_key(StoreId store, const EventId& at, const LogKey& former,
                                       const LogKey& next);
/// Whether both keys said so, of this store and of this place.
[[nodiscard]] bool is_genuine(const LogKeyRotated& rotated, StoreId store, const EventId& at);

/// Whether a head is signed with a key that may sign it (LogKeys::may_sign).
[[nodiscard]] bool is_signed_head(const LogKeys& keys, StoreId store, Origin log, Seq seq,
                                  const Digest& hash, const Signature& signature);

}  // namespace perk::sync
