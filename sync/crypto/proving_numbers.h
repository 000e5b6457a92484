// Card numbers that prove themselves (FORMAT.md "Card numbers"): head office makes them, a till judges
// them without asking anybody. Pure; thread-safe. Never keeps a number.
#pragma once

#include <span>

#include "ledger/number_range.h"
#include "sync/crypto/keys.h"

namespace perk::sync {

enum class NumberVerdict {
  Proven,  ///< In a self-proving range, with the right check code.
  Invented,  ///< In a self-proving range, with another: head office never made it, as far as known here.
  Foreign,    ///< In a range of others, where nothing but the Luhn digit can be checked.
  InNoRange,  ///< Of no range known here.
};

/// The number of this serial. Requires a sound self-proving range, its own key and a serial that the
/// range has.
[[nodiscard]] CardNumber make_number(const NumberRange& range, const CardNumberKey& key,
                                     CardSerial serial);

/// The key that this number of the range was made with; null: head office never made it, or with a key that is
/// not among `keys`. Of several that fit, one number in a million, the oldest: so it is the same whichever newer
/// ones are known here.
[[nodiscard]] const CardNumberKey* proving_key(const CardNumber& number, const NumberRange& range,
                                               std::span<const CardNumberKey> keys);

/// Ranges must not overlap, and all keys of each must be among `keys`. Of a million invented numbers
/// about one is found proven: whoever does not hold the key can only guess the code.
[[nodiscard]] NumberVerdict judge(const CardNumber& number, std::span<const NumberRange> ranges,
                                  std::span<const CardNumberKey> keys);

}  // namespace perk::sync
