// Who a certificate speaks for, as the one URI that stands in it: "perk:head-office", "perk:store:17",
// "perk:operator:ana", "perk:terminal:42". Pure: no clock, no input or output; total: any text is read, or
// is refused.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace perk::sync {

enum class PartyKind { HeadOffice, Store, Operator, Terminal };

struct Party {
  PartyKind kind = PartyKind::HeadOffice;
  std::uint64_t number = 0;  ///< Of a store or a terminal, from 1; else 0.
  std::string name;          ///< Of an operator: 1 to 32 of a-z, 0-9, '.', '-', '_'; else empty.
  friend bool operator==(const Party&, const Party&) = default;
  friend auto operator<=>(const Party&, const Party&) = default;

  [[nodiscard]] static Party head_office() { return {}; }
  [[nodiscard]] static Party store(std::uint64_t id) { return {PartyKind::Store, id, {}}; }
  [[nodiscard]] static Party terminal(std::uint64_t id) { return {PartyKind::Terminal, id, {}}; }
  [[nodiscard]] static Party operator_named(std::string name) {
    return {PartyKind::Operator, 0, std::move(name)};
  }
};

/// Whether it is one that a URI can name.
[[nodiscard]] bool is_valid(const Party& party);
/// None if the text is anything but what to_uri() prints: no leading zeros, no other letters.
[[nodiscard]] std::optional<Party> parse_party_uri(std::string_view uri);
/// Of a valid party.
[[nodiscard]] std::string to_uri(const Party& party);
/// For people: "head office", "store 17", "operator ana", "terminal 42".
[[nodiscard]] std::string to_string(const Party& party);

}  // namespace perk::sync
