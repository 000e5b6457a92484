#include "ops/simulate/trace.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <fstream>
#include <iterator>
#include <map>
#include <optional>

namespace perk::ops {
namespace {

constexpr std::string_view kHeader = "occurred_at,card,amount,item";
constexpr std::size_t kCardNameMax = 64;

std::optional<int> number_at(std::string_view text, std::size_t first, std::size_t length) {
  int value = 0;
  const char* const end = text.data() + first + length;
  for (const char c : text.substr(first, length)) {
    if (c < '0' || c > '9') return std::nullopt;
  }
  return std::from_chars(text.data() + first, end, value).ptr == end ? std::optional(value)
                                                                     : std::nullopt;
}

/// "2024-03-01T10:15:00", local time of the shops; read as if it were UTC, since only differences count.
std::optional<WallTime> parse_time(std::string_view text) {
  if (text.size() != 19 || text[4] != '-' || text[7] != '-' || text[10] != 'T' || text[13] != ':' ||
      text[16] != ':') {
    return std::nullopt;
  }
  std::array<int, 6> part{};
  constexpr std::array<std::pair<std::size_t, std::size_t>, 6> kPlaces = {
      {{0, 4}, {5, 2}, {8, 2}, {11, 2}, {14, 2}, {17, 2}}};
  for (std::size_t i = 0; i < part.size(); ++i) {
    const auto value = number_at(text, kPlaces[i].first, kPlaces[i].second);
    if (!value) return std::nullopt;
    part[i] = *value;
  }
  const std::chrono::year_month_day day(std::chrono::year(part[0]),
                                        std::chrono::month(static_cast<unsigned>(part[1])),
                                        std::chrono::day(static_cast<unsigned>(part[2])));
  if (!day.ok() || part[3] > 23 || part[4] > 59 || part[5] > 59) return std::nullopt;
  const std::int64_t days = std::chrono::sys_days(day).time_since_epoch().count();
  return WallTime((((days * 24 + part[3]) * 60 + part[4]) * 60 + part[5]) * 1000);
}

struct Row {
  WallTime at;
  std::string_view card;
  Amount amount;
};

/// Four fields without quoting; an item may hold anything but a comma.
Result<std::array<std::string_view, 4>, std::string> split(std::string_view line) {
  std::array<std::string_view, 4> fields;
  const auto commas = static_cast<std::size_t>(std::count(line.begin(), line.end(), ','));
  if (commas != 3)
    return failed("there are " + std::to_string(commas + 1) + " fields where 4 belong (" +
                  std::string(kHeader) + ")");
  for (std::string_view& field : fields) {
    field = line.substr(0, line.find(','));
    line.remove_prefix(std::min(line.size(), field.size() + 1));
  }
  return fields;
}

Result<Row, std::string> parse_row(std::string_view line, Currency currency) {
  const auto fields = split(line);
  if (!fields) return failed(fields.error());
  const auto [time, card, amount, item] = fields.value();
  const auto quoted = [](std::string_view text) { return "'" + std::string(text) + "'"; };
  const auto at = parse_time(time);
  if (!at) return failed("the time " + quoted(time) + " is not like 2024-03-01T10:15:00");
  if (card.empty() || card.size() > kCardNameMax) {
    return failed("the card " + quoted(card) + " is not a name of 1 to " +
                  std::to_string(kCardNameMax) + " characters");
  }
  const auto paid = parse_amount(amount, currency);
  if (!paid || !paid->is_positive()) {
    return failed("the amount " + quoted(amount) + " is not a positive amount of " +
                  std::string(currency.code()));
  }
  return Row{*at, card, *paid};
}

std::string_view take_line(std::string_view& text) {
  std::string_view line = text.substr(0, text.find('\n'));
  text.remove_prefix(std::min(text.size(), line.size() + 1));
  if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
  return line;
}

Trace trace_of(std::vector<Row> rows) {
  std::stable_sort(rows.begin(), rows.end(),
                   [](const Row& a, const Row& b) { return a.at < b.at; });
  Trace trace;
  std::map<std::string_view, std::size_t> places;
  for (const Row& row : rows) {
    const std::size_t card = places.emplace(row.card, places.size()).first->second;
    trace.purchases.push_back({row.at - rows.front().at, card, row.amount});
  }
  trace.cards = places.size();
  return trace;
}

}  // namespace

Result<Trace, std::string> parse_trace(std::string_view csv, Currency currency) {
  if (take_line(csv) != kHeader)
    return failed("line 1: the header is not '" + std::string(kHeader) + "'");
  std::vector<Row> rows;
  for (std::size_t number = 2; !csv.empty(); ++number) {
    const auto row = parse_row(take_line(csv), currency);
    if (!row) return failed("line " + std::to_string(number) + ": " + row.error());
    rows.push_back(row.value());
  }
  if (rows.empty()) return failed(std::string("there is no purchase in it"));
  return trace_of(std::move(rows));
}

Result<Trace, std::string> load_trace(const std::string& path, Currency currency) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return failed("the trace " + path + " cannot be read");
  const std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  auto trace = parse_trace(text, currency);
  if (!trace) return failed("the trace " + path + " is refused: " + trace.error());
  return trace;
}

}  // namespace perk::ops
