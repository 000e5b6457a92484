// The picture: for each scenario, how much was sold when cut off (up is better) against how much was lost
// (left is better), one point per policy.
#include <algorithm>
#include <array>
#include <sstream>
#include <tuple>

#include "ops/compare/comparison_text.h"
#include "ops/html_text.h"

namespace perk::compare {
namespace {

constexpr std::int64_t kWidth = 340, kHeight = 240, kLeft = 46, kTop = 20;
constexpr std::array kScenarios = {Scenario::Honest, Scenario::ClonedCards, Scenario::Rollback};

std::string colour_of(PolicyKind policy) {
  switch (policy) {
    case PolicyKind::Central:
      return "#5b6b7b";
    case PolicyKind::Cached:
      return "#c0392b";
    case PolicyKind::Escrow:
      return "#2471a3";
    case PolicyKind::EscrowStandIn:
      break;
  }
  return "#1e8449";
}

std::int64_t x_of(Amount lost, Amount most) {
  return kLeft + lost.minor() * (kWidth - 20) / std::max<std::int64_t>(1, most.minor());
}

std::int64_t y_of(const Verdict& v) {
  const std::int64_t wanted = std::max<std::int64_t>(1, v.wanted_cut_off.minor());
  return kTop + kHeight - v.approved_cut_off.minor() * kHeight / wanted;
}

/// A label beside its point; those of points that lie together stand below each other.
void draw_points(std::ostream& out, const std::vector<Row>& rows, Amount most) {
  std::vector<std::pair<std::int64_t, std::int64_t>> taken;
  for (const Row& row : rows) {
    const std::int64_t x = x_of(row.verdict.overdraft, most);
    const std::int64_t y = y_of(row.verdict);
    // Above the axis that it would stand on.
    std::int64_t text_y = std::min(y + 4, kTop + kHeight - 8);
    const bool turns = x > kLeft + kWidth / 2;
    const auto clashes = [&](const auto& other) {
      return std::abs(other.second - text_y) < 13 && std::abs(other.first - x) < 130;
    };
    while (std::any_of(taken.begin(), taken.end(), clashes)) text_y += 14;
    taken.emplace_back(x, text_y);
    out << "<circle cx='" << x << "' cy='" << y << "' r='6' fill='" << colour_of(row.policy)
        << "'/><text x='" << (turns ? x - 10 : x + 10) << "' y='" << text_y << "' text-anchor='"
        << (turns ? "end" : "start") << "' fill='" << colour_of(row.policy) << "'>"
        << policy_name(row.policy) << "</text>\n";
  }
}

void draw_axes(std::ostream& out, Amount most, Currency currency) {
  const std::int64_t bottom = kTop + kHeight;
  out << "<svg viewBox='0 0 " << kLeft + kWidth + 14 << ' ' << bottom + 54 << "'>\n"
      << "<path d='M" << kLeft << ' ' << kTop << " V" << bottom << " H" << kLeft + kWidth
      << "' fill='none' stroke='#888'/>\n";
  for (const int share : {0, 50, 100}) {
    out << "<text x='" << kLeft - 6 << "' y='" << bottom - share * kHeight / 100 + 4
        << "' text-anchor='end'>" << share << "%</text>\n";
  }
  out << "<text x='" << kLeft << "' y='" << bottom + 18 << "'>0</text><text x='" << kLeft + kWidth
      << "' y='" << bottom + 18 << "' text-anchor='end'>" << to_string(Money{most, currency})
      << "</text>\n<text x='" << kLeft + kWidth / 2 << "' y='" << bottom + 40
      << "' text-anchor='middle'>lost to overspending (left is better)</text>\n";
}

void draw_scenario(std::ostream& out, const Comparison& comparison, Scenario scenario,
                   Currency currency) {
  std::vector<Row> rows;
  Amount most(1);
  for (const Row& row : comparison.rows) {
    most = std::max(most, row.verdict.overdraft);  // One scale for all three pictures.
    if (row.scenario == scenario) rows.push_back(row);
  }
  out << "<section><h2>" << scenario_sentence(comparison, scenario) << "</h2>\n";
  draw_axes(out, most, currency);
  draw_points(out, rows, most);
  out << "</svg></section>\n";
}

}  // namespace

std::string to_html(const Comparison& comparison, const Occasion& occasion) {
  std::ostringstream out;
  out << "<!doctype html><html lang='en'><meta charset='utf-8'><title>Four policies, one "
         "story</title>\n<style>body{font:15px sans-serif;max-width:1250px;margin:2em "
         "auto;padding:0 1.2em;color:#222}main{display:grid;gap:2em;grid-template-columns:"
         "repeat(auto-fit,minmax(300px,1fr))}section{max-width:420px}h2{font-size:16px;"
         "min-height:3.6em}svg text{font:12px sans-serif}pre{overflow:auto;"
         "background:#f6f6f6;padding:1em;font-size:12.5px}</style>\n"
      << "<h1>What is sold while the line is down, and what it costs</h1>\n"
      << "<p>Up: of what customers wanted in cut-off shops, how much was sold. Right: what was "
         "spent that was never on a card. The best place is the upper left corner.</p>\n<main>\n";
  for (const Scenario scenario : kScenarios)
    draw_scenario(out, comparison, scenario, occasion.currency);
  out << "</main>\n<pre>" << ops::html_escaped(to_text(comparison, occasion)) << "</pre></html>\n";
  return out.str();
}

}  // namespace perk::compare
