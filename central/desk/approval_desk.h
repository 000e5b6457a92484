// Decisions that need a second person: the limits above which they do, proposals, and what a second operator says
// of them. Each is head office's fact, and durable on return. One caller at a time for what writes
// (admin_service.h); blocking.
#pragma once

#include <functional>
#include <optional>

#include "central/desk/approval_need.h"
#include "central/desk/entrance.h"
#include "ledger/approval_book.h"

namespace perk::central {

class ApprovalDesk {
 public:
  explicit ApprovalDesk(const DeskSurroundings& around) : around_(around) {}

  [[nodiscard]] DeskAnswer<LimitsReply> limits() const;
  /// Faults: no_operators (nobody to be the second), amount_invalid, rejected, malformed.
  [[nodiscard]] DeskAnswer<LimitsReply> set_limit(const SetLimitRequest& request);

  [[nodiscard]] DeskAnswer<ProposalsReply> proposals(const ProposalsRequest& request) const;

  /// If the request, signed by its maker, is above its limit: the proposal that it became, or was already. None:
  /// it may be done. A repeat of what was done is no proposal. Faults: those that keep it from being judged.
  [[nodiscard]] DeskAnswer<std::optional<PendingApprovalReply>> propose(
      const AdminRequest& request);

  /// Carries a request out, without asking for a second person again.
  using CarryOut = std::function<AdminReply(const AdminRequest&)>;
  /// Approved: writes so, then carries out what was proposed, in the maker's name and with the second person's
  /// word. If it was approved, and a crash came between, it is carried out now; once in all. Faults:
  /// proposal_unknown, own_proposal, proposal_settled, proposal_expired, maker_dismissed, maker_role_lost,
  /// role_needed, rejected, malformed.
  [[nodiscard]] AdminReply settle(const SettleProposalRequest& request, const Identity& second,
                                  const CarryOut& carry_out);

 private:
  [[nodiscard]] DeskAnswer<PendingApprovalReply> write(const ApprovalNeed& need);
  [[nodiscard]] std::optional<AdminFault> fault_in(const SettleProposalRequest& request,
                                                   const Identity& second, const ChainRisk& risk,
                                                   Hlc now) const;

  const DeskSurroundings& around_;
};

}  // namespace perk::central
