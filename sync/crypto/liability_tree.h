// A tree that sums up what is owed to cards, so that each holder can check that his balance is counted in
// the total, and learns nothing of others but a few sums (central/evidence/README.md).
//
// Leaves stand in the order of their blinded ids; a level's nodes are joined in pairs, and the last of an
// odd number goes up as it is: the shape follows from the number of leaves, which the root binds. Each node
// hashes both children's hashes and sums, so that no sum can be less than what stands below it. Pure;
// thread-safe.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "ledger/ids.h"
#include "ledger/money.h"
#include "ledger/result.h"

namespace perk::sync {

/// What a card's id is blinded with: its holder knows this one, and no other.
struct CardNonce {
  std::array<std::uint8_t, 16> bytes{};
  friend auto operator<=>(const CardNonce&, const CardNonce&) = default;
};
/// First 16 bytes of HMAC-SHA256(secret, "perk.liability.nonce.v1" 0x00, card).
[[nodiscard]] CardNonce card_nonce(const Digest& secret, const CardId& card);
/// SHA-256("perk.liability.id.v1" 0x00, nonce, card).
[[nodiscard]] Digest blinded_id(const CardNonce& nonce, const CardId& card);

struct LiabilityLeaf {
  Digest id;       ///< Blinded.
  Amount balance;  ///< Not negative.
  friend bool operator==(const LiabilityLeaf&, const LiabilityLeaf&) = default;
};

/// A subtree, as its neighbour sees it.
struct LiabilityNode {
  Digest hash;
  Amount sum;
  friend bool operator==(const LiabilityNode&, const LiabilityNode&) = default;
};

struct LiabilityRoot {
  Digest hash;  ///< Binds the other two.
  Amount total;
  std::uint64_t leaf_count = 0;
  friend bool operator==(const LiabilityRoot&, const LiabilityRoot&) = default;
};

struct LiabilityProof {
  LiabilityLeaf leaf;
  std::uint64_t index = 0;
  std::uint64_t leaf_count = 0;
  std::vector<LiabilityNode> siblings;  ///< From the leaf upwards.
  friend bool operator==(const LiabilityProof&, const LiabilityProof&) = default;
};

/// How many siblings a proof of this leaf has. Requires index < leaf_count.
[[nodiscard]] std::size_t path_length(std::uint64_t index, std::uint64_t leaf_count);
/// Where a proof leads: the caller compares it with a root he trusts. None if it leads nowhere: it has another
/// number of siblings than its place has, a negative amount, or sums beyond what an amount can be.
[[nodiscard]] std::optional<LiabilityRoot> root_of(const LiabilityProof& proof);

enum class LiabilityFault {
  NegativeBalance,
  SumTooLarge,  ///< Above what an amount can be.
  SameIdTwice,
};

class LiabilityTree {
 public:
  /// Of leaves in any order, also of none.
  [[nodiscard]] static Result<LiabilityTree, LiabilityFault> make(
      std::vector<LiabilityLeaf> leaves);

  [[nodiscard]] LiabilityRoot root() const;
  /// None: no leaf has this id.
  [[nodiscard]] std::optional<LiabilityProof> prove(const Digest& id) const;

 private:
  LiabilityTree() = default;
  std::vector<LiabilityLeaf> leaves_;               // By id.
  std::vector<std::vector<LiabilityNode>> levels_;  // From the leaves up; the last has one node.
};

}  // namespace perk::sync
