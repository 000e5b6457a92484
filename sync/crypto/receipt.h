// A receipt: proof, in a terminal's hands, that an event stands at a place in a store's log. It holds
// the event's exact bytes and what is needed to reach the signed head of its commit group without
// showing the group's other events (FORMAT.md "Receipt").
#pragma once

#include <vector>

#include "ledger/event.h"
#include "ledger/ids.h"
#include "ledger/log_keys.h"

namespace perk::sync {

struct Receipt {
  StoreId store;
  Origin incarnation;
  Seq seq;
  Digest previous_hash;
  EventBytes event;
  std::vector<Digest> later_digests;  ///< SHA-256 of each later event's bytes in the signed group.
  Signature signature;                ///< Of the head at seq + later_digests.size().
  friend bool operator==(const Receipt&, const Receipt&) = default;
};

/// The chain hash just after the receipt's event.
[[nodiscard]] Digest hash_at(const Receipt& receipt);
/// Whether the signature proves it, under a key of the store that may have made it (LogKeys::may_sign).
[[nodiscard]] bool is_genuine(const Receipt& receipt, const LogKeys& keys);
/// Whether an event of a closed log of `store` stands where it says, under the hash it says. Of one that
/// was wrapped again only the outer proof is checked here; each layer has its own.
[[nodiscard]] bool is_genuine(const ClosedLogEventRecorded& wrapped, StoreId store,
                              const LogKeys& keys);
/// The same of each layer: all that the store's node says it brings.
[[nodiscard]] bool is_genuine_throughout(const ClosedLogEventRecorded& wrapped, StoreId store,
                                         const LogKeys& keys);

}  // namespace perk::sync
