#include "ops/drill_run/judging.h"

#include <algorithm>

#include "ops/demo_run/verify.h"
#include "ops/simulate/ledger_view.h"

namespace perk::ops {
namespace {

/// With fewer a drill shows nothing.
constexpr std::uint64_t kAcknowledgedMin = 100;
constexpr std::uint64_t kDuringFaultsMin = 20;

Operations count_operations(const Rehearsed& seen, const Judgement& judgement) {
  Operations counts;
  counts.acknowledged = judgement.acknowledged;
  counts.failed = judgement.declined;
  counts.indeterminate = judgement.indeterminate;
  counts.found = judgement.found;
  counts.lost = judgement.lost;
  counts.wrong = judgement.altered + judgement.duplicated + judgement.unasked;
  for (std::size_t shop = 0; shop < seen.places.size(); ++shop) {
    std::vector<Window> windows;
    for (const FaultSeen& fault : seen.faults) {
      if (std::find(fault.shops.begin(), fault.shops.end(), shop) != fault.shops.end())
        windows.push_back({fault.from, fault.until});
    }
    counts.during_faults += asked_during(seen.record, {seen.places[shop]}, seen.began, windows);
  }
  return counts;
}

/// Without a ledger to hold the record against, all that was acknowledged is lost until it is found again.
Judgement judgement_of(Stage& stage, const Record& record) {
  const auto ledger = ledger_of(record, stage.ask());
  return judge(record, ledger ? ledger.value().entries : std::vector<LedgerEntry>());
}

void decide(DrillReport& report) {
  const auto broken = std::find_if(report.checks.begin(), report.checks.end(),
                                   [](const CheckLine& check) { return !check.holds; });
  if (broken != report.checks.end()) {
    report.verdict = DrillVerdict::Invalid;
    report.why = broken->what + (broken->detail.empty() ? "" : ": " + broken->detail);
  } else if (report.operations.acknowledged < kAcknowledgedMin) {
    report.why = "only " + std::to_string(report.operations.acknowledged) +
                 " operations were acknowledged; " + std::to_string(kAcknowledgedMin) +
                 " are needed to show anything: give it more time (--minutes)";
  } else if (report.operations.during_faults < kDuringFaultsMin) {
    report.why = "the faults met " + std::to_string(report.operations.during_faults) +
                 " requests; " + std::to_string(kDuringFaultsMin) + " are needed to show anything";
  } else {
    report.verdict = DrillVerdict::Valid;
  }
}

}  // namespace

void judge_others_sold(const Rehearsed& seen, std::vector<CheckLine>& checks) {
  std::string counts;
  bool has_each_sold = true;
  for (const std::string& place : seen.places) {
    std::size_t sold = 0;
    for (const FaultSeen& fault : seen.faults)
      sold += waits_during(seen.record, place, seen.began, {fault.from, fault.until}).size();
    has_each_sold = has_each_sold && sold > 0;
    counts += (counts.empty() ? "" : ", ") + std::to_string(sold);
  }
  checks.push_back({"every shop went on selling meanwhile", has_each_sold, counts + " purchases"});
}

DrillReport judged(const Drill& drill, Scene& scene, Watch& watch, const Rehearsed& seen) {
  DrillReport report;
  report.drill = drill.name;
  report.subject = drill.subject;
  report.claim = drill.claim;
  for (const Shop& shop : scene.stage().shops()) report.shops.push_back(shop.name);
  for (const FaultSeen& fault : seen.faults)
    report.faults.push_back({fault.what, fault.shops, fault.from, fault.until});
  std::stable_sort(report.faults.begin(), report.faults.end(),
                   [](const FaultWindow& a, const FaultWindow& b) { return a.from < b.from; });
  report.timeline = timeline_of(seen.record, seen.places, seen.began);
  report.backlogs = seen.backlogs;
  report.risks = seen.risks;
  report.ended = seen.ended;
  report.converged = seen.converged;
  report.settled = seen.settled;
  report.events = seen.events;
  report.checks.push_back({"the day came to its end, the backlog to zero, and everybody agreed",
                           seen.trouble.empty(), seen.trouble});
  DemoReport books;
  if (const auto currency = Currency::from_code(scene.stage().options().currency))
    books.currency = *currency;
  if (!drill.new_logs.empty()) books.restored_shop = report.shops[drill.new_logs.front()];
  std::string card;
  verify_all(scene.stage(), watch, record_file(scene.stage()), books, card);
  report.checks.insert(report.checks.end(), books.checks.begin(), books.checks.end());
  report.money = books.money;
  report.risk = books.risk;
  report.currency = books.currency;
  report.operations = count_operations(seen, judgement_of(scene.stage(), seen.record));
  report.checks.insert(report.checks.end(), scene.notes().begin(), scene.notes().end());
  if (drill.judge) drill.judge(seen, report.checks);
  decide(report);
  return report;
}

}  // namespace perk::ops
