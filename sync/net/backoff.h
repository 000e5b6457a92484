// How long to wait before dialling again: exponential with full jitter, so that stores that lost head
// office in the same second do not come back in the same second (PROTOCOL.md "Liveness"). Pure: the
// random number is an argument.
#pragma once

#include <cstdint>

#include "ledger/time.h"
#include "sync/messages.h"

namespace perk::sync {

struct BackoffLimits {
  Millis first{200};   ///< The longest wait after the first failure; doubled with each one more ...
  Millis cap{30'000};  ///< ... up to this.
};

class Backoff {
 public:
  explicit Backoff(BackoffLimits limits = {}) : limits_(limits) {}

  /// The wait after one more failure: uniform in [0, bound], after `retry_after` if the peer asked
  /// for that: never more than kRetryAfterMax, and less than 0 is 0. (Both together: else all who were told the same would come at the same time.)
  [[nodiscard]] Millis next(std::uint64_t random_bits, Millis retry_after = Millis(0));
  /// The connection proved good: the next failure counts as the first.
  void succeeded() { failures_ = 0; }

 private:
  BackoffLimits limits_;
  int failures_ = 0;
};

}  // namespace perk::sync
