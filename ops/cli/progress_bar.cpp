#include "ops/cli/progress_bar.h"

#include <algorithm>
#include <cstdio>

#include <fmt/format.h>

#include "ops/cli/table.h"

namespace perk::ops {

std::string progress_line(const std::string& what, std::uint64_t done, std::uint64_t total) {
  constexpr std::uint64_t kWidth = 24;
  const std::uint64_t shown = std::min(done, total);
  const std::uint64_t filled = total == 0 ? 0 : shown * kWidth / total;
  return fmt::format("{}  [{}{}]  {}%  ({} of {})", printable(what), std::string(filled, '#'),
                     std::string(kWidth - filled, '.'), total == 0 ? 0 : shown * 100 / total, done,
                     total);
}

void ProgressBar::show(const std::string& what, std::uint64_t done, std::uint64_t total) {
  if (audience_ == Audience::Pipe) return;
  fmt::print(stderr, "\r\x1b[K{}", progress_line(what, done, total));
  std::fflush(stderr);
  is_shown_ = true;
}

void ProgressBar::finish() {
  if (!is_shown_) return;
  fmt::print(stderr, "\r\x1b[K");
  std::fflush(stderr);
  is_shown_ = false;
}

}  // namespace perk::ops
