// The corpora on disk. Tests run in the tree's root.
#pragma once

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

namespace perk::fuzz {

inline const std::filesystem::path kCorpora = "tests/fuzz/corpus";
inline const std::filesystem::path kFindings = "build/fuzz/findings";

inline std::vector<std::uint8_t> input_in(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

/// The files of a folder, by name; none if there is no such folder.
inline std::vector<std::filesystem::path> files_in(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> files;
  if (!std::filesystem::is_directory(folder)) return files;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) files.push_back(entry);
  std::ranges::sort(files);
  return files;
}

}  // namespace perk::fuzz
