#include "central/admin/stands_by.h"
#include "ops/cli/render.h"
#include "ops/cli/render_parts.h"

namespace perk::ops {
namespace {

using namespace central;  // NOLINT(google-build-using-namespace): this file is about its replies.
using ops::json;

Json time_or_null(const std::optional<WallTime>& time) {
  return time ? Json(to_iso8601(*time)) : Json(nullptr);
}

Json json(const AdminFault& fault) { return {{"error", fault.code}, {"sentence", fault.sentence}}; }

Json json(const BalanceReply& reply) {
  Json unheard = Json::array();
  for (const StoreUnheard& store : reply.unheard) {
    unheard.push_back({{"store", store.store.value()},
                       {"name", store.name},
                       {"last_heard", time_or_null(store.last_heard)}});
  }
  return {{"card", to_hex(reply.card)},
          {"last_four", reply.last_four},
          {"currency", reply.currency.code()},
          {"balance_minor", reply.balance.minor()},
          {"available_minor", reply.available.minor()},
          {"loaded_minor", reply.loaded.minor()},
          {"redeemed_minor", reply.redeemed.minor()},
          {"reversed_minor", reply.reversed.minor()},
          {"reserve_minor", reply.reserve.minor()},
          {"frozen", reply.is_frozen},
          {"freeze_reason", reply.freeze_reason},
          {"shard", reply.shard.value()},
          {"position", reply.position.value()},
          {"position_recorded_at", to_iso8601(reply.position_wall)},
          {"age_ms", (reply.now - reply.position_wall).count()},
          {"shard_end", reply.shard_end.value()},
          {"as_of", time_or_null(reply.as_of)},
          {"rights", reply.rights ? json(*reply.rights) : Json(nullptr)},
          {"stores_not_heard_from", std::move(unheard)}};
}

Json json(const StatementReply& reply) {
  Json lines = Json::array();
  for (const StatementLine& line : reply.lines) {
    lines.push_back({{"position", line.position.value()},
                     {"event", to_string(line.event)},
                     {"type", line.type},
                     {"value_effect_minor", line.value_effect.minor()},
                     {"balance_after_minor", line.balance_after.minor()},
                     {"store", line.store.value()},
                     {"store_name", line.store_name},
                     {"happened_at", to_iso8601(line.happened)},
                     {"recorded_at", to_iso8601(line.recorded)},
                     {"terminal", line.terminal.value()},
                     {"cut_off_for_ms", line.cut_off_for.count()},
                     {"note", line.note}});
  }
  return {{"balance", json(reply.balance)}, {"lines", std::move(lines)}};
}

Json json(const FreezeReply& reply) {
  return {{"event", to_string(reply.event)},
          {"shard", reply.shard.value()},
          {"position", reply.position.value()},
          {"repeated", reply.was_repeated}};
}

Json json(const BalanceChangeReply& reply) {
  return json(FreezeReply{reply.was_repeated, reply.shard, reply.position, reply.event});
}

/// Without the keys: they go into the enrolment file and nowhere else.
Json json(const EnrolReply& reply) {
  return {{"store", reply.store.value()},
          {"name", reply.name},
          {"was_enrolled", reply.was_enrolled},
          {"currency", reply.currency.code()},
          {"shards", reply.shard_count}};
}

Json json(const OfferCodeReply& reply) {
  return {{"code", reply.code},
          {"name", reply.name},
          {"expires", to_iso8601(reply.expires)},
          {"is_known", reply.is_known}};
}

Json json(const StoresReply& reply) {
  Json rows = Json::array();
  for (const StoreRow& row : reply.stores) {
    rows.push_back(
        {{"store", row.store.value()},
         {"name", row.name},
         {"incarnation", row.incarnation ? Json(to_string(*row.incarnation)) : Json(nullptr)},
         {"incarnations", row.incarnations},
         {"connected", row.is_connected},
         {"last_heard", time_or_null(row.last_heard)},
         {"held_through", row.held_through.value()},
         {"reported_backlog", row.reported_backlog},
         {"loaded_minor", row.loaded.minor()},
         {"sold_minor", row.sold.minor()},
         {"reversed_minor", row.reversed.minor()},
         {"purchases", row.purchases},
         {"purchases_cut_off", row.purchases_cut_off},
         {"sold_cut_off_minor", row.sold_cut_off.minor()},
         {"revoked_at", time_or_null(row.revoked_at)},
         {"log_keys", row.keys},
         {"log_key_since", time_or_null(row.key_since)},
         {"open_former_logs", row.open_former_logs}});
  }
  return {{"stores", std::move(rows)},
          {"currency", reply.currency.code()},
          {"now", to_iso8601(reply.now)}};
}

Json json(const std::vector<StuckShardRow>& stuck) {
  Json rows = Json::array();
  for (const StuckShardRow& row : stuck) {
    rows.push_back({{"shard", row.shard.value()}, {"why", row.why}});
  }
  return rows;
}

Json json(const ProjectionsReply& reply) {
  Json rows = Json::array();
  for (const ProjectionRow& row : reply.projections) {
    rows.push_back({{"projection", row.name},
                    {"version", row.version},
                    {"folded", row.folded},
                    {"lag", row.lag},
                    {"parked", row.parked},
                    {"building_version", row.building_version},
                    {"building_folded", row.building_folded},
                    {"stuck", json(row.stuck)}});
  }
  return {{"projections", std::move(rows)}};
}

Json json(const RebuildReply& reply) {
  return {{"projection", reply.projection},
          {"version", reply.version},
          {"events", reply.events},
          {"took_ms", reply.took.count()},
          {"swap_us", reply.swap_microseconds}};
}

Json json(const VerifyReply& reply) {
  Json checks = Json::array();
  bool all_hold = true;
  for (const VerifyCheck& check : reply.checks) {
    checks.push_back({{"check", check.name}, {"holds", check.holds}, {"detail", check.detail}});
    all_hold = all_hold && check.holds;
  }
  return {{"holds", all_hold}, {"events", reply.events}, {"checks", std::move(checks)}};
}

Json json(const MoneyLineReply& reply) {
  const MoneyLine& line = reply.line;
  return {{"currency", reply.currency.code()},
          {"loaded_minor", line.loaded.minor()},
          {"reversed_minor", line.reversed.minor()},
          {"redeemed_minor", line.redeemed.minor()},
          {"unexplained_minor", line.unexplained.minor()},
          {"covered_minor", line.covered.minor()},
          {"unloaded_minor", line.unloaded.minor()},
          {"adjusted_minor", line.adjusted.minor()},
          {"balances_minor", line.balances.minor()},
          {"overdrafts_minor", line.overdrafts.minor()},
          {"cards_overdrawn", line.cards_overdrawn},
          {"cards", reply.cards},
          {"events", reply.events},
          {"holds", reply.holds},
          {"violations", reply.violations}};
}

Json json(const HealthReply& reply) {
  return {{"version", reply.version},
          {"database_reachable", reply.is_database_reachable},
          {"epoch", reply.epoch.value()},
          {"shards", reply.shard_count},
          {"events", reply.events},
          {"sessions", reply.sessions},
          {"frames_refused", reply.frames_refused},
          {"quarantined", reply.quarantined},
          {"revoked_stores", reply.revoked_stores},
          {"open_former_logs", reply.open_former_logs},
          {"wrong_numbers",
           {{"in_ten_minutes", reply.wrong_numbers},
            {"most_at", reply.most_wrong_at},
            {"most", reply.most_wrong_numbers},
            {"is_run_on_cards", reply.is_run_on_cards}}},
          {"key", reply.key == PublicKey() ? Json(nullptr) : Json(to_hex(reply.key))}};
}

Json json(const HeadsReply& reply) { return {{"heads", reply.text}}; }
Json json(const LiabilitiesReply& reply) { return {{"liabilities", reply.text}}; }
Json json(const CardProofReply& reply) { return {{"bytes", reply.proof.size()}}; }

Json json(const NumberRange& range) {
  return {{"prefix", range.prefix},
          {"length", range.length},
          {"kind", to_text(range.kind)},
          {"key_version", range.key_version},
          {"older_key_versions", range.older_keys}};
}

Json json(const NumberRangesReply& reply) {
  Json rows = Json::array();
  for (const NumberRangeRow& row : reply.ranges) {
    rows.push_back(json(row.range));
    rows.back()["made"] = row.made;
  }
  return {{"ranges", rows}};
}

Json json(const AddRangeReply& reply) {
  return {{"range", json(reply.range)}, {"was_there", reply.was_there}};
}

Json json(const RotateKeyReply& reply) {
  return {{"range", json(reply.range)},
          {"version", reply.version},
          {"was_repeated", reply.was_repeated},
          {"event", to_string(reply.event)}};
}

Json json(const MakeNumbersReply& reply) {
  Json numbers = Json::array();
  for (const CardNumber& number : reply.numbers)
    numbers.push_back(std::string(number.secret_digits()));
  return {{"numbers", numbers}};
}

ExitCode code_of_fault(const AdminFault& fault) {
  if (fault.code == "timeout") return ExitCode::Timeout;
  if (fault.code == "database_unreachable" || fault.code == central::kStandsBy)
    return ExitCode::Unreachable;
  return ExitCode::Refused;
}

}  // namespace

std::string render_json(const central::AdminReply& reply) {
  // Names and reasons are other people's bytes: what is not UTF-8 is replaced, never thrown over.
  return std::visit([](const auto& body) { return json(body); }, reply)
             .dump(2, ' ', false, Json::error_handler_t::replace) +
         "\n";
}

ExitCode exit_code_of(const central::AdminReply& reply) {
  if (const auto* fault = std::get_if<AdminFault>(&reply)) return code_of_fault(*fault);
  if (std::holds_alternative<PendingApprovalReply>(reply)) return ExitCode::Pending;
  if (const auto* audit = std::get_if<AuditReply>(&reply)) {
    for (const AuditRow& row : audit->rows)
      if (row.word == WordState::Broken) return ExitCode::CheckFailed;
  }
  if (const auto* verify = std::get_if<VerifyReply>(&reply)) {
    for (const VerifyCheck& check : verify->checks) {
      if (!check.holds) return ExitCode::CheckFailed;
    }
  }
  if (const auto* money = std::get_if<MoneyLineReply>(&reply); money != nullptr && !money->holds) {
    return ExitCode::CheckFailed;
  }
  if (const auto* health = std::get_if<HealthReply>(&reply);
      health != nullptr && !health->is_database_reachable) {
    return ExitCode::Unreachable;
  }
  return ExitCode::Ok;
}

}  // namespace perk::ops
