// The day that the demo shows: customers come, two lines are cut and healed, everybody agrees in the end.
// Waits on the calling thread. Judges nothing (verify.h does); says what happened.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "ops/demo_run/report.h"
#include "ops/demo_run/stage.h"
#include "ops/demo_run/watch.h"

namespace perk::ops {

struct DayPlan {
  Millis length{24'000};  ///< From the first customer to the last.
  std::uint64_t seed = 1;
  std::uint64_t tills_per_shop = 4;
  std::uint64_t cards = 150;
  std::uint64_t cloned_cards = 0;  ///< Besides, each used at every cut-off shop at once.
  std::uint64_t purchases_per_second = 60;
  std::filesystem::path trace;  ///< Empty: customers of chance.
  std::uint64_t speed = 0;      ///< Of the trace.
  std::vector<std::size_t> cut_shops{0, 2};
  /// One of them: before its line comes back its database is put back to what it was before the cut.
  std::optional<std::size_t> restored_shop{};
  [[nodiscard]] Millis cut_at() const { return Millis(length.count() / 4); }
  [[nodiscard]] Millis heal_at() const { return Millis(length.count() * 7 / 10); }
};

/// What the person at the screen sees: a new phase, or how the present one goes (often; on a terminal only).
struct Screen {
  std::function<void(const std::string&)> phase;
  std::function<void(const std::string&)> progress;
};

/// Runs the day. The error: something broke that the demo cannot go on without.
[[nodiscard]] Result<DemoReport, std::string> run_day(Stage& stage, Watch& watch,
                                                      const DayPlan& plan, const Screen& screen);

/// Where the tills' record and report are.
[[nodiscard]] std::filesystem::path record_file(const Stage& stage);
[[nodiscard]] std::filesystem::path tills_file(const Stage& stage);

}  // namespace perk::ops
