// Events and messages drawn at random, with every field in use sooner or later: for round trips.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "ledger/event.h"
#include "sync/messages.h"
#include "tests/support/random.h"

namespace perk::test {

/// Up to `size_max` bytes.
std::vector<std::uint8_t> random_bytes(Random& random, std::size_t size_max);
/// Of every known type, and of unknown ones; any amounts, also absurd ones.
Event random_event(Random& random);
/// Of every known type, and of unknown ones.
sync::Message random_message(Random& random);

}  // namespace perk::test
