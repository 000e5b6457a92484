// The fuzz targets: one function a file, named like its file. Each takes any bytes, returns, and throws
// LawBroken if a law of its does not hold. README.md says what each input means.
#pragma once

#include <string_view>
#include <vector>

#include "tests/fuzz/law.h"

namespace perk::fuzz {

void framing(Input input);
void messages(Input input);
void events(Input input);
void replicator(Input input);
void terminal(Input input);
void admin(Input input);
void evidence(Input input);
void enrolment(Input input);
void hand_in(Input input);
void pairing(Input input);
void trace(Input input);
void settings(Input input);
void texts(Input input);

struct Target {
  std::string_view name;
  void (*run)(Input);
};

/// All of them, for the replay of the corpora.
std::vector<Target> all_targets();

}  // namespace perk::fuzz
