// What head office owes to cards 1, 2, ..., with proofs of each, under a key made for tests.
#pragma once

#include <vector>

#include "central/evidence/card_proof.h"
#include "central/evidence/heads_file.h"
#include "sync/crypto/hash_chain.h"
#include "tests/support/ledger_builders.h"

namespace perk::test {

inline const sync::LogKey kEvidenceKey = sync::LogKey::from_seed({7});
inline constexpr WallTime kEvidenceTaken{1'795'256'100'123};  // 2026-11-21T10:15:00.123Z

struct Owed {
  /// Beside it one card owes 2.50.
  explicit Owed(const std::vector<Amount>& balances)
      : shards{{Shard(0), Epoch(1), Position(9), sync::sha256({})}},
        secret(central::blinding_secret(central::snapshot_digest(shards), kEvidenceKey)),
        tree(make(balances)),
        said(central::sign({*Currency::from_code("EUR"), kEvidenceTaken, tree.root(), 1,
                            Amount(250), central::snapshot_digest(shards)},
                           kEvidenceKey)) {}

  [[nodiscard]] central::CardProof proof_of(std::uint64_t number) const {
    const sync::CardNonce nonce = sync::card_nonce(secret, card(number));
    const auto proof = tree.prove(sync::blinded_id(nonce, card(number))).value();
    return {card(number), nonce, proof.leaf.balance, proof.index, proof.siblings, said};
  }
  [[nodiscard]] std::string statement() const { return central::write_liabilities({said, shards}); }
  [[nodiscard]] sync::LiabilityTree make(const std::vector<Amount>& balances) const {
    std::vector<sync::LiabilityLeaf> leaves;
    for (std::size_t at = 0; at < balances.size(); ++at) {
      const CardId id = card(at + 1);
      leaves.push_back({sync::blinded_id(sync::card_nonce(secret, id), id), balances[at]});
    }
    return sync::LiabilityTree::make(std::move(leaves)).value();
  }

  std::vector<central::ShardEnd> shards;
  Digest secret;
  sync::LiabilityTree tree;
  central::SignedStatement said;
};

/// Heads of one store's log and head office's, in two shards.
inline central::Heads shown_heads() {
  const auto hash = [](std::uint8_t mark) { return sync::sha256(std::array{mark}); };
  return {{*Currency::from_code("EUR"), 2, Epoch(1)},
          kEvidenceTaken,
          {{Origin::head_office(Epoch(1), Shard(0)), StoreId(), Seq(4), hash(1)},
           {Origin::head_office(Epoch(1), Shard(1)), StoreId(), Seq(), hash(2)},
           {*Origin::incarnation(0x9c3f77aa0142e5d1), StoreId(3), Seq(57), hash(3)}},
          {{Shard(0), Epoch(1), Position(61), hash(4)}, {Shard(1), Epoch(1), Position(), hash(5)}}};
}

}  // namespace perk::test
