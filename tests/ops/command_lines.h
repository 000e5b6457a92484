// The commands that documents tell people to type: found in their code blocks, and held to what the programs know.
// Understands as much of a shell as the documents use.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace perk::test {

/// One command with its words, as a shell would hand them over; `words[0]` is the program.
struct CommandLine {
  int line = 0;  ///< Of the document, from 1.
  std::vector<std::string> words;
};

/// Of `perk`, `perk-store` and `perk-central`, between ``` marks. Comments, pipes, `&&`, `;` and settings before a
/// command are what they are in a shell; `$(...)` and `$NAME` stand for themselves. A quote that is never closed
/// makes one word of the rest.
[[nodiscard]] std::vector<CommandLine> commands_in(std::string_view document);

/// What is wrong with `words` as a command of `perk`; empty if nothing is. Nothing is run. HEX, ORIGIN:SEQ, EVENT and
/// CARD stand for any.
[[nodiscard]] std::string complaint_of_perk(const std::vector<std::string>& words);

/// The same of another program, against what `PROGRAM COMMAND --help` prints: the command, each flag and its value,
/// what is required, and as many other words as its usage names.
[[nodiscard]] std::string complaint_of(const std::vector<std::string>& words,
                                       const std::string& help);

}  // namespace perk::test
