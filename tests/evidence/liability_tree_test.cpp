// Every leaf proves itself.
#include "sync/crypto/liability_tree.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "tests/evidence/liability_leaves.h"

namespace perk::sync {
namespace {

TEST(LiabilityTree, EveryLeafOfEveryTreeProvesItself) {
  test::for_each_seed(3, [](test::Random& random) {
    for (std::size_t count = 0; count <= 70; ++count) {
      const auto leaves = random_leaves(random, count);
      const LiabilityTree tree = tree_of(leaves);
      EXPECT_EQ(tree.root().leaf_count, count);
      EXPECT_EQ(tree.root().total, sum_of(leaves));
      for (const LiabilityLeaf& leaf : leaves) {
        const auto proof = tree.prove(leaf.id);
        ASSERT_TRUE(proof.has_value());
        EXPECT_EQ(proof->leaf, leaf);
        EXPECT_EQ(root_of(*proof), tree.root()) << count;
      }
    }
  });
}

TEST(LiabilityTree, OfManyLeavesToo) {
  test::for_each_seed(1, [](test::Random& random) {
    const auto leaves = random_leaves(random, 20'000 + random.below(10'000));
    const LiabilityTree tree = tree_of(leaves);
    EXPECT_EQ(tree.root().total, sum_of(leaves));
    for (std::size_t at = 0; at < leaves.size(); at += 97) {
      const auto proof = tree.prove(leaves[at].id);
      ASSERT_TRUE(proof.has_value());
      EXPECT_LE(proof->siblings.size(), 15U);
      EXPECT_EQ(root_of(*proof), tree.root());
    }
  });
}

TEST(LiabilityTree, HasTheShapeOfRfc6962) {
  // Of seven leaves the first four stand under one node, the next two under one, and the last by itself.
  for (const auto& [index, length] :
       std::vector<std::pair<std::uint64_t, std::size_t>>{{0, 3}, {3, 3}, {4, 3}, {5, 3}, {6, 2}})
    EXPECT_EQ(path_length(index, 7), length) << index;
  EXPECT_EQ(path_length(0, 1), 0U);
  EXPECT_EQ(path_length(4, 5), 1U);
  EXPECT_EQ(path_length(64, 65), 1U);
  EXPECT_EQ(path_length(999'999, 1'000'000), 12U)
      << "of 15,625 x 64, the last climbs alone in places";
  EXPECT_EQ(path_length(0, 1'000'000), 20U);
}

TEST(LiabilityTree, DoesNotDependOnTheOrderItIsGiven) {
  test::for_each_seed(3, [](test::Random& random) {
    auto leaves = random_leaves(random, 33);
    const LiabilityRoot root = tree_of(leaves).root();
    std::reverse(leaves.begin(), leaves.end());
    EXPECT_EQ(tree_of(leaves).root(), root);
  });
}

TEST(LiabilityTree, RefusesNegativeBalancesAndSumsThatOverflow) {
  test::Random random(1);
  const auto of = [&](std::vector<Amount> balances) {
    std::vector<LiabilityLeaf> leaves;
    for (const Amount balance : balances) leaves.push_back({random_digest(random), balance});
    return LiabilityTree::make(std::move(leaves));
  };
  EXPECT_EQ(of({Amount(5), Amount(-1)}).error(), LiabilityFault::NegativeBalance);
  EXPECT_EQ(of({Amount(-1)}).error(), LiabilityFault::NegativeBalance);
  EXPECT_EQ(of({kLargest, Amount(1)}).error(), LiabilityFault::SumTooLarge);
  EXPECT_EQ(of({Amount(1), Amount(1), Amount(0), kLargest}).error(), LiabilityFault::SumTooLarge);
  ASSERT_TRUE(of({kLargest, Amount(0)}));
  EXPECT_EQ(of({kLargest, Amount(0)}).value().root().total, kLargest);
  const LiabilityLeaf leaf{random_digest(random), Amount(1)};
  EXPECT_EQ(LiabilityTree::make({leaf, leaf}).error(), LiabilityFault::SameIdTwice);
}

TEST(LiabilityTree, ItsBytesAreHashedAsTheyAlwaysWere) {
  // Statements that were published are held against these for ever. Worked out by another program, split by split.
  std::vector<LiabilityLeaf> leaves;
  for (std::uint8_t number = 1; number <= 5; ++number) {
    const CardId card{{number}};
    leaves.push_back({blinded_id(card_nonce(sha256({}), card), card), Amount(100 * number)});
  }
  EXPECT_EQ(to_hex(tree_of(leaves).root().hash),
            "9ea789ce4c3c8a23263c7b7f0e98e4ad3aaf8aade5b1a7098aaa2e3a8bebdbe5");
  EXPECT_EQ(to_hex(tree_of({}).root().hash),
            "9be18d9fc4ebfafff10f96eae66877fb82228330fb6f181a3ff3a805b93f918f");
}

TEST(LiabilityTree, ACardIsBlindedByItsOwnNonceAlone) {
  const CardId first{{1}};
  const CardId second{{2}};
  const Digest secret = sha256({});
  EXPECT_EQ(card_nonce(secret, first), card_nonce(secret, first));
  EXPECT_NE(card_nonce(secret, first), card_nonce(secret, second));
  EXPECT_NE(card_nonce(secret, first), card_nonce(Digest(), first));
  EXPECT_NE(blinded_id(card_nonce(secret, first), first),
            blinded_id(card_nonce(secret, first), second));
}

}  // namespace
}  // namespace perk::sync
