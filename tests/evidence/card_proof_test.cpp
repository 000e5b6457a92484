// What one holder keeps: it proves his balance, nothing in it can be altered, and it stays small.
#include "central/evidence/card_proof.h"

#include <gtest/gtest.h>

#include "tests/evidence/owed.h"

namespace perk::test {
namespace {

using namespace central;

constexpr std::size_t kProofBytesMax = 1'024;

const Owed kFive({Amount(100), Amount(0), Amount(2'500), Amount(77), Amount(1)});

TEST(CardProof, ReadsAsItWasWrittenAndLeadsToTheRootThatWasSigned) {
  for (std::uint64_t number = 1; number <= 5; ++number) {
    const CardProof proof = kFive.proof_of(number);
    const auto read = read_card_proof(write_card_proof(proof));
    ASSERT_TRUE(read) << read.error().sentence;
    EXPECT_EQ(read.value(), proof);
    EXPECT_EQ(read.value().said.statement.root, kFive.tree.root());
  }
}

TEST(CardProof, NoBitOfItCanBeAltered) {
  const auto bytes = write_card_proof(kFive.proof_of(3));
  for (std::size_t bit = 0; bit < bytes.size() * 8; ++bit) {
    auto altered = bytes;
    altered[bit / 8] ^= static_cast<std::uint8_t>(1U << (bit % 8));
    EXPECT_FALSE(read_card_proof(altered)) << bit;
  }
  for (std::size_t size = 0; size < bytes.size(); ++size)
    EXPECT_FALSE(read_card_proof(std::span(bytes).first(size))) << size;
  auto longer = bytes;
  longer.push_back(0);
  EXPECT_FALSE(read_card_proof(longer));
}

TEST(CardProof, TellsWhatIsNoProofFromWhatProvesNothing) {
  EXPECT_EQ(read_card_proof({}).error().kind, ProofFault::Kind::NotAProof);
  CardProof proof = kFive.proof_of(3);
  proof.balance = Amount(2'501);
  EXPECT_EQ(read_card_proof(write_card_proof(proof)).error().kind, ProofFault::Kind::ProvesNothing);
  proof = kFive.proof_of(3);
  proof.said = sign(proof.said.statement, sync::LogKey::from_seed({8}));
  EXPECT_TRUE(read_card_proof(write_card_proof(proof))) << "another's signature: the reader knows";
  proof.said.key = kEvidenceKey.public_key();
  EXPECT_EQ(read_card_proof(write_card_proof(proof)).error().kind, ProofFault::Kind::ProvesNothing);
}

TEST(CardProof, OfAMillionCardsIsBelowOneKibibyte) {
  // The longest there is: twenty siblings, and everything as large as it can be with a total below 2^56 minor
  // units, which is seven times what a million cards hold that were each loaded with the most one event may move.
  constexpr std::uint64_t cards = 1'000'000;
  static_assert(kEventAmountMax.minor() * 7 <
                (std::int64_t{1} << 56) / static_cast<std::int64_t>(cards));
  constexpr Amount largest{(std::int64_t{1} << 56) - 1};
  CardProof proof = kFive.proof_of(1);
  proof.said.statement.root.leaf_count = cards;
  proof.said.statement.overdrawn = cards;
  proof.said.statement.owed = proof.balance = largest;
  proof.said.statement.taken = WallTime(253'402'300'799'999);
  proof.index = cards - 1;
  std::size_t siblings = 0;
  for (std::uint64_t index = 0; index < cards; ++index)
    siblings = std::max(siblings, sync::path_length(index, cards));
  EXPECT_EQ(siblings, 20U);
  proof.siblings.assign(siblings, {Digest(), largest});
  EXPECT_LT(write_card_proof(proof).size(), kProofBytesMax);
}

TEST(CardProof, TheStatementReadsAsItWasWrittenAndNoByteCanBeAltered) {
  const Liabilities liabilities{kFive.said, kFive.shards};
  const std::string text = write_liabilities(liabilities);
  const auto read = read_liabilities(text);
  ASSERT_TRUE(read) << read.error();
  EXPECT_EQ(read.value(), liabilities);
  EXPECT_NE(text.find("\ncards 5 total 2678\noverdrawn 1 owed 250\n"), std::string::npos) << text;
  for (std::size_t at = 0; at < text.size(); ++at) {
    std::string altered = text;
    altered[at] = static_cast<char>(static_cast<unsigned char>(altered[at]) ^ 1U);
    EXPECT_FALSE(read_liabilities(altered)) << at;
    EXPECT_FALSE(read_liabilities(text.substr(0, at))) << at;
  }
}

TEST(CardProof, WhatBlindsCardsIsAnotherInEverySnapshot) {
  auto later = kFive.shards;
  later[0].position = later[0].position.next();
  EXPECT_NE(blinding_secret(snapshot_digest(later), kEvidenceKey), kFive.secret);
  EXPECT_NE(blinding_secret(snapshot_digest(kFive.shards), sync::LogKey::from_seed({8})),
            kFive.secret);
}

}  // namespace
}  // namespace perk::test
