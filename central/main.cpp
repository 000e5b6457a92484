// perk-central: head office. Wiring only.
//
// Exit codes: 0 done or stopped in order; 1 it could not start or go on; 2 the command line or the
// settings are wrong.
#include <functional>
#include <iostream>
#include <map>

#include <CLI/CLI.hpp>
#include <boost/asio/io_context.hpp>

#include "central/config.h"
#include "central/epoch_command.h"
#include "central/head_office.h"
#include "central/init.h"
#include "sync/process/stop_signal.h"
#include "sync/tls/certificate.h"

namespace {

using namespace perk;
using namespace perk::central;

constexpr int kFailed = 1;
constexpr int kUsage = 2;

int complain(const std::string& sentence) {
  std::cerr << "perk-central: " << sentence << '\n';
  return kFailed;
}

int report(const Result<std::string, std::string>& said) {
  if (!said) return complain(said.error());
  std::cout << said.value() << '\n';
  return 0;
}

int init(const CentralConfig& config) {
  return report(initialise_chain(config, sync::SystemClock()));
}

/// None if head office signs no certificates. Nobody could connect with one of another authority.
Result<std::optional<Signing>, std::string> open_signing(const CentralConfig& config,
                                                         const sync::Security& security) {
  if (config.authority_directory.empty()) return std::optional<Signing>();
  auto authority = sync::Authority::load(config.authority_directory);
  if (!authority) return failed(authority.error());
  const auto fingerprint = sync::fingerprint_of(authority.value().certificate());
  if (!security.identity() || fingerprint != security.identity()->authority_fingerprint())
    return failed("The authority in " + config.authority_directory +
                  " (tls.authority) is not the one that " + config.security.tls_directory +
                  " (tls.directory) trusts.");
  return std::optional<Signing>(Signing{std::move(authority).value(), config.certificate_lifetime});
}

int run(const CentralConfig& config) {
  const auto security = sync::open_security(config.security, sync::SystemClock().wall());
  if (!security) return complain(security.error()), kUsage;
  auto signing = open_signing(config, security.value());
  if (!signing) return complain(signing.error()), kUsage;
  const auto log = sync::Log::open(config.log);
  if (!log) return complain(log.error());
  boost::asio::io_context io;
  HeadOffice office(io, config, security.value(), std::move(signing).value(), log.value(),
                    PERK_VERSION);
  if (const auto started = office.start(); !started) return complain(started.error());
  const sync::StopSignal signal(io, [&](const std::string& name) {
    log.value().info("stopping: " + name);
    office.stop();
  });
  io.run();
  return office.refusal() ? complain(*office.refusal()) : 0;
}

using ConfiguredCommand = std::function<int(const CentralConfig&)>;

int with_config(const sync::SettingSources& sources, const ConfiguredCommand& command) {
  const auto config = read_config(sources);
  if (config) return command(config.value());
  for (const std::string& problem : config.error()) complain(problem);
  return kUsage;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("Head office of a chain on Perk: holds every shop's log, in PostgreSQL.");
  app.set_version_flag("--version", std::string("perk-central ") + PERK_VERSION);
  app.require_subcommand(1);
  std::string file;
  sync::SettingSources sources;
  auto* const init_command = app.add_subcommand("init", "make the tables of a new chain, once");
  auto* const run_command = app.add_subcommand("run", "be head office until told to stop");
  auto* const epoch_command = app.add_subcommand(
      "begin-epoch", "after the database was restored from a backup, once, before run");
  auto* const adopt_command = app.add_subcommand(
      "adopt", "take a database that was moved here, and not restored, as it is");
  NewEpoch wanted;
  std::uint64_t epoch = 0;
  epoch_command->add_option("--reason", wanted.reason, "why; kept with the event")->required();
  epoch_command->add_option("--operator", wanted.operator_name, "who (default: $USER)")
      ->envname("USER");
  epoch_command->add_option("--epoch", epoch, "its number (default: the next)");
  for (CLI::App* const command : {init_command, run_command, epoch_command, adopt_command}) {
    command->add_option("--config", file, "settings (perk-central.example.toml)")->required();
    command->add_option("--set", sources.flags, "SECTION.KEY=VALUE: wins over the file");
    command->allow_extras();  // --section.key=value is the same, and is judged with the rest.
  }
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    const int code = app.exit(error);
    return code == 0 ? 0 : kUsage;
  }
  sources.file = file;
  const CLI::App& given = *app.get_subcommands().front();
  for (const std::string& flag : given.remaining()) sources.flags.push_back(flag);
  sources.environment = sync::process_environment();
  if (epoch > 0) wanted.epoch = Epoch(epoch);
  const std::map<const CLI::App*, ConfiguredCommand> commands{
      {init_command, init},
      {run_command, run},
      {epoch_command,
       [&](const CentralConfig& config) {
         return report(begin_epoch(config, wanted, sync::SystemClock()));
       }},
      {adopt_command, [](const CentralConfig& config) { return report(adopt_database(config)); }}};
  return with_config(sources, commands.at(&given));
}
