// The words of `perk heads`, `perk verify` and `perk proof ...`.
#include <gtest/gtest.h>

#include "ops/cli/arguments.h"
#include "tests/cli/parsed.h"
#include "tests/support/ledger_builders.h"

namespace perk::ops {
namespace {

constexpr char kCard3[] = "00000000000000030000000000000000";

template <typename Task>
Task task_of(std::vector<const char*> words) {
  const auto parsed = parse(std::move(words));
  if (!parsed) {
    ADD_FAILURE() << parsed.error().text;
    return Task{};
  }
  return std::get<Task>(std::get<EvidenceTask>(parsed.value().what));
}

TEST(PerkEvidenceArguments, SayWhatIsShownAndChecked) {
  EXPECT_EQ(task_of<ExportHeads>({"heads", "--out", "f"}).file, "f");
  const auto against =
      task_of<VerifyAgainst>({"verify", "--deep", "--against", "7Q2RT", "--heads", "f", "--key",
                              "0101010101010101010101010101010101010101010101010101010101010101"});
  EXPECT_EQ(against.depth, central::VerifyDepth::Deep);
  EXPECT_EQ(against.against, "7Q2RT");
  EXPECT_EQ(against.heads_file, "f");
  EXPECT_TRUE(against.key.has_value());
  EXPECT_EQ(task_of<StateLiabilities>({"proof", "liabilities"}).file, "");
  const auto card = task_of<ProveCard>({"proof", "card", kCard3, "--out", "f", "--at", "s"});
  EXPECT_EQ(card.card.id, test::card(3));
  EXPECT_EQ(card.at, "s");
  const auto check = task_of<CheckProof>(
      {"proof", "check", "f", "--root", "s", "--card", kCard3, "--card", kCard3});
  EXPECT_EQ(check.file, "f");
  EXPECT_EQ(check.cards.size(), 2U);
}

TEST(PerkEvidenceArguments, AProofIsCheckedWithoutAHeadOffice) {
  EXPECT_TRUE(parse({"proof", "check", "f", "--root", "s"}, std::nullopt));
  EXPECT_EQ(parse({"proof", "check", "f", "--root", "s"}, "nonsense").value().admin_address, "");
  EXPECT_EQ(parse({"proof", "liabilities"}, std::nullopt).error().exit_code, 2);
  EXPECT_EQ(parse({"heads", "--out", "f"}, std::nullopt).error().exit_code, 2);
}

TEST(PerkEvidenceArguments, ADeepVerificationNeedsNoFile) {
  const auto parsed = parse({"verify", "--deep"});
  ASSERT_TRUE(parsed);
  const auto& request = std::get<central::AdminRequest>(parsed.value().what);
  EXPECT_EQ(std::get<central::VerifyRequest>(request).depth, central::VerifyDepth::Deep);
}

TEST(PerkEvidenceArguments, WhatMakesNoSenseIsOneSentence) {
  for (const auto& [words, sentence] :
       std::vector<std::pair<std::vector<const char*>, const char*>>{
           {{"heads"}, "--out"},
           {{"verify", "--heads", "f"}, "belong to --against"},
           {{"verify", "--against", "f", "--key", "12"}, "64 hex digits"},
           {{"proof"}, "subcommand"},
           {{"proof", "check", "f"}, "--root"},
           {{"proof", "check", "f", "--root", "s", "--card", "6033570000000018"}, "card id"}}) {
    const auto parsed = parse(words);
    ASSERT_FALSE(parsed);
    EXPECT_EQ(parsed.error().exit_code, 2);
    EXPECT_NE(parsed.error().text.find(sentence), std::string::npos) << parsed.error().text;
  }
}

}  // namespace
}  // namespace perk::ops
