// Everything that perk-store is told: its TOML file, the environment, flags, in that order. Judged
// once, at start, all at once. README.md describes each setting.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "ledger/decider.h"
#include "store_node/enrolment.h"
#include "store_node/net/terminal_limits.h"
#include "store_node/sale_request.h"
#include "sync/asking.h"
#include "sync/net/address.h"
#include "sync/process/log.h"
#include "sync/process/setting_sources.h"
#include "sync/tls/security.h"

namespace perk::store_node {

struct Config {
  std::filesystem::path data_directory;
  Enrolment enrolment;
  UnknownRange unknown_range = UnknownRange::Taken;
  std::filesystem::path log_key;  ///< Of the key in force; the others are beside it (key_files.h).
  sync::Address terminals;
  TerminalLimits terminal_limits;
  std::vector<sync::Address> central;  ///< Empty: a shop that has no head office yet.
  Millis retry_max{30'000};            ///< The longest wait between two tries to reach it.
  Limits limits;
  sync::AskingLimits asking;
  Millis idle_after;  ///< Rights unused for so long go home; 0: never.
  sync::LogOptions log;
  sync::SecuritySettings security;
  /// Tills speak plainly, from this machine only, whatever the line to head office is.
  bool insecure_terminals = false;
  std::filesystem::path
      enrolment_file{};  ///< Of `enrolment`: what head office tells later goes there.
};

/// The error: one sentence for each problem.
[[nodiscard]] Result<Config, std::vector<std::string>> read_config(
    const sync::SettingSources& sources);

}  // namespace perk::store_node
