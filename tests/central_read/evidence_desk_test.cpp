// What head office shows to others, and what it can prove of it later.
#include "central/desk/evidence_desk.h"

#include <algorithm>

#include "central/evidence/card_proof.h"
#include "central/evidence/heads_file.h"
#include "central/verifier.h"
#include "sync/crypto/hash_chain.h"
#include "tests/central_read/desk_fixture.h"

namespace perk::test {
namespace {

using namespace central;

class EvidenceDeskTest : public DeskTest {
 protected:
  std::string heads() { return ask<HeadsReply>(HeadsRequest{}).text; }
  Liabilities liabilities() { return read_liabilities(statement()).value(); }
  std::string statement() { return ask<LiabilitiesReply>(LiabilitiesRequest{}).text; }
  CardProof proof_of(const CardId& id, const std::string& at = "") {
    return read_card_proof(ask<CardProofReply>(CardProofRequest{by_id(id), at}).proof).value();
  }
  std::string broken(const VerifyRequest& request) {
    std::string names;
    for (const VerifyCheck& check : ask<VerifyReply>(request).checks) {
      if (!check.holds) names += check.name + ": " + check.detail + "\n";
    }
    return names;
  }
  /// Card 2 is issued in store 1, and 1.50 are spent that it never had.
  void overdraw_card_2() {
    books_.open_store(1)
        .append(card_issued(card(2)).at(hlc(40)))
        .append(value_redeemed(card(2), 150).beyond_rights(150).at(hlc(50)));
    books_.take(books_.open_store(1));
    fold();
  }
  void load_card_1(std::int64_t minor) {
    books_.open_store(1).append(value_loaded(card(1), minor).at(hlc(60)));
    books_.take(books_.open_store(1));
  }
};

TEST_F(EvidenceDeskTest, HealthTellsTheKeyThatSigns) {
  EXPECT_EQ(ask<HealthReply>(HealthRequest{}).key, kOfficeKey.public_key());
}

TEST_F(EvidenceDeskTest, HeadsAreOfEveryLogAndShardAndSigned) {
  sell_in_two_stores();
  const auto shown = read_heads(heads());
  ASSERT_TRUE(shown) << shown.error();
  EXPECT_EQ(shown.value().key, kOfficeKey.public_key());
  EXPECT_EQ(shown.value().heads.shards, shelf_.events().shard_ends().value());
  const auto& logs = shown.value().heads.logs;
  EXPECT_EQ(logs.size(), 6U) << "two stores', and head office's in four shards";
  const StoreLog& log = books_.open_store(1);
  const LogHead head{log.origin(), StoreId(1), Seq(3), log.hash_at(3)};
  EXPECT_EQ(std::ranges::count(logs, head), 1);
}

TEST_F(EvidenceDeskTest, WhatWasShownHoldsWhileTheChainGoesOn) {
  sell_in_two_stores();
  const VerifyRequest against{VerifyDepth::Deep, heads(), {}};
  EXPECT_EQ(broken(against), "");
  overdraw_card_2();
  load_card_1(700);
  EXPECT_EQ(broken(against), "");
}

TEST_F(EvidenceDeskTest, HeadsOfAnotherKeyAreNotOurs) {
  sell_in_two_stores();
  const auto forger = sync::LogKey::from_seed({66});
  const std::string forged = write_heads(read_heads(heads()).value().heads, forger);
  EXPECT_TRUE(broken({VerifyDepth::Usual, forged, {}}).starts_with(kHeadsKeyCheck));
  EXPECT_EQ(broken({VerifyDepth::Usual, forged, forger.public_key()}), "");
  EXPECT_TRUE(
      broken({VerifyDepth::Usual, heads(), forger.public_key()}).starts_with(kHeadsKeyCheck));
  EXPECT_EQ(fault_of(VerifyRequest{VerifyDepth::Usual, heads() + "more", {}}),
            "evidence_malformed");
}

TEST_F(EvidenceDeskTest, WhatIsOwedIsTheSumOfAllCardsAndNettedWithNothing) {
  sell_in_two_stores();
  overdraw_card_2();
  const LiabilityStatement said = liabilities().said.statement;
  EXPECT_EQ(said.currency, eur());
  EXPECT_EQ(said.root.total, Amount(500));
  EXPECT_EQ(said.root.leaf_count, 2U);
  EXPECT_EQ(said.overdrawn, 1U);
  EXPECT_EQ(said.owed, Amount(150));
}

TEST_F(EvidenceDeskTest, NobodyIsOwedAnythingBeforeThereIsACard) {
  const LiabilityStatement said = liabilities().said.statement;
  EXPECT_EQ(said.root.total, Amount(0));
  EXPECT_EQ(said.root.leaf_count, 0U);
  EXPECT_EQ(fault_of(CardProofRequest{by_id(card(1)), ""}), "card_unknown");
}

TEST_F(EvidenceDeskTest, EachCardIsProvenToBeCounted) {
  sell_in_two_stores();
  overdraw_card_2();
  const sync::LiabilityRoot root = liabilities().said.statement.root;
  EXPECT_EQ(proof_of(card(1)).balance, Amount(500));
  EXPECT_EQ(proof_of(card(2)).balance, Amount(0));
  for (const std::uint64_t number : {1U, 2U}) {
    const CardProof proof = proof_of(card(number));
    EXPECT_EQ(proof.said.statement.root, root);
    EXPECT_EQ(proof.said.key, kOfficeKey.public_key());
  }
  EXPECT_EQ(fault_of(CardProofRequest{by_id(card(3)), ""}), "card_unknown");
}

TEST_F(EvidenceDeskTest, ItSaysWhereInEachShardItStoodAlsoWhileTheProjectionLags) {
  sell_in_two_stores();
  const auto ends = shelf_.events().shard_ends().value();
  load_card_1(700);  // Not folded yet.
  const Liabilities said = liabilities();
  EXPECT_EQ(said.shards, ends);
  EXPECT_EQ(said.said.statement.root.total, Amount(500));
  fold();
  EXPECT_EQ(liabilities().said.statement.root.total, Amount(1'200));
}

TEST_F(EvidenceDeskTest, AProofIsMadeAgainForAStatementOfBefore) {
  sell_in_two_stores();
  const std::string then = statement();
  overdraw_card_2();
  load_card_1(700);
  fold();
  const CardProof proof = proof_of(card(1), then);
  EXPECT_EQ(proof.balance, Amount(500));
  EXPECT_EQ(proof.said, read_liabilities(then).value().said);
  EXPECT_EQ(proof_of(card(1)).balance, Amount(1'200));
  EXPECT_EQ(fault_of(CardProofRequest{by_id(card(2)), then}), "card_unknown") << "not yet, then";
}

TEST_F(EvidenceDeskTest, NothingIsProvenUnderAStatementThatIsNotOurs) {
  sell_in_two_stores();
  const Liabilities ours = liabilities();
  const auto with = [&](Liabilities changed, const sync::LogKey& key) {
    changed.said.statement.snapshot = snapshot_digest(changed.shards);
    changed.said = sign(changed.said.statement, key);
    return CardProofRequest{by_id(card(1)), write_liabilities(changed)};
  };
  EXPECT_EQ(fault_of(with(ours, sync::LogKey::from_seed({66}))), "evidence_not_ours");
  Liabilities beyond = ours;
  beyond.shards[1].position = Position(1'000);
  EXPECT_EQ(fault_of(with(beyond, kOfficeKey)), "evidence_not_ours");
  Liabilities understated = ours;
  understated.said.statement.root.total = Amount(499);
  EXPECT_EQ(fault_of(with(understated, kOfficeKey)), "evidence_not_ours");
  EXPECT_EQ(fault_of(CardProofRequest{by_id(card(1)), "no statement"}), "evidence_malformed");
  EXPECT_TRUE(proof_of(card(1), write_liabilities(ours)).balance == Amount(500));
}

}  // namespace
}  // namespace perk::test
