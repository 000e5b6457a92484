// An operator's reason as it stands in events, for ever: sealed. What is hashed and signed is a commitment to a salt
// and the text (FORMAT.md "Reasons"); both are kept beside the log, where they can be erased. Pure; no hash is made
// here (sync/crypto/reason_seal.h).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "ledger/event.h"

namespace perk {

/// Of a reason's text, in bytes.
inline constexpr std::size_t kReasonBytesMax = 1'000;

/// 16 random bytes, so that nobody who has the commitment alone can try texts.
struct ReasonSalt {
  std::array<std::uint8_t, 16> bytes{};
  friend constexpr auto operator<=>(const ReasonSalt&, const ReasonSalt&) = default;
};

/// What a sealed reason says: kept beside the log, and travels beside what is signed.
struct ReasonOpening {
  ReasonSalt salt;
  std::string text;
  friend bool operator==(const ReasonOpening&, const ReasonOpening&) = default;
};

/// "sealed:" and 64 lower-case hexadecimal digits. It never changes: it is in logs.
[[nodiscard]] std::string sealed_form(const Digest& commitment);
inline constexpr std::size_t kSealedFormBytes = 71;
/// None: the reason is not sealed, but what it says itself.
[[nodiscard]] std::optional<Digest> commitment_in(std::string_view reason);

/// A sealed form somewhere in a text.
struct SealedPart {
  std::size_t at = 0;  ///< Where its kSealedFormBytes begin.
  Digest commitment;
};
/// The first one at `from` or after; none: no more.
[[nodiscard]] std::optional<SealedPart> find_sealed(std::string_view text, std::size_t from);

/// One line of UTF-8 of at most kReasonBytesMax, without control characters.
[[nodiscard]] bool is_sayable(std::string_view text);

/// Of two tries of one request: not if they are known to say something else. A text is sealed with another salt each
/// time, so that seals tell nothing here; whoever has the texts compares those (central/desk/reason_keeper.h).
[[nodiscard]] bool may_be_same_reason(std::string_view first, std::string_view second);

/// The operator's reason that an event gives; null: its type has none. The body's own.
[[nodiscard]] const std::string* reason_in(const EventBody& body);

}  // namespace perk
