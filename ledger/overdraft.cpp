#include "ledger/overdraft.h"

#include <algorithm>
#include <map>

#include "ledger/check.h"
#include "ledger/event_making.h"

namespace perk {
namespace {

/// Shares what is missing out among those who caused it, each at most for what is his.
class Blame {
 public:
  explicit Blame(const CardState& card) : card_(card), missing_(not_negative(-card.available())) {}

  void put(OverdraftCause cause, Origin owner, Amount caused) {
    const Amount share = std::min(missing_, caused - opened_before(cause, owner));
    if (!share.is_positive()) return;
    missing_ -= share;
    to_open_.push_back({cause, owner, share});
  }

  /// For what nobody above has caused.
  void put_rest(Origin owner) {
    if (!missing_.is_positive()) return;
    to_open_.push_back({OverdraftCause::Unspecified, owner, missing_});
  }

  [[nodiscard]] std::vector<OverdraftToOpen> take() && { return std::move(to_open_); }

 private:
  [[nodiscard]] Amount opened_before(OverdraftCause cause, Origin owner) const {
    Amount opened;
    for (const auto& [opening, overdraft] : card_.overdrafts) {
      if (overdraft.cause == cause && overdraft.owner == owner) opened += overdraft.opened;
    }
    return opened;
  }

  const CardState& card_;
  Amount missing_;
  std::vector<OverdraftToOpen> to_open_;
};

/// What each incarnation approved beyond rights, less what refunds repaid; apart by whether head office had
/// frozen the card by then. Its store cannot have heard of it: it would have declined.
using ByOrigin = std::map<Origin, Amount>;
ByOrigin approved_beyond_rights(const CardState& card, OverdraftCause cause) {
  ByOrigin beyond;
  for (const auto& [purchase, redemption] : card.redemptions) {
    const Amount unpaid = not_negative(redemption.beyond_rights - redemption.reversed);
    const bool is_late = card.was_frozen_at(redemption.at);
    const bool is_asked_for = is_late == (cause == OverdraftCause::LateFreeze);
    if (unpaid.is_positive() && is_asked_for) beyond[purchase.origin] += unpaid;
  }
  return beyond;
}

/// What was charged back of the loads that each origin took: of what is missing, that much would be there.
ByOrigin charged_back(const CardState& card) {
  ByOrigin back;
  for (const auto& [loading, load] : card.loads) {
    if (load.charged_back.is_positive()) back[loading.origin] += load.charged_back;
  }
  return back;
}

/// Refuses a part of an overdraft that is not owed.
MaybeRefusal refuse_part(const CardState& card, const OverdraftPart& part) {
  const auto overdraft = card.overdrafts.find(part.opening);
  if (overdraft == card.overdrafts.end() || !overdraft->second.opened.is_positive())
    return RightsRefusal::OriginalUnknown;
  if (part.amount > overdraft->second.left()) return RightsRefusal::MoreThanOwed;
  return std::nullopt;
}

}  // namespace

std::vector<OverdraftToOpen> overdrafts_to_open(const CardState& card, Origin head_office,
                                                const std::vector<KnownLoss>& known) {
  Blame blame(card);
  for (const KnownLoss& loss : known) blame.put(loss.cause, loss.owner, loss.amount);
  for (const auto& [origin, amount] : charged_back(card))
    blame.put(OverdraftCause::ChargeBack, origin, amount);
  for (const auto& [incarnation, named] : card.named_rights)
    blame.put(OverdraftCause::LostStore, incarnation,
              std::min(named.returned, -card.rights_of(incarnation)));
  for (const auto& [incarnation, amount] : card.overspent_by_forks())
    blame.put(OverdraftCause::Rollback, incarnation, amount);
  for (const OverdraftCause cause : {OverdraftCause::LateFreeze, OverdraftCause::StandIn}) {
    for (const auto& [incarnation, amount] : approved_beyond_rights(card, cause))
      blame.put(cause, incarnation, amount);
  }
  blame.put_rest(head_office);
  return std::move(blame).take();
}

RightsOutcome open_overdraft(const CardState& card, const CardId& id,
                             const OverdraftToOpen& overdraft, const Stamp& head_office) {
  PERK_CHECK(head_office.origin.is_head_office(), "only head office opens an overdraft");
  PERK_CHECK(overdraft.owner != Origin(), "an overdraft has an owner");
  if (const MaybeRefusal no = refuse_amount(overdraft.amount)) return failed(*no);
  if (!card.is_known()) return failed(RightsRefusal::CardUnknown);
  if (overdraft.amount > -card.available()) return failed(RightsRefusal::MoreThanOwed);
  Event opened = make_event(id, card.issue->currency, head_office,
                            OverdraftOpened{overdraft.cause, overdraft.owner});
  opened.envelope.value_effect = overdraft.amount;
  opened.envelope.reserve_effect = overdraft.amount;
  return opened;
}

std::vector<OverdraftPart> recoveries_due(const CardState& card) {
  std::vector<OverdraftPart> due;
  Amount free = not_negative(free_reserve(card));
  for (const auto& [opening, overdraft] : card.overdrafts) {
    const Amount amount = std::min(free, overdraft.left());
    if (!amount.is_positive()) continue;
    free -= amount;
    due.push_back({opening, amount});
  }
  return due;
}

Amount recall_for_debts(const CardState& card) {
  const Amount wanted = not_negative(card.open_overdraft() - free_reserve(card));
  return std::min(wanted, rights_out(card));
}

RightsOutcome recover_overdraft(const CardState& card, const CardId& id, const OverdraftPart& part,
                                const Stamp& head_office) {
  PERK_CHECK(head_office.origin.is_head_office(), "an overdraft is paid from the reserve");
  if (const MaybeRefusal no = refuse_amount(part.amount)) return failed(*no);
  if (!card.is_known()) return failed(RightsRefusal::CardUnknown);
  if (part.amount > free_reserve(card)) return failed(RightsRefusal::MoreThanReserve);
  if (const MaybeRefusal no = refuse_part(card, part)) return failed(*no);
  Event recovered = make_event(id, card.issue->currency, head_office, OverdraftRecovered{});
  recovered.envelope.original = part.opening;
  recovered.envelope.value_effect = -part.amount;
  recovered.envelope.reserve_effect = -part.amount;
  return recovered;
}

RightsOutcome write_off_overdraft(const CardState& card, const CardId& id,
                                  const WriteOff& write_off, const Stamp& head_office) {
  PERK_CHECK(head_office.origin.is_head_office(), "only head office writes an overdraft off");
  if (const MaybeRefusal no = refuse_amount(write_off.part.amount)) return failed(*no);
  if (is_blank(write_off.reason)) return failed(RightsRefusal::ReasonMissing);
  if (!card.is_known()) return failed(RightsRefusal::CardUnknown);
  if (const MaybeRefusal no = refuse_part(card, write_off.part)) return failed(*no);
  Event off = make_event(
      id, card.issue->currency, head_office,
      OverdraftWrittenOff{write_off.part.amount, write_off.reason, write_off.operator_name});
  off.envelope.original = write_off.part.opening;
  return off;
}

}  // namespace perk
