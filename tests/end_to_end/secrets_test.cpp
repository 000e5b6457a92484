// A small day with everything that is secret in it: shops that enrol by a code and speak TLS, operators who sign,
// crashes, refusals, exported evidence, logs at their most talkative. Each secret stands where it is kept, for its
// owner's eyes only, and nowhere else.
#include "tests/end_to_end/secrets.h"

#include <algorithm>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "ops/demo_run/stage_files.h"
#include "sync/crypto/enrol_code.h"
#include "tests/end_to_end/sales.h"
#include "tests/end_to_end/till.h"
#include "tests/support/postgres_fixture.h"

namespace perk::test {
namespace {

namespace fs = std::filesystem;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

/// What is meant to hold a secret, each its own.
const std::vector<std::string> kKeysInPem = {
    "ca/ca.key",       "head-office/tls.key", "operator/tls.key",
    "ada-tls/tls.key", "harbour/tls.key",     "market/tls.key",
    "station/tls.key", "airport/tls.key",     "tills/501/tls.key"};
const std::vector<std::string> kKeysInHex = {"central/head_office.key", "ada.key",
                                             "harbour/log.key",         "market/log.key",
                                             "station/log.key",         "airport/log.key"};
/// What a till and its store share, at both ends.
constexpr auto kPairedKey = "a till's paired key";
const std::vector<std::string> kPairings = {"market/data/pairings/601.pairing", "601.pairing"};
/// And the keys that turn a card's number into its id, which each shop has.
const std::vector<std::string> kEnrolments = {"harbour/enrolment.toml", "market/enrolment.toml",
                                              "station/enrolment.toml", "airport/enrolment.toml"};
constexpr auto kNumberKey = "a card number key";

class PrivateDay {
 public:
  PrivateDay() {
    Sales sales(town);
    enrol_airport();
    use_cards();
    pair_a_till();
    EXPECT_TRUE(sales.wait_for_events(kHarbour, 20));
    start_again_and_say_everything();
    sales.end();
    sign();
    EXPECT_EQ(
        run_shell("psql -X -q -d " + shell_word(postgres.conninfo()) + " -c checkpoint").output,
        "");
  }

  [[nodiscard]] std::vector<Secret> secrets() const;
  [[nodiscard]] fs::path file(const std::string& name) const { return town.directory() / name; }

  PrivatePostgres postgres;
  Town town{postgres.conninfo()};
  std::string heard;  ///< All that programs said to people, but for the code.

 private:
  void hear(const ShellOutcome& outcome, int exit_code) {
    EXPECT_EQ(outcome.exit_code, exit_code) << outcome.output;
    heard += outcome.output + "\n";
  }
  void enrol(const std::string& code, const std::string& folder, int exit_code) {
    hear(town.run("perk-store", "enrol --code " + shell_word(code) + " --central " +
                                    to_string(town.stage().central()) + " --dir " +
                                    shell_word(file(folder).string())),
         exit_code);
  }
  void enrol_airport();
  void use_cards();
  void pair_a_till();
  void start_again_and_say_everything();
  void sign();
  [[nodiscard]] std::vector<Secret> number_keys() const;

  std::string code_;
  std::vector<std::string> numbers_;
};

/// With refusals: of an altered code, and of another machine.
void PrivateDay::enrol_airport() {
  const ShellOutcome offered = town.perk("store enrol Airport --json");
  ASSERT_EQ(offered.exit_code, 0) << offered.output;
  code_ = nlohmann::json::parse(offered.output)["code"];
  std::string altered = code_;
  altered[30] = altered[30] == '7' ? '8' : '7';  // The secret's last digits still stand before it.
  enrol(altered, "nowhere", 1);
  enrol(code_, "airport", 0);
  enrol(code_, "elsewhere", 1);
  Till till(town.open_shop("Airport", "airport"), 901);
  till.sell_card(number_of(Sales::kCards + 2), 1'000);
}

/// Every way that a number reaches the servers: tills, inquiries, the admin tool, and mistyped.
void PrivateDay::use_cards() {
  for (std::size_t card = 0; card < Sales::kCards + 3; ++card) numbers_.push_back(number_of(card));
  std::string mistyped = number_of(1);
  mistyped.back() = mistyped.back() == '0' ? '1' : '0';
  numbers_.push_back(mistyped);
  for (const std::string& number : {number_of(1), mistyped, number_of(Sales::kCards + 1)}) {
    Till(town.shop(kHarbour), 501).redeem(number, 100);
    (void)town.watch().card_at(kMarket, number);
    for (const char* words : {"balance ", "statement ", "card freeze --reason zonked "})
      heard += town.perk(words + number).output + "\n";
  }
}

/// One that sells, and one whose key is another: what both say stands in the store's log.
void PrivateDay::pair_a_till() {
  const ops::Shop& market = town.shop(kMarket);
  hear(town.run("perk-store", "terminal pair 601 --config " +
                                  shell_word(market.directory / "perk-store.toml") + " --out " +
                                  shell_word(file("601.pairing").string())),
       0);
  const auto key = sync::PairedKey::load(file("601.pairing").string());
  ASSERT_TRUE(key) << key.error();
  const auto other =
      sync::PairedKey::make(StoreId(key.value().store().number), TerminalId(601)).value();
  for (const auto& shown : {key.value(), other}) {
    Till till(ops::StoreLine(market.terminals, TerminalId(601), Millis(10'000),
                             sync::Security::paired(shown), shown.store()),
              601);
    const bool is_the_right_one = shown.fingerprint() == key.value().fingerprint();
    EXPECT_EQ(till.come_back().has_value(), is_the_right_one);
    if (is_the_right_one) till.redeem(number_of(1), 100);
  }
}

void PrivateDay::start_again_and_say_everything() {
  for (const char* settings : {"central.toml", "station/perk-store.toml"})
    std::ofstream(file(settings), std::ios::app) << "\n[log]\nlevel = 'debug'\n";
  town.stage().crash_shop(kStation);
  ASSERT_TRUE(town.stage().restart_shop(kStation));
  town.stage().crash_head_office();
  ASSERT_TRUE(town.stage().restart_head_office());
  ASSERT_TRUE(
      town.wait_until("head office is back", [&] { return town.perk("health").exit_code == 0; }));
}

/// The first operator, who leaves evidence; and somebody who is not known.
void PrivateDay::sign() {
  const std::string key = shell_word(file("ada.key").string());
  const ShellOutcome made = town.perk("operator key --out " + key);
  hear(made, 0);
  hear(town.perk("ca issue operator ada --dir " + shell_word(file("ca").string()) + " --out " +
                 shell_word(file("ada-tls").string())),
       0);
  hear(town.perk("operator add ada --role operator --reason joined --key " +
                 made.output.substr(0, 64)),
       4);
  hear(
      town.perk("operator add ada --role admin --reason joined --key " + made.output.substr(0, 64)),
      0);
  const std::string ada = "--tls " + shell_word(file("ada-tls").string()) +
                          " --operator ada --operator-key " + key + " ";
  hear(town.perk("balance " + number_of(1)), 4);
  hear(town.perk(ada + "balance " + number_of(1)), 0);
  hear(town.perk(ada + "heads --out " + shell_word(file("heads.txt").string())), 0);
  hear(town.perk(ada + "proof liabilities --out " + shell_word(file("owed.txt").string())), 0);
  hear(town.perk(ada + "verify --deep"), 0);
  hear(town.perk(ada + "audit --json"), 0);
}

std::vector<Secret> PrivateDay::number_keys() const {
  std::ifstream enrolment(file(kEnrolments.front()));
  std::vector<Secret> keys;
  bool is_key = false;
  for (std::string line; std::getline(enrolment, line);) {
    if (line.starts_with("[")) is_key = line == "[number_keys]";
    const auto begin = line.find('"');
    if (!is_key || begin == std::string::npos) continue;
    const std::string digits = line.substr(begin + 1, 64);
    std::string bytes;
    for (std::size_t at = 0; at < digits.size(); at += 2)
      bytes += static_cast<char>(std::stoi(digits.substr(at, 2), nullptr, 16));
    keys.push_back(secret_bytes(kNumberKey, bytes));
  }
  return keys;
}

std::vector<Secret> PrivateDay::secrets() const {
  std::vector<Secret> all = number_keys();
  EXPECT_FALSE(all.empty());
  for (const std::string& name : kKeysInPem) all.push_back(key_in_pem(name, file(name)));
  for (const std::string& name : kKeysInHex) all.push_back(key_in_hex(name, file(name)));
  for (const std::string& number : numbers_) all.push_back(secret_text("a card number", number));
  all.push_back(key_in_pairing(kPairedKey, file(kPairings.front())));
  const auto code = sync::enrol_code_from_text(code_);
  if (!code) throw std::runtime_error("the code is none");
  const auto& secret = code->secret;
  all.push_back(
      secret_bytes("the code", {reinterpret_cast<const char*>(secret.data()), secret.size()}));
  std::string digits = code_.substr(0, 29);  // 25 of the secret's 26, in groups of five.
  all.push_back(secret_text("the code", digits));
  std::erase(digits, '-');
  all.push_back(secret_text("the code", digits));
  return all;
}

/// "what in where" of every secret in every file below a folder. Files come and go while the servers run.
std::vector<std::string> found_in(const fs::path& folder, const std::vector<Secret>& secrets) {
  const SecretSearch search(secrets);
  std::vector<std::string> found;
  std::size_t files = 0;
  std::error_code gone;
  for (auto entry = fs::recursive_directory_iterator(folder, gone);
       entry != fs::recursive_directory_iterator(); entry.increment(gone)) {
    if (!entry->is_regular_file(gone)) continue;
    const auto content = ops::read_whole(entry->path());
    if (!content) continue;
    ++files;
    for (const std::size_t secret : search.in(*content))
      found.push_back(secrets[secret].what + " in " + fs::relative(entry->path(), folder).string());
  }
  EXPECT_GT(files, 10U) << folder;
  return found;
}

/// Takes what is where it belongs out of `found`: each must have been there, or the search does not see it.
void expect_at_home(const PrivateDay& day, const std::string& what, const std::string& name,
                    std::vector<std::string>& found) {
  const auto only_owners = fs::perms::owner_read | fs::perms::owner_write;
  EXPECT_EQ(fs::status(day.file(name)).permissions(), only_owners) << name;
  EXPECT_THAT(found, Contains(what + " in " + name));
  std::erase(found, what + " in " + name);
}

TEST(EndToEnd, NoFileOfAPrivateDayHoldsASecret) {
  PrivateDay day;
  const std::vector<Secret> secrets = day.secrets();

  auto in_town = found_in(day.town.directory(), secrets);
  for (const auto* kept : {&kKeysInPem, &kKeysInHex})
    for (const std::string& name : *kept) expect_at_home(day, name, name, in_town);
  for (const std::string& name : kEnrolments) expect_at_home(day, kNumberKey, name, in_town);
  for (const std::string& name : kPairings) expect_at_home(day, kPairedKey, name, in_town);
  EXPECT_THAT(in_town, IsEmpty());

  // The number keys stand in head office's database as they are (ops/THREATS.md), and nothing else does.
  auto in_database = found_in(day.postgres.directory(), secrets);
  const auto is_number_key = [](const std::string& found) { return found.starts_with(kNumberKey); };
  EXPECT_GT(std::erase_if(in_database, is_number_key), 0U);
  EXPECT_THAT(in_database, IsEmpty());

  for (const std::size_t secret : SecretSearch(secrets).in(day.heard))
    ADD_FAILURE() << secrets[secret].what << " was said to people";

  // Copies are found in whatever form they are.
  fs::copy_file(day.file("ca/ca.key"), day.file("harbour/copy.pem"));
  std::ofstream(day.file("market/copy.bin"), std::ios::binary)
      << "\1" << key_in_hex("", day.file("market/log.key")).forms[0];
  fs::copy_file(day.file(kPairings.front()), day.file("station/copy.txt"));
  auto planted = found_in(day.town.directory(), secrets);
  std::erase_if(planted,
                [](const std::string& found) { return found.find("copy.") == std::string::npos; });
  std::sort(planted.begin(), planted.end());
  EXPECT_THAT(planted,
              ElementsAre(std::string(kPairedKey) + " in station/copy.txt",
                          "ca/ca.key in harbour/copy.pem", "market/log.key in market/copy.bin"));
}

}  // namespace
}  // namespace perk::test
