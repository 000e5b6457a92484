#include "store_node/config.h"

#include "store_node/key_files.h"
#include "store_node/till_tools.h"
#include "sync/process/settings.h"

namespace perk::store_node {
namespace {

using sync::Settings;

constexpr Millis kIdleAfterMax{365LL * 24 * 3'600'000};

Amount limit(Settings& settings, const std::string& key, Amount fallback) {
  return Amount(settings.integer(key, {1, kEventAmountMax.minor()}, fallback.minor()));
}

Limits read_limits(Settings& settings) {
  const Limits usual;
  Limits limits;
  limits.purchase_max = limit(settings, "limits.purchase_max", usual.purchase_max);
  limits.load_max = limit(settings, "limits.load_max", usual.load_max);
  limits.balance_max = limit(settings, "limits.balance_max", usual.balance_max);
  return limits;
}

TerminalLimits read_terminal_limits(Settings& settings) {
  TerminalLimits limits;
  limits.connections_max = static_cast<std::size_t>(settings.integer(
      "terminals.connections_max", {1, 10'000}, std::int64_t{kTerminalConnectionsMax}));
  limits.hello_time_max =
      settings.duration("terminals.hello_time_max", {Millis(100), Millis(600'000)}, kHelloTimeMax);
  return limits;
}

std::vector<sync::Address> read_endpoints(Settings& settings) {
  std::vector<sync::Address> endpoints;
  for (const std::string& text : settings.list("central.endpoints", std::vector<std::string>())) {
    const auto address = sync::parse_address(text);
    if (address) endpoints.push_back(*address);
    if (!address)
      settings.add_problem("central.endpoints: \"" + text + "\" is not an address HOST:PORT.");
  }
  return endpoints;
}

sync::LogOptions read_log_options(Settings& settings) {
  using sync::LogLevel;
  sync::LogOptions options;
  options.level = settings.choice<LogLevel>("log.level",
                                            {{"debug", LogLevel::Debug},
                                             {"info", LogLevel::Info},
                                             {"warning", LogLevel::Warning},
                                             {"error", LogLevel::Error}},
                                            LogLevel::Info);
  const std::string file = settings.text("log.file", "");
  if (!file.empty()) options.file = file;
  return options;
}

}  // namespace

Result<Config, std::vector<std::string>> read_config(const sync::SettingSources& sources) {
  Settings settings(sources);
  const std::filesystem::path data = settings.path("store.data_directory");
  const std::filesystem::path enrolment_path = settings.path("store.enrolment");
  const std::filesystem::path key_path = settings.path("store.log_key");
  const sync::Address terminals =
      settings.address("terminals.listen", sync::Address{"127.0.0.1", 0});
  const TerminalLimits terminal_limits = read_terminal_limits(settings);
  std::vector<sync::Address> central = read_endpoints(settings);
  const Millis retry_max =
      settings.duration("central.retry_max", {Millis(200), Millis(600'000)}, Millis(30'000));
  Limits limits = read_limits(settings);
  sync::AskingLimits asking;
  asking.deadline =
      settings.duration("rights.ask_deadline", {Millis(1), Millis(5'000)}, asking.deadline);
  const Millis idle_after =
      settings.duration("rights.idle_after", {Millis(0), kIdleAfterMax}, TillSettings().idle_after);
  const sync::LogOptions log = read_log_options(settings);
  const sync::SecuritySettings security{settings.text("tls.directory", ""),
                                        settings.boolean("security.insecure_loopback", false)};
  const bool insecure_terminals = settings.boolean("terminals.insecure_loopback", false);
  const UnknownRange unknown_range = settings.boolean("cards.only_known_ranges", false)
                                         ? UnknownRange::Refused
                                         : UnknownRange::Taken;

  std::vector<std::string> problems = settings.problems();
  auto enrolment = read_enrolment(enrolment_path);
  if (!enrolment && !enrolment_path.empty())
    problems.insert(problems.end(), enrolment.error().begin(), enrolment.error().end());
  const auto keys = KeyFiles(key_path).load();
  if (!keys && !key_path.empty()) problems.push_back(keys.error());
  if (!problems.empty()) return failed(std::move(problems));
  limits.currency = enrolment.value().currency;
  return Config{data,
                std::move(enrolment).value(),
                unknown_range,
                key_path,
                terminals,
                terminal_limits,
                std::move(central),
                retry_max,
                limits,
                asking,
                idle_after,
                log,
                security,
                insecure_terminals,
                enrolment_path};
}

}  // namespace perk::store_node
