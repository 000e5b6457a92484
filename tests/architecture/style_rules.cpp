#include "tests/architecture/style_rules.h"

#include <algorithm>
#include <array>
#include <regex>
#include <string>
#include <string_view>

#include "tests/architecture/include_rules.h"

namespace perk::architecture {
namespace {

/// Files that may be longer, each with its reason. None so far.
struct Exception {
  std::string_view path;
  std::string_view reason;
};
constexpr std::array<Exception, 0> kLongFiles = {};

// In halves, so that this file does not break the rule it holds.
constexpr std::array<std::string_view, 4> kLeftoverMarks = {
    "TO"
    "DO",
    "FIX"
    "ME",
    "XX"
    "X",
    "HA"
    "CK"};

constexpr std::array<std::string_view, 4> kSleeps = {"sleep_for", "sleep_until", "usleep",
                                                     "nanosleep"};

// In halves, as above.
constexpr std::array<std::string_view, 5> kIdleMarks = {
    "GTEST_"
    "SKIP",
    "DIS"
    "ABLED_",
    "SUCC"
    "EED(",
    "EXPECT_TRUE"
    "(true)",
    "ASSERT_TRUE"
    "(true)"};

std::string stem_of(const std::string& path) {
  const auto name = path.substr(path.rfind('/') + 1);
  return name.substr(0, name.rfind('.'));
}

}  // namespace

std::vector<Breach> long_files(const SourceFile& file) {
  if (file.is_in("tests/") || file.lines.size() <= kFileLinesMax) return {};
  const bool is_excepted =
      std::any_of(kLongFiles.begin(), kLongFiles.end(),
                  [&](const auto& exception) { return exception.path == file.path; });
  if (is_excepted) return {};
  return {{file.path, 0, "has " + std::to_string(file.lines.size()) + " lines",
           "a reader holds about " + std::to_string(kFileLinesMax) + " in mind at most",
           "split it by idea, or give its reason in kLongFiles"}};
}

std::vector<Breach> vague_names(const SourceFile& file) {
  static const std::regex vague(
      R"((^|_)(part_?[0-9]+|commons?|utils?|utilities|helpers?|managers?|misc|stuff)(_|$))");
  if (!file.is_cpp() || !std::regex_search(stem_of(file.path), vague)) return {};
  return {{file.path, 0, "is named " + stem_of(file.path), "that name does not say what is inside",
           "name it after the one idea it holds"}};
}

std::vector<Breach> wordless_headers(const SourceFile& file) {
  if (!file.path.ends_with(".h")) return {};
  std::vector<Breach> breaches;
  if (file.lines.empty() || !file.lines.front().starts_with("//")) {
    breaches.push_back(
        {file.path, 1, "does not begin with a comment",
         "a header first says what it is for, who owns time and threads, what it never does",
         "say so in its first lines"});
  }
  if (std::find(file.lines.begin(), file.lines.end(), "#pragma once") == file.lines.end()) {
    breaches.push_back({file.path, 1, "has no include guard", "it is included more than once",
                        "write #pragma once after the opening comment"});
  }
  return breaches;
}

std::vector<Breach> leftovers(const SourceFile& file) {
  std::vector<Breach> breaches;
  for (std::size_t index = 0; index < file.lines.size(); ++index) {
    for (const auto mark : kLeftoverMarks) {
      if (!has_word(file.lines[index], mark)) continue;
      breaches.push_back({file.path, static_cast<int>(index) + 1, "says " + std::string(mark),
                          "work put off in a comment is forgotten",
                          "do it now, or file an issue and state the limit as it is"});
    }
  }
  return breaches;
}

std::vector<Breach> floating_point(const SourceFile& file) {
  if (!is_pure(file) || !file.is_cpp()) return {};
  std::vector<Breach> breaches;
  for (std::size_t index = 0; index < file.lines.size(); ++index) {
    const auto code = code_of(file.lines[index]);
    for (const auto* word : {"double", "float"}) {
      if (!has_word(code, word)) continue;
      breaches.push_back({file.path, static_cast<int>(index) + 1, std::string("says ") + word,
                          "money and positions are exact", "use a whole number of minor units"});
    }
  }
  return breaches;
}

std::vector<Breach> sleeping_tests(const SourceFile& file) {
  if (!file.is_cpp() || !file.is_in("tests/") || file.is_in("tests/support/")) return {};
  std::vector<Breach> breaches;
  for (std::size_t index = 0; index < file.lines.size(); ++index) {
    const auto code = code_of(file.lines[index]);
    for (const auto word : kSleeps) {
      if (!has_word(code, word)) continue;
      breaches.push_back(
          {file.path, static_cast<int>(index) + 1, "calls " + std::string(word),
           "a test that waits for a time is slow, or fails on a slow day",
           "wait for what is expected (tests/support/ has the loops), with a deadline"});
    }
  }
  return breaches;
}

std::vector<Breach> idle_tests(const SourceFile& file) {
  if (!file.is_cpp() || !file.is_in("tests/")) return {};
  std::vector<Breach> breaches;
  for (std::size_t index = 0; index < file.lines.size(); ++index) {
    for (const auto mark : kIdleMarks) {
      if (file.lines[index].find(mark) == std::string::npos) continue;
      breaches.push_back({file.path, static_cast<int>(index) + 1, "says " + std::string(mark),
                          "what is not run, or cannot fail, shows nothing",
                          "let it run and fail, or take it away"});
    }
  }
  return breaches;
}

std::vector<Breach> hidden_names(const SourceFile& file) {
  if (!file.path.ends_with(".h")) return {};
  std::vector<Breach> breaches;
  for (std::size_t index = 0; index < file.lines.size(); ++index) {
    if (!file.lines[index].starts_with("namespace {")) continue;
    breaches.push_back({file.path, static_cast<int>(index) + 1, "has an anonymous namespace",
                        "each source that includes it gets other types of the same names",
                        "name the namespace, or move what is in it to a source"});
  }
  return breaches;
}

}  // namespace perk::architecture
