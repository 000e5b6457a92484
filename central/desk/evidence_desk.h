// What head office shows to others and signs: heads of its logs and shards, what it owes to all cards, and to
// one. Blocking, and as long as all cards take; changes nothing. Safe from any thread.
#pragma once

#include <vector>

#include "central/desk/admin_answer.h"
#include "central/evidence/liabilities_file.h"
#include "sync/crypto/liability_tree.h"

namespace perk::central {

class EvidenceDesk {
 public:
  explicit EvidenceDesk(const DeskSurroundings& around) : around_(around) {}

  /// Faults: evidence_malformed. Heads that another key signed are a check that does not hold.
  [[nodiscard]] DeskAnswer<VerifyReply> verify(const VerifyRequest& request,
                                               const DeskProgress& on_progress);
  [[nodiscard]] DeskAnswer<HeadsReply> heads();
  /// As the projection `balance` has folded it now.
  [[nodiscard]] DeskAnswer<LiabilitiesReply> liabilities(const DeskProgress& on_progress);
  /// Faults: card_unknown (also: not yet, at that statement), evidence_malformed, evidence_not_ours.
  [[nodiscard]] DeskAnswer<CardProofReply> card_proof(const CardProofRequest& request,
                                                      const DeskProgress& on_progress);

 private:
  struct Statement {
    sync::LiabilityTree tree;
    Liabilities liabilities;
    Digest secret;
  };
  [[nodiscard]] DeskAnswer<Statement> state_now(const DeskProgress& on_progress);
  [[nodiscard]] DeskAnswer<Statement> state_again(const std::string& text,
                                                  const DeskProgress& on_progress);

  const DeskSurroundings& around_;
};

}  // namespace perk::central
