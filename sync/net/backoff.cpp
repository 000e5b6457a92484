#include "sync/net/backoff.h"

#include <algorithm>

namespace perk::sync {

Millis Backoff::next(std::uint64_t random_bits, Millis retry_after) {
  constexpr int kDoublingsMax = 20;  // A million times `first` is beyond any cap.
  const std::int64_t cap = limits_.cap.count();
  const bool is_capped = limits_.first.count() > (cap >> failures_);
  const std::int64_t bound = is_capped ? cap : limits_.first.count() << failures_;
  failures_ = std::min(failures_ + 1, kDoublingsMax);
  const auto choices = static_cast<std::uint64_t>(std::max<std::int64_t>(bound, 0)) + 1;
  return std::clamp(retry_after, Millis(0), kRetryAfterMax) +
         Millis(static_cast<std::int64_t>(random_bits % choices));
}

}  // namespace perk::sync
