// A rule of the house, broken: said in one sentence that tells what to do about it.
#pragma once

#include <string>
#include <vector>

namespace perk::architecture {

struct Breach {
  std::string file;
  int line = 0;        ///< From 1; 0 if the file as a whole is meant.
  std::string what;    ///< What stands there.
  std::string why;     ///< Why it must not.
  std::string remedy;  ///< What to do instead.
};

/// "file:line: what, but why: remedy." In red on a terminal.
[[nodiscard]] std::string to_sentence(const Breach& breach);
/// A sentence a line; empty if there is no breach.
[[nodiscard]] std::string to_sentences(const std::vector<Breach>& breaches);

}  // namespace perk::architecture
