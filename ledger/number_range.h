// Number ranges: which card numbers are this chain's, and which of them prove themselves. The layout of
// a self-proving number (FORMAT.md "Card numbers"); its keyed check code is computed in sync/crypto.
// Pure values.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/card_number.h"
#include "ledger/ids.h"

namespace perk {

enum class RangeKind {
  SelfProving,  ///< Made by head office: the number carries a keyed check code.
  Foreign,      ///< Made elsewhere and taken here: only the Luhn digit can be checked.
};

/// All numbers of one length that begin with the prefix.
struct NumberRange {
  std::string prefix;             ///< Digits.
  std::size_t length = 0;         ///< Digits of a whole number, check digit included.
  std::uint32_t key_version = 1;  ///< Of the card-number key that new numbers are made with.
  RangeKind kind = RangeKind::SelfProving;
  /// Of the keys that its numbers were made with before, oldest first: those numbers stay good.
  std::vector<std::uint32_t> older_keys{};
  friend bool operator==(const NumberRange&, const NumberRange&) = default;
};

/// A self-proving number: 12 digits of prefix and serial, the check code, the Luhn digit.
inline constexpr std::size_t kSelfProvingLength = 19;
inline constexpr std::size_t kSelfProvingBodyLength = 12;
inline constexpr std::size_t kCheckCodeDigits = 6;
inline constexpr std::uint32_t kCheckCodes = 1'000'000;
/// A prefix leaves at least one digit of serial.
inline constexpr std::size_t kPrefixDigitsMax = kSelfProvingBodyLength - 1;

/// Counted within a range, from 0; head office gives each once.
using CardSerial = NumberId<struct CardSerialTag>;
/// Below kCheckCodes.
using CheckCode = NumberId<struct CheckCodeTag>;

/// Whether numbers can be in it: 1 to 11 digits of prefix, 12 to 19 of length, 19 if self-proving, and
/// key versions above zero, each above the one before.
[[nodiscard]] bool is_sound(const NumberRange& range);
[[nodiscard]] bool contains(const NumberRange& range, const CardNumber& number);
/// Whether they have the very same numbers, of the same kind, whatever keys those are made with.
[[nodiscard]] bool is_same_range(const NumberRange& one, const NumberRange& other);
/// Of all its keys, oldest first.
[[nodiscard]] std::vector<std::uint32_t> key_versions_of(const NumberRange& range);
/// Numbers are made with this key from now on. False, and nothing changed: it is none of a later version.
bool begin_key(NumberRange& range, std::uint32_t version);
/// Whether any number is in both.
[[nodiscard]] bool overlaps(const NumberRange& one, const NumberRange& other);
/// The range that a number is in; null if none. Of ranges that do not overlap there is at most one.
[[nodiscard]] const NumberRange* range_of(const CardNumber& number,
                                          std::span<const NumberRange> ranges);

/// How many serials a sound self-proving range has.
[[nodiscard]] std::uint64_t serials_in(const NumberRange& range);
/// The 12 digits that the check code covers: prefix, then serial with leading zeros. Requires a sound
/// self-proving range and a serial below serials_in().
[[nodiscard]] std::string number_body(const NumberRange& range, CardSerial serial);
/// Body, code and Luhn digit. Requires 12 digits and a code below kCheckCodes.
[[nodiscard]] CardNumber proving_number(std::string_view body, CheckCode code);
/// The two parts of a number of 19 digits.
[[nodiscard]] std::string_view body_of(const CardNumber& number);
[[nodiscard]] CheckCode check_code_in(const CardNumber& number);

/// "self_proving", "foreign": stable, in files and on the wire.
[[nodiscard]] std::string_view to_text(RangeKind kind);
[[nodiscard]] std::optional<RangeKind> range_kind_from_text(std::string_view text);

}  // namespace perk
