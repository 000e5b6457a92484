// perk-store: one coffee shop's node. Wiring of the command line only.
#include <csignal>
#include <cstdio>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "store_node/node.h"
#include "sync/process/system_clock.h"

namespace {

using namespace perk::store_node;

struct Arguments {
  std::string config;
  std::vector<std::string> flags;
};

CLI::App* add_command(CLI::App& app, const std::string& name, const std::string& what,
                      Arguments& arguments) {
  CLI::App* command = app.add_subcommand(name, what);
  command->add_option("--config", arguments.config, "the settings, a TOML file")->required();
  command->add_option("--set", arguments.flags, "one setting more: section.key=value");
  return command;
}

perk::Result<Config, std::vector<std::string>> read(const Arguments& arguments) {
  return read_config({arguments.config, perk::sync::process_environment(), arguments.flags});
}

perk::Result<perk::sync::Security, std::string> open(const Config& config) {
  return perk::sync::open_security(config.security, perk::sync::SystemClock().wall());
}

int complain(const std::vector<std::string>& problems) {
  for (const std::string& problem : problems) std::fprintf(stderr, "%s\n", problem.c_str());
  return kExitConfigured;
}

int run(const Arguments& arguments) {
  const auto config = read(arguments);
  if (!config) return complain(config.error());
  const auto security = open(config.value());
  if (!security) return complain({security.error()});
  const auto log = perk::sync::Log::open(config.value().log);
  if (!log) return complain({log.error()});
  return run_node(config.value(), security.value(), log.value());
}

int check(const Arguments& arguments) {
  const auto config = read(arguments);
  if (!config) return complain(config.error());
  if (const auto security = open(config.value()); !security) return complain({security.error()});
  std::printf("The settings of store %llu (%s) are sound.\n",
              static_cast<unsigned long long>(config.value().enrolment.store.value()),
              config.value().enrolment.name.c_str());
  return kExitOk;
}

}  // namespace

int main(int argc, char** argv) {
  // A file that may not grow is an error of the write, like a full disk, not the end of the process.
  std::signal(SIGXFSZ, SIG_IGN);
  CLI::App app(
      "One coffee shop's node: sells on gift cards whether or not head office is reachable.");
  app.set_version_flag("--version", "perk-store " PERK_VERSION);
  app.require_subcommand(1);
  app.footer(
      "Example: perk-store run --config perk-store.toml --set terminals.listen=127.0.0.1:7101\n"
      "Exit codes: 0 stopped in order, 1 the database or port cannot be used, 2 wrong settings "
      "or data directory in use.");
  Arguments arguments;
  const CLI::App* running = add_command(app, "run", "Serve until SIGTERM or SIGINT", arguments);
  add_command(app, "check", "Judge the settings and stop", arguments);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    const int code = app.exit(error);
    return code == 0 ? kExitOk : kExitConfigured;
  }
  return running->parsed() ? run(arguments) : check(arguments);
}
