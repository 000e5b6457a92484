// A short selection of the drills, as their user runs them: real processes, a PostgreSQL of their own, and the bug
// that each must find. `ops/drill all` runs the whole set.
#include <fstream>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/support/shell.h"
#include "tests/wire/temporary_directory.h"

namespace perk::test {
namespace {

std::filesystem::path program(const std::string& name) {
  return std::filesystem::read_symlink("/proc/self/exe").parent_path() / name;
}

class DrillRun : public testing::Test {
 protected:
  ShellOutcome perk_drill(const std::string& words) {
    return run_shell("cd " + shell_word(folder_.path().string()) + " && " +
                     shell_word(program("perk-drill").string()) + " " + words);
  }

  void holds_and_catches_its_bug(const std::string& drill) {
    const auto report = folder_.path() / "var" / "drills" / "report";
    const auto scripts = std::filesystem::current_path() / "ops";
    const auto outcome =
        perk_drill("run " + drill + " --seed 1 --scripts " + shell_word(scripts.string()));
    EXPECT_EQ(outcome.exit_code, 0) << outcome.output;
    std::ifstream file(report / (drill + ".json"));
    ASSERT_TRUE(file) << outcome.output;
    const auto json = nlohmann::json::parse(file);
    EXPECT_EQ(json.at("verdict"), "valid") << json.at("why");
    EXPECT_GE(json.at("acknowledged").get<int>(), 100);
    EXPECT_GE(json.at("during_faults").get<int>(), 20);
    EXPECT_EQ(json.at("lost"), 0);
    EXPECT_EQ(json.at("planted_bug_caught"), true) << json.at("control");
    EXPECT_TRUE(std::filesystem::exists(report / "report.html"));
    EXPECT_TRUE(std::filesystem::exists(report / (drill + ".html")));
  }

 private:
  TemporaryDirectory folder_;
};

TEST_F(DrillRun, ShopsCut) { holds_and_catches_its_bug("shops-cut"); }
TEST_F(DrillRun, CentralKilled) { holds_and_catches_its_bug("central-killed"); }

TEST_F(DrillRun, AnUnknownNameIsToldBeforeAnythingIsStarted) {
  const auto outcome = perk_drill("run no-such --dir /nowhere --report /nowhere");
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_NE(outcome.output.find("there is no drill 'no-such': `perk-drill list` names them all"),
            std::string::npos)
      << outcome.output;
}

}  // namespace
}  // namespace perk::test
