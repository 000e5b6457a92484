#include "ops/till_costs_run/cost_table.h"

#include <algorithm>
#include <cstdio>

namespace perk::ops {
namespace {

template <typename Measure>
double median_of(const std::vector<Cost>& rounds, const Measure& measure) {
  std::vector<double> values;
  for (const Cost& cost : rounds) values.push_back(measure(cost));
  if (values.empty()) return 0;
  std::sort(values.begin(), values.end());
  const std::size_t middle = values.size() / 2;
  return values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

double processor_us(const Cost& cost) {
  return static_cast<double>(cost.processor.count()) / 1e3 / static_cast<double>(cost.pieces);
}

double pieces_a_second(const Cost& cost) {
  return static_cast<double>(cost.pieces) * 1e9 / static_cast<double>(cost.elapsed.count());
}

double ratio(double value, double plain) { return plain > 0 ? value / plain : 0; }

}  // namespace

std::string to_text(const std::vector<CostRow>& rows) {
  char line[160];
  std::snprintf(line, sizeof line, "%-12s %-12s %14s %10s %14s %10s\n", "work", "line",
                "node CPU, us", "to plain", "a second", "to plain");
  std::string text = line;
  for (const CostRow& row : rows) {
    const auto& plain = row.rounds.at(Way::Plain);
    const double plain_us = median_of(plain, processor_us);
    const double plain_rate = median_of(plain, pieces_a_second);
    for (const auto& [way, rounds] : row.rounds) {
      const double us = median_of(rounds, processor_us);
      const double rate = median_of(rounds, pieces_a_second);
      std::snprintf(line, sizeof line, "%-12s %-12s %14.1f %10.2f %14.0f %10.2f\n",
                    row.work.c_str(), name_of(way).c_str(), us, ratio(us, plain_us), rate,
                    ratio(rate, plain_rate));
      text += line;
    }
  }
  return text;
}

}  // namespace perk::ops
