// A comparison for people and programs: a table, JSON, and a picture in one HTML file that needs nothing
// else. Pure: returns text, opens no file.
#pragma once

#include <cstdint>
#include <string>

#include "ops/compare/comparison.h"

namespace perk::compare {

/// What was compared: for headings.
struct Occasion {
  std::uint64_t seed = 1;
  std::string trace;  ///< The file's name, or empty for made-up customers.
  Currency currency;
};

[[nodiscard]] std::string to_text(const Comparison& comparison, const Occasion& occasion);
[[nodiscard]] std::string to_json(const Comparison& comparison, const Occasion& occasion);
[[nodiscard]] std::string to_html(const Comparison& comparison, const Occasion& occasion);

/// What a scenario is, in a line for people.
[[nodiscard]] std::string scenario_sentence(const Comparison& comparison, Scenario scenario);
/// "97.31": a part of a whole in per cent; "-" of nothing.
[[nodiscard]] std::string percent(Amount part, Amount whole);

}  // namespace perk::compare
