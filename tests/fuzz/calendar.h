// A time as the standard library's calendar writes it: the opinion that our own readers are held to.
#pragma once

#include <array>
#include <chrono>
#include <cstdio>
#include <string>

#include "ledger/time.h"

namespace perk::fuzz {

/// "2026-11-21T10:15:00", UTC, of the years 0 to 9999.
inline std::string calendar_text(WallTime time) {
  const std::chrono::milliseconds since(time.millis());
  const auto whole = std::chrono::floor<std::chrono::days>(since);
  const std::chrono::year_month_day day{std::chrono::sys_days(whole)};
  const std::chrono::hh_mm_ss clock(since - whole);
  std::array<char, 32> text{};
  const int size = std::snprintf(
      text.data(), text.size(), "%04d-%02u-%02uT%02d:%02d:%02d", static_cast<int>(day.year()),
      static_cast<unsigned>(day.month()), static_cast<unsigned>(day.day()),
      static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
      static_cast<int>(clock.seconds().count()));
  return {text.data(), static_cast<std::size_t>(size)};
}

}  // namespace perk::fuzz
