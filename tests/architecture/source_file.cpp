#include "tests/architecture/source_file.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <utility>

namespace perk::architecture {
namespace {

constexpr std::array<std::string_view, 7> kFolders = {"ledger", "sync", "store_node", "central",
                                                      "proto",  "ops",  "tests"};

bool is_name_part(char letter) {
  return std::isalnum(static_cast<unsigned char>(letter)) != 0 || letter == '_';
}

std::string text_of(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace

SourceFile from_text(std::string path, std::string_view text) {
  SourceFile file{std::move(path), {}};
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    file.lines.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return file;
}

std::vector<SourceFile> read_tree(const std::string& root) {
  namespace fs = std::filesystem;
  std::vector<SourceFile> files;
  for (const auto folder : kFolders) {
    const fs::path start = fs::path(root) / folder;
    if (!fs::exists(start)) continue;
    for (const auto& entry : fs::recursive_directory_iterator(start)) {
      if (!entry.is_regular_file()) continue;
      auto file = from_text(fs::relative(entry.path(), root).generic_string(), "");
      if (!file.is_cpp() && !file.is_cmake()) continue;
      files.push_back(from_text(file.path, text_of(entry.path())));
    }
  }
  std::sort(files.begin(), files.end(),
            [](const auto& left, const auto& right) { return left.path < right.path; });
  return files;
}

SourceFile read_file(const std::string& root, const std::string& path) {
  return from_text(path, text_of(std::filesystem::path(root) / path));
}

std::vector<Include> includes_of(const SourceFile& file) {
  static const std::regex pattern(R"(^\s*#\s*include\s*([<"])([^>"]+)[>"])");
  std::vector<Include> includes;
  for (std::size_t index = 0; index < file.lines.size(); ++index) {
    if (file.lines[index].find("include") == std::string::npos)
      continue;  // Cheaper than the pattern.
    std::smatch match;
    if (!std::regex_search(file.lines[index], match, pattern)) continue;
    includes.push_back({static_cast<int>(index) + 1, match[2], match[1] == "\""});
  }
  return includes;
}

std::string code_of(const std::string& line) {
  std::string code;
  bool in_string = false;
  for (std::size_t index = 0; index < line.size(); ++index) {
    const char letter = line[index];
    if (in_string && letter == '\\') {
      ++index;
    } else if (letter == '"') {
      in_string = !in_string;
      code += letter;
    } else if (!in_string) {
      if (line.compare(index, 2, "//") == 0) break;
      code += letter;
    }
  }
  return code;
}

bool has_word(std::string_view text, std::string_view word) {
  for (auto at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) {
    const auto end = at + word.size();
    const bool starts = at == 0 || !is_name_part(text[at - 1]);
    const bool ends = end == text.size() || !is_name_part(text[end]);
    if (starts && ends) return true;
  }
  return false;
}

}  // namespace perk::architecture
