// `perk ca`, done: makes keys and certificates in directories of this machine. Blocks; asks nobody.
#pragma once

#include "ledger/time.h"
#include "ops/cli/authority_commands.h"

namespace perk::ops {

/// What is said on standard output when it is done; the error is one sentence, and nothing was written over.
[[nodiscard]] Result<std::string, std::string> run_authority(const AuthorityTask& task,
                                                             WallTime now);

}  // namespace perk::ops
