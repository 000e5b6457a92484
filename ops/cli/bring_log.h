// `perk quarantine bring FILE`: a log that somebody handed in (`perk-store hand-in`) goes to head office, in requests of a
// bounded size, once the file was read from end to end: one that is cut off, altered or no such file is sent to nobody.
// Whether it proves anything head office says. Blocks.
#pragma once

#include <string>

#include "ops/cli/enrol.h"
#include "ops/cli/exit_code.h"

namespace perk::ops {

/// Why it was not brought, or not all of it: head office's word, or a sentence about the file or the line.
struct NotBrought {
  ExitCode code = ExitCode::Usage;
  central::AdminFault fault;
};

/// What became of the whole file. What came before a failure stands; said again, it goes on.
[[nodiscard]] Result<central::BringLogReply, NotBrought> bring_log(const BringLog& what,
                                                                   const Ask& ask);

}  // namespace perk::ops
