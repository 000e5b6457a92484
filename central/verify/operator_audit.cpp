#include "central/verify/operator_audit.h"

#include <algorithm>
#include <optional>
#include <set>
#include <tuple>

#include "sync/crypto/operator_proof.h"

namespace perk::central {
namespace {

/// Whose doing an event says it is, and which permissions were enough for it.
struct Claim {
  std::string operator_name;
  std::string reason;
  std::vector<AdminAction> actions;  ///< Empty: done on head office's machine, where nobody signs.
  bool is_one_of_many = false;       ///< One command writes several of these.
};

AdminAction action_of(DecisionKind kind) {
  switch (kind) {
    case DecisionKind::WriteOff:
      return AdminAction::WriteOff;
    case DecisionKind::DeclaredLoss:
      return AdminAction::DeclareLost;
    case DecisionKind::ChargeBack:
      return AdminAction::ChargeBack;
    default:
      return AdminAction::Adjust;
  }
}

class ClaimOf {
 public:
  explicit ClaimOf(const Envelope& envelope) : envelope_(envelope) {}
  using Found = std::optional<Claim>;

  Found operator()(const CardFrozen& body) const { return of(body, {AdminAction::Freeze}); }
  Found operator()(const CardUnfrozen& body) const { return of(body, {AdminAction::Unfreeze}); }
  Found operator()(const RightsReturnedByDecision& body) const {
    return of(body, {AdminAction::DeclareLost, AdminAction::ProveEnd}, true);
  }
  Found operator()(const OverdraftWrittenOff& body) const {
    return of(body, {AdminAction::WriteOff});
  }
  Found operator()(const PolicySet& body) const {
    return Claim{body.operator_name, "", {AdminAction::SetPolicy}, false};
  }
  Found operator()(const LogEndProven& body) const {
    return of(body, {AdminAction::ProveEnd}, true);
  }
  /// Head office closes logs by itself too: then nobody signs.
  Found operator()(const IncarnationClosed& closed) const {
    if (!envelope_.word) return std::nullopt;
    if (closed.why == ClosedWhy::Decided) return Claim{"", "", {AdminAction::DeclareLost}, true};
    // Whatever it was to be closed for before: the first reason given stands.
    return Claim{"", "", {AdminAction::DeclareLost, AdminAction::RevokeStore}, true};
  }
  Found operator()(const StoreRevoked& body) const {
    return of(body, {AdminAction::RevokeStore}, true);
  }
  Found operator()(const QuarantineSettled& body) const {
    return of(body, {AdminAction::SettleQuarantine});
  }
  Found operator()(const LogHandedIn& body) const {
    return of(body, {AdminAction::SettleQuarantine});
  }
  Found operator()(const NumberKeyMade& body) const {
    return of(body, {AdminAction::RotateNumberKey});
  }
  Found operator()(const ChargedBack& body) const { return of(body, {AdminAction::ChargeBack}); }
  Found operator()(const BalanceAdjusted& body) const { return of(body, {AdminAction::Adjust}); }
  Found operator()(const EpochBegun& body) const { return of(body, {}); }
  Found operator()(const EpochSettled& body) const { return of(body, {AdminAction::SettleEpoch}); }
  Found operator()(const OperatorAdmitted& body) const {
    return of(body, {AdminAction::ManageOperators});
  }
  Found operator()(const OperatorRoleChanged& body) const {
    return of(body, {AdminAction::ManageOperators});
  }
  Found operator()(const OperatorDismissed& body) const {
    return of(body, {AdminAction::ManageOperators});
  }
  Found operator()(const ApprovalLimitSet& body) const {
    return of(body, {AdminAction::SetLimits});
  }
  Found operator()(const DecisionProposed& body) const {
    if (body.kind == DecisionKind::Override)
      return of(body, {AdminAction::ProveEnd, AdminAction::SettleEpoch});
    // What is accepted of the quarantine counts as an adjustment.
    if (body.kind == DecisionKind::Adjustment)
      return of(body, {AdminAction::Adjust, AdminAction::SettleQuarantine});
    return of(body, {action_of(body.kind)});
  }
  Found operator()(const DecisionSettled& body) const {
    return of(body, {AdminAction::SettleProposal}, true);
  }
  Found operator()(const ReasonErased& body) const { return of(body, {AdminAction::EraseReason}); }
  template <typename Other>
  Found operator()(const Other&) const {
    if (!envelope_.word) return std::nullopt;
    return Claim{envelope_.word->name, "", {AdminAction::Count}, false};
  }

 private:
  template <typename Body>
  static Found of(const Body& body, std::vector<AdminAction> actions, bool is_one_of_many = false) {
    if (body.operator_name == kByRule) return std::nullopt;
    return Claim{body.operator_name, body.reason, std::move(actions), is_one_of_many};
  }
  const Envelope& envelope_;
};

std::optional<Claim> claim_of(const Event& event) {
  return std::visit(ClaimOf(event.envelope), event.body);
}

/// Judges acts one after another, each with what stands in those before it.
class Judge {
 public:
  Judge(const OperatorBook& operators, const ApprovalBook& approvals)
      : operators_(operators), approvals_(approvals) {}

  JudgedAct judge(const OperatorAct& act) {
    Claim claim = claim_of(act.recorded.event).value();
    const Envelope& envelope = act.recorded.event.envelope;
    JudgedAct judged{&act, claim.operator_name, {}, claim.reason, "", WordState::None, ""};
    if (envelope.word && claim.operator_name.empty()) judged.operator_name = envelope.word->name;
    Hlc moment = envelope.hlc;
    if (envelope.word) moment = note_second(judged, *envelope.word, moment);
    if (const auto account = operators_.find_before(judged.operator_name, moment))
      judged.role = account->role;
    judged.why_broken = why_broken(judged, claim, envelope, moment);
    if (envelope.word) judged.word = WordState::Holds;
    if (!judged.why_broken.empty()) judged.word = WordState::Broken;
    return judged;
  }

 private:
  /// What was approved has the word of the second person; when they gave it.
  Hlc note_second(JudgedAct& judged, const OperatorWord& word, Hlc moment) const {
    if (std::holds_alternative<DecisionSettled>(judged.act->recorded.event.body)) return moment;
    for (const auto& [number, proposal] : approvals_.proposals()) {
      const auto& settled = proposal.settled;
      const bool is_it =
          settled && settled->word == word && settled->said.verdict == ProposalVerdict::Approved;
      if (!is_it) continue;
      // Nothing comes of it in somebody else's name.
      if (judged.operator_name == word.name) judged.operator_name = proposal.said.operator_name;
      if (judged.operator_name != proposal.said.operator_name) continue;
      judged.second = word.name;
      return settled->at;
    }
    return moment;
  }

  std::string why_broken(const JudgedAct& judged, const Claim& claim, const Envelope& envelope,
                         Hlc moment) {
    const bool was_open = operators_.was_open_before(moment);
    if (!envelope.word) {
      return was_open || claim.actions.empty() ? "" : "it has no operator's word";
    }
    const OperatorWord& word = *envelope.word;
    if (word.name != judged.operator_name && word.name != judged.second)
      return "it is said to be " + judged.operator_name + "'s, and was signed by " + word.name;
    const auto account = operators_.find_before(word.name, moment);
    if (!account || account->is_dismissed) return word.name + " was no operator then";
    if (sync::key_id_of(account->key) != word.key)
      return "it names a key that " + word.name + " did not have then";
    if (!sync::is_said_with(word, account->key)) return word.name + "'s signature does not hold";
    const bool may_do = std::ranges::any_of(claim.actions, [&](AdminAction action) {
      return action != AdminAction::Count && may(account->role, action);
    });
    if (!may_do)
      return word.name + " was " + std::string(role_name(account->role)) + ", who may not do that";
    if (!is_first_use(judged, claim, word)) return "the same word stands in another event";
    return "";
  }

  /// One word makes one event; or all those of one long decision; or a settlement and what it settled.
  bool is_first_use(const JudgedAct& judged, const Claim& claim, const OperatorWord& word) {
    if (std::holds_alternative<DecisionSettled>(judged.act->recorded.event.body))
      return settled_.insert({word.challenge, word.counter}).second;
    const EventId use = claim.is_one_of_many ? EventId() : judged.act->recorded.id;
    return uses_.try_emplace({word.challenge, word.counter}, use).first->second == use;
  }

  using WordId = std::pair<Digest, WordCounter>;
  const OperatorBook& operators_;
  const ApprovalBook& approvals_;
  std::map<WordId, EventId> uses_;
  std::set<WordId> settled_;
};

}  // namespace

void OperatorAudit::take(const RecordedEvent& recorded, std::string place) {
  if (!recorded.id.origin.is_head_office() || !is_foldable(recorded.event)) return;
  operators_.fold(recorded);
  approvals_.fold(recorded);
  if (claim_of(recorded.event)) acts_.push_back({recorded, std::move(place)});
}

std::vector<JudgedAct> OperatorAudit::judge() const {
  std::vector<const OperatorAct*> in_order;
  for (const OperatorAct& act : acts_) in_order.push_back(&act);
  std::ranges::sort(in_order, {}, [](const OperatorAct* act) {
    return std::pair(act->recorded.event.envelope.hlc, act->recorded.id);
  });
  Judge judge(operators_, approvals_);
  std::vector<JudgedAct> judged;
  for (const OperatorAct* act : in_order) judged.push_back(judge.judge(*act));
  return judged;
}

}  // namespace perk::central
