// Who may call what: a few functions promise something only because few may call them.
#pragma once

#include <vector>

#include "tests/architecture/breach.h"
#include "tests/architecture/source_file.h"

namespace perk::architecture {

/// Calls of Durable::reported where no commit was reported and no peer's promise came in. Tests play both
/// ends, and may.
[[nodiscard]] std::vector<Breach> unfounded_promises(const SourceFile& file);

/// Generated messages parsed by protobuf's own functions, which print on stderr what a peer sent wrong.
/// Tests may: what they parse is their own.
[[nodiscard]] std::vector<Breach> noisy_parsers(const SourceFile& file);

/// Listening beyond this machine other than with TLS.
[[nodiscard]] std::vector<Breach> open_doors(const SourceFile& file);

}  // namespace perk::architecture
