// The manners a compiler does not check: sizes, names, opening comments, leftovers.
#pragma once

#include <vector>

#include "tests/architecture/breach.h"
#include "tests/architecture/source_file.h"

namespace perk::architecture {

/// What a file outside tests/ may grow to before it has to be two ideas in two files.
inline constexpr std::size_t kFileLinesMax = 400;

[[nodiscard]] std::vector<Breach> long_files(const SourceFile& file);
/// File names that say nothing: parts, commons, utilities, helpers, managers.
[[nodiscard]] std::vector<Breach> vague_names(const SourceFile& file);
/// Headers that do not begin by saying what they are for, or lack their include guard.
[[nodiscard]] std::vector<Breach> wordless_headers(const SourceFile& file);
/// Marks of work put off.
[[nodiscard]] std::vector<Breach> leftovers(const SourceFile& file);
/// Floating point in the domain and the protocol.
[[nodiscard]] std::vector<Breach> floating_point(const SourceFile& file);
/// Tests that wait for time to pass instead of for what they expect (tests/support/ may, in a loop).
[[nodiscard]] std::vector<Breach> sleeping_tests(const SourceFile& file);
/// Tests that do not run, or that nothing could fail.
[[nodiscard]] std::vector<Breach> idle_tests(const SourceFile& file);
/// Anonymous namespaces in headers: whoever includes one has a copy of its own. (The compiler does not say so where
/// sources are compiled together.)
[[nodiscard]] std::vector<Breach> hidden_names(const SourceFile& file);

}  // namespace perk::architecture
