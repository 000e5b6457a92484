// Time as data: a raw wall-clock reading, and a hybrid logical clock value that never runs backwards.
// Nothing here reads a clock: readings are arguments.
#pragma once

#include <compare>
#include <cstdint>
#include <string>

namespace perk {

/// A length of time in milliseconds.
class Millis {
 public:
  constexpr Millis() = default;
  constexpr explicit Millis(std::int64_t count) : count_(count) {}
  [[nodiscard]] constexpr std::int64_t count() const { return count_; }
  friend constexpr auto operator<=>(Millis, Millis) = default;
  friend constexpr Millis operator+(Millis a, Millis b) { return Millis(a.count_ + b.count_); }
  friend constexpr Millis operator-(Millis a, Millis b) { return Millis(a.count_ - b.count_); }

 private:
  std::int64_t count_ = 0;
};

/// What a wall clock said: milliseconds since 1970-01-01T00:00:00Z. May be wrong; may jump.
class WallTime {
 public:
  constexpr WallTime() = default;
  constexpr explicit WallTime(std::int64_t millis) : millis_(millis) {}
  [[nodiscard]] constexpr std::int64_t millis() const { return millis_; }
  friend constexpr auto operator<=>(WallTime, WallTime) = default;
  friend constexpr Millis operator-(WallTime a, WallTime b) {
    return Millis(a.millis_ - b.millis_);
  }
  friend constexpr WallTime operator+(WallTime a, Millis b) {
    return WallTime(a.millis_ + b.count());
  }

 private:
  std::int64_t millis_ = 0;
};

/// A reading of a monotonic clock, for deadlines and durations; has no meaning outside its process.
class Instant {
 public:
  constexpr Instant() = default;
  constexpr explicit Instant(std::int64_t millis) : millis_(millis) {}
  [[nodiscard]] constexpr std::int64_t millis() const { return millis_; }
  friend constexpr auto operator<=>(Instant, Instant) = default;
  friend constexpr Millis operator-(Instant a, Instant b) { return Millis(a.millis_ - b.millis_); }
  friend constexpr Instant operator+(Instant a, Millis b) { return Instant(a.millis_ + b.count()); }

 private:
  std::int64_t millis_ = 0;
};

/// Hybrid logical clock value: 48 bits of milliseconds since 1970, 16 bits of logical counter. Orders
/// concurrent facts for display; the position is the order that counts.
class Hlc {
 public:
  constexpr Hlc() = default;
  constexpr explicit Hlc(std::uint64_t packed) : packed_(packed) {}
  [[nodiscard]] static constexpr Hlc from_parts(WallTime wall, std::uint16_t logical) {
    return Hlc((static_cast<std::uint64_t>(wall.millis()) << 16) | logical);
  }
  [[nodiscard]] constexpr std::uint64_t packed() const { return packed_; }
  [[nodiscard]] constexpr WallTime wall() const {
    return WallTime(static_cast<std::int64_t>(packed_ >> 16));
  }
  [[nodiscard]] constexpr std::uint16_t logical() const {
    return static_cast<std::uint16_t>(packed_ & 0xffffU);
  }
  friend constexpr auto operator<=>(Hlc, Hlc) = default;

 private:
  std::uint64_t packed_ = 0;
};

/// "2026-11-21T10:15:00.123Z".
[[nodiscard]] std::string to_iso8601(WallTime time);

}  // namespace perk
