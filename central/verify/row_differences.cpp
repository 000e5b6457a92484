#include "central/verify/row_differences.h"

#include <algorithm>

namespace perk::central {
namespace {

std::string name_of(const CardId& card) { return "card " + to_hex(card); }
std::string name_of(StoreId store) { return "store " + std::to_string(store.value()); }

/// The first key that only one has, or that has another row.
template <typename Rows>
std::optional<std::string> differing_key(const Rows& shown, const Rows& right) {
  for (const auto& [key, row] : right) {
    const auto found = shown.find(key);
    if (found == shown.end()) return name_of(key) + " has no row";
    if (!(found->second == row)) return name_of(key) + " has another row than its events give";
  }
  for (const auto& [key, row] : shown) {
    if (!right.contains(key)) return name_of(key) + " has a row, but no events";
  }
  return std::nullopt;
}

std::optional<std::string> differing_line(const std::vector<StatementRow>& shown,
                                          const std::vector<StatementRow>& right) {
  const auto [at, expected] = std::ranges::mismatch(shown, right);
  if (at == shown.end() && expected == right.end()) return std::nullopt;
  const StatementRow& line = expected == right.end() ? *at : *expected;
  return "position " + std::to_string(line.position.value()) + ": the line of " +
         name_of(line.card) + " is not what its event gives";
}

}  // namespace

std::optional<std::string> first_difference(const ProjectionRows& shown,
                                            const ProjectionRows& right) {
  if (auto card = differing_key(shown.balances, right.balances)) return card;
  if (auto line = differing_line(shown.lines, right.lines)) return line;
  return differing_key(shown.stores, right.stores);
}

}  // namespace perk::central
