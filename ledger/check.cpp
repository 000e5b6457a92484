#include "ledger/check.h"

#include <cstdio>
#include <cstdlib>

namespace perk {

void check_failed(const char* condition, const char* why, const char* file, int line) {
  std::fprintf(stderr, "perk: internal error at %s:%d: %s (%s)\n", file, line, why, condition);
  std::abort();
}

}  // namespace perk
