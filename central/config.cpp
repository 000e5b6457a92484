#include "central/config.h"

#include "sync/process/settings.h"

namespace perk::central {
namespace {

constexpr std::int64_t kShardsMax = 1'024;

Currency read_currency(sync::Settings& settings) {
  const std::string code = settings.text("chain.currency", "EUR");
  const auto currency = Currency::from_code(code);
  if (!currency) {
    settings.add_problem("chain.currency must be an ISO 4217 code like EUR, not '" + code + "'");
  }
  return currency.value_or(Currency());
}

sync::LogOptions read_log(sync::Settings& settings) {
  using sync::LogLevel;
  sync::LogOptions log;
  log.level = settings.choice<LogLevel>("log.level",
                                        {{"debug", LogLevel::Debug},
                                         {"info", LogLevel::Info},
                                         {"warning", LogLevel::Warning},
                                         {"error", LogLevel::Error}},
                                        LogLevel::Info);
  const std::string file = settings.text("log.file", "");
  if (!file.empty()) log.file = file;
  return log;
}

AllowanceTerms read_terms(sync::Settings& settings, const std::string& table,
                          const AllowanceTerms& usual) {
  const auto amount = [&](const char* name, std::int64_t least, Amount fallback) {
    return Amount(
        settings.integer(table + "." + name, {least, kEventAmountMax.minor()}, fallback.minor()));
  };
  return {amount("amount", 0, usual.amount), amount("per_card_cap", 1, usual.per_card_cap),
          amount("per_purchase_cap", 1, usual.per_purchase_cap)};
}

RiskSettings read_risk(sync::Settings& settings) {
  RiskSettings risk;
  risk.placement = settings.choice<PlacementKind>("rights.placement",
                                                  {{"on_demand", PlacementKind::OnDemand},
                                                   {"home_store", PlacementKind::HomeStore},
                                                   {"recent_use", PlacementKind::RecentUse}},
                                                  risk.placement);
  StewardSettings& steward = risk.steward;
  steward.till = read_terms(settings, "stand_in", steward.till);
  steward.manager = read_terms(settings, "stand_in.manager", steward.manager);
  steward.valid_for = settings.duration(
      "stand_in.valid_for", {Millis(60'000), Millis(365LL * 24 * 3'600'000)}, steward.valid_for);
  steward.debts = settings.choice<DebtRule>(
      "overdraft.rule",
      {{"recover", DebtRule::Recover}, {"absorb", DebtRule::Absorb}, {"freeze", DebtRule::Freeze}},
      steward.debts);
  return risk;
}

}  // namespace

Result<CentralConfig, std::vector<std::string>> read_config(const sync::SettingSources& sources) {
  sync::Settings settings(sources);
  CentralConfig config;
  config.conninfo = settings.secret("database.conninfo");
  config.currency = read_currency(settings);
  config.shard_count =
      static_cast<std::uint16_t>(settings.integer("chain.shards", {1, kShardsMax}, 16));
  config.sync_listen = settings.address("sync.listen", sync::Address{"127.0.0.1", 0});
  config.admin_listen = settings.address("admin.listen", sync::Address{"127.0.0.1", 0});
  config.data_directory = settings.path("central.data_directory");
  config.takeover_after =
      settings.duration("central.takeover_after", {Millis(2'000), Millis(600'000)}, Millis(15'000));
  config.risk = read_risk(settings);
  config.security = {settings.text("tls.directory", ""),
                     settings.boolean("security.insecure_loopback", false)};
  config.authority_directory = settings.text("tls.authority", "");
  config.certificate_lifetime = settings.duration(
      "tls.certificate_lifetime", {Millis(60'000), Millis(1'000LL * 24 * 3'600'000)},
      Millis(90LL * 24 * 3'600'000));
  if (!config.authority_directory.empty() && config.security.tls_directory.empty())
    settings.add_problem("tls.authority goes with tls.directory: without TLS nobody enrols.");
  config.log = read_log(settings);
  auto problems = settings.problems();
  if (!problems.empty()) return failed(std::move(problems));
  return config;
}

}  // namespace perk::central
