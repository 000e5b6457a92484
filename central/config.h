// Head office's settings, judged once at start. Every key with its meaning: perk-central.example.toml.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "central/records.h"
#include "central/rights/steward.h"
#include "ledger/result.h"
#include "sync/net/address.h"
#include "sync/process/log.h"
#include "sync/process/setting_sources.h"
#include "sync/tls/security.h"

namespace perk::central {

/// How head office deals with rights and risk.
struct RiskSettings {
  PlacementKind placement = PlacementKind::OnDemand;
  StewardSettings steward;
};

struct CentralConfig {
  std::string conninfo;            ///< May hold a password: never logged.
  Currency currency;               ///< Of the chain; fixed by init.
  std::uint16_t shard_count = 16;  ///< Of the chain; fixed by init.
  sync::Address sync_listen;
  sync::Address admin_listen;
  std::filesystem::path data_directory;
  Millis takeover_after;  ///< How long another head office that serves may say nothing.
  RiskSettings risk;
  sync::SecuritySettings security;
  std::string authority_directory;  ///< Empty: this head office signs no certificates.
  Millis certificate_lifetime;
  sync::LogOptions log;
};

/// All that is wrong, one sentence each.
[[nodiscard]] Result<CentralConfig, std::vector<std::string>> read_config(
    const sync::SettingSources& sources);

}  // namespace perk::central
