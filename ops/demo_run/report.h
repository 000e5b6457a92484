// What a run of the demo showed, as plain values, and the forms it is told in: text for the shop owner's
// terminal, JSON for programs, one self-contained HTML page with a picture of the day. Pure.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "ledger/conservation.h"
#include "ledger/time.h"

namespace perk::ops {

struct SoldLine {
  std::uint64_t count = 0;
  Amount value;
};

struct StoreReport {
  std::string name;
  bool was_cut = false;
  SoldLine online, offline, loaded, reversed;
  std::uint64_t partial = 0;
  std::map<std::string, SoldLine> by_basis;  ///< The purchases: "rights", "stand_in", ...
  SoldLine stolen;                           ///< Purchases with a cloned card.
  Amount allowance_used;  ///< The most of its stand-in allowance that was used up at one moment.
  std::map<std::string, std::uint64_t> declined;  ///< By reason.
  Millis longest_wait;                            ///< Of one customer for one answer.
  std::uint64_t worst_backlog = 0;                ///< Events sold and not yet at head office.
  std::optional<Millis> caught_up_after;  ///< After healing; none for a store that was never cut.
  std::vector<std::uint64_t> approved_per_slot;
};

struct BacklogSample {
  Millis at;                            ///< Since selling began.
  std::vector<std::uint64_t> backlogs;  ///< One for each store.
};

/// What head office showed at a moment.
struct RiskSample {
  Millis at;                       ///< Since selling began.
  std::optional<Amount> exposure;  ///< None: unknown or unbounded.
  Amount overdraft;                ///< Found by then: opened, paid or not.
};

struct RiskReport {
  bool is_bounded = false;
  Amount peak;                            ///< Of the exposure shown.
  Amount opened, written_off, recovered;  ///< Overdrafts.
  std::uint64_t overdrafts = 0;
  std::map<std::string, Amount> by_cause;  ///< What was opened: "stand_in", ...
  std::uint64_t cloned_cards = 0;          ///< With copies in thieves' hands.
};

struct CheckLine {
  std::string what;
  bool holds = false;
  std::string detail;
};

struct DemoReport {
  Currency currency;
  std::uint64_t cards = 0, tills = 0, events = 0;
  std::string source;  ///< "simulated customers, seed 1", "trace sales.csv, ..."
  std::vector<StoreReport> stores;
  Millis slot{250};          ///< Of approved_per_slot.
  Millis cut_at, healed_at;  ///< Since selling began.
  Millis ended_at;           ///< The last sale.
  std::optional<Millis>
      converged;  ///< From healing until head office held all that was sold before it.
  std::optional<Millis> settled;  ///< From the last sale until everybody agreed on everything.
  std::vector<BacklogSample> backlogs;
  std::vector<RiskSample> risks;
  RiskReport risk;
  MoneyLine money;
  std::vector<CheckLine> checks;
  std::string restored_shop;  ///< Whose database was put back to an earlier state; empty: nobody's.
  std::string replay;         ///< The command that does it again.
  [[nodiscard]] bool holds() const;
};

[[nodiscard]] std::string to_text(const DemoReport& report);
[[nodiscard]] std::string to_json(const DemoReport& report);
[[nodiscard]] std::string to_html(const DemoReport& report);

/// "insufficient_value" as a shop owner says it: "not enough on the card".
[[nodiscard]] std::string plain_reason(const std::string& reason);
/// "12.4 s", "85 ms".
[[nodiscard]] std::string plain_time(Millis time);

}  // namespace perk::ops
