// A store's node that begins a new log gives the former one up: a Hello of that log, signed like any
// other, that says it ends before its beginning, and why (PROTOCOL.md "Giving a log up"). Pure.
#pragma once

#include <optional>

#include "ledger/log_events.h"
#include "sync/messages.h"

namespace perk::sync {

/// What such a Hello has for the hash of its end, 0; no log has it there. Requires a reason.
[[nodiscard]] Digest giving_up_hash(ClosedWhy why);
/// None: an ordinary Hello. A reason that this version does not know is Unspecified.
[[nodiscard]] std::optional<ClosedWhy> given_up_for(const Hello& hello);

}  // namespace perk::sync
