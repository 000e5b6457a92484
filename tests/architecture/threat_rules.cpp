#include "tests/architecture/threat_rules.h"

#include <optional>
#include <regex>
#include <set>
#include <string>
#include <string_view>

namespace perk::architecture {
namespace {

constexpr std::size_t kCells = 5;

std::string trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(' ');
  if (first == std::string_view::npos) return "";
  return std::string(text.substr(first, text.find_last_not_of(' ') + 1 - first));
}

/// Of a table's line, "| a | b |". None if it is no line of a table.
std::optional<std::vector<std::string>> cells_of(const std::string& line) {
  const std::string row = trimmed(line);
  if (!row.starts_with('|')) return std::nullopt;
  std::vector<std::string> cells;
  std::size_t begin = 1;
  for (auto end = row.find('|', begin); end != std::string::npos; end = row.find('|', begin)) {
    cells.push_back(trimmed(std::string_view(row).substr(begin, end - begin)));
    begin = end + 1;
  }
  if (begin < row.size()) cells.push_back(trimmed(std::string_view(row).substr(begin)));
  return cells;
}

bool is_rule(const std::string& line) {
  return line.find_first_not_of("|-: ") == std::string::npos;
}

/// "Suite.Name" of each test that is compiled, by whatever of the three it is declared.
std::set<std::string> tests_in(const std::vector<SourceFile>& tree) {
  static const std::regex declared(R"(^TEST(_F|_P)?\(\s*(\w+),\s*(\w+)\s*\))");
  std::set<std::string> tests;
  for (const SourceFile& file : tree) {
    if (!file.is_in("tests/") || !file.path.ends_with(".cpp")) continue;
    for (std::size_t index = 0; index < file.lines.size(); ++index) {
      if (!file.lines[index].starts_with("TEST")) continue;
      std::string code = code_of(file.lines[index]);
      if (code.find(')') == std::string::npos && index + 1 < file.lines.size())
        code += code_of(file.lines[index + 1]);
      std::smatch found;
      if (std::regex_search(code, found, declared))
        tests.insert(found[2].str() + "." + found[3].str());
    }
  }
  return tests;
}

/// None if there is anything in the cell but names: "`A.B`, `C.D`".
std::optional<std::vector<std::string>> names_in(std::string_view cell) {
  std::vector<std::string> names;
  while (!cell.empty()) {
    if (!names.empty()) {
      if (!cell.starts_with(", ")) return std::nullopt;
      cell.remove_prefix(2);
    }
    const auto end = cell.find('`', 1);
    if (!cell.starts_with('`') || end == std::string_view::npos) return std::nullopt;
    names.emplace_back(cell.substr(1, end - 1));
    cell.remove_prefix(end + 1);
  }
  return names;
}

class Table {
 public:
  Table(const SourceFile& file, std::set<std::string> tests)
      : file_(file), tests_(std::move(tests)) {}

  std::vector<Breach> judge() {
    for (std::size_t index = 0; index < file_.lines.size(); ++index) {
      const auto cells = cells_of(file_.lines[index]);
      const bool is_heading = index + 1 < file_.lines.size() && cells_of(file_.lines[index + 1]) &&
                              is_rule(file_.lines[index + 1]);
      if (!cells || is_heading || is_rule(file_.lines[index])) continue;
      ++rows_;
      judge_row(static_cast<int>(index) + 1, *cells);
    }
    if (rows_ == 0) complain(0, "has no row", "name the threats, and the tests that look at them");
    return std::move(breaches_);
  }

 private:
  void judge_row(int line, const std::vector<std::string>& cells) {
    if (cells.size() != kCells)
      return complain(line, "has " + std::to_string(cells.size()) + " cells",
                      "say who, what they hold, what they try, what stops them, and the tests");
    const auto names = names_in(cells.back());
    if (!names || names->empty())
      return complain(line, "has '" + cells.back() + "' for tests",
                      "name at least one as `Suite.Name`, with commas between, and nothing else");
    for (const std::string& name : *names)
      if (!tests_.contains(name))
        complain(line, "names " + name + ", which no file of tests/ has",
                 "name a test that is there");
  }
  void complain(int line, const std::string& what, const std::string& remedy) {
    breaches_.push_back({file_.path, line, what, "what no test looks at stops nobody", remedy});
  }

  const SourceFile& file_;
  std::set<std::string> tests_;
  std::size_t rows_ = 0;
  std::vector<Breach> breaches_;
};

}  // namespace

std::vector<Breach> unproven_threats(const SourceFile& table, const std::vector<SourceFile>& tree) {
  return Table(table, tests_in(tree)).judge();
}

}  // namespace perk::architecture
