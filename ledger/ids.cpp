#include "ledger/ids.h"

#include <charconv>
#include <limits>
#include <span>

#include "ledger/check.h"

namespace perk {
namespace {

constexpr int kShardBits = 16;
constexpr std::string_view kHeadOffice = "head-office/";
constexpr std::string_view kHexDigits = "0123456789abcdef";

std::string hex_of(std::span<const std::uint8_t> bytes) {
  std::string text;
  text.reserve(bytes.size() * 2);
  for (const std::uint8_t byte : bytes) {
    text += kHexDigits[byte >> 4];
    text += kHexDigits[byte & 0x0fU];
  }
  return text;
}

/// Exactly two lower-case digits a byte, or false.
bool read_hex(std::string_view text, std::span<std::uint8_t> bytes) {
  if (text.size() != bytes.size() * 2) return false;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const std::size_t high = kHexDigits.find(text[2 * i]);
    const std::size_t low = kHexDigits.find(text[2 * i + 1]);
    if (high == std::string_view::npos || low == std::string_view::npos) return false;
    bytes[i] = static_cast<std::uint8_t>(high << 4 | low);
  }
  return true;
}

template <typename Name>
std::optional<Name> name_from_hex(std::string_view text) {
  Name name;
  if (!read_hex(text, name.bytes)) return std::nullopt;
  return name;
}

std::uint64_t first_eight_big_endian(std::span<const std::uint8_t> bytes) {
  std::uint64_t value = 0;
  for (const std::uint8_t byte : bytes.first(8)) value = value << 8 | byte;
  return value;
}

Shard shard_of_number(std::uint64_t number, std::uint16_t shard_count) {
  PERK_CHECK(shard_count >= 1, "a chain has at least one shard");
  return Shard(static_cast<std::uint16_t>(number % shard_count));
}

/// A decimal number as we write it: no sign, no leading zero, nothing after it.
std::optional<std::uint64_t> read_decimal(std::string_view text) {
  std::uint64_t value = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  const bool is_whole = error == std::errc() && stop == end;
  if (!is_whole || (text.size() > 1 && text.front() == '0')) return std::nullopt;
  return value;
}

std::optional<Origin> read_head_office(std::string_view epoch_and_shard) {
  const std::size_t slash = epoch_and_shard.find('/');
  if (slash == std::string_view::npos) return std::nullopt;
  const auto epoch = read_decimal(epoch_and_shard.substr(0, slash));
  const auto shard = read_decimal(epoch_and_shard.substr(slash + 1));
  if (!epoch || !shard || *shard > std::numeric_limits<std::uint16_t>::max()) return std::nullopt;
  if (*epoch > std::numeric_limits<std::uint32_t>::max()) return std::nullopt;
  return Origin::from_value(*epoch << kShardBits | *shard);
}

std::optional<Origin> read_origin(std::string_view text) {
  if (text.starts_with(kHeadOffice)) return read_head_office(text.substr(kHeadOffice.size()));
  std::array<std::uint8_t, 8> bytes{};
  if (!read_hex(text, bytes)) return std::nullopt;
  return Origin::incarnation(first_eight_big_endian(bytes));
}

}  // namespace

std::optional<Origin> Origin::from_value(std::uint64_t value) {
  if (value == 0) return std::nullopt;
  return Origin(value);
}

std::optional<Origin> Origin::incarnation(std::uint64_t random_bits) {
  if (random_bits < kFirstIncarnation) return std::nullopt;
  return Origin(random_bits);
}

Origin Origin::head_office(Epoch epoch, Shard shard) {
  PERK_CHECK(epoch.value() >= 1 && epoch.value() <= std::numeric_limits<std::uint32_t>::max(),
             "epochs run from 1 and fit in 32 bits");
  return Origin(epoch.value() << kShardBits | shard.value());
}

Shard shard_of(const CardId& card, std::uint16_t shard_count) {
  return shard_of_number(first_eight_big_endian(card.bytes), shard_count);
}

Shard shard_of(StoreId store, std::uint16_t shard_count) {
  return shard_of_number(store.value(), shard_count);
}

std::string to_hex(const CardId& card) { return hex_of(card.bytes); }
std::string to_hex(const Digest& digest) { return hex_of(digest.bytes); }
std::string to_hex(const PublicKey& key) { return hex_of(key.bytes); }

std::string to_string(Origin origin) {
  const std::uint64_t value = origin.value();
  if (origin.is_head_office()) {
    return std::string(kHeadOffice) + std::to_string(value >> kShardBits) + '/' +
           std::to_string(value & 0xffffU);
  }
  std::array<std::uint8_t, 8> bytes{};
  for (std::size_t i = 0; i < bytes.size(); ++i)
    bytes[i] = static_cast<std::uint8_t>(value >> (56 - 8 * i));
  return hex_of(bytes);
}

std::string to_string(const EventId& event) {
  return to_string(event.origin) + ':' + std::to_string(event.seq.value());
}

std::optional<CardId> card_id_from_hex(std::string_view text) {
  return name_from_hex<CardId>(text);
}
std::optional<Digest> digest_from_hex(std::string_view text) { return name_from_hex<Digest>(text); }
std::optional<PublicKey> public_key_from_hex(std::string_view text) {
  return name_from_hex<PublicKey>(text);
}

std::optional<EventId> event_id_from_text(std::string_view text) {
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos) return std::nullopt;
  const auto origin = read_origin(text.substr(0, colon));
  const auto seq = read_decimal(text.substr(colon + 1));
  if (!origin || !seq || *seq == 0) return std::nullopt;
  return EventId{*origin, Seq(*seq)};
}

}  // namespace perk
