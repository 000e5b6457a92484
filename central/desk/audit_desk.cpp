#include "central/desk/audit_desk.h"

#include <algorithm>

#include "central/desk/risk_view.h"
#include "central/desk/rows_max.h"
#include "central/stored_event.h"
#include "central/verify/operator_audit.h"
#include "ledger/permissions.h"
#include "ledger/policy.h"

namespace perk::central {
namespace {

/// More rows than this fit into no reply: the last ones are told.

std::string programme_text(ProgrammeId programme) {
  return programme == ProgrammeId() ? "" : " of programme " + std::to_string(programme.value());
}

/// What an event did, in two or three words: the columns beside it say of whom and how much.
class WhatOf {
 public:
  std::string operator()(const CardFrozen&) const { return "freeze"; }
  std::string operator()(const CardUnfrozen&) const { return "unfreeze"; }
  std::string operator()(const RightsReturnedByDecision&) const { return "rights returned"; }
  std::string operator()(const OverdraftWrittenOff&) const { return "write-off"; }
  std::string operator()(const PolicySet& set) const {
    return "policy " + std::string(policy_name(set.kind)) + programme_text(set.programme);
  }
  std::string operator()(const IncarnationClosed& closed) const {
    return "log " + to_string(closed.incarnation) + " closed";
  }
  std::string operator()(const StoreRevoked&) const { return "store revoked"; }
  std::string operator()(const QuarantineSettled& settled) const {
    const bool is_acceptance = settled.verdict == QuarantineVerdict::Accepted;
    return "quarantined event " + to_string(settled.event) +
           (is_acceptance ? " accepted" : " refused");
  }
  std::string operator()(const LogHandedIn& handed) const {
    return "log " + to_string(handed.incarnation) + " handed in, " +
           std::to_string(handed.after.value() + 1) + " to " +
           std::to_string(handed.through.value());
  }
  std::string operator()(const LogEndProven& proven) const {
    return "end of log " + to_string(proven.incarnation) + " at " +
           std::to_string(proven.through.value());
  }
  std::string operator()(const ChargedBack&) const { return "charge-back"; }
  std::string operator()(const BalanceAdjusted&) const { return "adjustment"; }
  std::string operator()(const EpochBegun& begun) const {
    return "epoch " + std::to_string(begun.epoch.value()) + " begun on the machine";
  }
  std::string operator()(const EpochSettled& settled) const {
    return "epoch " + std::to_string(settled.epoch.value()) + " settled" +
           (settled.without.empty() ? "" : " without " + std::to_string(settled.without.size()));
  }
  std::string operator()(const OperatorAdmitted& admitted) const {
    return "operator " + admitted.name + " admitted as " + std::string(role_name(admitted.role));
  }
  std::string operator()(const OperatorRoleChanged& changed) const {
    return "operator " + changed.name + " made " + std::string(role_name(changed.role));
  }
  std::string operator()(const OperatorDismissed& dismissed) const {
    return "operator " + dismissed.name + " dismissed";
  }
  std::string operator()(const ApprovalLimitSet& limit) const {
    return std::string(limit.amount ? "limit" : "no limit") + " for " +
           std::string(decision_name(limit.kind)) + programme_text(limit.programme);
  }
  std::string operator()(const DecisionProposed& proposed) const {
    return "proposal " + std::to_string(proposed.number.value()) + ": " +
           std::string(decision_name(proposed.kind));
  }
  std::string operator()(const DecisionSettled& settled) const {
    const bool is_approval = settled.verdict == ProposalVerdict::Approved;
    return "proposal " + std::to_string(settled.number.value()) +
           (is_approval ? " approved" : " rejected");
  }
  std::string operator()(const NumberKeyMade& made) const {
    return "card number key " + std::to_string(made.version) + " made for " + made.prefix;
  }
  /// By the beginning of its commitment: enough to find it.
  std::string operator()(const ReasonErased& erased) const {
    return "reason " + to_hex(erased.commitment).substr(0, 16) + ".. erased";
  }
  template <typename Other>
  std::string operator()(const Other& other) const {
    return type_name(EventBody(other));
  }
};

/// With the money: that of what was accepted counts.
const Envelope& envelope_of(const Event& event) {
  const auto* settled = std::get_if<QuarantineSettled>(&event.body);
  const Event* const brought = settled == nullptr ? nullptr : settled->brought.get();
  return brought == nullptr ? event.envelope : brought->envelope;
}

Amount amount_of(const Event& event) {
  if (const auto* off = std::get_if<OverdraftWrittenOff>(&event.body)) return off->amount;
  if (const auto* limit = std::get_if<ApprovalLimitSet>(&event.body))
    return limit->amount.value_or(Amount());
  if (const auto* proposed = std::get_if<DecisionProposed>(&event.body)) return proposed->amount;
  if (std::holds_alternative<RightsReturnedByDecision>(event.body))
    return event.envelope.reserve_effect;
  return envelope_of(event).value_effect;
}

/// The store that it is about; 0: none, or all.
StoreId store_of(const Event& event, const RiskView& view) {
  if (const auto* set = std::get_if<PolicySet>(&event.body)) return set->store;
  if (const auto* revoked = std::get_if<StoreRevoked>(&event.body)) return revoked->store;
  if (const auto* proven = std::get_if<LogEndProven>(&event.body))
    return view.store_of(proven->incarnation);
  if (const auto* closed = std::get_if<IncarnationClosed>(&event.body))
    return view.store_of(closed->incarnation);
  if (const auto* settled = std::get_if<QuarantineSettled>(&event.body))
    return view.store_of(settled->event.origin);
  if (const auto* handed = std::get_if<LogHandedIn>(&event.body))
    return view.store_of(handed->incarnation);
  const auto& named = event.envelope.named_rights;
  return named.empty() ? StoreId() : view.store_of(named.front().incarnation);
}

AuditRow row_of(const JudgedAct& judged, const RiskView& view) {
  const Event& event = judged.act->recorded.event;
  AuditRow row;
  row.at = event.envelope.hlc.wall();
  row.event = judged.act->recorded.id;
  row.operator_name = judged.operator_name;
  row.role = judged.role;
  row.what = std::visit(WhatOf(), event.body);
  row.card = envelope_of(event).card;
  row.store = store_of(event, view);
  if (row.store != StoreId()) row.store_name = view.name_of(row.store);
  row.amount = amount_of(event);
  row.currency = envelope_of(event).currency;
  row.reason = judged.reason;
  row.second = judged.second;
  row.word = judged.word;
  row.why_broken = judged.why_broken;
  return row;
}

bool is_asked_for(const AuditRow& row, const AuditRequest& request) {
  const bool is_theirs = request.operator_name.empty() ||
                         row.operator_name == request.operator_name ||
                         row.second == request.operator_name;
  return is_theirs && (!request.since || row.at >= *request.since);
}

Stored<Done> read_all(EventStore& events, OperatorAudit& audit, const DeskProgress& on_progress) {
  const auto ends = events.shard_ends();
  if (!ends) return failed(ends.error());
  std::uint64_t total = 0;
  for (const ShardEnd& end : ends.value()) total += end.position.value();
  std::uint64_t done = 0;
  for (const ShardEnd& end : ends.value()) {
    for (Position after; after < end.position;) {
      const auto read = events.read_shard(end.shard, after, kFoldBatchMax);
      if (!read) return failed(read.error());
      if (read.value().empty()) break;
      for (const StoredEvent& stored : read.value()) {
        if (const auto recorded = decode_stored(stored)) audit.take(recorded.value(), "");
      }
      after = read.value().back().position;
      done += read.value().size();
      on_progress({"audit", done, std::max(done, total)});
    }
  }
  return Done{};
}

}  // namespace

DeskAnswer<AuditReply> AuditDesk::audit(const AuditRequest& request,
                                        const DeskProgress& on_progress) const {
  const auto view = RiskView::look(around_, Patience::AsLongAsItTakes);
  if (!view) return failed(view.error());
  OperatorAudit audit;
  if (const auto done = read_all(around_.events, audit, on_progress); !done)
    return failed(fault_of(done.error()));
  AuditReply reply;
  for (const JudgedAct& judged : audit.judge()) {
    AuditRow row = row_of(judged, view.value());
    if (is_asked_for(row, request)) reply.rows.push_back(std::move(row));
  }
  reply.count = reply.rows.size();
  if (reply.rows.size() > kRowsMax)
    reply.rows.erase(reply.rows.begin(), reply.rows.end() - kRowsMax);
  around_.risk.read([&](const ChainRisk& risk) {
    for (AuditRow& row : reply.rows) {
      if (!row.card) continue;
      const CardState& card = risk.card(*row.card);
      if (card.issue) row.last_four = card.issue->last_four;
    }
  });
  return reply;
}

}  // namespace perk::central
