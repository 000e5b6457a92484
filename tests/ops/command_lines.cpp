#include "tests/ops/command_lines.h"

#include <algorithm>
#include <map>
#include <optional>
#include <regex>
#include <set>
#include <sstream>

#include "ops/cli/arguments.h"

namespace perk::test {
namespace {

const std::string kEnds = "|&;";

/// One line of a shell, a letter at a time.
class ShellLine {
 public:
  explicit ShellLine(std::string_view line) : rest_(line) {}

  std::vector<std::vector<std::string>> commands() {
    while (!rest_.empty() && !is_comment()) {
      const char letter = rest_.front();
      if (letter == ' ')
        end_word();
      else if (kEnds.find(letter) != std::string::npos)
        end_command();
      else
        add(letter);
      rest_.remove_prefix(std::min<std::size_t>(1, rest_.size()));
    }
    end_command();
    return std::move(commands_);
  }

 private:
  bool is_comment() const { return rest_.front() == '#' && !is_in_word_; }
  void add(char letter) {
    is_in_word_ = true;
    if (letter == '\'' || letter == '"') return take_until(letter);
    word_ += letter;
    if (rest_.starts_with("$(")) {
      word_ += '(';
      rest_.remove_prefix(1);
      take_until(')');
      word_ += ')';
    }
  }
  /// Leaves the closing letter for the caller to pass over.
  void take_until(char closing) {
    rest_.remove_prefix(1);
    const auto end = std::min(rest_.find(closing), rest_.size());
    word_ += rest_.substr(0, end);
    rest_.remove_prefix(end);
  }
  void end_word() {
    if (is_in_word_) words_.push_back(std::move(word_));
    word_.clear();
    is_in_word_ = false;
  }
  void end_command() {
    end_word();
    if (!words_.empty()) commands_.push_back(std::move(words_));
    words_.clear();
  }

  std::string_view rest_;
  std::string word_;
  bool is_in_word_ = false;
  std::vector<std::string> words_;
  std::vector<std::vector<std::string>> commands_;
};

bool is_setting(const std::string& word) {
  static const std::regex pattern(R"([A-Z_]+=.*)");
  return std::regex_match(word, pattern);
}

bool is_ours(const std::string& word) {
  return word == "perk" || word == "perk-store" || word == "perk-central";
}

std::string stand_in_for(const std::string& word) {
  static const std::map<std::string, std::string> any = {{"HEX", std::string(64, '0')},
                                                         {"CARD", "6033570000000018"},
                                                         {"EVENT", "5f0c6a9d1e2b3c4d:3"},
                                                         {"ORIGIN:SEQ", "5f0c6a9d1e2b3c4d:3"}};
  const auto found = any.find(word);
  return found == any.end() ? word : found->second;
}

struct Flag {
  bool has_value = false;
  bool is_required = false;
};

/// Of lines such as "  --config TEXT REQUIRED      the settings, a TOML file".
std::map<std::string, Flag> flags_in(const std::string& help) {
  static const std::regex option(
      R"(^  (?:-\w,)?(--[a-z-]+)( (?:TEXT|UINT|INT|FLOAT)\b)?((?: \.\.\.)?(?: REQUIRED)?))");
  std::map<std::string, Flag> flags;
  std::istringstream lines(help);
  std::smatch found;
  for (std::string line; std::getline(lines, line);)
    if (std::regex_search(line, found, option))
      flags[found[1]] = {found[2].length() > 0,
                         found[3].str().find("REQUIRED") != std::string::npos};
  return flags;
}

struct Usage {
  std::size_t command_words = 0;  ///< With the program.
  std::size_t others = 0;         ///< Words besides flags, all of them wanted.
};

/// Of a line such as "Usage: perk-store terminal pair [OPTIONS] NUMBER"; none if it is of another command, or one
/// that wants a command of its own.
std::optional<Usage> usage_of(const std::vector<std::string>& words, const std::string& help) {
  std::string command;
  for (std::size_t at = 1; at < std::min<std::size_t>(words.size(), 3); ++at) {
    command += " " + words[at];
    const auto found = help.find(command + " [OPTIONS]");
    if (found == std::string::npos) continue;
    std::istringstream rest(
        help.substr(found + command.size(), help.find('\n', found) - found - command.size()));
    Usage usage{at + 1, 0};
    std::string word;
    for (rest >> word; rest >> word; ++usage.others)
      if (word == "SUBCOMMAND") return std::nullopt;
    return usage;
  }
  return std::nullopt;
}

}  // namespace

std::vector<CommandLine> commands_in(std::string_view document) {
  std::istringstream lines{std::string(document)};
  std::vector<CommandLine> found;
  bool is_code = false;
  int number = 0;
  for (std::string line; std::getline(lines, line);) {
    ++number;
    const auto mark = line.find("```");
    if (mark != std::string::npos && line.find_first_not_of(' ') == mark) {
      is_code = !is_code && line.find("```mermaid") == std::string::npos;
      continue;
    }
    if (!is_code) continue;
    for (auto& words : ShellLine(line).commands()) {
      words.erase(words.begin(), std::find_if_not(words.begin(), words.end(), is_setting));
      if (!words.empty() && is_ours(words.front())) found.push_back({number, std::move(words)});
    }
  }
  return found;
}

std::string complaint_of_perk(const std::vector<std::string>& words) {
  std::vector<std::string> full(words.size());
  std::transform(words.begin(), words.end(), full.begin(), stand_in_for);
  std::vector<const char*> given;
  for (const std::string& word : full) given.push_back(word.c_str());
  const auto read =
      ops::parse_arguments(static_cast<int>(given.size()), given.data(), "127.0.0.1:7401", 1);
  return read || read.error().exit_code == 0 ? "" : read.error().text;
}

std::string complaint_of(const std::vector<std::string>& words, const std::string& help) {
  const auto usage = usage_of(words, help);
  if (!usage) return "there is no such command";
  const auto flags = flags_in(help);
  std::set<std::string> given;
  std::size_t others = 0;
  for (std::size_t at = usage->command_words; at < words.size(); ++at) {
    const auto flag = flags.find(words[at]);
    const bool is_other = flag == flags.end() && !words[at].starts_with("--");
    if (is_other && ++others <= usage->others) continue;
    if (flag == flags.end()) return "there is no " + words[at];
    given.insert(words[at]);
    const bool is_followed = at + 1 < words.size() && !words[at + 1].starts_with("--");
    if (flag->second.has_value && !is_followed) return words[at] + " has no value";
    if (flag->second.has_value) ++at;
  }
  for (const auto& [name, flag] : flags)
    if (flag.is_required && !given.contains(name)) return name + " is missing";
  return others < usage->others ? "a word is missing" : "";
}

}  // namespace perk::test
