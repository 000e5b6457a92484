// Where keys are kept. Blocking; touches the disk.
#pragma once

#include <filesystem>
#include <string>

#include "ledger/result.h"

namespace perk::sync {

/// Makes the directory, and those above it, if it is missing: then it is its owner's alone (0700). One that
/// is there is left as it is. The error is one sentence.
[[nodiscard]] Result<Done, std::string> make_private_directory(
    const std::filesystem::path& directory);

}  // namespace perk::sync
