// Files of evidence: read whole, and never written over. Errors are one sentence for the person who named the file.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "ledger/result.h"

namespace perk::ops {

/// Of at most 16 MiB.
[[nodiscard]] Result<std::string, std::string> read_evidence(const std::string& path);
/// Durable on return. Refuses to overwrite; removes what it could not finish.
[[nodiscard]] Result<Done, std::string> write_evidence(const std::string& path,
                                                       std::span<const std::uint8_t> bytes);
[[nodiscard]] bool is_there(const std::string& path);

}  // namespace perk::ops
