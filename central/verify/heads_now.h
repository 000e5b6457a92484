// How far every log and every shard goes now, to be shown to others. Blocking; safe from any thread.
#pragma once

#include "central/event_store.h"
#include "central/evidence/heads_file.h"

namespace perk::central {

/// Each head was durable when it was read and stays a prefix of what follows: they need not be of one moment.
[[nodiscard]] Stored<Heads> heads_now(EventStore& events, WallTime now);

}  // namespace perk::central
