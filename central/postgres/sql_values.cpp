#include "central/postgres/sql_values.h"

#include <algorithm>

#include "central/postgres/database.h"

namespace perk::central {
namespace {

[[noreturn]] void report_damage(const pqxx::field& field) {
  throw RolledBack{{StorageFailure::GiveUp,
                    std::string("the database holds a damaged value in column ") + field.name()}};
}

template <std::size_t extent>
std::array<std::uint8_t, extent> exactly(const pqxx::field& field) {
  const pqxx::binarystring stored(field);
  if (stored.size() != extent) report_damage(field);
  std::array<std::uint8_t, extent> bytes{};
  std::copy(stored.begin(), stored.end(), bytes.begin());
  return bytes;
}

}  // namespace

EventBytes bytes_from(const pqxx::field& field) {
  const pqxx::binarystring stored(field);
  return {stored.begin(), stored.end()};
}

Digest digest_from(const pqxx::field& field) { return {exactly<32>(field)}; }

std::optional<CardId> card_from(const pqxx::field& field) {
  if (field.is_null()) return std::nullopt;
  return CardId{exactly<16>(field)};
}

Signature signature_from(const pqxx::field& field) { return {exactly<64>(field)}; }

PublicKey public_key_from(const pqxx::field& field) { return {exactly<32>(field)}; }

Origin origin_from(const pqxx::field& field) {
  const auto origin = Origin::from_value(from_bigint(field));
  if (!origin) report_damage(field);
  return *origin;
}

void SqlArray::separate() {
  if (!elements_.empty()) elements_ += ',';
}

void SqlArray::add(std::uint64_t value) { add_signed(as_bigint(value)); }

void SqlArray::add_signed(std::int64_t value) {
  separate();
  elements_ += std::to_string(value);
}

void SqlArray::add(std::span<const std::uint8_t> bytes) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  separate();
  elements_ += R"("\\x)";
  for (const std::uint8_t byte : bytes) {
    elements_ += kDigits[byte >> 4U];
    elements_ += kDigits[byte & 0xfU];
  }
  elements_ += '"';
}

void SqlArray::add_text(std::string_view text) {
  separate();
  elements_ += '"';
  for (const char letter : text) {
    if (letter == '"' || letter == '\\') elements_ += '\\';
    elements_ += letter;
  }
  elements_ += '"';
}

void SqlArray::add_null() {
  separate();
  elements_ += "NULL";
}

}  // namespace perk::central
