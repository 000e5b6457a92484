// Head office's answers to the admin tool: one request in, one reply out. Blocking: for worker threads.
// Safe from any thread. Knows no socket.
#pragma once

#include "central/desk/card_desk.h"
#include "central/desk/chain_desk.h"
#include "central/desk/decisions.h"
#include "central/desk/epoch_view.h"
#include "central/desk/evidence_desk.h"
#include "central/desk/explain_desk.h"
#include "central/desk/inquiries.h"
#include "central/desk/log_ends.h"
#include "central/desk/number_desk.h"
#include "central/desk/policy_desk.h"
#include "central/desk/risk_desk.h"

namespace perk::central {

class AdminService {
 public:
  /// `version`: of this program, for the health reply.
  AdminService(DeskSurroundings around, std::string version);
  AdminService(const AdminService&) = delete;
  AdminService& operator=(const AdminService&) = delete;

  /// `on_progress` is called on the calling thread, before the reply.
  [[nodiscard]] AdminReply answer(const AdminRequest& request, const DeskProgress& on_progress);

 private:
  class Receptionist;
  const DeskSurroundings around_;
  const std::string version_;
  CardDesk cards_;
  Inquiries inquiries_;
  NumberDesk numbers_;
  ChainDesk chain_;
  RiskDesk risk_;
  Decisions decisions_;
  EpochView epochs_;
  LogEnds log_ends_;
  ExplainDesk explanations_;
  PolicyDesk policies_;
  EvidenceDesk evidence_;
};

}  // namespace perk::central
