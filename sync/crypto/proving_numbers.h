// Card numbers that prove themselves (FORMAT.md "Card numbers"): head office makes them, a till judges
// them without asking anybody. Pure; thread-safe. Never keeps a number.
#pragma once

#include <span>

#include "ledger/number_range.h"
#include "sync/crypto/keys.h"

namespace perk::sync {

enum class NumberVerdict {
  Proven,     ///< In a self-proving range, with the right check code.
  Invented,   ///< In a self-proving range, with another: head office never made it.
  Foreign,    ///< In a range of others, where nothing but the Luhn digit can be checked.
  InNoRange,  ///< Of no range known here.
};

/// The number of this serial. Requires a sound self-proving range, its own key and a serial that the
/// range has.
[[nodiscard]] CardNumber make_number(const NumberRange& range, const CardNumberKey& key,
                                     CardSerial serial);

/// Ranges must not overlap, and each one's key must be among `keys`. Of a million invented numbers
/// about one is found proven: whoever does not hold the key can only guess the code.
[[nodiscard]] NumberVerdict judge(const CardNumber& number, std::span<const NumberRange> ranges,
                                  std::span<const CardNumberKey> keys);

}  // namespace perk::sync
