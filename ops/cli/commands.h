// The commands of `perk` and their options, as words on a command line. For arguments.cpp, which makes
// requests of them.
#pragma once

#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "ops/cli/authority_commands.h"
#include "ops/cli/evidence_commands.h"
#include "ops/cli/number_commands.h"
#include "ops/cli/operator_commands.h"

namespace perk::ops {

/// What the options fill in before it is known which command was meant.
struct Raw {
  std::string admin, tls, card, reason, operator_name, request, name, directory, projection, as_of;
  std::string store, event, policy, amount, log, file;
  std::uint64_t at_least = 0, quarantine_id = 0, programme = 0, through = 0;
  double deadline_s = 5.0;
  double expires_h = 24.0;
  std::vector<std::string> without;
  RawNumbers numbers;
  RawEvidence evidence;
  RawOperators operators;
  std::string operator_key;
  RawAuthority authority;
  bool json = false, all = false, open = false, insecure_loopback = false;
};

/// The commands and their options; `parsed(name)` tells afterwards which one was given.
class Commands {
 public:
  /// `raw` outlives it.
  explicit Commands(Raw& raw);

  CLI::App& app() { return app_; }
  [[nodiscard]] const CLI::App& app() const { return app_; }
  /// Of a path such as "store enrol".
  [[nodiscard]] bool parsed(const std::string& path) const;

 private:
  void add_cards(Raw& raw);
  void add_debits(Raw& raw);
  void add_stores(Raw& raw);
  void add_risk(Raw& raw);
  void add_policies(Raw& raw);
  void add_epochs(Raw& raw);
  void add_evidence(Raw& raw);
  void add_quarantine(Raw& raw);

  CLI::App app_;
};

}  // namespace perk::ops
