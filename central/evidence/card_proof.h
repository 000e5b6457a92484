// The proof that one card's balance is counted in what head office says it owes: what its holder keeps, in
// less than 1 KiB up to a million cards (README.md has the form and the arithmetic). It can be checked
// without head office. Pure; thread-safe.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "central/evidence/liabilities_file.h"
#include "ledger/result.h"
#include "sync/crypto/liability_tree.h"

namespace perk::central {

struct CardProof {
  CardId card;
  sync::CardNonce nonce;
  Amount balance;
  std::uint64_t index = 0;                      ///< The leaf's place among all.
  std::vector<sync::LiabilityNode> siblings{};  ///< From the leaf upwards.
  SignedStatement said;
  friend bool operator==(const CardProof&, const CardProof&) = default;
};

/// Where the card and its siblings lead; none if nowhere.
[[nodiscard]] std::optional<sync::LiabilityRoot> root_of(const CardProof& proof);

/// Root and total are not among the bytes: they follow from the rest, and the signature covers them. Requires a
/// proof that leads to its statement's root.
[[nodiscard]] std::vector<std::uint8_t> write_card_proof(const CardProof& proof);

struct ProofFault {
  enum class Kind {
    NotAProof,      ///< These are not bytes of a proof at all.
    ProvesNothing,  ///< They are, and what they say is not what was signed.
  } kind = Kind::NotAProof;
  std::string sentence;
};
/// A proof that leads to a root which the key that it names has signed. Whether that key is head office's and
/// the root the one that is published, the reader must know.
[[nodiscard]] Result<CardProof, ProofFault> read_card_proof(std::span<const std::uint8_t> bytes);

}  // namespace perk::central
