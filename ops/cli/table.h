// Plain tables for people: columns as wide as their widest cell, numbers to the right. Pure.
#pragma once

#include <string>
#include <vector>

namespace perk::ops {

enum class Align { Left, Right };

class Table {
 public:
  struct Column {
    std::string title;
    Align align = Align::Left;
  };
  explicit Table(std::vector<Column> columns) : columns_(std::move(columns)) {}
  /// As many cells as there are columns.
  void add(std::vector<std::string> cells);
  [[nodiscard]] std::string str() const;

 private:
  std::vector<Column> columns_;
  std::vector<std::vector<std::string>> rows_;
};

/// What a terminal shows of UTF-8 text, in columns, one for each code point: names, not emoji.
[[nodiscard]] std::size_t display_width(const std::string& text);
/// Peers and files may hold any bytes; a terminal must not: control characters become '?'.
[[nodiscard]] std::string printable(const std::string& text);

}  // namespace perk::ops
