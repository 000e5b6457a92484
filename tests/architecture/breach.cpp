#include "tests/architecture/breach.h"

#include <unistd.h>

namespace perk::architecture {

std::string to_sentence(const Breach& breach) {
  std::string place = breach.file;
  if (breach.line > 0) place += ":" + std::to_string(breach.line);
  std::string sentence = place + ": " + breach.what + ", but " + breach.why + ": " + breach.remedy;
  if (isatty(STDOUT_FILENO) == 1) sentence = "\033[31m" + sentence + "\033[0m";
  return sentence;
}

std::string to_sentences(const std::vector<Breach>& breaches) {
  std::string text;
  for (const auto& breach : breaches) text += to_sentence(breach) + "\n";
  return text;
}

}  // namespace perk::architecture
