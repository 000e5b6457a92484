// Reading stored events back into the domain. Pure; thread-safe.
#pragma once

#include <optional>
#include <vector>

#include "central/records.h"
#include "ledger/card.h"
#include "ledger/result.h"
#include "sync/wire/event_codec.h"

namespace perk::central {

/// The event as the ledger knows it. Intake lets only readable events in, so a failure here means that
/// the database was damaged or written by something else.
[[nodiscard]] Result<RecordedEvent, sync::Malformed> decode_stored(const StoredEvent& stored);

/// The same of an event that there may not be.
[[nodiscard]] Result<std::optional<RecordedEvent>, sync::Malformed> decode_stored(
    const std::optional<StoredEvent>& stored);

/// A card, from its stored events in order of positions.
[[nodiscard]] Result<CardState, sync::Malformed> fold_stored(
    const std::vector<StoredEvent>& events);

}  // namespace perk::central
