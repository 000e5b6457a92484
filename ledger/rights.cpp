#include "ledger/rights.h"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "ledger/check.h"
#include "ledger/conservation.h"
#include "ledger/event_making.h"
#include "ledger/mutant.h"

namespace perk {
namespace {

/// Everybody who ever held rights of the card.
std::set<Origin> holders_of(const CardState& card) {
  std::set<Origin> holders;
  for (const auto& [origin, totals] : card.origins) holders.insert(origin);
  for (const auto& [origin, named] : card.named_rights) holders.insert(origin);
  for (const auto& [name, told] : card.closed_logs) {
    for (const NamedRightsEffect& effect : told.rights) holders.insert(effect.incarnation);
  }
  return holders;
}

}  // namespace

std::string_view refusal_name(RightsRefusal refusal) {
  constexpr std::array<std::string_view, 17> kNames{
      "amount_not_positive", "amount_absurd",        "reason_missing",        "not_an_incarnation",
      "card_unknown",        "card_is_frozen",       "more_than_held",        "more_than_reserve",
      "original_unknown",    "original_elsewhere",   "already_renounced",     "more_than_owed",
      "allowance_unknown",   "allowance_has_lapsed", "more_than_heard_spent", "card_still_short",
      "not_expired_yet"};
  return kNames.at(static_cast<std::size_t>(refusal));
}

Amount rights_out(const CardState& card) {
  Amount out;
  for (const Origin holder : holders_of(card)) out += std::max(Amount(), card.rights_of(holder));
  return out;
}

Amount free_reserve(const CardState& card) {
  if (PERK_PLANTED(Mutant::GrantsWhatIsOut)) return card.available();
  return card.available() - rights_out(card);
}

Amount to_be_recalled(const CardState& card) {
  return std::min(std::max(Amount(), -free_reserve(card)), rights_out(card));
}

RightsOutcome release_rights(const CardState& card, const CardId& id, Amount amount,
                             ReleaseReason why, const Stamp& store) {
  PERK_CHECK(store.origin.is_incarnation(), "only a store gives its rights back");
  if (const MaybeRefusal no = refuse_amount(amount)) return failed(*no);
  if (!card.is_known()) return failed(RightsRefusal::CardUnknown);
  if (amount > card.rights_of(store.origin)) return failed(RightsRefusal::MoreThanHeld);
  Event released = make_event(id, card.issue->currency, store, RightsReleased{why});
  released.envelope.own_rights_effect = -amount;
  released.envelope.reserve_effect = amount;
  return released;
}

RightsOutcome grant_rights(const CardState& card, const CardId& id, const Grant& grant,
                           const Stamp& head_office) {
  PERK_CHECK(head_office.origin.is_head_office(), "only head office has a reserve to grant from");
  if (const MaybeRefusal no = refuse_amount(grant.amount)) return failed(*no);
  if (!grant.to.is_incarnation()) return failed(RightsRefusal::NotAnIncarnation);
  if (!card.is_known()) return failed(RightsRefusal::CardUnknown);
  if (card.is_frozen()) return failed(RightsRefusal::CardIsFrozen);
  if (grant.amount > free_reserve(card)) return failed(RightsRefusal::MoreThanReserve);
  Event granted =
      make_event(id, card.issue->currency, head_office, RightsGranted{grant.why, grant.answers});
  granted.envelope.reserve_effect = -grant.amount;
  granted.envelope.named_rights = {{grant.to, grant.amount}};
  if (PERK_PLANTED(Mutant::GrantKeepsReserve)) granted.envelope.reserve_effect = Amount();
  return granted;
}

RightsOutcome return_rights_by_decision(const CardState& card, const CardId& id,
                                        const ReturnByDecision& decision,
                                        const Stamp& head_office) {
  PERK_CHECK(head_office.origin.is_head_office(), "only head office decides about a lost store");
  if (const MaybeRefusal no = refuse_amount(decision.amount)) return failed(*no);
  if (is_blank(decision.reason)) return failed(RightsRefusal::ReasonMissing);
  if (!decision.incarnation.is_incarnation()) return failed(RightsRefusal::NotAnIncarnation);
  if (!card.is_known()) return failed(RightsRefusal::CardUnknown);
  if (decision.amount > card.rights_of(decision.incarnation))
    return failed(RightsRefusal::MoreThanHeld);
  Event returned = make_event(id, card.issue->currency, head_office,
                              RightsReturnedByDecision{decision.reason, decision.operator_name});
  returned.envelope.reserve_effect = decision.amount;
  returned.envelope.named_rights = {{decision.incarnation, -decision.amount}};
  return returned;
}

RightsOutcome renounce_refund_right(const CardState& card, const CardId& id, EventId original,
                                    const Stamp& store) {
  const auto purchase = card.redemptions.find(original);
  if (purchase == card.redemptions.end() || !purchase->second.total().is_positive())
    return failed(RightsRefusal::OriginalUnknown);
  if (original.origin != store.origin) return failed(RightsRefusal::OriginalElsewhere);
  if (purchase->second.is_renounced) return failed(RightsRefusal::AlreadyRenounced);
  Event renounced = make_event(id, Currency(), store, RefundRightRenounced{});
  renounced.envelope.original = original;
  return renounced;
}

RefundRightHolder refund_right_of(const Redemption& redemption) {
  return redemption.is_renounced ? RefundRightHolder::HeadOffice : RefundRightHolder::Origin;
}

RefundRightHolder refund_right_of(EventId original, const Redemption& redemption,
                                  const ProvenEnds& proven) {
  if (proven.contains(original.origin)) return RefundRightHolder::HeadOffice;
  return refund_right_of(redemption);
}

std::vector<std::string> rights_violations(const CardId& id, const CardState& card) {
  std::vector<std::string> broken = card_violations(id, card, card.balance());
  for (const Origin holder : holders_of(card)) {
    const auto named = card.named_rights.find(holder);
    const Amount returned = named == card.named_rights.end() ? Amount() : named->second.returned;
    if (card.rights_of(holder) >= -returned) continue;
    broken.push_back("Card " + to_hex(id) + ": " + to_string(holder) + " has spent " +
                     std::to_string((-card.rights_of(holder) - returned).minor()) +
                     " of rights that it never held.");
  }
  return broken;
}

}  // namespace perk
