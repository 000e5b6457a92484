// What head office says it owes to all cards together, and where in each shard it stood when it added that up:
// one signed text (`perk proof liabilities`), which the proofs of single cards lead to. README.md has the
// form. Pure; thread-safe.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "central/records.h"
#include "ledger/result.h"
#include "sync/crypto/keys.h"
#include "sync/crypto/liability_tree.h"

namespace perk::central {

/// All that is signed. What is owed to cards and what cards owe are never netted.
struct LiabilityStatement {
  Currency currency;
  WallTime taken;               ///< By head office's clock; not before 1970, not after 9999.
  sync::LiabilityRoot root;     ///< What is owed, to how many cards; an overdrawn card counts as 0.
  std::uint64_t overdrawn = 0;  ///< Cards below zero,
  Amount owed;                  ///< and by how much together; not negative.
  Digest snapshot;              ///< snapshot_digest() of the places it stands for.
  friend bool operator==(const LiabilityStatement&, const LiabilityStatement&) = default;
};

struct SignedStatement {
  LiabilityStatement statement;
  PublicKey key;  ///< Whose signature it is.
  Signature signature;
  friend bool operator==(const SignedStatement&, const SignedStatement&) = default;
};
[[nodiscard]] SignedStatement sign(const LiabilityStatement& statement, const sync::LogKey& key);
[[nodiscard]] bool is_genuine(const SignedStatement& statement);

/// Of each shard's place and running hash, all in order.
[[nodiscard]] Digest snapshot_digest(const std::vector<ShardEnd>& shards);
/// What blinds the cards' ids at that snapshot: known to whoever holds head office's key, and always the same.
[[nodiscard]] Digest blinding_secret(const Digest& snapshot, const sync::LogKey& key);

struct Liabilities {
  SignedStatement said;
  std::vector<ShardEnd> shards;
  friend bool operator==(const Liabilities&, const Liabilities&) = default;
};
/// The one text of it. `said.statement.snapshot` must be that of the shards.
[[nodiscard]] std::string write_liabilities(const Liabilities& liabilities);
/// Of such a text, whole, unaltered and signed by the key that it names. The error is one sentence.
[[nodiscard]] Result<Liabilities, std::string> read_liabilities(std::string_view text);

}  // namespace perk::central
