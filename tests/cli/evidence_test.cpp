// `perk heads`, `perk verify --against` and `perk proof ...`, with a head office that answers what it is told to.
#include "ops/cli/evidence.h"

#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "central/evidence/heads_file.h"
#include "ops/cli/evidence_files.h"
#include "tests/evidence/owed.h"
#include "tests/wire/temporary_directory.h"

namespace perk::ops {
namespace {

using central::AdminReply;
using central::AdminRequest;

const test::Owed kOwed({Amount(100), Amount(0), Amount(2'500)});
constexpr char kCard3[] = "00000000000000030000000000000000";

std::span<const std::uint8_t> bytes_of(const std::string& text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

class PerkEvidence : public testing::Test {
 protected:
  std::string path(const std::string& name) const { return (directory_.path() / name).string(); }
  std::string file(const std::string& name, std::span<const std::uint8_t> bytes) const {
    EXPECT_TRUE(write_evidence(path(name), bytes));
    return path(name);
  }
  std::string heads_file(const central::Heads& heads = test::shown_heads(),
                         const std::string& name = "heads") const {
    return file(name, bytes_of(central::write_heads(heads, test::kEvidenceKey)));
  }
  std::string statement_file() const { return file("statement", bytes_of(kOwed.statement())); }
  std::string proof_file() const {
    return file("proof", central::write_card_proof(kOwed.proof_of(3)));
  }
  Result<EvidenceAnswer, NoEvidence> run(const EvidenceTask& task) {
    return run_evidence(task, [this](const AdminRequest& request) {
      asked.push_back(request);
      return Result<AdminReply, std::string>(answer);
    });
  }
  EvidenceShown shown(const EvidenceTask& task) {
    const auto answered = run(task);
    EXPECT_TRUE(answered) << answered.error().fault.sentence;
    return answered ? std::get<EvidenceShown>(answered.value()) : EvidenceShown{};
  }
  /// "EXIT_CODE SENTENCE".
  std::string why_not(const EvidenceTask& task) {
    const auto answered = run(task);
    if (answered) return "it was done";
    return std::to_string(to_int(answered.error().code)) + " " + answered.error().fault.sentence;
  }
  static void expect_says(const std::string& text, const std::string& what) {
    EXPECT_NE(text.find(what), std::string::npos) << text;
  }

  AdminReply answer;
  std::vector<AdminRequest> asked;

 private:
  test::TemporaryDirectory directory_;
};

TEST_F(PerkEvidence, HeadsAreWrittenOnceAndHaveACodeForTheWall) {
  const std::string text = central::write_heads(test::shown_heads(), test::kEvidenceKey);
  answer = central::HeadsReply{text};
  const EvidenceShown heads = shown(ExportHeads{path("heads")});
  EXPECT_EQ(read_evidence(path("heads")).value(), text);
  const std::string code = central::code_of(central::read_heads(text).value());
  expect_says(heads.text, "For the wall: 2026-11-21 " + code + "\n");
  expect_says(heads.text, to_hex(test::kEvidenceKey.public_key()));
  EXPECT_EQ(nlohmann::json::parse(heads.json).at("code"), code);
  expect_says(why_not(ExportHeads{path("heads")}), "2 The file " + path("heads") + " is there");
  EXPECT_EQ(read_evidence(path("heads")).value(), text);
  expect_says(why_not(ExportHeads{path("no/such/folder")}), "2 Cannot write");
}

TEST_F(PerkEvidence, WhatIsNoEvidenceIsNotWritten) {
  answer = central::HeadsReply{"perk-heads 1\n"};
  expect_says(why_not(ExportHeads{path("heads")}), "4 What head office answered");
  answer = central::CardProofReply{{1, 2, 3}};
  expect_says(why_not(ProveCard{{"", test::card(3)}, path("heads"), ""}), "4 What head office");
  answer = central::AdminFault{"database_unreachable", "It is away."};
  expect_says(why_not(ExportHeads{path("heads")}), "3 It is away.");
  EXPECT_FALSE(is_there(path("heads")));
}

TEST_F(PerkEvidence, HeadsOfBeforeAreSentToBeComparedWith) {
  answer = central::VerifyReply{{{"exported heads of logs", false, "1 of 3"}}, 7};
  const std::string heads = heads_file();
  const auto answered = run(VerifyAgainst{central::VerifyDepth::Deep, heads, "", {}});
  ASSERT_TRUE(answered) << answered.error().fault.sentence;
  EXPECT_TRUE(std::holds_alternative<AdminReply>(answered.value()));
  const auto& request = std::get<central::VerifyRequest>(asked.front());
  EXPECT_EQ(request.heads, read_evidence(heads).value());
  EXPECT_EQ(request.depth, central::VerifyDepth::Deep);
}

TEST_F(PerkEvidence, AnAlteredFileOfHeadsIsItsOwnSentence) {
  std::string text = central::write_heads(test::shown_heads(), test::kEvidenceKey);
  text.replace(text.find("seq 57"), 6, "seq 40");
  const std::string altered = file("altered", bytes_of(text));
  const std::string why = why_not(VerifyAgainst{{}, altered, "", {}});
  EXPECT_TRUE(why.starts_with("2 ")) << why;
  expect_says(why, "proves nothing. It was altered");
  expect_says(why_not(VerifyAgainst{{}, path("nowhere"), "", {}}), "2 There is no file");
  EXPECT_TRUE(asked.empty());
}

TEST_F(PerkEvidence, ACodeSaysWhichFileIsTheTrueOne) {
  answer = central::VerifyReply{};
  const std::string heads = heads_file();
  const std::string code =
      central::code_of(central::read_heads(read_evidence(heads).value()).value());
  EXPECT_EQ(why_not(VerifyAgainst{{}, code, heads, {}}), "it was done");
  EXPECT_EQ(why_not(VerifyAgainst{{}, "2026-11-21 " + code, heads, {}}), "it was done");
  expect_says(why_not(VerifyAgainst{{}, "2026-11-20 " + code, heads, {}}), "1 The file");
  expect_says(why_not(VerifyAgainst{{}, code, "", {}}), "2 The code tells which file");
  auto other = test::shown_heads();
  other.shards[0].position = Position(60);
  expect_says(why_not(VerifyAgainst{{}, code, heads_file(other, "other"), {}}),
              "is not the one of that code: its own is 2026-11-21 ");
  expect_says(why_not(VerifyAgainst{{}, heads, heads, {}}), "2 --heads belongs to a code");
}

TEST_F(PerkEvidence, LiabilitiesAreShownAndWritten) {
  answer = central::LiabilitiesReply{kOwed.statement()};
  const EvidenceShown said = shown(StateLiabilities{path("statement")});
  expect_says(said.text, "26.00 EUR owed to 3 cards, as of 2026-11-21T10:15:00.123Z");
  expect_says(said.text, "not netted: 2.50 EUR of 1 overdrawn card");
  EXPECT_EQ(nlohmann::json::parse(said.json).at("positions").at(0), 9);
  EXPECT_EQ(read_evidence(path("statement")).value(), kOwed.statement());
  EXPECT_EQ(shown(StateLiabilities{}).text.find("Written"), std::string::npos);
}

TEST_F(PerkEvidence, ACardsProofIsWrittenAndChecksWithoutHeadOffice) {
  answer = central::CardProofReply{central::write_card_proof(kOwed.proof_of(3))};
  const std::string statement = statement_file();
  expect_says(shown(ProveCard{{"", test::card(3)}, path("card"), statement}).text, "25.00 EUR");
  EXPECT_EQ(std::get<central::CardProofRequest>(asked.front()).at, kOwed.statement());
  asked.clear();
  const EvidenceShown held = shown(CheckProof{path("card"), statement, {test::card(3)}, {}});
  expect_says(held.text, "The proof holds: card " + std::string(kCard3) +
                             " is counted with 25.00 EUR among 26.00 EUR owed to 3 cards");
  EXPECT_EQ(nlohmann::json::parse(held.json).at("holds"), true);
  const std::string root = to_hex(kOwed.said.statement.root.hash);
  EXPECT_EQ(why_not(CheckProof{path("card"), root, {}, test::kEvidenceKey.public_key()}),
            "it was done");
  EXPECT_TRUE(asked.empty()) << "nobody is asked";
}

TEST_F(PerkEvidence, AProofThatDoesNotHoldSaysWhy) {
  const std::string statement = statement_file();
  const std::string proof = proof_file();
  expect_says(why_not(CheckProof{proof, statement, {test::card(2)}, {}}),
              "1 The proof is of another card: " + std::string(kCard3));
  expect_says(why_not(CheckProof{proof, to_hex(Digest()), {}, {}}), "1 The proof leads to root ");
  expect_says(why_not(CheckProof{proof, statement, {}, PublicKey{{1}}}),
              "1 The proof is signed by another key");
  expect_says(why_not(CheckProof{path("none"), statement, {}, {}}), "2 There is no file");
  expect_says(why_not(CheckProof{statement, statement, {}, {}}), "2 The file ");
  expect_says(why_not(CheckProof{proof, "abc", {}, {}}), "2 --root wants 64 hex digits or a file");
  expect_says(why_not(CheckProof{proof, proof, {}, {}}), "proves nothing. It is no statement");
  auto bytes = central::write_card_proof(kOwed.proof_of(3));
  bytes.back() ^= 1;
  expect_says(why_not(CheckProof{file("altered", bytes), statement, {}, {}}), "1 The file ");
}

}  // namespace
}  // namespace perk::ops
