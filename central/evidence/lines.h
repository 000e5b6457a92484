// Reading and writing of the line-oriented texts of this folder: a keyword and words on each line, one blank
// between them. Readers here are lenient; whoever reads a file writes it again and compares, so that each
// text has one form only. Pure. For this folder's files only.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/ids.h"
#include "ledger/money.h"
#include "ledger/time.h"

namespace perk::central {

/// The last millisecond of the year 9999: later ones have no date of four digits.
inline constexpr std::int64_t kLastMillis = 253'402'300'799'999;

/// Walks over a text line by line and keeps the number of the line.
class Lines {
 public:
  explicit Lines(std::string_view text) : rest_(text) {}

  using Words = std::vector<std::string_view>;
  /// The words of the next line after `keyword`; none, and nothing taken, if it is another line.
  [[nodiscard]] std::optional<Words> take(std::string_view keyword, std::size_t words);
  /// What `parse` makes of the word at `at` of the next line, if it is the one expected.
  template <typename Parse>
  [[nodiscard]] auto read(std::string_view keyword, std::size_t words, std::size_t at, Parse parse)
      -> decltype(parse(keyword)) {
    const auto found = take(keyword, words);
    if (!found) return std::nullopt;
    return parse(found->at(at));
  }
  [[nodiscard]] bool is_at_end() const { return rest_.empty(); }
  /// The line that was looked at last, from 1.
  [[nodiscard]] std::size_t line() const { return line_; }

 private:
  std::string_view rest_;
  std::size_t line_ = 0;
  bool is_taken_ = true;  // The line looked at last.
};

[[nodiscard]] std::optional<std::uint64_t> number_from_text(std::string_view text);
[[nodiscard]] std::optional<Amount> amount_from_text(std::string_view text);
[[nodiscard]] std::optional<Origin> origin_from_text(std::string_view text);
[[nodiscard]] std::optional<WallTime> wall_from_text(std::string_view millis);
[[nodiscard]] std::optional<Signature> signature_from_text(std::string_view text);
/// "2026-11-21T10:15:00.123Z 1795256100123": for people, and for programs.
[[nodiscard]] std::string wall_text(WallTime time);
[[nodiscard]] std::string hex_text(const Signature& signature);

/// "2026-11-21".
[[nodiscard]] inline std::string date_of(WallTime time) { return to_iso8601(time).substr(0, 10); }

}  // namespace perk::central
