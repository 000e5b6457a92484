// Who may link whom: the same arrows as the includes, in the CMakeLists.txt files. Reads their text; knows
// the commands perk_library, perk_executable and target_link_libraries.
#pragma once

#include <string>
#include <vector>

#include "tests/architecture/breach.h"
#include "tests/architecture/source_file.h"

namespace perk::architecture {

struct Target {
  std::string name;
  std::string file;
  int line = 0;
  std::vector<std::string> links;
};

[[nodiscard]] std::vector<Target> targets_of(const SourceFile& cmake_lists);

/// Targets that link what points outward or sideways, or a library that another folder wraps.
[[nodiscard]] std::vector<Breach> outward_links(const SourceFile& cmake_lists);

/// Sources that no CMakeLists.txt names: nobody compiles them.
[[nodiscard]] std::vector<Breach> orphan_sources(const std::vector<SourceFile>& tree);

}  // namespace perk::architecture
