// One shop's node, put together: data directory, journal, till, writer, terminals, uplink. Wiring only. A log that
// is given up is set aside, and the node goes on with a new one.
#pragma once

#include "store_node/config.h"
#include "sync/tls/security.h"

namespace perk::store_node {

/// Exit codes of perk-store, as README.md documents them.
inline constexpr int kExitOk = 0;
inline constexpr int kExitFailed = 1;  ///< The database or the port cannot be used.
inline constexpr int kExitConfigured =
    2;  ///< The settings are wrong, or the data directory is in use.

/// Serves until SIGTERM or SIGINT; then finishes the group under way and returns an exit code. Reads
/// the machine's clock and random source. Call it on the main thread.
[[nodiscard]] int run_node(const Config& config, const sync::Security& security,
                           const sync::Log& log);

}  // namespace perk::store_node
