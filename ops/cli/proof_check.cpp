#include "ops/cli/proof_check.h"

#include <algorithm>

#include "central/evidence/card_proof.h"
#include "ops/cli/evidence_files.h"
#include "ops/cli/evidence_text.h"

namespace perk::ops {
namespace {

using central::CardProof;

Failed<NoEvidence> wrong_file(std::string sentence) {
  return failed(NoEvidence{ExitCode::Usage, {"file_wrong", std::move(sentence)}});
}
Failed<NoEvidence> not_proven(std::string sentence) {
  return failed(NoEvidence{ExitCode::CheckFailed, {"not_proven", std::move(sentence)}});
}

/// What must be proven, as it was published.
struct Published {
  Digest root;
  std::optional<PublicKey> key;
};

Result<Published, NoEvidence> published(const std::string& root) {
  if (const auto hash = digest_from_hex(root)) return Published{*hash, std::nullopt};
  const auto text = read_evidence(root);
  if (!text) return wrong_file("--root wants 64 hex digits or a file. " + text.error());
  const auto said = central::read_liabilities(text.value());
  if (!said) return wrong_file("The file " + root + " proves nothing. " + said.error());
  return Published{said.value().said.statement.root.hash, said.value().said.key};
}

Result<CardProof, NoEvidence> proof_in(const std::string& path) {
  const auto text = read_evidence(path);
  if (!text) return wrong_file(text.error());
  auto proof = central::read_card_proof(
      {reinterpret_cast<const std::uint8_t*>(text.value().data()), text.value().size()});
  if (proof) return std::move(proof).value();
  const std::string sentence = "The file " + path + ": " + proof.error().sentence;
  if (proof.error().kind == central::ProofFault::Kind::NotAProof) return wrong_file(sentence);
  return not_proven(sentence);
}

}  // namespace

Result<EvidenceShown, NoEvidence> check_proof(const CheckProof& task) {
  const auto right = published(task.root);
  if (!right) return failed(right.error());
  const auto proof = proof_in(task.file);
  if (!proof) return failed(proof.error());
  const PublicKey& key = proof.value().said.key;
  const Digest& root = proof.value().said.statement.root.hash;
  if (root != right.value().root) {
    return not_proven("The proof leads to root " + to_hex(root) + ", not to " +
                      to_hex(right.value().root) +
                      ": `perk proof card --at` makes one of a statement of before.");
  }
  const bool is_signed = key == right.value().key.value_or(key) && key == task.key.value_or(key);
  if (!is_signed) return not_proven("The proof is signed by another key: " + to_hex(key) + ".");
  const bool is_of_card =
      task.cards.empty() || std::ranges::count(task.cards, proof.value().card) > 0;
  if (!is_of_card)
    return not_proven("The proof is of another card: " + to_hex(proof.value().card) + ".");
  return shown_as_holding(proof.value());
}

}  // namespace perk::ops
