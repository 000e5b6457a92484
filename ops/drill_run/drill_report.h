// What a drill came to, as plain values, and the forms it is told in: a line for the terminal, JSON for programs, a
// self-contained HTML page for people, and a page over all drills of a run. Pure.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ops/demo_run/report.h"
#include "ops/drill_run/timeline.h"

namespace perk::ops {

enum class DrillVerdict {
  Unknown,  ///< Too little happened, or no fault hit anybody: nothing was shown.
  Valid,
  Invalid
};
[[nodiscard]] const char* name_of(DrillVerdict verdict);

/// Requests of the tills, from their own record, held against the ledger.
struct Operations {
  std::uint64_t acknowledged = 0;   ///< Approvals that a till was given.
  std::uint64_t failed = 0;         ///< Refusals that a till was given.
  std::uint64_t indeterminate = 0;  ///< Asked, and never finally answered.
  std::uint64_t found = 0;          ///< Of those: in the ledger, once.
  std::uint64_t lost = 0;           ///< Acknowledged and not in the ledger.
  std::uint64_t wrong = 0;  ///< In the ledger otherwise, more than once, or asked by nobody.
  std::uint64_t during_faults = 0;  ///< Asked at a shop that a fault had hit.
};

struct FaultWindow {
  std::string what;
  std::vector<std::size_t> shops;
  Millis from, until;  ///< Since selling began.
};

/// The same drill, with a bug planted that it must find.
struct ControlRun {
  std::string mutant, what;
  bool was_run = false;
  DrillVerdict verdict = DrillVerdict::Unknown;
  std::string found_by;  ///< The first check that was broken.
  [[nodiscard]] bool caught() const { return was_run && verdict == DrillVerdict::Invalid; }
};

struct DrillReport {
  std::string drill, subject, claim;
  DrillVerdict verdict = DrillVerdict::Unknown;
  std::string why;  ///< Of a verdict other than valid.
  Operations operations;
  std::vector<FaultWindow> faults;
  std::vector<std::string> shops;  ///< Their names.
  Timeline timeline;
  std::vector<BacklogSample> backlogs;
  std::vector<RiskSample> risks;
  Millis ended;  ///< The last sale, since selling began; so is `converged`.
  std::optional<Millis>
      converged;  ///< Head office held all that was sold before the last fault was mended.
  std::optional<Millis> settled;  ///< From the last sale until everybody agreed on everything.
  std::uint64_t events = 0;
  MoneyLine money;
  RiskReport risk;
  Currency currency;
  std::vector<CheckLine> checks;
  std::optional<ControlRun> control;
  std::uint64_t seed = 0;
  std::string started, version, machine, replay;
};

/// "shops-cut: valid, 1204 acknowledged, 0 lost, 3 indeterminate; planted bug caught".
[[nodiscard]] std::string to_line(const DrillReport& report);
[[nodiscard]] std::string to_json(const DrillReport& report);
[[nodiscard]] std::string to_html(const DrillReport& report);

/// Names the reports' files: "shops-cut.html" beside it.
[[nodiscard]] std::string index_html(const std::vector<DrillReport>& reports);
[[nodiscard]] std::string index_json(const std::vector<DrillReport>& reports);

/// Whether all of it was shown: every verdict valid, and every planted bug that was tried was caught.
[[nodiscard]] bool all_shown(const std::vector<DrillReport>& reports);

}  // namespace perk::ops
