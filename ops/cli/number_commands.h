// `perk cards ...`: which card numbers the chain takes, their keys, and new numbers. Reads no network.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "central/admin/messages.h"

namespace CLI {  // NOLINT(readability-identifier-naming): the library's name.
class App;
}

namespace perk::ops {

/// What the options fill in.
struct RawNumbers {
  std::string prefix, reason, request;
  std::uint64_t count = 0;
  std::uint32_t length = 0;
};

/// Adds `cards` and its subcommands. `raw` outlives the parsing.
void add_number_commands(CLI::App& app, RawNumbers& raw);
/// What was asked, if it was one of them, but for rotate-key, which says who asks.
[[nodiscard]] std::optional<central::AdminRequest> number_request(const CLI::App& app,
                                                                  const RawNumbers& raw);

}  // namespace perk::ops
