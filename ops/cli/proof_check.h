// `perk proof check`: a card's proof against the published root, without head office. Reads files, no network.
#pragma once

#include "ops/cli/evidence.h"

namespace perk::ops {

/// A proof that does not hold is CheckFailed; a file that is no proof, or no statement, is Usage.
[[nodiscard]] Result<EvidenceShown, NoEvidence> check_proof(const CheckProof& task);

}  // namespace perk::ops
