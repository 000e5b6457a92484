// The names of things: cards, stores, terminals, origins, events, shards, positions. Each is its own
// type, so that a store id cannot stand where a card id belongs. Values only; no clock, no chance:
// random ids are made at the edge and handed in.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace perk {

/// A number that is a name. Explicit both ways; ordered and compared only with its own kind.
template <typename Tag>
class NumberId {
 public:
  constexpr NumberId() = default;
  constexpr explicit NumberId(std::uint64_t value) : value_(value) {}
  [[nodiscard]] constexpr std::uint64_t value() const { return value_; }
  friend constexpr auto operator<=>(NumberId, NumberId) = default;

 private:
  std::uint64_t value_ = 0;
};

/// A dense counter: 0 is "none yet", the first is 1.
template <typename Tag>
class Ordinal {
 public:
  constexpr Ordinal() = default;
  constexpr explicit Ordinal(std::uint64_t value) : value_(value) {}
  [[nodiscard]] constexpr std::uint64_t value() const { return value_; }
  [[nodiscard]] constexpr Ordinal next() const { return Ordinal(value_ + 1); }
  friend constexpr auto operator<=>(Ordinal, Ordinal) = default;

 private:
  std::uint64_t value_ = 0;
};

using StoreId = NumberId<struct StoreTag>;        ///< A shop. Given at enrolment, never reused.
using TerminalId = NumberId<struct TerminalTag>;  ///< A till, unique in the chain, never reused.
using ProgrammeId = NumberId<struct ProgrammeTag>;
/// A stand-in allowance. Given by head office, never used again, nor for another incarnation.
using AllowanceId = NumberId<struct AllowanceTag>;
using Seq = Ordinal<struct SeqTag>;  ///< Place in one origin's log; dense from 1.
using Position =
    Ordinal<struct PositionTag>;  ///< Place in one shard's total order; gapless from 1.
using RequestCounter = Ordinal<struct RequestCounterTag>;
using PolicyVersion = Ordinal<struct PolicyVersionTag>;
using ProposalNumber = Ordinal<struct ProposalTag>;  ///< Of a decision that waits for approval.
using WordCounter = Ordinal<struct WordTag>;  ///< Of an operator's requests on one connection.
using Epoch = Ordinal<struct EpochTag>;  ///< One life of head office's event store; the first is 1.

/// A fixed slice of the cards.
class Shard {
 public:
  constexpr Shard() = default;
  constexpr explicit Shard(std::uint16_t value) : value_(value) {}
  [[nodiscard]] constexpr std::uint16_t value() const { return value_; }
  friend constexpr auto operator<=>(Shard, Shard) = default;

 private:
  std::uint16_t value_ = 0;
};

/// Who wrote an event: one incarnation of a store's log, or head office in one shard and epoch.
/// FORMAT.md "Origin": values below 2^48 are head office's (epoch << 16 | shard), all others are
/// incarnations, so that the two can never be confused. The default value is no origin.
class Origin {
 public:
  constexpr Origin() = default;

  /// The origin with this stored or received value; none if no origin has it (0).
  [[nodiscard]] static std::optional<Origin> from_value(std::uint64_t value);
  /// The incarnation named by 64 random bits; none if they name no incarnation (draw again).
  [[nodiscard]] static std::optional<Origin> incarnation(std::uint64_t random_bits);
  [[nodiscard]] static Origin head_office(Epoch epoch, Shard shard);

  [[nodiscard]] constexpr std::uint64_t value() const { return value_; }
  [[nodiscard]] constexpr bool is_head_office() const {
    return value_ != 0 && value_ < kFirstIncarnation;
  }
  [[nodiscard]] constexpr bool is_incarnation() const { return value_ >= kFirstIncarnation; }
  friend constexpr auto operator<=>(Origin, Origin) = default;

  static constexpr std::uint64_t kFirstIncarnation = std::uint64_t{1} << 48;

 private:
  constexpr explicit Origin(std::uint64_t value) : value_(value) {}
  std::uint64_t value_ = 0;
};

struct EventId {
  Origin origin;
  Seq seq;
  friend constexpr auto operator<=>(const EventId&, const EventId&) = default;
};

/// Made and kept by the terminal before it asks, so that it can ask again.
struct RequestId {
  TerminalId terminal;
  RequestCounter counter;
  friend constexpr auto operator<=>(const RequestId&, const RequestId&) = default;
};

/// Keyed hash of a card number (FORMAT.md "CardId"). Says nothing of the number without the key.
struct CardId {
  std::array<std::uint8_t, 16> bytes{};
  friend constexpr auto operator<=>(const CardId&, const CardId&) = default;
};

/// A SHA-256 value.
struct Digest {
  std::array<std::uint8_t, 32> bytes{};
  friend constexpr auto operator<=>(const Digest&, const Digest&) = default;
};

/// An Ed25519 signature, and the public key that checks it.
struct Signature {
  std::array<std::uint8_t, 64> bytes{};
  friend constexpr auto operator<=>(const Signature&, const Signature&) = default;
};
struct PublicKey {
  std::array<std::uint8_t, 32> bytes{};
  friend constexpr auto operator<=>(const PublicKey&, const PublicKey&) = default;
};

/// The shard of a card, of `shard_count` (>= 1) shards: first 8 bytes, big-endian, modulo the count.
[[nodiscard]] Shard shard_of(const CardId& card, std::uint16_t shard_count);
/// The shard of a store's card-less events.
[[nodiscard]] Shard shard_of(StoreId store, std::uint16_t shard_count);

/// Lower-case hexadecimal, for people and logs; never of a card number.
[[nodiscard]] std::string to_hex(const CardId& card);
[[nodiscard]] std::string to_hex(const Digest& digest);
[[nodiscard]] std::string to_hex(const PublicKey& key);
[[nodiscard]] std::string to_string(
    Origin origin);  ///< 16 hex digits, or "head-office/EPOCH/SHARD".
[[nodiscard]] std::string to_string(const EventId& event);  ///< "ORIGIN:SEQ".
[[nodiscard]] std::optional<CardId> card_id_from_hex(std::string_view text);
[[nodiscard]] std::optional<Digest> digest_from_hex(std::string_view text);
[[nodiscard]] std::optional<PublicKey> public_key_from_hex(std::string_view text);
[[nodiscard]] std::optional<EventId> event_id_from_text(std::string_view text);

}  // namespace perk
