#include "ops/till_costs_run/cost_table.h"

#include <algorithm>
#include <cstdio>

namespace perk::ops {
namespace {

/// The value below which that part of them lies; of two neighbours what lies between.
double quantile(std::vector<double> values, double part) {
  if (values.empty()) return 0;
  std::sort(values.begin(), values.end());
  const double at = part * static_cast<double>(values.size() - 1);
  const auto below = static_cast<std::size_t>(at);
  const std::size_t above = std::min(below + 1, values.size() - 1);
  return values[below] + (at - static_cast<double>(below)) * (values[above] - values[below]);
}

template <typename Measure>
std::vector<double> values_of(const std::vector<Cost>& rounds, const Measure& measure) {
  std::vector<double> values;
  for (const Cost& cost : rounds) values.push_back(measure(cost));
  return values;
}

/// Of each round to the plain lines' in the same round: what else the machine did then met both.
template <typename Measure>
std::string ratios(const std::vector<Cost>& rounds, const std::vector<Cost>& plain,
                   const Measure& measure) {
  std::vector<double> ratios;
  for (std::size_t round = 0; round < std::min(rounds.size(), plain.size()); ++round)
    ratios.push_back(measure(rounds[round]) / measure(plain[round]));
  char text[40];
  std::snprintf(text, sizeof text, "%.2f (%.2f-%.2f)", quantile(ratios, 0.5),
                quantile(ratios, 0.25), quantile(ratios, 0.75));
  return text;
}

double processor_us(const Cost& cost) {
  return static_cast<double>(cost.processor.count()) / 1e3 / static_cast<double>(cost.pieces);
}

double pieces_a_second(const Cost& cost) {
  return static_cast<double>(cost.pieces) * 1e9 / static_cast<double>(cost.elapsed.count());
}

}  // namespace

std::string to_text(const std::vector<CostRow>& rows) {
  char line[160];
  std::snprintf(line, sizeof line, "%-11s %-12s %13s %18s %10s %18s\n", "work", "line",
                "node CPU, us", "to plain", "a second", "to plain");
  std::string text = line;
  for (const CostRow& row : rows) {
    const auto& plain = row.rounds.at(Way::Plain);
    for (const auto& [way, rounds] : row.rounds) {
      std::snprintf(line, sizeof line, "%-11s %-12s %13.1f %18s %10.0f %18s\n", row.work.c_str(),
                    name_of(way).c_str(), quantile(values_of(rounds, processor_us), 0.5),
                    ratios(rounds, plain, processor_us).c_str(),
                    quantile(values_of(rounds, pieces_a_second), 0.5),
                    ratios(rounds, plain, pieces_a_second).c_str());
      text += line;
    }
  }
  return text;
}

}  // namespace perk::ops
