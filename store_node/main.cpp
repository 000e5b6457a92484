// perk-store: one coffee shop's node. Wiring of the command line only.
#include <csignal>
#include <cstdio>
#include <iostream>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "store_node/enrolling.h"
#include "store_node/hand_in.h"
#include "store_node/key_files.h"
#include "store_node/node.h"
#include "store_node/pairing_commands.h"
#include "sync/process/setting_text.h"
#include "sync/process/system_clock.h"

namespace {

using namespace perk::store_node;

struct Arguments {
  std::string config;
  std::vector<std::string> flags;
  std::string code, central, directory;
  std::uint64_t terminal = 0;
  std::string out;
  std::string database, log_key;  ///< Of a log to hand in, in place of those of the settings.
  std::uint64_t after = 0;
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

/// What was typed, or a line of standard input: where others see no command line.
std::string code_given(const Arguments& arguments) {
  if (arguments.code != "-") return arguments.code;
  std::string line;
  std::getline(std::cin, line);
  return line;
}

int enrol(const Arguments& arguments) {
  const auto code = perk::sync::enrol_code_from_text(code_given(arguments));
  if (!code) return complain({"That is no code: it has 42 letters and digits, in groups of five."});
  const auto address = perk::sync::parse_address(arguments.central);
  if (!address) return complain({"--central wants HOST:PORT, not '" + arguments.central + "'."});
  const auto enrolled = enrol_by_code({*code, *address, arguments.directory});
  if (!enrolled) {
    (void)complain({enrolled.error().sentence});
    return enrolled.error().why == NotEnrolled::Why::Files ? kExitConfigured : kExitFailed;
  }
  std::printf("This is store %llu (%s). Its keys and certificate are in %s.\n",
              static_cast<unsigned long long>(enrolled.value().store.value()),
              perk::sync::one_line(enrolled.value().name).c_str(), arguments.directory.c_str());
  return kExitOk;
}

CLI::App* add_enrol(CLI::App& app, Arguments& arguments) {
  CLI::App* command = app.add_subcommand("enrol", "Make this machine a store, by a one-time code");
  command
      ->add_option("--code", arguments.code, "What `perk store enrol` printed; -: standard input")
      ->required();
  command->add_option("--central", arguments.central, "HOST:PORT of head office")->required();
  command
      ->add_option("--dir", arguments.directory,
                   "Where log.key, tls.key, tls.crt, ca.crt and enrolment.toml go")
      ->required();
  return command;
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

/// The node writes it into its log when it is started again; nothing is changed before.
int rotate_key(const Arguments& arguments) {
  const auto config = read(arguments);
  if (!config) return complain(config.error());
  const KeyFiles files(config.value().log_key);
  const auto made = files.make_next();
  if (!made) return complain({made.error()});
  std::printf(
      "The next key of the log is %s, in %s.\nStart the node again: its log goes on under it as "
      "soon as head office is there, which\n`perk stores` shows. Until then nothing is "
      "changed.\n",
      perk::to_hex(made.value()).c_str(), files.next().c_str());
  return kExitOk;
}

/// Where the log and its key are: as the settings say, but for what was said besides.
perk::Result<HandInTask, std::vector<std::string>> hand_in_task(const Arguments& arguments) {
  HandInTask task{arguments.database, arguments.log_key, perk::Seq(arguments.after), arguments.out};
  if (!task.database.empty() && !task.log_key.empty()) return task;
  if (arguments.config.empty())
    return perk::failed(std::vector<std::string>{
        "Say which log: --config FILE, or --database FILE and --key FILE of a copy."});
  const auto config = read(arguments);
  if (!config) return perk::failed(config.error());
  if (task.database.empty()) task.database = config.value().data_directory / "store.db";
  if (task.log_key.empty()) task.log_key = config.value().log_key;
  return task;
}

int hand_in(const Arguments& arguments) {
  const auto task = hand_in_task(arguments);
  if (!task) return complain(task.error());
  const auto head = perk::store_node::hand_in(task.value());
  if (!head) {
    (void)complain({head.error()});
    return kExitFailed;
  }
  std::printf(
      "Events %llu to %llu of log %s of store %llu are in %s. Carry it to head office:\n"
      "perk quarantine bring %s --reason '...'\n",
      static_cast<unsigned long long>(head.value().after.value() + 1),
      static_cast<unsigned long long>(head.value().through.value()),
      to_string(head.value().log).c_str(),
      static_cast<unsigned long long>(head.value().store.value()), arguments.out.c_str(),
      arguments.out.c_str());
  return kExitOk;
}

CLI::App* add_hand_in(CLI::App& app, Arguments& arguments) {
  CLI::App* command = app.add_subcommand(
      "hand-in",
      "Put the log into a file for head office, where no line leads there any more; changes "
      "nothing");
  command->add_option("--config", arguments.config, "the settings, a TOML file");
  command->add_option("--set", arguments.flags, "one setting more: section.key=value");
  command->add_option("--database", arguments.database,
                      "A copy, or the database of a former log (default: the settings' store.db)");
  command->add_option("--key", arguments.log_key, "Its log.key (default: the settings')");
  command->add_option("--after", arguments.after,
                      "Leave out what head office holds: events up to this one");
  command->add_option("--to", arguments.out, "The new file, readable by its owner only")
      ->required();
  return command;
}

CLI::App* add_till_command(CLI::App& group, const std::string& name, const std::string& what,
                           Arguments& arguments) {
  CLI::App* command = add_command(group, name, what, arguments);
  command->add_option("NUMBER", arguments.terminal, "The till's number in the chain, from 1")
      ->required()
      ->check(CLI::Range(std::uint64_t{1}, UINT64_MAX));
  return command;
}

/// Of the tills that share a key with this store.
CLI::App* add_terminal(CLI::App& app, Arguments& arguments) {
  CLI::App* group = app.add_subcommand("terminal", "Tills that share a key with this store");
  group->require_subcommand(1);
  add_till_command(*group, "pair", "Make a key for a till, in place of a certificate", arguments)
      ->add_option("--out", arguments.out,
                   "A new file for the till, readable by its owner only; -: standard output")
      ->required();
  add_till_command(*group, "unpair", "Refuse a till's key from now on, and cut the till off",
                   arguments);
  add_command(*group, "list", "Which tills are paired, and since when", arguments);
  return group;
}

PairingTask pairing_task(const CLI::App& group, const Arguments& arguments) {
  const perk::TerminalId terminal(arguments.terminal);
  if (group.get_subcommand("pair")->parsed()) return PairTill{terminal, arguments.out};
  if (group.get_subcommand("unpair")->parsed()) return UnpairTill{terminal};
  return ListTills{};
}

int pair(const CLI::App& group, const Arguments& arguments) {
  const auto config = read(arguments);
  if (!config) return complain(config.error());
  const auto said = run_pairing(pairing_task(group, arguments), config.value());
  if (!said) return complain({said.error()});
  return std::fputs(said.value().c_str(), stdout) < 0 || std::fflush(stdout) != 0 ? kExitFailed
                                                                                  : kExitOk;
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
      "Examples:\n"
      "  perk-store enrol --code CODE --central perk.example:7400 --dir /etc/perk/store\n"
      "  perk-store run --config perk-store.toml --set terminals.listen=127.0.0.1:7101\n"
      "  perk-store terminal pair 42 --config perk-store.toml --out till-42.pairing\n"
      "  perk-store hand-in --config perk-store.toml --to harbour.hand-in\n"
      "Exit codes: 0 done or stopped in order, 1 the database or port cannot be used, or head "
      "office did not\nenrol this machine, 2 wrong settings or files, or data directory in use.");
  Arguments arguments;
  const CLI::App* enrolling = add_enrol(app, arguments);
  const CLI::App* running = add_command(app, "run", "Serve until SIGTERM or SIGINT", arguments);
  add_command(app, "check", "Judge the settings and stop", arguments);
  const CLI::App* rotating =
      add_command(app, "rotate-key",
                  "Make the key that the log goes on under from the next start on", arguments);
  const CLI::App* pairing = add_terminal(app, arguments);
  const CLI::App* handing = add_hand_in(app, arguments);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    const int code = app.exit(error);
    return code == 0 ? kExitOk : kExitConfigured;
  }
  if (enrolling->parsed()) return enrol(arguments);
  if (pairing->parsed()) return pair(*pairing, arguments);
  if (rotating->parsed()) return rotate_key(arguments);
  if (handing->parsed()) return hand_in(arguments);
  return running->parsed() ? run(arguments) : check(arguments);
}
