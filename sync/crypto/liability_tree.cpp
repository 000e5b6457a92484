#include "sync/crypto/liability_tree.h"

#include <algorithm>
#include <limits>

#include "sync/crypto/canonical_bytes.h"
#include "sync/crypto/hash_chain.h"
#include "sync/crypto/hmac.h"

namespace perk::sync {
namespace {

constexpr std::int64_t kSumMax = std::numeric_limits<std::int64_t>::max();

std::uint64_t bits_of(Amount amount) { return static_cast<std::uint64_t>(amount.minor()); }

LiabilityNode node_of(const LiabilityLeaf& leaf) {
  return {sha256(CanonicalBytes("perk.liability.leaf.v1")
                     .raw(leaf.id.bytes)
                     .number(bits_of(leaf.balance))
                     .view()),
          leaf.balance};
}

/// None if a sum is negative, or theirs would be too large.
std::optional<LiabilityNode> joined(const LiabilityNode& left, const LiabilityNode& right) {
  if (left.sum.is_negative() || right.sum.is_negative()) return std::nullopt;
  if (left.sum.minor() > kSumMax - right.sum.minor()) return std::nullopt;
  return LiabilityNode{sha256(CanonicalBytes("perk.liability.node.v1")
                                  .raw(left.hash.bytes)
                                  .number(bits_of(left.sum))
                                  .raw(right.hash.bytes)
                                  .number(bits_of(right.sum))
                                  .view()),
                       left.sum + right.sum};
}

LiabilityRoot root_above(const LiabilityNode& top, std::uint64_t leaf_count) {
  return {sha256(CanonicalBytes("perk.liability.root.v1")
                     .number(leaf_count)
                     .number(bits_of(top.sum))
                     .raw(top.hash.bytes)
                     .view()),
          top.sum, leaf_count};
}

/// Of no leaves at all.
LiabilityNode nothing() { return {sha256(CanonicalBytes("perk.liability.none.v1").view()), {}}; }

/// Calls `step(place, has_sibling)` at each level below the top.
template <typename Step>
void climb(std::uint64_t index, std::uint64_t leaf_count, Step step) {
  for (std::uint64_t width = leaf_count; width > 1; width = width / 2 + width % 2) {
    step(index, (index ^ 1U) < width);
    index /= 2;
  }
}

}  // namespace

CardNonce card_nonce(const Digest& secret, const CardId& card) {
  const Digest mixed =
      hmac_sha256(secret.bytes, CanonicalBytes("perk.liability.nonce.v1").raw(card.bytes).view());
  CardNonce nonce;
  std::copy_n(mixed.bytes.begin(), nonce.bytes.size(), nonce.bytes.begin());
  return nonce;
}

Digest blinded_id(const CardNonce& nonce, const CardId& card) {
  return sha256(CanonicalBytes("perk.liability.id.v1").raw(nonce.bytes).raw(card.bytes).view());
}

std::size_t path_length(std::uint64_t index, std::uint64_t leaf_count) {
  std::size_t length = 0;
  climb(index, leaf_count, [&](std::uint64_t, bool has_sibling) { length += has_sibling ? 1 : 0; });
  return length;
}

std::optional<LiabilityRoot> root_of(const LiabilityProof& proof) {
  if (proof.index >= proof.leaf_count || proof.leaf.balance.is_negative()) return std::nullopt;
  if (proof.siblings.size() != path_length(proof.index, proof.leaf_count)) return std::nullopt;
  std::optional<LiabilityNode> node = node_of(proof.leaf);
  auto sibling = proof.siblings.begin();
  climb(proof.index, proof.leaf_count, [&](std::uint64_t place, bool has_sibling) {
    if (!node || !has_sibling) return;
    node = place % 2 == 0 ? joined(*node, *sibling) : joined(*sibling, *node);
    ++sibling;
  });
  if (!node) return std::nullopt;
  return root_above(*node, proof.leaf_count);
}

Result<LiabilityTree, LiabilityFault> LiabilityTree::make(std::vector<LiabilityLeaf> leaves) {
  LiabilityTree tree;
  tree.leaves_ = std::move(leaves);
  std::ranges::sort(tree.leaves_, {}, &LiabilityLeaf::id);
  if (std::ranges::adjacent_find(tree.leaves_, {}, &LiabilityLeaf::id) != tree.leaves_.end())
    return failed(LiabilityFault::SameIdTwice);
  std::vector<LiabilityNode> level;
  for (const LiabilityLeaf& leaf : tree.leaves_) {
    if (leaf.balance.is_negative()) return failed(LiabilityFault::NegativeBalance);
    level.push_back(node_of(leaf));
  }
  if (level.empty()) level.push_back(nothing());
  tree.levels_.push_back(std::move(level));
  while (tree.levels_.back().size() > 1) {
    const std::vector<LiabilityNode>& below = tree.levels_.back();
    std::vector<LiabilityNode> above;
    for (std::size_t at = 0; at + 1 < below.size(); at += 2) {
      const auto node = joined(below[at], below[at + 1]);
      if (!node) return failed(LiabilityFault::SumTooLarge);
      above.push_back(*node);
    }
    if (below.size() % 2 == 1) above.push_back(below.back());
    tree.levels_.push_back(std::move(above));
  }
  return tree;
}

LiabilityRoot LiabilityTree::root() const {
  return root_above(levels_.back().front(), leaves_.size());
}

std::optional<LiabilityProof> LiabilityTree::prove(const Digest& id) const {
  const auto leaf = std::ranges::lower_bound(leaves_, id, {}, &LiabilityLeaf::id);
  if (leaf == leaves_.end() || leaf->id != id) return std::nullopt;
  LiabilityProof proof{
      *leaf, static_cast<std::uint64_t>(leaf - leaves_.begin()), leaves_.size(), {}};
  std::size_t level = 0;
  climb(proof.index, proof.leaf_count, [&](std::uint64_t place, bool has_sibling) {
    if (has_sibling) proof.siblings.push_back(levels_[level][place ^ 1U]);
    ++level;
  });
  return proof;
}

}  // namespace perk::sync
