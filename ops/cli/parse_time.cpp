#include <array>
#include <cstdlib>

#include "ops/cli/arguments.h"

namespace perk::ops {
namespace {

bool all_digits(const std::string& text, std::size_t first, std::size_t end) {
  for (std::size_t i = first; i < end; ++i) {
    if (text[i] < '0' || text[i] > '9') return false;
  }
  return true;
}

int number(const std::string& text, std::size_t first, std::size_t count) {
  return std::atoi(text.substr(first, count).c_str());
}

/// Days from 1970-01-01 in the proleptic Gregorian calendar, counted in eras of 400 years.
std::int64_t days_since_1970(int year, int month, int day) {
  const std::int64_t y = month <= 2 ? year - 1 : year;
  const std::int64_t era = y / 400;
  const std::int64_t year_of_era = y - era * 400;
  const std::int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  return era * 146'097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year -
         719'468;
}

int days_in_month(int year, int month) {
  constexpr std::array<int, 12> kDays{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool is_leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  return month == 2 && is_leap ? 29 : kDays.at(static_cast<std::size_t>(month - 1));
}

/// The shape "YYYY-MM-DDThh:mm:ss[.f...]Z".
bool has_shape(const std::string& text) {
  if (text.size() < 20 || text.back() != 'Z') return false;
  if (text[4] != '-' || text[7] != '-' || text[10] != 'T' || text[13] != ':' || text[16] != ':')
    return false;
  for (const auto& [first, end] :
       {std::pair{0, 4}, {5, 7}, {8, 10}, {11, 13}, {14, 16}, {17, 19}}) {
    if (!all_digits(text, static_cast<std::size_t>(first), static_cast<std::size_t>(end)))
      return false;
  }
  if (text.size() == 20) return true;
  return text[19] == '.' && text.size() > 21 && all_digits(text, 20, text.size() - 1);
}

std::int64_t milliseconds(const std::string& text) {
  std::int64_t value = 0;
  for (std::size_t i = 0; i < 3; ++i) {
    const std::size_t at = 20 + i;
    value = value * 10 + (at + 1 < text.size() ? text[at] - '0' : 0);
  }
  return value;
}

}  // namespace

std::optional<WallTime> parse_time(const std::string& text) {
  if (!has_shape(text)) return std::nullopt;
  const int year = number(text, 0, 4);
  const int month = number(text, 5, 2);
  const int day = number(text, 8, 2);
  const int hour = number(text, 11, 2);
  const int minute = number(text, 14, 2);
  const int second = number(text, 17, 2);
  if (year < 1970 || month < 1 || month > 12 || hour > 23 || minute > 59 || second > 59)
    return std::nullopt;
  if (day < 1 || day > days_in_month(year, month)) return std::nullopt;
  const std::int64_t seconds =
      ((days_since_1970(year, month, day) * 24 + hour) * 60 + minute) * 60 + second;
  return WallTime(seconds * 1000 + milliseconds(text));
}

}  // namespace perk::ops
