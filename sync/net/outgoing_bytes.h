// What waits to be sent on a connection: frames already encoded, gathered so that one write takes all
// that came while the last one was under way. Bounded. Single-threaded; no socket.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace perk::sync {

class OutgoingBytes {
 public:
  explicit OutgoingBytes(std::size_t bytes_max) : bytes_max_(bytes_max) {}

  /// False, and nothing queued, if it would be more than the bound.
  [[nodiscard]] bool push(std::span<const std::uint8_t> bytes);
  /// Everything queued, to be written now; empty if nothing waits or a write is under way.
  [[nodiscard]] std::span<const std::uint8_t> begin_write();
  /// The write under way is done.
  void end_write();

  [[nodiscard]] bool is_empty() const { return waiting_.empty() && writing_.empty(); }
  [[nodiscard]] std::size_t size() const { return waiting_.size() + writing_.size(); }

 private:
  std::size_t bytes_max_;
  std::vector<std::uint8_t> waiting_;
  std::vector<std::uint8_t> writing_;
};

}  // namespace perk::sync
