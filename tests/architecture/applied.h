// A rule that looks at one file at a time, applied: to the tree as it is, and to a file that a test makes up.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tests/architecture/breach.h"
#include "tests/architecture/source_file.h"

namespace perk::architecture {

using Rule = std::vector<Breach> (*)(const SourceFile&);

[[nodiscard]] inline std::string breaches_in_tree(Rule rule) {
  std::string sentences;
  for (const auto& file : read_tree(".")) sentences += to_sentences(rule(file));
  return sentences;
}

[[nodiscard]] inline std::string said_of(Rule rule, std::string path, std::string_view text) {
  return to_sentences(rule(from_text(std::move(path), text)));
}

}  // namespace perk::architecture
