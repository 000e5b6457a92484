// What the events about card numbers say beyond their envelopes (event.h). Head office's alone. Values only.
#pragma once

#include <cstdint>
#include <string>

#include "ledger/ids.h"

namespace perk {

/// Head office made another key for a range of numbers that prove themselves: numbers are made with it from now
/// on, and those of the keys before it stay good. The key itself is never in an event. Stands in the shard of
/// store 0.
struct NumberKeyMade {
  std::string prefix;  ///< Of the range.
  std::uint32_t version = 0;
  Digest
      commitment;  ///< Of the key (FORMAT.md "Card numbers"): says nothing of it, and fits no other.
  std::string reason;
  std::string operator_name;
  friend bool operator==(const NumberKeyMade&, const NumberKeyMade&) = default;
};

}  // namespace perk
