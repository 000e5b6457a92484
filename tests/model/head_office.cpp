// What head office writes itself, on its complete fold, by the ledger's functions. It may mint at any time;
// what it minted is sent once a quorum has it (line.cpp).
#include "ledger/check.h"
#include "ledger/overdraft.h"
#include "ledger/stand_in_desk.h"
#include "tests/model/world.h"
#include "tests/support/ledger_builders.h"

namespace perk::model {
namespace {

constexpr std::uint64_t kDeskTerminal = 99;

}  // namespace

bool World::act_at_office(const Action& action) {
  const CardId card = card_id(action.card);
  if (action.kind == Kind::Freeze) return freeze(card);
  if (action.kind == Kind::OfficeTime) return pass_time_at_office();
  // In a new epoch head office does not know yet what it has given away.
  if (office_->awaits_reports && !has(Defect::GrantsBeforeAllReported)) return false;
  const ShopNode& shop = *shops_.at(action.shop);
  switch (action.kind) {
    case Kind::Grant:
      return mint(office_.write(),
                  grant_rights(office_->view.card(card), card,
                               {shop.life, Amount(1), GrantReason::Asked, {}}, office_stamp()));
    case Kind::Allow:
      return allow(shop);
    case Kind::Replenish:
      return replenish(shop);
    case Kind::RestoreCap:
      return restore_cap(shop, card);
    case Kind::ReturnRights:
      return return_rights(shop, card);
    case Kind::SettleOverdrafts:
      return settle_overdrafts(card);
    case Kind::WriteOff:
      return write_off(card);
    case Kind::ChargeBack:
      return charge_back(card, action.which);
    case Kind::CloseLog:
      return close(shop.life, ClosedWhy::Decided);
    default:
      return refund_at_office(card, action.which);
  }
}

bool World::allow(const ShopNode& shop) {
  std::uint64_t allowances = 0;
  for (const FactPtr& fact : office_->order) {
    if (std::holds_alternative<StandInGranted>(fact->recorded.event.body)) ++allowances;
  }
  StandInGranted terms =
      test::stand_in_terms(shop.life, setting_.allowance.minor(), setting_.card_cap.minor(), 1);
  terms.expires_at = test::hlc((office_->hours + 1) * kHour).wall();
  return mint(office_.write(),
              grant_stand_in({AllowanceId(allowances + 1), terms, test::eur()}, office_stamp()));
}

bool World::replenish(const ShopNode& shop) {
  bool any = false;
  const StandIn heard = office_->view.stand_in;
  const auto theirs = heard.all().find(shop.life);
  if (theirs == heard.all().end()) return false;
  for (const auto& [id, allowance] : theirs->second) {
    const Replenishment more{shop.life, id, allowance.drawn - allowance.replenished,
                             office_->held_of(shop.life)};
    any = mint(office_.write(), replenish_stand_in(heard, more, office_stamp())) || any;
  }
  return any;
}

bool World::restore_cap(const ShopNode& shop, const CardId& card) {
  bool any = false;
  const StandIn heard = office_->view.stand_in;
  const auto theirs = heard.all().find(shop.life);
  if (theirs == heard.all().end()) return false;
  const CardState known =
      has(Defect::CapRestoredWhileShort) ? CardState() : office_->view.card(card);
  for (const auto& [id, allowance] : theirs->second) {
    const auto draws = allowance.cards.find(card);
    if (draws == allowance.cards.end()) continue;
    const Replenishment more{shop.life, id, draws->second.drawn - draws->second.restored,
                             office_->held_of(shop.life)};
    any = mint(office_.write(), restore_card_cap(heard, known, card, more, office_stamp())) || any;
  }
  return any;
}

/// Of its last life if it lost one; else the operator takes a shop that is cut off for lost.
bool World::return_rights(const ShopNode& shop, const CardId& card) {
  const Origin life = shop.forerunner.value_or(shop.life);
  const ReturnByDecision decision{life, Amount(1), "burnt down", "ada"};
  return mint(office_.write(),
              return_rights_by_decision(office_->view.card(card), card, decision, office_stamp()));
}

bool World::settle_overdrafts(const CardId& card) {
  bool any = false;
  for (const OverdraftToOpen& found :
       overdrafts_to_open(office_->view.card(card), office_->origin(), {})) {
    any = mint(office_.write(),
               open_overdraft(office_->view.card(card), card, found, office_stamp())) ||
          any;
  }
  for (const OverdraftPart& part : recoveries_due(office_->view.card(card))) {
    any = mint(office_.write(),
               recover_overdraft(office_->view.card(card), card, part, office_stamp())) ||
          any;
  }
  return any;
}

bool World::write_off(const CardId& card) {
  for (const auto& [opening, overdraft] : office_->view.card(card).overdrafts) {
    if (!overdraft.left().is_positive()) continue;
    return mint(office_.write(),
                write_off_overdraft(office_->view.card(card), card,
                                    {{opening, Amount(1)}, "small", "ada"}, office_stamp()));
  }
  return false;
}

bool World::refund_at_office(const CardId& card, std::size_t which) {
  CardState known = office_->view.card(card);
  auto purchase = known.redemptions.begin();
  while (purchase != known.redemptions.end() && which-- > 0) ++purchase;
  if (purchase == known.redemptions.end()) return false;
  const EventId original = purchase->first;
  if (has(Defect::RefundRightDriftsByTime) && office_->hours > 0)
    purchase->second.is_renounced = true;
  DecisionContext context = test::context_of(office_->origin());
  context.hlc = office_stamp().hlc;
  const RequestId request = test::request(office_->order.size() + 1, kDeskTerminal);
  const auto decision = decide(known, test::reverse(card, original, 1).asked_as(request).build(),
                               std::nullopt, context);
  if (!decision) return false;
  mint(office_.write(), decision.value().events.front());
  if (has(Defect::PaysOutBeforeHeld)) {
    office_.write().durable = office_->order.size();
    pay_out(*office_->order.back());
  }
  return true;
}

/// What head office takes back it pays out once a store holds the event, so that no backup forgets it.
void World::pay_out(const Fact& fact) {
  const bool is_due = fact.origin().is_head_office() && !truth_->has_handed_back(fact) &&
                      std::holds_alternative<RedemptionReversed>(fact.recorded.event.body);
  if (is_due) truth_.write().handed_back(fact, office_->find(*fact.envelope().original));
}

bool World::freeze(const CardId& card) {
  const RequestId request = test::request(office_->order.size() + 1, kDeskTerminal);
  const auto decision =
      decide(office_->view.card(card), test::freeze(card).asked_as(request).build(), std::nullopt,
             test::context_of(office_->origin()));
  if (!decision) return false;
  mint(office_.write(), decision.value().events.front());
  return true;
}

Stamp World::office_stamp() const {
  const Hlc now = test::hlc(office_->hours * kHour);
  return {office_->origin(), now, now.wall(), PolicyVersion(1)};
}

bool World::mint(Office& office, const RightsOutcome& outcome) {
  if (!outcome) return false;
  mint(office, outcome.value());
  return true;
}

void World::mint(Office& office, const Event& event) {
  PERK_CHECK(is_foldable(event), "what is decided can be folded");
  const Seq seq = office.held_of(office.origin()).next();
  office.append(make_fact({office.origin(), seq}, event));
}

}  // namespace perk::model
