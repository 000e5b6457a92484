#include <algorithm>
#include <array>
#include <sstream>

#include "ops/compare/comparison_text.h"

namespace perk::compare {
namespace {

constexpr std::array kWidths = {16, 10, 14, 16, 11, 12, 14, 10, 9};

std::string money(Amount amount, Currency currency) {
  const std::string text = to_string(Money{amount, currency});
  return text.substr(0, text.find(' '));
}

std::string pad(const std::string& text, int width, bool left) {
  const std::string room(
      static_cast<std::size_t>(std::max(1, width - static_cast<int>(text.size()))), ' ');
  return left ? text + room : room + text;
}

std::string line(const std::array<std::string, kWidths.size()>& fields) {
  std::string text = "  ";
  for (std::size_t i = 0; i < fields.size(); ++i) text += pad(fields[i], kWidths[i], i == 0);
  return text + "\n";
}

/// What was lost, of what was shown: with a copy in service, of the copies term beside it too.
std::string realised(const Verdict& verdict) {
  if (!verdict.exposure_peak.is_known()) return "-";
  return percent(verdict.overdraft, verdict.exposure_peak.amount() + verdict.copies);
}

std::string line_of(const Row& row, Currency currency) {
  const Verdict& v = row.verdict;
  const std::string shown =
      v.exposure_peak.is_known() ? money(v.exposure_peak.amount(), currency) : "unbounded";
  return line({std::string(policy_name(row.policy)), percent(v.approved, v.wanted) + "%",
               percent(v.approved_cut_off, v.wanted_cut_off) + "%",
               money(v.wrongly_declined, currency), money(v.overdraft, currency),
               money(v.overdraft_from_rights, currency), shown, realised(v),
               row.scenario == Scenario::Rollback ? money(v.copies, currency) : "-"});
}

}  // namespace

std::string percent(Amount part, Amount whole) {
  if (!whole.is_positive()) return "-";
  const std::int64_t hundredths = part.minor() * 10'000 / whole.minor();
  const std::string rest = std::to_string(hundredths % 100);
  return std::to_string(hundredths / 100) + "." + (rest.size() < 2 ? "0" + rest : rest);
}

std::string scenario_sentence(const Comparison& comparison, Scenario scenario) {
  switch (scenario) {
    case Scenario::Honest:
      return "Honest customers only";
    case Scenario::ClonedCards:
      return std::to_string(comparison.cloned_cards) + " cloned cards, each used up at " +
             std::to_string(comparison.shops_with_clones) + " cut-off shops at once";
    case Scenario::Rollback:
      break;
  }
  return "A cut-off shop's database put back to an earlier copy, which is spent once more";
}

std::string to_text(const Comparison& comparison, const Occasion& occasion) {
  std::ostringstream out;
  out << "Four policies, one story: " << comparison.purchases << " purchases with "
      << comparison.cards << " cards in " << comparison.shops << " shops, "
      << (occasion.trace.empty() ? "made up" : "from " + occasion.trace) << ", seed "
      << occasion.seed << ".\n"
      << "This runs the ledger's own decisions in one process, on a virtual clock: no network, no "
         "disk.\n"
      << "Allowance of each shop: " << money(comparison.allowance.amount, occasion.currency)
      << ", of one card " << money(comparison.allowance.per_card_cap, occasion.currency)
      << ", of one purchase " << money(comparison.allowance.per_purchase_cap, occasion.currency)
      << ". Amounts in " << occasion.currency.code()
      << ". Placement of rights: " << placement_name(comparison.placement) << ".\n";
  std::optional<Scenario> last;
  for (const Row& row : comparison.rows) {
    if (last != row.scenario) {
      out << "\n"
          << scenario_sentence(comparison, row.scenario) << "\n"
          << line({"policy", "approved", "when cut off", "wrongly declined", "overspent",
                   "from rights", "exposure peak", "realised%", "copies"});
    }
    last = row.scenario;
    out << line_of(row, occasion.currency);
  }
  for (const std::string& sentence : comparison.violations())
    out << "VIOLATION " << sentence << "\n";
  return out.str();
}

}  // namespace perk::compare
