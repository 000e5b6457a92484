#include "sync/net/outgoing_bytes.h"

#include <utility>

namespace perk::sync {

bool OutgoingBytes::push(std::span<const std::uint8_t> bytes) {
  if (bytes.size() > bytes_max_ || size() > bytes_max_ - bytes.size()) return false;
  waiting_.insert(waiting_.end(), bytes.begin(), bytes.end());
  return true;
}

std::span<const std::uint8_t> OutgoingBytes::begin_write() {
  if (!writing_.empty()) return {};
  std::swap(waiting_, writing_);
  return writing_;
}

void OutgoingBytes::end_write() {
  constexpr std::size_t kKept =
      256 * 1024;  // A burst's memory is given back; an ordinary answer's is kept.
  writing_.clear();
  if (writing_.capacity() > kKept) writing_.shrink_to_fit();
}

}  // namespace perk::sync
