// Running a program from a test and reading what it says.
#pragma once

#include <string>

namespace perk::test {

struct ShellOutcome {
  int exit_code = -1;
  std::string output;  ///< Of both streams, without the last line's end.
};

ShellOutcome run_shell(const std::string& command);

/// `text` as one word of a shell command.
std::string shell_word(const std::string& text);

}  // namespace perk::test
