// Planted bugs (ledger/mutant.h) stand in shipped code, where nothing may come of them but in one test program.
#pragma once

#include <vector>

#include "tests/architecture/breach.h"
#include "tests/architecture/source_file.h"

namespace perk::architecture {

/// Whoever turns planting on beside the test program, or looks at the switch beside its header.
[[nodiscard]] std::vector<Breach> planters(const SourceFile& file);

/// Files with a planted bug that the test program does not compile, or headers: a bug in a header would be in
/// objects that are compiled without it.
[[nodiscard]] std::vector<Breach> unreachable_mutants(const std::vector<SourceFile>& tree);

/// Bugs that are named and planted nowhere, twice, or that the runner does not try.
[[nodiscard]] std::vector<Breach> idle_mutants(const std::vector<SourceFile>& tree);

}  // namespace perk::architecture
