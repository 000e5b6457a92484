#include "ops/demo_run/report.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "ledger/rejection.h"

namespace perk::ops {
namespace {

using nlohmann::json;

json to_json(const SoldLine& sold) {
  return {{"count", sold.count}, {"minor", sold.value.minor()}};
}

json to_json(const std::map<std::string, SoldLine>& sold) {
  json all = json::object();
  for (const auto& [name, line] : sold) all[name] = to_json(line);
  return all;
}

json to_json(const RiskReport& risk) {
  json causes = json::object();
  for (const auto& [cause, amount] : risk.by_cause) causes[cause] = amount.minor();
  return {{"is_bounded", risk.is_bounded},
          {"exposure_peak_minor", risk.is_bounded ? json(risk.peak.minor()) : json(nullptr)},
          {"overdrafts", risk.overdrafts},
          {"overdraft_opened_minor", risk.opened.minor()},
          {"overdraft_recovered_minor", risk.recovered.minor()},
          {"overdraft_written_off_minor", risk.written_off.minor()},
          {"overdraft_by_cause", causes},
          {"cloned_cards", risk.cloned_cards}};
}

json to_json(const RiskSample& sample) {
  return {{"at_ms", sample.at.count()},
          {"exposure_minor", sample.exposure ? json(sample.exposure->minor()) : json(nullptr)},
          {"overdraft_minor", sample.overdraft.minor()}};
}

json to_json(const std::optional<Millis>& time) {
  return time ? json(time->count()) : json(nullptr);
}

json to_json(const StoreReport& store) {
  return {{"name", store.name},
          {"was_cut_off", store.was_cut},
          {"sold_online", to_json(store.online)},
          {"sold_offline", to_json(store.offline)},
          {"loaded", to_json(store.loaded)},
          {"reversed", to_json(store.reversed)},
          {"partial_approvals", store.partial},
          {"by_basis", to_json(store.by_basis)},
          {"stolen", to_json(store.stolen)},
          {"allowance_used_minor", store.allowance_used.minor()},
          {"declined", store.declined},
          {"longest_wait_ms", store.longest_wait.count()},
          {"worst_backlog", store.worst_backlog},
          {"caught_up_after_ms", to_json(store.caught_up_after)},
          {"approved_per_slot", store.approved_per_slot}};
}

json to_json(const MoneyLine& money) {
  return {{"loaded_minor", money.loaded.minor()},
          {"redeemed_minor", money.redeemed.minor()},
          {"reversed_minor", money.reversed.minor()},
          {"unexplained_minor", money.unexplained.minor()},
          {"covered_minor", money.covered.minor()},
          {"unloaded_minor", money.unloaded.minor()},
          {"adjusted_minor", money.adjusted.minor()},
          {"balances_minor", money.balances.minor()},
          {"overdrafts_minor", money.overdrafts.minor()},
          {"cards_overdrawn", money.cards_overdrawn},
          {"holds", money.holds()}};
}

}  // namespace

bool DemoReport::holds() const {
  return !checks.empty() && std::all_of(checks.begin(), checks.end(),
                                        [](const CheckLine& check) { return check.holds; });
}

std::string to_json(const DemoReport& report) {
  json stores = json::array();
  for (const StoreReport& store : report.stores) stores.push_back(to_json(store));
  json checks = json::array();
  for (const CheckLine& check : report.checks) {
    checks.push_back({{"what", check.what}, {"holds", check.holds}, {"detail", check.detail}});
  }
  json backlogs = json::array();
  for (const BacklogSample& sample : report.backlogs)
    backlogs.push_back({{"at_ms", sample.at.count()}, {"events", sample.backlogs}});
  json risks = json::array();
  for (const RiskSample& sample : report.risks) risks.push_back(to_json(sample));
  return json{{"verdict", report.holds() ? "holds" : "broken"},
              {"currency", std::string(report.currency.code())},
              {"source", report.source},
              {"cards", report.cards},
              {"tills", report.tills},
              {"events", report.events},
              {"stores", stores},
              {"slot_ms", report.slot.count()},
              {"cut_at_ms", report.cut_at.count()},
              {"healed_at_ms", report.healed_at.count()},
              {"ended_at_ms", report.ended_at.count()},
              {"converged_after_ms", to_json(report.converged)},
              {"settled_after_ms", to_json(report.settled)},
              {"backlogs", backlogs},
              {"risk", to_json(report.risk)},
              {"risks", risks},
              {"money", to_json(report.money)},
              {"checks", checks},
              {"replay", report.replay}}
      .dump(2);
}

std::string plain_reason(const std::string& reason) {
  for (const RejectionRow& row : rejection_table()) {
    if (row.name == reason) return std::string(row.sentence);
  }
  return reason;
}

std::string plain_time(Millis time) {
  if (time < Millis(1'000)) return std::to_string(time.count()) + " ms";
  const std::int64_t tenths = (time.count() + 50) / 100;
  return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + " s";
}

}  // namespace perk::ops
