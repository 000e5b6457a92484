// The table of threats (ops/THREATS.md) says what stops each of them. A threat that no test looks at is a wish:
// every row names tests, and every test that it names is one.
#pragma once

#include <vector>

#include "tests/architecture/breach.h"
#include "tests/architecture/source_file.h"

namespace perk::architecture {

inline constexpr auto kThreats = "ops/THREATS.md";

/// What is wrong with the rows of `table`: other cells than who, holds, tries, is stopped by, tests; a last cell
/// with anything in it but names of tests, as in "`Suite.Name`, `Suite.Name`"; a name that no test of `tree` has.
/// A table without a row is wrong as a whole.
[[nodiscard]] std::vector<Breach> unproven_threats(const SourceFile& table,
                                                   const std::vector<SourceFile>& tree);

}  // namespace perk::architecture
