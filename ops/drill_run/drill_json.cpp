#include <nlohmann/json.hpp>

#include "ops/drill_run/drill_report.h"

namespace perk::ops {
namespace {

using nlohmann::json;

json to_json(const std::optional<Millis>& time) {
  return time ? json(time->count()) : json(nullptr);
}

json to_json(const Operations& counts) {
  return {{"acknowledged", counts.acknowledged},
          {"failed", counts.failed},
          {"indeterminate", counts.indeterminate},
          {"indeterminate_found", counts.found},
          {"indeterminate_not_found", counts.indeterminate - counts.found},
          {"lost", counts.lost},
          {"wrong", counts.wrong},
          {"during_faults", counts.during_faults}};
}

json faults_of(const DrillReport& report) {
  json all = json::array();
  for (const FaultWindow& fault : report.faults) {
    json shops = json::array();
    for (const std::size_t shop : fault.shops) shops.push_back(report.shops[shop]);
    all.push_back({{"what", fault.what},
                   {"shops", shops},
                   {"from_ms", fault.from.count()},
                   {"until_ms", fault.until.count()}});
  }
  return all;
}

json shops_of(const DrillReport& report) {
  json all = json::array();
  for (std::size_t i = 0; i < report.shops.size(); ++i) {
    const ShopTimeline& line = report.timeline.shops[i];
    json slowest = json::array();
    for (const Millis wait : line.slowest) slowest.push_back(wait.count());
    json backlog = json::array();
    for (const BacklogSample& sample : report.backlogs)
      backlog.push_back({sample.at.count(), sample.backlogs[i]});
    all.push_back({{"name", report.shops[i]},
                   {"approved_per_slot", line.approved},
                   {"slowest_answer_ms_per_slot", slowest},
                   {"backlog_at_ms", backlog}});
  }
  return all;
}

json checks_of(const DrillReport& report) {
  json all = json::array();
  for (const CheckLine& check : report.checks)
    all.push_back({{"what", check.what}, {"holds", check.holds}, {"detail", check.detail}});
  return all;
}

json risk_of(const DrillReport& report) {
  return {{"exposure_is_bounded", report.risk.is_bounded},
          {"exposure_peak_minor",
           report.risk.is_bounded ? json(report.risk.peak.minor()) : json(nullptr)},
          {"overdraft_realised_minor", report.risk.opened.minor()}};
}

json money_of(const DrillReport& report) {
  return {{"currency", std::string(report.currency.code())},
          {"loaded_minor", report.money.loaded.minor()},
          {"adjusted_minor", report.money.adjusted.minor()},
          {"redeemed_minor", report.money.redeemed.minor()},
          {"reversed_minor", report.money.reversed.minor()},
          {"balances_minor", report.money.balances.minor()}};
}

json control_of(const std::optional<ControlRun>& control) {
  if (!control) return nullptr;
  return {{"mutant", control->mutant},
          {"what", control->what},
          {"was_run", control->was_run},
          {"verdict", name_of(control->verdict)},
          {"found_by", control->found_by}};
}

json whole(const DrillReport& report) {
  json all = to_json(report.operations);
  all.update(
      {{"drill", report.drill},
       {"subject", report.subject},
       {"claim", report.claim},
       {"verdict", name_of(report.verdict)},
       {"why", report.why},
       {"faults", faults_of(report)},
       {"slot_ms", report.timeline.slot.count()},
       {"shops", shops_of(report)},
       {"ended_ms", report.ended.count()},
       {"converged_ms", to_json(report.converged)},
       {"settled_ms", to_json(report.settled)},
       {"events", report.events},
       {"money", money_of(report)},
       {"risk", risk_of(report)},
       {"checks", checks_of(report)},
       {"control", control_of(report.control)},
       {"planted_bug_caught",
        report.control && report.control->was_run ? json(report.control->caught()) : json(nullptr)},
       {"seed", report.seed},
       {"started", report.started},
       {"version", report.version},
       {"machine", report.machine},
       {"replay", report.replay}});
  return all;
}

}  // namespace

std::string to_json(const DrillReport& report) { return whole(report).dump(2); }

std::string index_json(const std::vector<DrillReport>& reports) {
  json drills = json::array();
  for (const DrillReport& report : reports) drills.push_back(whole(report));
  return json{{"all_shown", all_shown(reports)}, {"drills", drills}}.dump(2);
}

}  // namespace perk::ops
