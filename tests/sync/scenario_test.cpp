// Every file of scenarios/ is a test. PERK_REWRITE_SCENARIOS=1 writes what happened into the files.
#include "tests/sync/scenario.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace perk::test {
namespace {

namespace fs = std::filesystem;

const std::string kReturns = "  -> ";

std::vector<std::string> lines_of(const fs::path& path) {
  std::ifstream file(path);
  std::vector<std::string> lines;
  for (std::string line; std::getline(file, line);) lines.push_back(line);
  return lines;
}

/// The same scenario, with what did happen after each line in place of what was to.
std::vector<std::string> played(const std::vector<std::string>& lines) {
  std::vector<std::string> happened;
  Scenario scenario;
  for (const std::string& line : lines) {
    if (line.starts_with(kReturns)) continue;
    happened.push_back(line);
    if (line.empty() || line.starts_with('#')) continue;
    for (const std::string& work : scenario.happens(line)) happened.push_back(kReturns + work);
  }
  return happened;
}

std::string joined(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text += line + '\n';
  return text;
}

std::vector<std::string> all_scenarios() {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator("tests/sync/scenarios")) {
    if (entry.path().extension() == ".txt") names.push_back(entry.path().stem());
  }
  std::sort(names.begin(), names.end());
  return names;
}

class ProtocolScenario : public ::testing::TestWithParam<std::string> {};

TEST_P(ProtocolScenario, HappensAsWritten) {
  const fs::path path = "tests/sync/scenarios/" + GetParam() + ".txt";
  const auto expected = lines_of(path);
  try {
    const auto happened = played(expected);
    EXPECT_EQ(joined(happened), joined(expected)) << path << ": '+' is what it says should happen";
    if (std::getenv("PERK_REWRITE_SCENARIOS") != nullptr) std::ofstream(path) << joined(happened);
  } catch (const BadScenario& bad) {
    FAIL() << path << ": " << bad.sentence;
  }
}

INSTANTIATE_TEST_SUITE_P(Files, ProtocolScenario, ::testing::ValuesIn(all_scenarios()),
                         [](const auto& scenario) { return scenario.param; });

}  // namespace
}  // namespace perk::test
