#include <algorithm>
#include <array>
#include <sstream>

#include "ops/demo_run/report.h"

namespace perk::ops {
namespace {

using Row = std::vector<std::string>;

/// Columns as wide as their longest cell, the first to the left and the others to the right.
std::string table(const std::vector<Row>& rows) {
  std::vector<std::size_t> widths(rows.front().size(), 0);
  for (const Row& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], row[i].size());
  }
  std::string text;
  for (const Row& row : rows) {
    std::string line = "  ";
    for (std::size_t i = 0; i < row.size(); ++i) {
      const std::string blanks(widths[i] - row[i].size(), ' ');
      line += i == 0 ? row[i] + blanks : "   " + blanks + row[i];
    }
    text += line.substr(0, line.find_last_not_of(' ') + 1) + "\n";
  }
  return text;
}

class Teller {
 public:
  explicit Teller(const DemoReport& report) : report_(report) {}

  std::string tell() {
    opening();
    shops();
    declines();
    line_and_return();
    money();
    checks();
    return out_.str();
  }

 private:
  [[nodiscard]] std::string cash(Amount amount) const {
    return to_string(Money{amount, report_.currency});
  }
  [[nodiscard]] std::string sold(const SoldLine& line) const {
    return std::to_string(line.count) + " for " + cash(line.value);
  }
  template <typename Cell>
  Row row(const std::string& name, const Cell& cell) const {
    Row cells = {name};
    for (const StoreReport& store : report_.stores) cells.push_back(cell(store));
    return cells;
  }

  void opening() {
    const auto cut = std::count_if(report_.stores.begin(), report_.stores.end(),
                                   [](const auto& s) { return s.was_cut; });
    out_ << "PERK: " << report_.stores.size() << " coffee shops, " << report_.tills << " tills, "
         << report_.cards << " gift cards\n"
         << "For " << plain_time(report_.healed_at - report_.cut_at) << " of "
         << plain_time(report_.ended_at) << ", " << cut
         << " of the shops could not reach head office. They went on selling.\n"
         << "Customers: " << report_.source << ".\n\n";
  }

  void shops() {
    using S = StoreReport;
    std::vector<Row> rows;
    rows.push_back(row("", [](const S& s) { return s.name; }));
    rows.push_back(
        row("its line to head office", [](const S& s) { return s.was_cut ? "was cut" : "held"; }));
    rows.push_back(row("sold while connected", [&](const S& s) { return sold(s.online); }));
    rows.push_back(row("sold while cut off", [&](const S& s) {
      return s.was_cut || s.offline.count > 0 ? sold(s.offline) : "-";
    }));
    rows.push_back(row("of these, in part", [](const S& s) { return std::to_string(s.partial); }));
    bases(rows);
    rows.push_back(row("put on cards", [&](const S& s) { return sold(s.loaded); }));
    rows.push_back(row("taken back", [&](const S& s) { return sold(s.reversed); }));
    rows.push_back(
        row("longest a customer waited", [](const S& s) { return plain_time(s.longest_wait); }));
    rows.push_back(row("most that head office lacked", [](const S& s) {
      return std::to_string(s.worst_backlog) + (s.worst_backlog == 1 ? " event" : " events");
    }));
    rows.push_back(row("caught up after the line was back", [](const S& s) -> std::string {
      if (!s.was_cut) return "-";
      return s.caught_up_after ? plain_time(*s.caught_up_after) : "never";
    }));
    out_ << table(rows) << "\n";
  }

  void bases(std::vector<Row>& rows) const {
    constexpr std::array<std::pair<const char*, const char*>, 4> kBases = {{
        {"rights", "approved by rights held"},
        {"central", "by rights for just this"},
        {"stand_in", "knowing the risk (stand-in)"},
        {"cached", "by a cached balance"},
    }};
    for (const auto& entry : kBases) {
      const std::string basis = entry.first;
      const auto has = [&](const StoreReport& s) { return s.by_basis.contains(basis); };
      if (std::none_of(report_.stores.begin(), report_.stores.end(), has)) continue;
      rows.push_back(row(entry.second, [&](const StoreReport& s) {
        return has(s) ? sold(s.by_basis.at(basis)) : "-";
      }));
    }
    rows.push_back(row("most of its allowance used",
                       [&](const StoreReport& s) { return cash(s.allowance_used); }));
    if (report_.risk.cloned_cards > 0)
      rows.push_back(
          row("taken with copies of cards", [&](const StoreReport& s) { return sold(s.stolen); }));
  }

  void declines() {
    std::map<std::string, std::vector<std::uint64_t>> by_reason;
    for (std::size_t i = 0; i < report_.stores.size(); ++i) {
      for (const auto& [reason, times] : report_.stores[i].declined) {
        by_reason.try_emplace(reason, report_.stores.size(), 0).first->second[i] = times;
      }
    }
    if (by_reason.empty()) {
      out_ << "Nobody was declined.\n\n";
      return;
    }
    std::vector<Row> rows = {row("Declined", [](const StoreReport& s) { return s.name; })};
    for (const auto& [reason, times] : by_reason) {
      Row cells = {plain_reason(reason)};
      for (const std::uint64_t count : times) cells.push_back(std::to_string(count));
      rows.push_back(cells);
    }
    out_ << table(rows) << "\n";
  }

  void line_and_return() {
    if (report_.converged) {
      out_ << "Head office had everything sold during the cut " << plain_time(*report_.converged)
           << " after the line was back.\n";
    }
    if (report_.settled) {
      out_ << "After the last sale, everybody agreed on everything within "
           << plain_time(*report_.settled) << ".\n";
    }
    risk();
  }

  void risk() {
    const RiskReport& risk = report_.risk;
    if (risk.cloned_cards > 0)
      out_ << "Thieves used copies of " << risk.cloned_cards
           << " cards at every cut-off shop at once.\n";
    out_ << "The most that could have been lost, as head office showed it at its peak: "
         << (risk.is_bounded ? cash(risk.peak) : "not bounded") << ".\n"
         << "Overdrafts found: ";
    if (risk.overdrafts == 0) {
      out_ << "none\n\n";
      return;
    }
    out_ << risk.overdrafts << ", " << cash(risk.opened)
         << " (spent in one shop while another could not know of it); recovered since: "
         << cash(risk.recovered) << ".\n\n";
  }

  void money() {
    const MoneyLine& m = report_.money;
    std::vector<Row> rows = {{"loaded", cash(m.loaded)}, {"+ taken back", cash(m.reversed)}};
    if (!m.unexplained.is_zero()) rows.push_back({"+ of newer versions", cash(m.unexplained)});
    if (!m.covered.is_zero()) rows.push_back({"+ overdrafts covered", cash(m.covered)});
    if (!m.adjusted.is_zero()) rows.push_back({"+ adjusted by hand", cash(m.adjusted)});
    rows.push_back({"= redeemed", cash(m.redeemed)});
    if (!m.unloaded.is_zero()) rows.push_back({"+ loads gone back", cash(m.unloaded)});
    rows.push_back({"+ still on the cards", cash(m.balances)});
    const Amount missing = m.loaded + m.reversed + m.covered + m.adjusted + m.unexplained -
                           m.redeemed - m.unloaded - m.balances;
    out_ << "The money, to the cent\n"
         << table(rows)
         << (m.holds() ? "  It adds up.\n\n"
                       : "  IT DOES NOT ADD UP: " + cash(missing) + " is missing.\n\n");
  }

  void checks() {
    out_ << "Checks\n";
    for (const CheckLine& check : report_.checks) {
      out_ << (check.holds ? "  ok      " : "  BROKEN  ") << check.what;
      if (!check.detail.empty()) out_ << " (" << check.detail << ")";
      out_ << "\n";
    }
    out_ << "\n"
         << (report_.holds() ? "VERDICT: every check holds."
                             : "VERDICT: BROKEN. See the checks above.")
         << "\n";
    if (!report_.replay.empty()) out_ << "Again: " << report_.replay << "\n";
  }

  const DemoReport& report_;
  std::ostringstream out_;
};

}  // namespace

std::string to_text(const DemoReport& report) { return Teller(report).tell(); }

}  // namespace perk::ops
