// Who may include whom. Dependencies point inward: ledger sees nothing, sync sees ledger, a shop and head
// office see both and never each other, and a library is seen by the one adapter that wraps it.
#pragma once

#include <vector>

#include "tests/architecture/breach.h"
#include "tests/architecture/source_file.h"

namespace perk::architecture {

/// Includes of our own headers that point outward or sideways.
[[nodiscard]] std::vector<Breach> outward_includes(const SourceFile& file);

/// Headers in ledger/ and the protocol's core that bring a clock, chance, a thread or the outside world.
[[nodiscard]] std::vector<Breach> impure_includes(const SourceFile& file);

/// Other people's libraries, and generated code, outside the adapter they belong to.
[[nodiscard]] std::vector<Breach> escaped_libraries(const SourceFile& file);

/// Whether the file belongs to the code that must not know the outside world: ledger/, and sync/ itself.
[[nodiscard]] bool is_pure(const SourceFile& file);

}  // namespace perk::architecture
