// `perk operator`, `limits`, `proposals`, `approve`, `reject`, `audit`, `reason`: who may do what, what needs two of
// them, what they did, and what is no longer to be read of why. Reads no network.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "central/admin/messages.h"
#include "ledger/result.h"

namespace CLI {  // NOLINT(readability-identifier-naming): the library's name.
class App;
}

namespace perk::ops {

/// What the options fill in.
struct RawOperators {
  std::string name, role, key, key_file, reason, kind, amount, by, since, which, request;
  std::uint64_t proposal = 0, programme = 0;
  bool no_limit = false, all = false;
};

/// Adds the commands. `raw` outlives the parsing.
void add_operator_commands(CLI::App& app, RawOperators& raw);
/// What was asked, if it was one of them (but `operator key`, which asks nobody, and `reason erase`, which has an id
/// of its own); the error is a sentence about
/// the words on the command line.
[[nodiscard]] Result<std::optional<central::AdminRequest>, std::string> operator_request(
    const CLI::App& app, const RawOperators& raw, const std::string& operator_name);

}  // namespace perk::ops
