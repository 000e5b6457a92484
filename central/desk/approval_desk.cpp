#include "central/desk/approval_desk.h"

#include <algorithm>

#include "central/admin/admin_codec.h"
#include "central/admin/seal_reason.h"
#include "central/desk/chain_pen.h"
#include "ledger/reason.h"

namespace perk::central {
namespace {

/// As it is kept in a proposal; a card stands in it by its id.
std::vector<std::uint8_t> bytes_of(const AdminRequest& request) {
  return encode_admin_request(request).payload;
}
std::optional<AdminRequest> request_of(const Proposal& proposal) {
  auto request = decode_admin_request(request_in({"", {}, {}, proposal.said.request}));
  if (!request) return std::nullopt;
  return std::move(request).value();
}

/// Asked again it is the same, although its reason is sealed with another salt each time.
bool is_same_request(const std::vector<std::uint8_t>& first,
                     const std::vector<std::uint8_t>& second) {
  if (first == second) return true;
  auto one = decode_admin_request(request_in({"", {}, {}, first}));
  auto other = decode_admin_request(request_in({"", {}, {}, second}));
  if (!one || !other) return false;
  std::string* const reason = reason_of(one.value());
  std::string* const other_reason = reason_of(other.value());
  if (reason == nullptr || other_reason == nullptr) return false;
  if (!may_be_same_reason(*reason, *other_reason)) return false;
  *reason = *other_reason;
  return bytes_of(one.value()) == bytes_of(other.value());
}

ProposalState state_of(const Proposal& proposal, WallTime now) {
  if (proposal.settled) {
    return proposal.settled->said.verdict == ProposalVerdict::Approved ? ProposalState::Approved
                                                                       : ProposalState::Rejected;
  }
  return now > proposal.said.expires_at ? ProposalState::Expired : ProposalState::Open;
}

std::string what_is_asked(const Proposal& proposal, const ChainRisk& risk) {
  const auto request = request_of(proposal);
  if (!request) return "of a newer version";
  const auto card = [&](const CardRef& ref) {
    const CardState& known = risk.card(ref.id.value_or(CardId()));
    return known.issue ? "the card ending " + known.issue->last_four : std::string("a card");
  };
  if (const auto* adjust = std::get_if<AdjustRequest>(&*request))
    return "adjust " + card(adjust->card) + " by " + adjust->amount;
  if (const auto* back = std::get_if<ChargeBackRequest>(&*request))
    return "charge back " + back->amount + " on " + card(back->card);
  if (const auto* off = std::get_if<WriteOffRequest>(&*request))
    return "write off overdraft " + to_string(off->opening);
  if (const auto* lost = std::get_if<DeclareLostRequest>(&*request))
    return "declare " + lost->store + " lost";
  if (const auto* settle = std::get_if<SettleQuarantineRequest>(&*request))
    return "accept event " + std::to_string(settle->id) + " of the quarantine";
  if (const auto* end = std::get_if<ProveEndRequest>(&*request))
    return "declare the end of " + end->log + " proven";
  return "settle the epoch without somebody";
}

AdminFault own_proposal() {
  return {"own_proposal", "It is your own proposal: a second person must settle it."};
}

AdminFault settled_before(const Proposal& proposal) {
  const bool is_approval = proposal.settled->said.verdict == ProposalVerdict::Approved;
  return {"proposal_settled", "It was " + std::string(is_approval ? "approved" : "rejected") +
                                  " by " + proposal.settled->said.operator_name + " before."};
}

}  // namespace

DeskAnswer<LimitsReply> ApprovalDesk::limits() const {
  const Shard shard = shard_of(StoreId(), around_.chain.shard_count);
  if (auto done = around_.risk.catch_up(shard); !done) return failed(fault_of(done.error()));
  LimitsReply reply{around_.chain.currency, {}};
  around_.risk.read([&](const ChainRisk& risk) {
    for (const ApprovalLimitSet& limit : risk.approvals().limits())
      reply.rows.push_back(
          {limit.kind, limit.programme, limit.amount, limit.reason, limit.operator_name});
  });
  return reply;
}

DeskAnswer<LimitsReply> ApprovalDesk::set_limit(const SetLimitRequest& request) {
  if (auto fault = fault_in_texts(request.reason, request.operator_name))
    return failed(std::move(*fault));
  if (is_blank(request.reason)) return failed(fault_of(RightsRefusal::ReasonMissing));
  if (!request.word)
    return failed(AdminFault{"no_operators",
                             "A limit needs two operators, and there are none: admit them first, "
                             "with `perk operator add`."});
  ApprovalLimitSet limit{request.programme, request.kind, std::nullopt, request.reason,
                         request.operator_name};
  if (!request.amount.empty()) {
    const auto money = money_of(request.amount, around_.chain.currency);
    if (!money) return failed(money.error());
    if (money.value().amount.is_negative() || money.value().amount > kEventAmountMax)
      return failed(fault_of(RightsRefusal::AmountAbsurd));
    limit.amount = money.value().amount;
  }
  const Currency currency = limit.amount ? around_.chain.currency : Currency();
  const auto written =
      write_chain_word(around_, request.word, [&](const OfficeDesk& desk, const ChainRisk& risk) {
        const auto all = risk.approvals().limits();
        const bool is_so = std::ranges::any_of(all, [&](const ApprovalLimitSet& one) {
          return one.kind == limit.kind && one.programme == limit.programme &&
                 one.amount == limit.amount;
        });
        std::vector<Event> events;
        if (!is_so) events.push_back(chain_event(limit, desk.stamp(), currency));
        return events;
      });
  if (!written) return failed(fault_of(written.error()));
  return limits();
}

DeskAnswer<ProposalsReply> ApprovalDesk::proposals(const ProposalsRequest& request) const {
  if (auto done = around_.risk.catch_up(); !done) return failed(fault_of(done.error()));
  const WallTime now = around_.clock.wall();
  ProposalsReply reply{around_.chain.currency, {}};
  around_.risk.read([&](const ChainRisk& risk) {
    for (const auto& [number, proposal] : risk.approvals().proposals()) {
      const ProposalState state = state_of(proposal, now);
      if (state != ProposalState::Open && !request.all) continue;
      reply.rows.push_back({number, proposal.said.kind, proposal.said.amount,
                            proposal.said.programme, what_is_asked(proposal, risk),
                            proposal.said.reason, proposal.said.operator_name, proposal.at.wall(),
                            proposal.said.expires_at, state,
                            proposal.settled ? proposal.settled->said.operator_name : ""});
    }
  });
  return reply;
}

DeskAnswer<std::optional<PendingApprovalReply>> ApprovalDesk::propose(const AdminRequest& request) {
  const auto found = approval_need(around_, request);
  if (!found) return failed(found.error());
  if (!found.value()) return std::optional<PendingApprovalReply>();
  const ApprovalNeed& need = *found.value();
  const auto limit = around_.risk.read(
      [&](const ChainRisk& risk) { return risk.approvals().limit_for(need.kind, need.programme); });
  const bool is_above = limit && (need.kind == DecisionKind::Override || need.amount > *limit);
  if (!is_above) return std::optional<PendingApprovalReply>();
  if (auto fault = fault_in_texts(need.reason, need.operator_name))
    return failed(std::move(*fault));
  if (is_blank(need.reason)) return failed(fault_of(RightsRefusal::ReasonMissing));
  auto written = write(need);
  if (!written) return failed(written.error());
  return std::optional(std::move(written).value());
}

DeskAnswer<PendingApprovalReply> ApprovalDesk::write(const ApprovalNeed& need) {
  DecisionProposed said{{}, need.kind,   need.amount,       need.programme, bytes_of(need.request),
                        {}, need.reason, need.operator_name};
  const auto written =
      write_chain_word(around_, need.word, [&](const OfficeDesk& desk, const ChainRisk& risk) {
        // Asked again it is the same proposal.
        for (const auto& [number, proposal] : risk.approvals().proposals()) {
          const bool is_same = is_same_request(proposal.said.request, said.request) &&
                               proposal.said.operator_name == said.operator_name &&
                               state_of(proposal, desk.now()) == ProposalState::Open;
          if (!is_same) continue;
          said = proposal.said;
          return std::vector<Event>();
        }
        const Stamp stamp = desk.stamp();
        said.number = risk.approvals().next_number();
        said.expires_at = stamp.hlc.wall() + kProposalLasts;
        return std::vector<Event>{chain_event(said, stamp, around_.chain.currency)};
      });
  if (!written) return failed(fault_of(written.error()));
  return PendingApprovalReply{said.number, said.kind, said.amount, around_.chain.currency,
                              said.expires_at};
}

std::optional<AdminFault> ApprovalDesk::fault_in(const SettleProposalRequest& request,
                                                 const Identity& second, const ChainRisk& risk,
                                                 Hlc now) const {
  const Proposal* const proposal = risk.approvals().find(request.number);
  if (proposal == nullptr)
    return AdminFault{"proposal_unknown", "There is no proposal " +
                                              std::to_string(request.number.value()) +
                                              ": `perk proposals --all` lists them."};
  const auto asked = request_of(*proposal);
  const auto action = asked ? action_of(*asked) : std::nullopt;
  if (!action) return AdminFault{"malformed", "What is proposed is of a newer version of Perk."};
  const std::string& maker = proposal->said.operator_name;
  if (maker == second.word.name) return own_proposal();
  if (!may(second.role, *action)) return role_needed(second.role, *action);
  if (proposal->settled) {
    // Approved, and then head office went down: it is carried out now.
    const bool goes_on = request.verdict == ProposalVerdict::Approved &&
                         proposal->settled->said.verdict == ProposalVerdict::Approved &&
                         !risk.approvals().is_carried_out(*proposal);
    if (!goes_on) return settled_before(*proposal);
  }
  if (now.wall() > proposal->said.expires_at)
    return AdminFault{"proposal_expired", "It waited for a second person until " +
                                              to_iso8601(proposal->said.expires_at) +
                                              ": it must be proposed again."};
  if (request.verdict == ProposalVerdict::Rejected) return std::nullopt;
  const auto account = risk.operators().find(maker);
  if (!account || account->is_dismissed)
    return AdminFault{"maker_dismissed", maker + ", who proposed it, is no operator any more."};
  if (!may(account->role, *action))
    return AdminFault{"maker_role_lost", maker + ", who proposed it, is " +
                                             std::string(role_name(account->role)) +
                                             " now, and may not do it any more."};
  return std::nullopt;
}

AdminReply ApprovalDesk::settle(const SettleProposalRequest& request, const Identity& second,
                                const CarryOut& carry_out) {
  if (auto fault = fault_in_texts(request.reason, request.operator_name)) return std::move(*fault);
  if (is_blank(request.reason)) return fault_of(RightsRefusal::ReasonMissing);
  // What was carried out stands in the shards of cards and stores.
  if (auto done = around_.risk.catch_up(); !done) return fault_of(done.error());
  std::optional<AdminFault> refused;
  const auto written =
      write_chain_word(around_, request.word, [&](const OfficeDesk& desk, const ChainRisk& risk) {
        const Stamp stamp = desk.stamp();
        std::vector<Event> events;
        refused = fault_in(request, second, risk, stamp.hlc);
        const Proposal* const proposal = risk.approvals().find(request.number);
        if (refused || proposal->settled) return events;
        events.push_back(chain_event(
            DecisionSettled{request.number, request.verdict, request.reason, request.operator_name},
            stamp));
        return events;
      });
  if (!written) return fault_of(written.error());
  if (refused) return std::move(*refused);
  if (request.verdict == ProposalVerdict::Rejected) return ProposalRejectedReply{request.number};
  const auto approved = around_.risk.read(
      [&](const ChainRisk& risk) { return *risk.approvals().find(request.number); });
  return carry_out(in_name_of(request_of(approved).value(), approved.said.operator_name,
                              approved.settled->word));
}

}  // namespace perk::central
