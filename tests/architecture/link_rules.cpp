#include "tests/architecture/link_rules.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <filesystem>
#include <set>
#include <sstream>
#include <string_view>
#include <utility>

namespace perk::architecture {
namespace {

constexpr std::array<std::string_view, 3> kCommands = {"perk_library(", "perk_executable(",
                                                       "target_link_libraries("};
constexpr std::array<std::string_view, 5> kBeforeLinks = {"LINKS", "PRIVATE_LINKS", "PUBLIC",
                                                          "PRIVATE", "INTERFACE"};

/// A library, and the folders whose targets may link it.
struct Linkable {
  std::string_view library;
  std::vector<std::string_view> homes;
};

const std::vector<Linkable>& linkables() {
  static const std::vector<std::string_view> codecs = {"sync/wire/", "store_node/terminal/",
                                                       "central/admin/", "proto/"};
  static const std::vector<Linkable> all = {{"PkgConfig::pqxx", {"central/postgres/"}},
                                            {"PkgConfig::pq", {"central/postgres/"}},
                                            {"PkgConfig::sodium", {"sync/crypto/"}},
                                            {"PkgConfig::zstd", {"sync/wire/"}},
                                            {"OpenSSL::SSL", {"sync/tls/"}},
                                            {"OpenSSL::Crypto", {"sync/tls/"}},
                                            {"SQLite::SQLite3", {"store_node/"}},
                                            {"perk_proto", codecs},
                                            {"protobuf::libprotobuf", codecs}};
  return all;
}

std::string without_comment(const std::string& line) { return line.substr(0, line.find('#')); }

Target parse(std::string file, int line, const std::string& arguments) {
  Target target{"", std::move(file), line, {}};
  std::istringstream words(arguments);
  words >> target.name;
  bool in_links = false;
  for (std::string word; words >> word;) {
    const bool is_keyword = std::all_of(word.begin(), word.end(), [](char letter) {
      return std::isupper(static_cast<unsigned char>(letter)) != 0 || letter == '_';
    });
    if (is_keyword) {
      in_links = std::find(kBeforeLinks.begin(), kBeforeLinks.end(), word) != kBeforeLinks.end();
    } else if (in_links) {
      target.links.push_back(word);
    }
  }
  return target;
}

/// Why this target may not link that one; empty if it may.
std::string objection(const Target& target, const std::string& link) {
  const std::string_view file = target.file;
  if (target.name == "perk_ledger") return "the domain links nothing";
  if (target.name == "perk_sync" && link != "perk_ledger")
    return "the protocol links the domain only";
  if (file.starts_with("tests/")) return "";
  if (file.starts_with("store_node/") && link.starts_with("perk_central")) {
    return "a shop never sees head office";
  }
  if (file.starts_with("central/") && link.starts_with("perk_store")) {
    return "head office never sees a shop's insides";
  }
  if (file.starts_with("sync/") &&
      (link.starts_with("perk_central") || link.starts_with("perk_store"))) {
    return "the protocol knows neither of its ends";
  }
  for (const auto& linkable : linkables()) {
    if (linkable.library != link) continue;
    const bool is_home = std::any_of(linkable.homes.begin(), linkable.homes.end(),
                                     [&](auto home) { return file.starts_with(home); });
    if (!is_home)
      return "only " + std::string(linkable.homes.front()) + " and its like wrap " + link;
  }
  return "";
}

/// As paths from the tree's root.
std::set<std::string> sources_named_in(const SourceFile& cmake_lists) {
  const auto folder = std::filesystem::path(cmake_lists.path).parent_path();
  std::set<std::string> sources;
  for (const auto& line : cmake_lists.lines) {
    auto code = without_comment(line);
    std::replace_if(
        code.begin(), code.end(), [](char letter) { return letter == '(' || letter == ')'; }, ' ');
    std::istringstream words(code);
    for (std::string word; words >> word;) {
      if (word.ends_with(".cpp")) {
        sources.insert((folder / word).lexically_normal().generic_string());
      }
    }
  }
  return sources;
}

}  // namespace

std::vector<Target> targets_of(const SourceFile& cmake_lists) {
  std::vector<Target> targets;
  const auto& lines = cmake_lists.lines;
  for (std::size_t index = 0; index < lines.size(); ++index) {
    const auto first = without_comment(lines[index]);
    const auto* command = std::find_if(kCommands.begin(), kCommands.end(),
                                       [&](auto known) { return first.starts_with(known); });
    if (command == kCommands.end()) continue;
    std::string arguments = first.substr(command->size());
    const auto line = static_cast<int>(index) + 1;
    while (arguments.find(')') == std::string::npos && index + 1 < lines.size()) {
      arguments += " " + without_comment(lines[++index]);
    }
    targets.push_back(parse(cmake_lists.path, line, arguments.substr(0, arguments.find(')'))));
  }
  return targets;
}

std::vector<Breach> outward_links(const SourceFile& cmake_lists) {
  std::vector<Breach> breaches;
  for (const auto& target : targets_of(cmake_lists)) {
    for (const auto& link : target.links) {
      const auto why = objection(target, link);
      if (why.empty()) continue;
      breaches.push_back({target.file, target.line, target.name + " links " + link, why,
                          "link the adapter that wraps it, or pass it in through a port"});
    }
  }
  return breaches;
}

std::vector<Breach> orphan_sources(const std::vector<SourceFile>& tree) {
  std::set<std::string> compiled;
  for (const auto& file : tree) {
    if (file.is_cmake()) compiled.merge(sources_named_in(file));
  }
  std::vector<Breach> breaches;
  for (const auto& file : tree) {
    if (!file.path.ends_with(".cpp") || compiled.contains(file.path)) continue;
    breaches.push_back({file.path, 0, "stands in no CMakeLists.txt", "then nobody compiles it",
                        "name it in its folder's target, or delete it"});
  }
  return breaches;
}

}  // namespace perk::architecture
