// The door by which libFuzzer comes in. Compiled once for each target, which PERK_FUZZ_TARGET names.
#include <cstddef>

#include "tests/fuzz/targets.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  perk::fuzz::PERK_FUZZ_TARGET({data, size});
  return 0;
}
