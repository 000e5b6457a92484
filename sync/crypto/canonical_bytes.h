// The bytes that hashes and signatures cover (FORMAT.md): a domain word ended by 0x00, integers as 8
// bytes big-endian, everything else as it is. Built here only, so that no two places can disagree.
// Header-only value type; no libsodium.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

namespace perk::sync {

class CanonicalBytes {
 public:
  CanonicalBytes() = default;
  explicit CanonicalBytes(std::string_view domain) {
    for (const char letter : domain) bytes_.push_back(static_cast<std::uint8_t>(letter));
    bytes_.push_back(0);
  }

  CanonicalBytes& number(std::uint64_t value) {
    for (int shift = 56; shift >= 0; shift -= 8)
      bytes_.push_back(static_cast<std::uint8_t>(value >> shift));
    return *this;
  }
  CanonicalBytes& raw(std::span<const std::uint8_t> bytes) {
    bytes_.insert(bytes_.end(), bytes.begin(), bytes.end());
    return *this;
  }
  /// The length, then the bytes: for what has no fixed length and is not last.
  CanonicalBytes& text(std::string_view text) {
    number(text.size());
    for (const char letter : text) bytes_.push_back(static_cast<std::uint8_t>(letter));
    return *this;
  }

  [[nodiscard]] std::span<const std::uint8_t> view() const { return bytes_; }
  [[nodiscard]] std::vector<std::uint8_t> take() && { return std::move(bytes_); }

 private:
  std::vector<std::uint8_t> bytes_;
};

}  // namespace perk::sync
