// Nothing but a leaf proves it: not another balance, another sum, another place, nor a tree without it.
#include <gtest/gtest.h>

#include "tests/evidence/liability_leaves.h"

namespace perk::sync {
namespace {

TEST(ForgedLiabilities, ABitOfAProofAlteredAnywhereLeadsElsewhere) {
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

TEST(ForgedLiabilities, ACardThatIsLeftOutIsProvenByNothing) {
  test::for_each_seed(5, [](test::Random& random) {
    auto leaves = random_leaves(random, 2 + random.below(60));
    const LiabilityLeaf left_out = leaves.back();
    EXPECT_TRUE(can_prove(tree_of(leaves), leaves, left_out));
    leaves.pop_back();
    EXPECT_FALSE(tree_of(leaves).prove(left_out.id).has_value());
    EXPECT_FALSE(can_prove(tree_of(leaves), leaves, left_out));
  });
}

TEST(ForgedLiabilities, ABalanceThatIsUnderstatedIsProvenByNothing) {
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

TEST(ForgedLiabilities, NothingIsMovedFromOneSumToAnother) {
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

TEST(ForgedLiabilities, TwoHoldersAreNeverShownOneRootThatOwesThemLess) {
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

TEST(ForgedLiabilities, NoSumHidesWhatStandsBelowIt) {
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

TEST(ForgedLiabilities, AProofWithNegativeOrOverflowingSumsLeadsNowhere) {
  const LiabilityLeaf leaf{{}, Amount(5)};
  const auto beside = [&](Amount sum) { return root_of({leaf, 0, 2, {{{}, sum}}}); };
  EXPECT_TRUE(beside(Amount(0)).has_value());
  EXPECT_FALSE(beside(Amount(-5)).has_value());
  EXPECT_FALSE(beside(kLargest).has_value());
  EXPECT_FALSE(root_of({{{}, Amount(-5)}, 0, 1, {}}).has_value());
  EXPECT_FALSE(root_of({leaf, 0, 0, {}}).has_value());
}

}  // namespace
}  // namespace perk::sync
