#include "tests/architecture/mutant_rules.h"

#include <algorithm>
#include <map>
#include <regex>
#include <set>
#include <string>

namespace perk::architecture {
namespace {

constexpr auto kHeader = "ledger/mutant.h";
constexpr auto kRunner = "tests/simulation/mutation/";
constexpr auto kCompiled = "tests/simulation/mutation/CMakeLists.txt";
constexpr auto kTried = "tests/simulation/mutation/planted_bug.cpp";

bool is_shipped(const SourceFile& file) { return file.is_cpp() && !file.is_in("tests/"); }

bool has_site(const SourceFile& file) {
  return file.path != kHeader && is_shipped(file) &&
         std::ranges::any_of(file.lines, [](const std::string& line) {
           return has_word(code_of(line), "PERK_PLANTED");
         });
}

const SourceFile* find(const std::vector<SourceFile>& tree, const std::string& path) {
  const auto found = std::ranges::find(tree, path, &SourceFile::path);
  return found == tree.end() ? nullptr : &*found;
}

bool says(const SourceFile& file, const std::string& words) {
  return std::ranges::any_of(file.lines, [&](const std::string& line) {
    const auto first = line.find_first_not_of(' ');
    return first != std::string::npos && line.substr(first, words.size()) == words &&
           (line.size() == first + words.size() || line[first + words.size()] == ')');
  });
}

std::set<std::string> mutants_named(const SourceFile& header) {
  static const std::regex named(R"(^  ([A-Z]\w+),)");
  std::set<std::string> mutants;
  std::smatch found;
  for (const std::string& line : header.lines)
    if (std::regex_search(line, found, named) && found[1] != "None") mutants.insert(found[1]);
  return mutants;
}

/// How often each bug is planted.
std::map<std::string, std::size_t> sites_in(const std::vector<SourceFile>& tree) {
  static const std::regex planted(R"(PERK_PLANTED\(Mutant::(\w+)\))");
  std::map<std::string, std::size_t> sites;
  for (const SourceFile& file : tree) {
    if (!is_shipped(file)) continue;
    for (const std::string& line : file.lines) {
      if (line.find("PERK_PLANTED") == std::string::npos) continue;
      const std::string code = code_of(line);
      for (auto found = std::sregex_iterator(code.begin(), code.end(), planted);
           found != std::sregex_iterator(); ++found)
        ++sites[(*found)[1]];
    }
  }
  return sites;
}

}  // namespace

std::vector<Breach> planters(const SourceFile& file) {
  if (file.path == kHeader || file.is_in(kRunner) || file.is_in("tests/architecture/")) return {};
  std::vector<Breach> breaches;
  for (std::size_t index = 0; index < file.lines.size(); ++index) {
    const auto code = code_of(file.lines[index]);
    for (const auto* word : {"PERK_PLANTS_MUTANTS", "planted_mutant"})
      if (has_word(code, word))
        breaches.push_back({file.path, static_cast<int>(index) + 1, std::string("says ") + word,
                            "planted bugs are in one test program and nowhere else",
                            "say PERK_PLANTED(Mutant::...) and leave the rest to ledger/mutant.h"});
  }
  return breaches;
}

std::vector<Breach> unreachable_mutants(const std::vector<SourceFile>& tree) {
  const SourceFile* const compiled = find(tree, kCompiled);
  std::vector<Breach> breaches;
  for (const SourceFile& file : tree) {
    const bool is_compiled = compiled != nullptr && says(*compiled, file.path);
    const bool is_planted = has_site(file);
    if (is_planted && file.path.ends_with(".h"))
      breaches.push_back({file.path, 0, "plants a bug in a header",
                          "it would be compiled with the bug and without, in one program",
                          "plant it in a .cpp file"});
    else if (is_planted != is_compiled && is_shipped(file))
      breaches.push_back({file.path, 0,
                          is_planted ? "plants a bug that no program has" : "plants no bug",
                          "perk-simulate-mutants compiles the files with planted bugs by name",
                          std::string("mend the list in ") + kCompiled});
  }
  return breaches;
}

std::vector<Breach> idle_mutants(const std::vector<SourceFile>& tree) {
  const SourceFile* const header = find(tree, kHeader);
  const SourceFile* const tried = find(tree, kTried);
  if (header == nullptr) return {};
  std::vector<Breach> breaches;
  auto all_sites = sites_in(tree);
  for (const std::string& mutant : mutants_named(*header)) {
    const std::size_t sites = all_sites[mutant];
    if (sites != 1)
      breaches.push_back({kHeader, 0,
                          mutant + " is planted in " + std::to_string(sites) + " places",
                          "each bug is one mistake of one writer", "plant it once, or forget it"});
    const bool is_tried =
        tried != nullptr && std::ranges::any_of(tried->lines, [&](const std::string& line) {
          return has_word(line, mutant);
        });
    if (!is_tried)
      breaches.push_back({kHeader, 0, mutant + " is never tried",
                          "a bug that nobody looks for proves nothing",
                          std::string("give it a row in ") + kTried});
  }
  return breaches;
}

}  // namespace perk::architecture
