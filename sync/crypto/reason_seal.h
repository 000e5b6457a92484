// The seal on an operator's reason (ledger/sealed_reason.h, FORMAT.md "Reasons"): whoever has the commitment can check
// a text and its salt, and without both learns nothing. By libsodium. Thread-safe.
#pragma once

#include "ledger/sealed_reason.h"

namespace perk::sync {

/// SHA-256("perk.reason.v1" 0x00, salt, text).
[[nodiscard]] Digest reason_commitment(const ReasonOpening& opening);
/// Of the system's random source.
[[nodiscard]] ReasonSalt random_salt();

}  // namespace perk::sync
