#include "ops/cli/table.h"

#include <algorithm>

#include "ledger/check.h"

namespace perk::ops {

std::size_t display_width(const std::string& text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
  }));
}

std::string printable(const std::string& text) {
  std::string clean = text;
  std::replace_if(
      clean.begin(), clean.end(),
      [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }, '?');
  return clean;
}

void Table::add(std::vector<std::string> cells) {
  PERK_CHECK(cells.size() == columns_.size(), "a table row has as many cells as there are columns");
  std::transform(cells.begin(), cells.end(), cells.begin(), printable);
  rows_.push_back(std::move(cells));
}

namespace {

std::string padded(const std::string& text, std::size_t width, Align align) {
  const std::string pad(width - std::min(width, display_width(text)), ' ');
  return align == Align::Right ? pad + text : text + pad;
}

std::string trimmed(std::string line) {
  line.erase(line.find_last_not_of(' ') + 1);
  return line + "\n";
}

}  // namespace

std::string Table::str() const {
  std::vector<std::size_t> widths;
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    std::size_t width = display_width(columns_[i].title);
    for (const auto& row : rows_) width = std::max(width, display_width(row[i]));
    widths.push_back(width);
  }
  std::string head, out;
  for (std::size_t i = 0; i < columns_.size(); ++i)
    head += padded(columns_[i].title, widths[i], columns_[i].align) + "  ";
  out += trimmed(head);
  for (const auto& row : rows_) {
    std::string line;
    for (std::size_t i = 0; i < row.size(); ++i)
      line += padded(row[i], widths[i], columns_[i].align) + "  ";
    out += trimmed(line);
  }
  return out;
}

}  // namespace perk::ops
