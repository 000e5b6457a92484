#include "tests/drills/sample_report.h"

namespace perk::ops {
namespace {

ShopTimeline a_day(std::uint64_t pace) {
  constexpr std::size_t kSlots = 48;
  ShopTimeline day;
  for (std::size_t slot = 0; slot < kSlots; ++slot) {
    day.approved.push_back(pace + slot % 3);
    day.slowest.emplace_back(static_cast<std::int64_t>(5 + slot * pace));
  }
  return day;
}

}  // namespace

DrillReport sample_report() {
  DrillReport report;
  report.drill = "shops-cut";
  report.subject = "fallacy 1: the network is reliable";
  report.claim = "Nothing is lost & everybody agrees.";
  report.verdict = DrillVerdict::Valid;
  report.operations = {1'200, 34, 3, 2, 0, 0, 411};
  report.shops = {"Harbour", "Market", "Station"};
  report.faults = {{"Harbour's line is cut", {0}, Millis(3'000), Millis(8'000)},
                   {"Station's line is cut", {2}, Millis(3'000), Millis(9'000)}};
  report.timeline.shops = {a_day(4), a_day(6), a_day(5)};
  for (std::int64_t second = 0; second < 14; ++second) {
    const auto waiting = static_cast<std::uint64_t>(second * 10);
    report.backlogs.push_back({Millis(second * 1'000), {waiting, 1, waiting / 2}});
    report.risks.push_back({Millis(second * 1'000), Amount(50'000), Amount(second * 10)});
  }
  report.ended = Millis(12'000);
  report.converged = Millis(10'400);
  report.settled = Millis(700);
  report.events = 1'234;
  report.currency = *Currency::from_code("EUR");
  report.money.loaded = Amount(100'000);
  report.risk.is_bounded = true;
  report.risk.peak = Amount(50'000);
  report.risk.opened = Amount(130);
  report.checks = {{"every approval is in the ledger", true, "1200 approvals"}};
  report.control = ControlRun{"SendsOnlyWhatIsNew", "a shop sends only what is new", true,
                              DrillVerdict::Invalid, "they did not agree"};
  report.seed = 7;
  report.started = "2026-11-22 08:00 UTC";
  report.version = "0.1.0";
  report.machine = "2 processors";
  report.replay = "ops/drill run shops-cut --seed 7";
  return report;
}

}  // namespace perk::ops
