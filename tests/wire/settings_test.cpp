#include "sync/process/settings.h"

#include <algorithm>
#include <fstream>

#include <gtest/gtest.h>

#include "tests/wire/temporary_directory.h"

namespace perk::sync {
namespace {

using Problems = std::vector<std::string>;

class AProgramsSettings : public ::testing::Test {
 protected:
  void write(const std::string& toml) {
    std::ofstream(file()) << toml;
    sources_.file = file();
  }
  std::string file() const { return (directory_.path() / "perk.toml").string(); }
  Settings settings() const { return Settings(sources_); }

  SettingSources sources_;

 private:
  test::TemporaryDirectory directory_;
};

constexpr IntegerRange kSmall{1, 100};
constexpr DurationRange kUpToAMinute{Millis(100), Millis(60'000)};

TEST_F(AProgramsSettings, AreReadFromItsFile) {
  write(R"([store]
name = "Harbour"
id = 3
port = 7101
data = "var/store-3"
head_office = "127.0.0.1:7400"
heartbeat = "250ms"
checkpoint = true
policy = "cached"
number_keys = ["1:aa", "2:bb"]
)");
  Settings settings = this->settings();
  EXPECT_EQ(settings.text("store.name"), "Harbour");
  EXPECT_EQ(settings.integer("store.id", kSmall), 3);
  EXPECT_EQ(settings.port("store.port"), 7101);
  EXPECT_EQ(settings.path("store.data"), "var/store-3");
  EXPECT_EQ(settings.address("store.head_office"), (Address{"127.0.0.1", 7400}));
  EXPECT_EQ(settings.duration("store.heartbeat", kUpToAMinute), Millis(250));
  EXPECT_TRUE(settings.boolean("store.checkpoint"));
  EXPECT_EQ(settings.choice<int>("store.policy", {{"rights", 1}, {"cached", 2}}), 2);
  EXPECT_EQ(settings.list("store.number_keys"), (std::vector<std::string>{"1:aa", "2:bb"}));
  EXPECT_EQ(settings.problems(), Problems{});
}

TEST_F(AProgramsSettings, OfTheEnvironmentWinOverTheFileAndFlagsOverBoth) {
  write("[store]\nname = \"file\"\nid = 1\nport = 1\n");
  sources_.environment = {"PERK_STORE_ID=2", "PERK_STORE_PORT=2", "HOME=/"};
  sources_.flags = {"--store.port=3"};
  Settings settings = this->settings();
  EXPECT_EQ(settings.text("store.name"), "file");
  EXPECT_EQ(settings.integer("store.id", kSmall), 2);
  EXPECT_EQ(settings.port("store.port"), 3);
  EXPECT_EQ(settings.problems(), Problems{});
}

TEST_F(AProgramsSettings, ThatNobodyMadeAreTheProgramsOwn) {
  Settings settings = this->settings();
  EXPECT_EQ(settings.text("store.name", "Harbour"), "Harbour");
  EXPECT_EQ(settings.integer("store.id", kSmall, 7), 7);
  EXPECT_EQ(settings.duration("store.heartbeat", kUpToAMinute, Millis(2'000)), Millis(2'000));
  EXPECT_EQ(settings.list("store.number_keys", std::vector<std::string>{}),
            std::vector<std::string>{});
  EXPECT_EQ(settings.problems(), Problems{});
}

TEST_F(AProgramsSettings, HaveAllTheirProblemsToldAtOnce) {
  write("[store]\nid = 101\nport = \"7101\"\nheartbeat = 250\nprot = 1\npolicy = \"hope\"\n");
  sources_.environment = {"PERK_STORE_CHECKPOINT=yes", "PERK_STORE_IDD=3", "PERK_OTHER_THING=1"};
  sources_.flags = {"--store.head_office=nowhere", "--nonsense"};
  Settings settings = this->settings();
  settings.text("store.name");
  settings.integer("store.id", kSmall);
  settings.port("store.port");
  settings.duration("store.heartbeat", kUpToAMinute);
  settings.boolean("store.checkpoint");
  settings.choice<int>("store.policy", {{"rights", 1}, {"cached", 2}});
  settings.address("store.head_office");
  settings.add_problem("store.id and store.name contradict each other.");
  EXPECT_EQ(
      settings.problems(),
      (Problems{
          "The flag nonsense sets nothing: expected --section.key=value.",
          "store.name is missing: expected text, in the settings file, as PERK_STORE_NAME or with "
          "--store.name=VALUE.",
          "store.id is \"101\" (" + file() + ":2): expected a whole number from 1 to 100.",
          "store.port is \"7101\" (" + file() + ":3): expected a port number from 0 to 65535.",
          "store.heartbeat is \"250\" (" + file() +
              ":4): expected a time such as \"250ms\", \"10s\" or \"2m\", from 100ms to 1m.",
          "store.checkpoint is \"yes\" (environment variable PERK_STORE_CHECKPOINT): expected true "
          "or false.",
          "store.policy is \"hope\" (" + file() + ":6): expected one of: rights cached.",
          "store.head_office is \"nowhere\" (flag --store.head_office): expected an address such "
          "as "
          "\"127.0.0.1:7400\".",
          "store.id and store.name contradict each other.",
          "store.prot (" + file() + ":5) is not a setting of this program.",
          "PERK_STORE_IDD (environment variable PERK_STORE_IDD) is not a setting of this program.",
      }));
}

TEST_F(AProgramsSettings, NeverRepeatASecret) {
  write("[store]\nkey = 123456789\n");
  Settings settings = this->settings();
  settings.secret("store.key");
  EXPECT_EQ(settings.problems(),
            Problems{"store.key is (a secret) (" + file() + ":2): expected secret text."});
}

TEST_F(AProgramsSettings, OfAFileThatIsNotTomlSayWhere) {
  write("[store]\nname = \n");
  const Problems problems = settings().problems();
  ASSERT_EQ(problems.size(), 1U);
  EXPECT_TRUE(problems[0].starts_with("The settings file " + file() + ":2 cannot be read: "))
      << problems[0];
}

TEST_F(AProgramsSettings, OfAFileThatIsMissingSaySo) {
  sources_.file = file();
  const Problems problems = settings().problems();
  ASSERT_EQ(problems.size(), 1U);
  EXPECT_TRUE(problems[0].starts_with("The settings file " + file() + " cannot be read: "))
      << problems[0];
}

TEST_F(AProgramsSettings, ReadListsFromTheEnvironmentByTheirCommas) {
  sources_.environment = {"PERK_STORE_NUMBER_KEYS= 1:aa , 2:bb,"};
  Settings settings = this->settings();
  EXPECT_EQ(settings.list("store.number_keys"), (std::vector<std::string>{"1:aa", "2:bb"}));
}

TEST_F(AProgramsSettings, RefuseAListOfAnythingButText) {
  write("[store]\nnumber_keys = [1, 2]\n");
  Settings settings = this->settings();
  settings.list("store.number_keys");
  ASSERT_EQ(settings.problems().size(), 1U);
  EXPECT_NE(settings.problems()[0].find("expected a list of text"), std::string::npos);
}

TEST_F(AProgramsSettings, ReadDurationsExactly) {
  const std::vector<std::pair<std::string, std::int64_t>> good{
      {"100ms", 100}, {"1s", 1'000}, {"59s", 59'000}, {"1m", 60'000}};
  for (const auto& [text, millis] : good) {
    sources_.flags = {"store.heartbeat=" + text};
    Settings settings = this->settings();
    EXPECT_EQ(settings.duration("store.heartbeat", kUpToAMinute), Millis(millis));
    EXPECT_EQ(settings.problems(), Problems{});
  }
  for (const auto* text :
       {"", "5", "s", "1.5s", "-1s", "99ms", "61s", "1 s", "1d", "99999999999999999h"}) {
    sources_.flags = {std::string("store.heartbeat=") + text};
    Settings settings = this->settings();
    settings.duration("store.heartbeat", kUpToAMinute);
    EXPECT_EQ(settings.problems().size(), 1U) << text;
  }
}

TEST(ProcessEnvironment, IsOnlyWhatIsMeantForUs) {
  const auto entries = process_environment();
  EXPECT_TRUE(std::all_of(entries.begin(), entries.end(),
                          [](const std::string& entry) { return entry.starts_with("PERK_"); }));
}

}  // namespace
}  // namespace perk::sync
