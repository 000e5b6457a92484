#include "ledger/time.h"

#include <array>

namespace perk {
namespace {

constexpr std::int64_t kMillisPerDay = 86'400'000;
// The calendar is counted from 1 March 2000: a leap day is then the last day of its year, and a century
// without one the last of its four. 1970-01-01 lies this many days before.
constexpr std::int64_t kDaysTo2000March = 11'017;
constexpr std::int64_t kDaysPer400Years = 146'097;
constexpr std::int64_t kDaysPer100Years = 36'524;
constexpr std::int64_t kDaysPer4Years = 1'461;
constexpr std::int64_t kDaysPerYear = 365;
constexpr std::array<std::int64_t, 12> kMonthDaysFromMarch{31, 30, 31, 30, 31, 31,
                                                           30, 31, 30, 31, 31, 29};

struct Date {
  std::int64_t year, month, day;
};

/// Division that rounds down, also below zero; what is left is in [0, divisor).
struct Parts {
  std::int64_t whole, rest;
};
Parts divide_down(std::int64_t value, std::int64_t divisor) {
  Parts parts{value / divisor, value % divisor};
  if (parts.rest < 0) parts = {parts.whole - 1, parts.rest + divisor};
  return parts;
}

/// How many whole `unit`s are in `rest`, at most `most`; takes them out of it.
std::int64_t take_out(std::int64_t& rest, std::int64_t unit, std::int64_t most) {
  const std::int64_t count = rest / unit < most ? rest / unit : most;
  rest -= count * unit;
  return count;
}

Date date_of(std::int64_t days_since_1970) {
  const Parts cycles = divide_down(days_since_1970 - kDaysTo2000March, kDaysPer400Years);
  std::int64_t rest = cycles.rest;
  std::int64_t year = 2000 + 400 * cycles.whole;
  year += 100 * take_out(rest, kDaysPer100Years, 3);
  year += 4 * take_out(rest, kDaysPer4Years, 24);
  year += take_out(rest, kDaysPerYear, 3);
  std::size_t month = 0;
  for (; rest >= kMonthDaysFromMarch[month]; ++month) rest -= kMonthDaysFromMarch[month];
  const bool is_after_december = month >= 10;
  const auto month_from_march = static_cast<std::int64_t>(month);
  return {is_after_december ? year + 1 : year,
          is_after_december ? month_from_march - 9 : month_from_march + 3, rest + 1};
}

std::string padded(std::int64_t value, std::size_t width) {
  std::string digits = std::to_string(value);
  if (digits.size() < width) digits.insert(0, width - digits.size(), '0');
  return digits;
}

/// Four digits; outside 0 to 9999, a sign and as many as it takes (ISO 8601 expanded years).
std::string year_text(std::int64_t year) {
  if (year < 0) return '-' + padded(-year, 4);
  return (year > 9999 ? "+" : "") + padded(year, 4);
}

}  // namespace

std::string to_iso8601(WallTime time) {
  const auto [days, millis] = divide_down(time.millis(), kMillisPerDay);
  const auto [year, month, day] = date_of(days);
  const std::int64_t seconds = millis / 1000;
  return year_text(year) + '-' + padded(month, 2) + '-' + padded(day, 2) + 'T' +
         padded(seconds / 3600, 2) + ':' + padded(seconds / 60 % 60, 2) + ':' +
         padded(seconds % 60, 2) + '.' + padded(millis % 1000, 3) + 'Z';
}

}  // namespace perk
