// What people are told to type is what the programs take: a runbook is read when there is no time to find out.
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/ops/command_lines.h"
#include "tests/support/shell.h"

namespace perk::test {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

std::string text_of(const fs::path& path) {
  std::ifstream file(path);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

/// Of each command once: starting a program takes a while.
const std::string& help_of(const std::string& which) {
  static std::map<std::string, std::string> known;
  const auto found = known.find(which);
  if (found != known.end()) return found->second;
  const fs::path programs = fs::read_symlink("/proc/self/exe").parent_path();
  return known[which] = run_shell(programs.string() + "/" + which + " --help").output + "\n";
}

/// Of a command, or of a command of a command.
const std::string& help_of(const std::vector<std::string>& words) {
  if (words.size() < 2) return help_of(words[0]);
  const std::string which = words[0] + " " + shell_word(words[1]);
  const std::string& help = help_of(which);
  const bool is_group =
      words.size() > 2 && help.find("[OPTIONS] SUBCOMMAND\n") != std::string::npos;
  return is_group ? help_of(which + " " + shell_word(words[2])) : help;
}

std::string complaint(const CommandLine& command) {
  if (command.words[0] == "perk") return complaint_of_perk(command.words);
  return complaint_of(command.words, help_of(command.words));
}

/// Everything that is wrong in it, a line each; `commands` counts.
std::string complaints_of(const std::string& name, const std::string& document, int& commands) {
  std::string all;
  for (const CommandLine& command : commands_in(document)) {
    ++commands;
    const std::string wrong = complaint(command);
    if (!wrong.empty()) all += name + ":" + std::to_string(command.line) + ": " + wrong + "\n";
  }
  return all;
}

std::string complaints_of(const std::string& commands) {
  int count = 0;
  return complaints_of("page", "```sh\n" + commands + "\n```\n", count);
}

TEST(Runbooks, NameOnlyCommandsThatExist) {
  std::vector<fs::path> pages;
  for (const auto& entry : fs::directory_iterator("ops/runbooks")) pages.push_back(entry.path());
  EXPECT_GE(pages.size(), 6U);
  for (const fs::path& page : pages) {
    int commands = 0;
    EXPECT_EQ(complaints_of(page.string(), text_of(page), commands), "");
    EXPECT_GT(commands, 0) << page << " tells nobody what to type";
  }
}

TEST(Runbooks, AreNotAloneInThat) {
  for (const auto& [page, least] : {std::pair("README.md", 25), std::pair("ops/README.md", 7)}) {
    int commands = 0;
    EXPECT_EQ(complaints_of(page, text_of(page), commands), "");
    EXPECT_GE(commands, least) << page;
  }
}

TEST(CommandLines, AreReadAsAShellReadsThem) {
  const auto found = commands_in(
      "perk not in a block\n```sh\n"
      "A=1 perk balance 7 # perk no comment\n"
      "cd /tmp && perk store enrol 'Main Street' | tail\n"
      "\n  perk heads --out heads-$(date +%F).txt; perk-store check --config \"a b\"\n"
      "perk-sim --compare\n```\nperk nor after it\n```mermaid\nperk x\n```\n");
  std::vector<std::vector<std::string>> words;
  for (const CommandLine& command : found) words.push_back(command.words);
  EXPECT_EQ(words, (std::vector<std::vector<std::string>>{
                       {"perk", "balance", "7"},
                       {"perk", "store", "enrol", "Main Street"},
                       {"perk", "heads", "--out", "heads-$(date +%F).txt"},
                       {"perk-store", "check", "--config", "a b"}}));
  ASSERT_FALSE(found.empty());
  EXPECT_EQ(found.front().line, 3);
}

TEST(CommandLines, OfWrongWordsAreFound) {
  for (const char* wrong : {"perk store enrole Harbour",
                            "perk store enrol Harbour --expire 24",
                            "perk store enrol",
                            "perk operator dismiss bob",
                            "perk operator role bob cashier --reason x",
                            "perk cards make",
                            "perk explain nothing",
                            "perk-store enrol --code - --central a:1",
                            "perk-store enrol --code - --central a:1 --dir",
                            "perk-store enrol --code - --central a:1 --directory d",
                            "perk-store enroll --code -",
                            "perk-store",
                            "perk-central start --config a",
                            "perk-central run --config a --quickly",
                            "perk-central begin-epoch --config a",
                            "perk-store terminal --config a",
                            "perk-store terminal pear 42 --config a",
                            "perk-store terminal pair --config a --out b",
                            "perk-store terminal pair 42 43 --config a --out b",
                            "perk-store terminal pair 42 --out b",
                            "perk-store terminal list 42 --config a",
                            "perk-store rotate-key",
                            "perk-store rotate-key 42 --config a",
                            "perk-store run 42 --config a"})
    EXPECT_NE(complaints_of(wrong), "") << wrong;
  EXPECT_THAT(complaints_of("perk stores\nperk shops"), HasSubstr("page:3: "));
}

TEST(CommandLines, OfRightWordsAreNot) {
  for (const char* right :
       {"perk store enrol Harbour --expires 24", "perk explain ORIGIN:SEQ", "perk --help",
        "perk operator add bob --role viewer --key HEX --reason 'helps out'",
        "perk-store enrol --code - --central a:1 --dir d",
        "perk-store terminal pair 42 --config a --out -", "perk-store terminal list --config a",
        "perk-store rotate-key --config a", "perk-store run --config a --set log.level=debug",
        "perk-central init --config a",
        "perk-central begin-epoch --config a --reason 'disk failed' --operator bob"})
    EXPECT_EQ(complaints_of(right), "") << right;
}

}  // namespace
}  // namespace perk::test
