// Values between our types and SQL: unsigned ids as bigint in two's complement, bytes as bytea, columns
// of a multi-row statement as arrays for unnest(). For central/postgres/ only. Pure.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <pqxx/pqxx>

#include "ledger/event.h"
#include "ledger/ids.h"
#include "ledger/time.h"

namespace perk::central {

[[nodiscard]] inline std::int64_t as_bigint(std::uint64_t value) {
  return static_cast<std::int64_t>(value);
}
[[nodiscard]] inline std::uint64_t from_bigint(const pqxx::field& field) {
  return static_cast<std::uint64_t>(field.as<std::int64_t>());
}
[[nodiscard]] inline WallTime wall_from(const pqxx::field& field) {
  return WallTime(field.as<std::int64_t>());
}

/// One bytea parameter.
[[nodiscard]] inline pqxx::binarystring as_bytea(std::span<const std::uint8_t> bytes) {
  return {bytes.data(), bytes.size()};
}
[[nodiscard]] EventBytes bytes_from(const pqxx::field& field);
/// Exactly as many bytes as the type has; anything else is damage and throws.
[[nodiscard]] Digest digest_from(const pqxx::field& field);
[[nodiscard]] std::optional<CardId> card_from(const pqxx::field& field);
[[nodiscard]] Signature signature_from(const pqxx::field& field);
[[nodiscard]] PublicKey public_key_from(const pqxx::field& field);
/// An origin as stored; 0 is damage and throws.
[[nodiscard]] Origin origin_from(const pqxx::field& field);

/// A column of values, as the text of a SQL array.
class SqlArray {
 public:
  void add(std::uint64_t value);
  void add_signed(std::int64_t value);
  void add(std::span<const std::uint8_t> bytes);
  void add_text(std::string_view text);
  void add_null();
  [[nodiscard]] std::string text() const { return "{" + elements_ + "}"; }

 private:
  void separate();
  std::string elements_;
};

}  // namespace perk::central
