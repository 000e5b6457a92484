// PERK_CHECK: an assertion that stays on in release builds, for what only a bug of ours can break.
// Never use it on anything a peer, a disk or a person can cause: that is a Result.
#pragma once

namespace perk {

/// Writes one line to stderr and aborts. Never returns.
[[noreturn]] void check_failed(const char* condition, const char* why, const char* file, int line);

}  // namespace perk

#define PERK_CHECK(condition, why) \
  ((condition) ? static_cast<void>(0) : ::perk::check_failed(#condition, why, __FILE__, __LINE__))
