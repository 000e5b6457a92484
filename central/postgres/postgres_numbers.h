// Adding a number range within a transaction under way. For central/postgres/ only.
#pragma once

#include <pqxx/pqxx>

#include "central/event_store.h"

namespace perk::central {

/// Requires a sound range. As EventStore::add_number_range.
[[nodiscard]] RangeOutcome insert_number_range(pqxx::work& work, const NumberRange& range,
                                               WallTime now);

}  // namespace perk::central
