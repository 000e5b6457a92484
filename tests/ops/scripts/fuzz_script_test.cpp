// ops/fuzz, in a tree of its own whose fuzzers are small scripts: what it says of those that find nothing,
// and of one that finds something.
#include <filesystem>
#include <fstream>
#include <string>

#include <gtest/gtest.h>
#include <unistd.h>

#include "tests/support/shell.h"

namespace perk::test {
namespace {

namespace fs = std::filesystem;

class FuzzScript : public testing::Test {
 protected:
  FuzzScript() : tree_(testing::TempDir() + "perk-fuzz-" + std::to_string(getpid())) {
    fs::remove_all(tree_);
    fs::create_directories(tree_ / "ops");
    fs::copy_file("ops/fuzz", tree_ / "ops/fuzz");
    for (const char* tool : {"cmake", "ninja"}) write_script("bin/" + std::string(tool), "exit 0");
    add_target("sweet",
               "echo '#2 INITED cov: 5 ft: 9'\necho '#9 NEW    cov: 8 ft: 9'\n"
               "echo 'stat::average_exec_per_sec:     1234'");
  }
  ~FuzzScript() override { fs::remove_all(tree_); }

  void add_target(const std::string& name, const std::string& fuzzer) {
    fs::create_directories(tree_ / "tests/fuzz/corpus" / name);
    std::ofstream(tree_ / "tests/fuzz/corpus" / name / "cup") << "coffee";
    write_script("build/fuzz/bin/fuzz_" + name, fuzzer);
  }

  ShellOutcome run(const std::string& arguments) {
    return run_shell("PERK_FUZZ_SEED=7 PATH=" + shell_word((tree_ / "bin").string()) + ":$PATH " +
                     shell_word((tree_ / "ops/fuzz").string()) + " " + arguments);
  }

  fs::path tree_;

 private:
  void write_script(const std::string& name, const std::string& text) {
    fs::create_directories((tree_ / name).parent_path());
    std::ofstream(tree_ / name) << "#!/usr/bin/env bash\n" << text << '\n';
    fs::permissions(tree_ / name, fs::perms::owner_all);
  }
};

constexpr auto kBitter =
    R"(for option; do [[ $option != -artifact_prefix=* ]] || to=${option#*=}; done
echo '#2 INITED cov: 5 ft: 9'
echo '  what():  coffee is not bitter'
echo x >"${to}crash-1"
echo "artifact_prefix='$to'; Test unit written to ${to}crash-1"
exit 77)";

TEST_F(FuzzScript, SaysOfEachTargetHowItWentAndWithWhichSeed) {
  const auto outcome = run("1");
  EXPECT_EQ(outcome.exit_code, 0) << outcome.output;
  EXPECT_NE(outcome.output.find("seed 7"), std::string::npos) << outcome.output;
  EXPECT_NE(outcome.output.find("sweet          1234 inputs/s, coverage 8 (3 new): well"),
            std::string::npos)
      << outcome.output;
  EXPECT_NE(outcome.output.find("1 targets for 1 s each with seed 7: no law is broken"),
            std::string::npos)
      << outcome.output;
}

TEST_F(FuzzScript, NamesTheInputThatBreaksALawAndHowToReplayIt) {
  add_target("bitter", kBitter);
  const auto outcome = run("1");
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_NE(outcome.output.find("ops/fuzz: bitter breaks (coffee is not bitter) on "
                                "build/fuzz/findings/bitter/crash-1; replay: "
                                "build/fuzz/bin/fuzz_bitter build/fuzz/findings/bitter/crash-1"),
            std::string::npos)
      << outcome.output;
  EXPECT_TRUE(fs::exists(tree_ / "build/fuzz/findings/bitter/crash-1"));
}

TEST_F(FuzzScript, LeavesTheCommittedCorpusAsItIs) {
  add_target("bitter", R"(for corpus; do :; done; echo more >"$corpus/new")");
  EXPECT_EQ(run("1 bitter").exit_code, 0);
  EXPECT_TRUE(fs::exists(tree_ / "build/fuzz/corpus/bitter/new"));
  EXPECT_FALSE(fs::exists(tree_ / "tests/fuzz/corpus/bitter/new"));
}

TEST_F(FuzzScript, RefusesWhatIsNoTimeAndNoTarget) {
  EXPECT_EQ(run("").exit_code, 2);
  EXPECT_EQ(run("soon").exit_code, 2);
  const auto outcome = run("1 salty");
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_EQ(outcome.output, "ops/fuzz: there is no target 'salty'; there are: sweet");
}

}  // namespace
}  // namespace perk::test
