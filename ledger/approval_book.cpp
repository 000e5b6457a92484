#include "ledger/approval_book.h"

#include <tuple>

namespace perk {

void ApprovalBook::fold(const RecordedEvent& recorded) {
  if (!recorded.id.origin.is_head_office()) return;
  const Envelope& envelope = recorded.event.envelope;
  if (const auto* limit = std::get_if<ApprovalLimitSet>(&recorded.event.body)) {
    const Moment moment{envelope.hlc, recorded.id};
    const auto [there, is_new] =
        limits_.try_emplace({limit->kind, limit->programme}, moment, *limit);
    if (!is_new && there->second.first < moment) there->second = {moment, *limit};
  }
  if (const auto* proposed = std::get_if<DecisionProposed>(&recorded.event.body)) {
    const Proposal proposal{*proposed, envelope.currency, recorded.id, envelope.hlc, {}};
    const auto [there, is_new] = proposals_.try_emplace(proposed->number, proposal);
    // Of two of one number, as a head office that was restored may have written, the first counts.
    const bool is_first =
        std::tie(proposal.at, proposal.by) < std::tie(there->second.at, there->second.by);
    if (!is_new && is_first) there->second = proposal;
    const auto early = early_.find(proposed->number);
    if (early != early_.end()) there->second.settled = early->second;
  }
  if (const auto* settled = std::get_if<DecisionSettled>(&recorded.event.body))
    return settle(recorded, *settled);
  const bool comes_before = std::holds_alternative<RightsReturnedByDecision>(recorded.event.body);
  if (envelope.word && !comes_before)
    carried_out_.insert({envelope.word->challenge, envelope.word->counter});
}

void ApprovalBook::settle(const RecordedEvent& recorded, const DecisionSettled& said) {
  const Envelope& envelope = recorded.event.envelope;
  const Proposal::Settled settled{said, recorded.id, envelope.hlc, envelope.word};
  const auto [first, is_new] = early_.try_emplace(said.number, settled);
  if (!is_new && std::tie(settled.at, settled.by) < std::tie(first->second.at, first->second.by))
    first->second = settled;
  const auto proposal = proposals_.find(said.number);
  if (proposal != proposals_.end()) proposal->second.settled = first->second;
}

bool ApprovalBook::is_carried_out(const Proposal& proposal) const {
  if (!proposal.settled || !proposal.settled->word) return false;
  const OperatorWord& word = *proposal.settled->word;
  return carried_out_.contains({word.challenge, word.counter});
}

std::optional<Amount> ApprovalBook::limit_for(DecisionKind kind, ProgrammeId programme) const {
  for (const ProgrammeId scope : {programme, ProgrammeId()}) {
    const auto limit = limits_.find({kind, scope});
    if (limit != limits_.end()) return limit->second.second.amount;
  }
  return std::nullopt;
}

std::vector<ApprovalLimitSet> ApprovalBook::limits() const {
  std::vector<ApprovalLimitSet> limits;
  for (const auto& [scope, limit] : limits_) limits.push_back(limit.second);
  return limits;
}

const Proposal* ApprovalBook::find(ProposalNumber number) const {
  const auto found = proposals_.find(number);
  return found == proposals_.end() ? nullptr : &found->second;
}

ProposalNumber ApprovalBook::next_number() const {
  return proposals_.empty() ? ProposalNumber(1) : proposals_.rbegin()->first.next();
}

}  // namespace perk
