// Every leaf proves itself, and nothing else does.
#include "sync/crypto/liability_tree.h"

#include <limits>

#include <gtest/gtest.h>

#include "sync/crypto/hash_chain.h"
#include "tests/support/seeds.h"

namespace perk::sync {
namespace {

constexpr Amount kLargest{std::numeric_limits<std::int64_t>::max()};

Digest random_digest(test::Random& random) {
  Digest digest;
  for (std::uint8_t& byte : digest.bytes) byte = static_cast<std::uint8_t>(random.below(256));
  return digest;
}

std::vector<LiabilityLeaf> random_leaves(test::Random& random, std::size_t count) {
  std::vector<LiabilityLeaf> leaves;
  for (std::size_t made = 0; made < count; ++made) {
    const Amount balance(random.chance(20) ? 0 : random.between(1, 1'000'000));
    leaves.push_back({random_digest(random), balance});
  }
  return leaves;
}

LiabilityTree tree_of(std::vector<LiabilityLeaf> leaves) {
  return LiabilityTree::make(std::move(leaves)).value();
}

Amount sum_of(const std::vector<LiabilityLeaf>& leaves) {
  Amount sum;
  for (const LiabilityLeaf& leaf : leaves) sum += leaf.balance;
  return sum;
}

/// By its hash alone, which is what is published: it must bind all else.
bool leads_to(const LiabilityProof& proof, const LiabilityTree& tree) {
  const auto root = root_of(proof);
  return root && root->hash == tree.root().hash;
}

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

TEST(LiabilityTree, ABitOfAProofAlteredAnywhereLeadsElsewhere) {
  test::for_each_seed(3, [](test::Random& random) {
    const auto leaves = random_leaves(random, 1 + random.below(40));
    const LiabilityTree tree = tree_of(leaves);
    const auto good = tree.prove(random.one_of(leaves).id).value();
    const auto expect_elsewhere = [&](const LiabilityProof& bad, const char* what) {
      EXPECT_FALSE(leads_to(bad, tree)) << what;
    };
    for (std::size_t bit = 0; bit < 256; ++bit) {
      const auto mask = static_cast<std::uint8_t>(1U << (bit % 8));
      LiabilityProof bad = good;
      bad.leaf.id.bytes[bit / 8] ^= mask;
      expect_elsewhere(bad, "the leaf's id");
      for (std::size_t at = 0; at < good.siblings.size(); ++at) {
        bad = good;
        bad.siblings[at].hash.bytes[bit / 8] ^= mask;
        expect_elsewhere(bad, "a sibling's hash");
      }
    }
    for (std::size_t bit = 0; bit < 64; ++bit) {
      const auto flip = [bit](Amount amount) {
        return Amount(static_cast<std::int64_t>(static_cast<std::uint64_t>(amount.minor()) ^
                                                (std::uint64_t{1} << bit)));
      };
      LiabilityProof bad = good;
      bad.leaf.balance = flip(bad.leaf.balance);
      expect_elsewhere(bad, "the balance");
      bad = good;
      bad.index ^= std::uint64_t{1} << bit;
      expect_elsewhere(bad, "the place");
      bad = good;
      bad.leaf_count ^= std::uint64_t{1} << bit;
      expect_elsewhere(bad, "the number of leaves");
      for (std::size_t at = 0; at < good.siblings.size(); ++at) {
        bad = good;
        bad.siblings[at].sum = flip(bad.siblings[at].sum);
        expect_elsewhere(bad, "a sibling's sum");
      }
    }
    LiabilityProof longer = good;
    longer.siblings.push_back({});
    expect_elsewhere(longer, "one sibling more");
    if (good.siblings.empty()) return;
    LiabilityProof shorter = good;
    shorter.siblings.pop_back();
    expect_elsewhere(shorter, "one sibling less");
  });
}

/// Whether any proof that the tree can give, with this leaf put in the place of its own, leads to its root.
bool can_prove(const LiabilityTree& tree, const std::vector<LiabilityLeaf>& in_it,
               const LiabilityLeaf& leaf) {
  for (const LiabilityLeaf& other : in_it) {
    LiabilityProof proof = tree.prove(other.id).value();
    proof.leaf = leaf;
    if (leads_to(proof, tree)) return true;
  }
  return false;
}

TEST(LiabilityTree, ACardThatIsLeftOutIsProvenByNothing) {
  test::for_each_seed(5, [](test::Random& random) {
    auto leaves = random_leaves(random, 2 + random.below(60));
    const LiabilityLeaf left_out = leaves.back();
    EXPECT_TRUE(can_prove(tree_of(leaves), leaves, left_out));
    leaves.pop_back();
    EXPECT_FALSE(tree_of(leaves).prove(left_out.id).has_value());
    EXPECT_FALSE(can_prove(tree_of(leaves), leaves, left_out));
  });
}

TEST(LiabilityTree, ABalanceThatIsUnderstatedIsProvenByNothing) {
  test::for_each_seed(5, [](test::Random& random) {
    auto leaves = random_leaves(random, 1 + random.below(60));
    LiabilityLeaf& understated = leaves[random.below(leaves.size())];
    understated.balance = Amount(500);
    const LiabilityLeaf right = understated;
    EXPECT_TRUE(can_prove(tree_of(leaves), leaves, right));
    understated.balance = Amount(499);
    EXPECT_FALSE(can_prove(tree_of(leaves), leaves, right));
  });
}

TEST(LiabilityTree, NothingIsMovedFromOneSumToAnother) {
  test::for_each_seed(3, [](test::Random& random) {
    const auto leaves = random_leaves(random, 2 + random.below(60));
    const LiabilityTree tree = tree_of(leaves);
    const LiabilityProof good = tree.prove(random.one_of(leaves).id).value();
    const auto sum_at = [](LiabilityProof& proof, std::size_t at) -> Amount& {
      return at == 0 ? proof.leaf.balance : proof.siblings[at - 1].sum;
    };
    for (std::size_t from = 0; from <= good.siblings.size(); ++from) {
      for (std::size_t to = 0; to <= good.siblings.size(); ++to) {
        LiabilityProof bad = good;
        if (from == to || sum_at(bad, from).is_zero()) continue;
        sum_at(bad, from) -= Amount(1);
        sum_at(bad, to) += Amount(1);
        EXPECT_FALSE(leads_to(bad, tree)) << from << " to " << to;
      }
    }
  });
}

TEST(LiabilityTree, TwoHoldersAreNeverShownOneRootThatOwesThemLess) {
  // The known flaw of trees that hash only the sum of two children: each is told that the other has less.
  const LiabilityLeaf five{sha256({}), Amount(5)};
  const LiabilityLeaf seven{sha256(std::array<std::uint8_t, 1>{1}), Amount(7)};
  const LiabilityTree honest = tree_of({five, seven});
  const auto shown = [&](const LiabilityLeaf& leaf, std::int64_t others) {
    LiabilityProof proof = honest.prove(leaf.id).value();
    proof.siblings.front().sum = Amount(others);
    return root_of(proof).value();
  };
  EXPECT_EQ(shown(five, 7), shown(seven, 5));
  EXPECT_EQ(shown(five, 2).total, shown(seven, 0).total);
  EXPECT_NE(shown(five, 2).hash, shown(seven, 0).hash);
}

TEST(LiabilityTree, NoSumHidesWhatStandsBelowIt) {
  test::for_each_seed(3, [](test::Random& random) {
    const auto leaves = random_leaves(random, 16);
    const LiabilityTree tree = tree_of(leaves);
    LiabilityProof proof = tree.prove(leaves.front().id).value();
    for (LiabilityNode& sibling : proof.siblings) {
      const Amount honest = sibling.sum;
      sibling.sum = Amount(0);
      if (honest.is_zero()) continue;
      EXPECT_FALSE(leads_to(proof, tree));
      sibling.sum = honest;
    }
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

TEST(LiabilityTree, AProofWithNegativeOrOverflowingSumsLeadsNowhere) {
  const LiabilityLeaf leaf{{}, Amount(5)};
  const auto beside = [&](Amount sum) { return root_of({leaf, 0, 2, {{{}, sum}}}); };
  EXPECT_TRUE(beside(Amount(0)).has_value());
  EXPECT_FALSE(beside(Amount(-5)).has_value());
  EXPECT_FALSE(beside(kLargest).has_value());
  EXPECT_FALSE(root_of({{{}, Amount(-5)}, 0, 1, {}}).has_value());
  EXPECT_FALSE(root_of({leaf, 0, 0, {}}).has_value());
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
