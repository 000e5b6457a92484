#include "ledger/stand_in_desk.h"

#include "ledger/check.h"
#include "ledger/event_making.h"

namespace perk {
namespace {

MaybeRefusal refuse_allowance(const Allowance* allowance) {
  if (allowance == nullptr || !allowance->grant) return RightsRefusal::AllowanceUnknown;
  if (allowance->has_lapsed()) return RightsRefusal::AllowanceHasLapsed;
  return std::nullopt;
}

Event make_allowance_event(std::optional<CardId> card, AllowanceId id, Currency currency,
                           const Stamp& stamp, EventBody body) {
  Event event = make_event(card, currency, stamp, std::move(body));
  event.envelope.allowance = id;
  return event;
}

Allowance::CardDraws draws_of(const Allowance& allowance, const CardId& card) {
  const auto found = allowance.cards.find(card);
  return found == allowance.cards.end() ? Allowance::CardDraws{} : found->second;
}

}  // namespace

RightsOutcome grant_stand_in(const NewAllowance& allowance, const Stamp& head_office) {
  PERK_CHECK(head_office.origin.is_head_office(), "only head office takes the risk of stand-in");
  PERK_CHECK(allowance.id != AllowanceId(), "an allowance has a name");
  const StandInGranted& terms = allowance.terms;
  for (const Amount amount : {terms.amount, terms.per_card_cap, terms.per_purchase_cap}) {
    if (const MaybeRefusal no = refuse_amount(amount)) return failed(*no);
  }
  if (!terms.incarnation.is_incarnation()) return failed(RightsRefusal::NotAnIncarnation);
  return make_allowance_event(std::nullopt, allowance.id, allowance.currency, head_office, terms);
}

RightsOutcome replenish_stand_in(const StandIn& heard, const Replenishment& more,
                                 const Stamp& head_office) {
  PERK_CHECK(head_office.origin.is_head_office(), "only head office gives an allowance back");
  if (const MaybeRefusal no = refuse_amount(more.amount)) return failed(*no);
  const Allowance* allowance = heard.find(more.incarnation, more.id);
  if (const MaybeRefusal no = refuse_allowance(allowance)) return failed(*no);
  if (allowance->replenished + more.amount > allowance->drawn)
    return failed(RightsRefusal::MoreThanHeardSpent);
  return make_allowance_event(
      std::nullopt, more.id, allowance->grant->currency, head_office,
      StandInReplenished{more.incarnation, more.amount, Amount(), more.heard_through});
}

RightsOutcome restore_card_cap(const StandIn& heard, const CardState& card, const CardId& id,
                               const Replenishment& more, const Stamp& head_office) {
  PERK_CHECK(head_office.origin.is_head_office(), "only head office restores a card's cap");
  if (const MaybeRefusal no = refuse_amount(more.amount)) return failed(*no);
  const Allowance* allowance = heard.find(more.incarnation, more.id);
  if (const MaybeRefusal no = refuse_allowance(allowance)) return failed(*no);
  const Allowance::CardDraws draws = draws_of(*allowance, id);
  if (draws.restored + more.amount > draws.drawn) return failed(RightsRefusal::MoreThanHeardSpent);
  if (free_reserve(card) < card.open_overdraft()) return failed(RightsRefusal::CardStillShort);
  return make_allowance_event(
      id, more.id, allowance->grant->currency, head_office,
      StandInReplenished{more.incarnation, Amount(), more.amount, more.heard_through});
}

RightsOutcome lapse_allowance(const StandIn& own, AllowanceId id, const Stamp& store) {
  PERK_CHECK(store.origin.is_incarnation(), "only the store itself can say that it will not draw");
  const Allowance* allowance = own.find(store.origin, id);
  if (const MaybeRefusal no = refuse_allowance(allowance)) return failed(*no);
  return make_allowance_event(std::nullopt, id, allowance->grant->currency, store,
                              AllowanceLapsed{allowance->left()});
}

}  // namespace perk
