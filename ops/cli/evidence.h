// `perk heads`, `perk verify --against` and `perk proof ...`: asks head office, if anybody, checks what it says
// before a file is written, and reads files of before.
#pragma once

#include <functional>
#include <string>
#include <variant>

#include "ops/cli/enrol.h"
#include "ops/cli/evidence_commands.h"
#include "ops/cli/exit_code.h"

namespace perk::ops {

/// What to show: two renderings of the same.
struct EvidenceShown {
  ExitCode code = ExitCode::Ok;
  std::string text, json;
};
/// Why there is nothing to show: head office's word, or a sentence about a file or the line.
struct NoEvidence {
  ExitCode code = ExitCode::Usage;
  central::AdminFault fault;
};
using EvidenceAnswer = std::variant<central::AdminReply, EvidenceShown>;

[[nodiscard]] Result<EvidenceAnswer, NoEvidence> run_evidence(const EvidenceTask& task,
                                                              const Ask& ask);

}  // namespace perk::ops
