#include "ops/simulate/sim_command.h"

#include <gtest/gtest.h>

namespace perk::ops {
namespace {

SimCommand parse(std::vector<const char*> words) {
  words.insert(words.begin(), "perk-sim");
  return parse_sim_command(static_cast<int>(words.size()), words.data());
}

std::string complaint(std::vector<const char*> words) {
  const SimCommand command = parse(std::move(words));
  const auto* usage = std::get_if<SimUsage>(&command);
  if (usage == nullptr) return "accepted";
  EXPECT_EQ(usage->exit_code, 2);
  return usage->text.substr(0, usage->text.find('\n'));
}

TEST(SimCommand, ReadsARun) {
  const SimCommand command =
      parse({"--stores", "127.0.0.1:7101,127.0.0.1:7102", "--record", "day.jsonl", "--duration",
             "90s", "--rate", "80", "--seed", "5"});
  const auto* run = std::get_if<SimRun>(&command);
  ASSERT_NE(run, nullptr);
  EXPECT_EQ(run->options.stores.size(), 2U);
  EXPECT_EQ(run->options.duration, Millis(90'000));
  EXPECT_EQ(run->options.patience, Millis(15'000));
  EXPECT_EQ(run->options.purchases_per_second, 80U);
  EXPECT_EQ(run->options.deck.seed, 5U);
  EXPECT_EQ(run->record_file, "day.jsonl");
}

TEST(SimCommand, ReadsHowTillsProveWhoTheyAre) {
  const SimCommand certified =
      parse({"--stores", "3@127.0.0.1:7101", "--record", "day.jsonl", "--tls", "tills"});
  const auto* run = std::get_if<SimRun>(&certified);
  ASSERT_NE(run, nullptr);
  EXPECT_EQ(run->proofs.tls_directory, "tills");
  EXPECT_EQ(run->options.stores.at(0), (StorePlace{{"127.0.0.1", 7101}, StoreId(3)}));
  const SimCommand paired = parse({"--stores", "127.0.0.1:7101", "--record", "day.jsonl",
                                   "--pairing", "41.pairing", "--pairing", "42.pairing"});
  run = std::get_if<SimRun>(&paired);
  ASSERT_NE(run, nullptr);
  EXPECT_EQ(run->proofs.pairings, (std::vector<std::string>{"41.pairing", "42.pairing"}));
}

TEST(SimCommand, KeepsTheOperatorsCertificateApartFromTheTills) {
  const SimCommand command =
      parse({"check", "--record", "day.jsonl", "--admin", "127.0.0.1:7200", "--tls", "operator"});
  const auto* check = std::get_if<SimCheck>(&command);
  ASSERT_NE(check, nullptr);
  EXPECT_EQ(check->security.tls_directory, "operator");
}

TEST(SimCommand, ReadsACheck) {
  const SimCommand command = parse({"check", "--record", "day.jsonl", "--admin", "127.0.0.1:7200",
                                    "--json", "--operator", "eve", "--operator-key", "eve.key"});
  const auto* check = std::get_if<SimCheck>(&command);
  ASSERT_NE(check, nullptr);
  EXPECT_EQ(check->admin, (sync::Address{"127.0.0.1", 7200}));
  EXPECT_EQ(check->output, SimOutput::Json);
  EXPECT_EQ(check->operator_name, "eve");
  EXPECT_EQ(check->operator_key, "eve.key");
}

TEST(SimCommand, ReadsAComparison) {
  const SimCommand command =
      parse({"--compare", "--seed", "7", "--shops", "3", "--cloned-cards", "4", "--placement",
             "recent_use", "--chart", "policies.html", "--json"});
  const auto* compare = std::get_if<SimCompare>(&command);
  ASSERT_NE(compare, nullptr);
  EXPECT_EQ(compare->story.shops, 3U);
  EXPECT_EQ(compare->options.cloned_cards, 4U);
  EXPECT_EQ(compare->options.placement, PlacementKind::RecentUse);
  EXPECT_EQ(compare->occasion.seed, 7U);
  EXPECT_EQ(compare->chart_file, "policies.html");
  EXPECT_EQ(compare->output, SimOutput::Json);
  EXPECT_EQ(complaint({"--compare", "--placement", "anywhere"}),
            "perk-sim: 'anywhere' is not a placement of rights");
}

TEST(SimCommand, WhatIsWrongIsSaidInASentence) {
  const std::vector<const char*> run = {"--stores", "127.0.0.1:7101", "--record", "day.jsonl"};
  const auto with = [&](std::vector<const char*> more) {
    more.insert(more.begin(), run.begin(), run.end());
    return complaint(more);
  };
  EXPECT_EQ(complaint({"--record", "day.jsonl"}),
            "perk-sim: say where the stores are: --stores HOST:PORT,...");
  EXPECT_EQ(complaint({"--stores", "127.0.0.1:7101"}),
            "perk-sim: say where to keep the record: --record FILE");
  EXPECT_EQ(complaint({"--stores", "here", "--record", "day.jsonl"}),
            "perk-sim: 'here' is not HOST:PORT");
  EXPECT_EQ(with({"--duration", "soon"}), "perk-sim: 'soon' is not a duration like 30s or 5m");
  EXPECT_EQ(with({"--patience", "long"}), "perk-sim: 'long' is not a duration like 30s or 5m");
  EXPECT_EQ(with({"--duration", "-5s"}), "perk-sim: '-5s' is not a duration like 30s or 5m");
  EXPECT_EQ(with({"--currency", "euro"}), "perk-sim: 'euro' is not a currency code like EUR");
  EXPECT_EQ(with({"--prefix", "12"}), "perk-sim: a card prefix is 4 to 8 digits, and '12' is not");
  EXPECT_EQ(with({"--trace", "no/such.csv"}), "perk-sim: the trace no/such.csv cannot be read");
}

}  // namespace
}  // namespace perk::ops
