// The tree's files as text, for rules about how they are written. Reads files; nothing else.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace perk::architecture {

/// One file, named from the tree's root with forward slashes.
struct SourceFile {
  std::string path;
  std::vector<std::string> lines;

  [[nodiscard]] bool is_cpp() const { return path.ends_with(".h") || path.ends_with(".cpp"); }
  [[nodiscard]] bool is_cmake() const { return path.ends_with("CMakeLists.txt"); }
  [[nodiscard]] bool is_in(std::string_view folder) const { return path.starts_with(folder); }
};

/// A file that need not exist: planted violations are written this way.
[[nodiscard]] SourceFile from_text(std::string path, std::string_view text);

/// Every C++ and CMake file of the product's folders below `root`, ordered by path.
[[nodiscard]] std::vector<SourceFile> read_tree(const std::string& root);
/// Any one file below `root`; without a line if it is not there.
[[nodiscard]] SourceFile read_file(const std::string& root, const std::string& path);

struct Include {
  int line = 0;  ///< From 1.
  std::string name;
  bool is_ours = false;  ///< In quotes, not in angle brackets.
};

[[nodiscard]] std::vector<Include> includes_of(const SourceFile& file);

/// A line of C++ less its comment and the insides of its strings: what the compiler acts on.
[[nodiscard]] std::string code_of(const std::string& line);

/// Whether `word` stands in `text` by itself, not inside a longer name.
[[nodiscard]] bool has_word(std::string_view text, std::string_view word);

}  // namespace perk::architecture
