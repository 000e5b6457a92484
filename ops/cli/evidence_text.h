// What the commands about evidence print. Pure. For this folder's files only.
#pragma once

#include <string>

#include "central/evidence/card_proof.h"
#include "central/evidence/heads_file.h"
#include "ops/cli/evidence.h"

namespace perk::ops {

[[nodiscard]] EvidenceShown shown(const central::SignedHeads& heads, const std::string& file);
/// `file` is empty if none was written.
[[nodiscard]] EvidenceShown shown(const central::Liabilities& liabilities, const std::string& file);
[[nodiscard]] EvidenceShown shown(const central::CardProof& proof, const std::string& file,
                                  std::size_t bytes);
/// Of a proof that was checked.
[[nodiscard]] EvidenceShown shown_as_holding(const central::CardProof& proof);

}  // namespace perk::ops
