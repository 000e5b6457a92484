// Head office's answers to the admin tool: one request in, one reply out. First it is asked who asks, and whether
// they may (entrance.h); reasons are sealed (reason_keeper.h), and what is above a limit waits for a second person
// (approval_desk.h). Blocking: for worker threads. Safe from any thread. Knows no socket.
#pragma once

#include <shared_mutex>

#include "central/desk/approval_desk.h"
#include "central/desk/audit_desk.h"
#include "central/desk/card_desk.h"
#include "central/desk/chain_desk.h"
#include "central/desk/decisions.h"
#include "central/desk/entrance.h"
#include "central/desk/epoch_view.h"
#include "central/desk/erasing.h"
#include "central/desk/evidence_desk.h"
#include "central/desk/explain_desk.h"
#include "central/desk/hand_in_desk.h"
#include "central/desk/inquiries.h"
#include "central/desk/log_ends.h"
#include "central/desk/number_desk.h"
#include "central/desk/operator_desk.h"
#include "central/desk/policy_desk.h"
#include "central/desk/quarantine_desk.h"
#include "central/desk/reason_keeper.h"
#include "central/desk/reason_reader.h"
#include "central/desk/revoking.h"
#include "central/desk/risk_desk.h"

namespace perk::central {

class AdminService {
 public:
  /// `version`: of this program, for the health reply.
  AdminService(DeskSurroundings around, std::string version);
  AdminService(const AdminService&) = delete;
  AdminService& operator=(const AdminService&) = delete;

  /// `on_progress` is called on the calling thread, before the reply.
  [[nodiscard]] AdminReply answer(const AdminAsk& ask, const DeskProgress& on_progress);
  /// Of nobody: answered as long as no operator was ever admitted.
  [[nodiscard]] AdminReply answer(const AdminRequest& request, const DeskProgress& on_progress) {
    return answer(AdminAsk{request, std::nullopt}, on_progress);
  }
  /// Whether whoever reaches head office may ask for everything: no operator was ever admitted.
  [[nodiscard]] Stored<bool> is_open() const { return entrance_.is_open(); }
  /// Of all that the ledger says is erased no text is kept afterwards.
  [[nodiscard]] Stored<Done> resume_erasures() { return erasing_.resume(); }

 private:
  class Receptionist;
  /// Asked by somebody who may.
  [[nodiscard]] AdminReply answer_signed(const AdminRequest& request, const Identity& identity,
                                         const DeskProgress& on_progress);
  const DeskSurroundings around_;
  const std::string version_;
  CardDesk cards_;
  Inquiries inquiries_;
  NumberDesk numbers_;
  ChainDesk chain_;
  RiskDesk risk_;
  Decisions decisions_;
  Revoking revoking_;
  QuarantineDesk quarantine_;
  HandInDesk handing_in_;
  EpochView epochs_;
  LogEnds log_ends_;
  ExplainDesk explanations_;
  PolicyDesk policies_;
  EvidenceDesk evidence_;
  Entrance entrance_;
  OperatorDesk operators_;
  ApprovalDesk approvals_;
  AuditDesk audits_;
  ReasonKeeper reasons_;
  ReasonReader reader_;
  Erasing erasing_;
  /// Shared by what somebody is known to be allowed to do, until it is done; alone is who changes what is
  /// allowed. So nothing is done in the name of somebody who was dismissed before.
  std::shared_mutex accounts_;
};

}  // namespace perk::central
