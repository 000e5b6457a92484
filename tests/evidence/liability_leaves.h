// Trees of liabilities to try: leaves at random, and what a proof leads to.
#pragma once

#include <limits>
#include <vector>

#include "sync/crypto/hash_chain.h"
#include "sync/crypto/liability_tree.h"
#include "tests/support/seeds.h"

namespace perk::sync {

inline constexpr Amount kLargest{std::numeric_limits<std::int64_t>::max()};

inline Digest random_digest(test::Random& random) {
  Digest digest;
  for (std::uint8_t& byte : digest.bytes) byte = static_cast<std::uint8_t>(random.below(256));
  return digest;
}

inline std::vector<LiabilityLeaf> random_leaves(test::Random& random, std::size_t count) {
  std::vector<LiabilityLeaf> leaves;
  for (std::size_t made = 0; made < count; ++made) {
    const Amount balance(random.chance(20) ? 0 : random.between(1, 1'000'000));
    leaves.push_back({random_digest(random), balance});
  }
  return leaves;
}

inline LiabilityTree tree_of(std::vector<LiabilityLeaf> leaves) {
  return LiabilityTree::make(std::move(leaves)).value();
}

inline Amount sum_of(const std::vector<LiabilityLeaf>& leaves) {
  Amount sum;
  for (const LiabilityLeaf& leaf : leaves) sum += leaf.balance;
  return sum;
}

/// By its hash alone, which is what is published: it must bind all else.
inline bool leads_to(const LiabilityProof& proof, const LiabilityTree& tree) {
  const auto root = root_of(proof);
  return root && root->hash == tree.root().hash;
}

}  // namespace perk::sync
