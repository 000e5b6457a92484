// An input taken apart: a number here, a length there, the rest. Reads zeros behind its end, so that
// every input means something. Single-threaded.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "tests/fuzz/law.h"

namespace perk::fuzz {

class InputReader {
 public:
  explicit InputReader(Input left) : left_(left) {}

  [[nodiscard]] bool is_empty() const { return left_.empty(); }
  std::uint8_t byte() {
    if (left_.empty()) return 0;
    const std::uint8_t first = left_.front();
    left_ = left_.subspan(1);
    return first;
  }
  /// Of as many as there are.
  std::vector<std::uint8_t> bytes(std::size_t count) {
    const auto taken = left_.first(std::min(count, left_.size()));
    left_ = left_.subspan(taken.size());
    return {taken.begin(), taken.end()};
  }
  std::vector<std::uint8_t> rest() { return bytes(left_.size()); }
  std::string rest_as_text() {
    const auto all = rest();
    return {all.begin(), all.end()};
  }

 private:
  Input left_;
};

}  // namespace perk::fuzz
