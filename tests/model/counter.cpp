// What happens at a shop's counter. Its node decides with the ledger's code on what it knows; the customer
// drinks, pays or is paid when the event is durable, or what the node takes for that.
#include "ledger/check.h"
#include "ledger/stand_in_desk.h"
#include "tests/model/world.h"
#include "tests/support/ledger_builders.h"

namespace perk::model {
namespace {

/// The purchase number `which` of those this node has heard of.
std::optional<EventId> purchase_of(const CardState& card, std::size_t which) {
  for (const auto& [id, redemption] : card.redemptions) {
    if (redemption.total().is_positive() && which-- == 0) return id;
  }
  return std::nullopt;
}

const Fact* find(const ShopNode& shop, const EventId& id) {
  for (const Facts* facts : {&shop.log, &shop.replica}) {
    for (const FactPtr& fact : *facts) {
      if (fact->id() == id) return fact.get();
    }
  }
  return nullptr;
}

}  // namespace

bool World::act_at_counter(const Action& action) {
  ShopNode& shop = shops_.at(action.shop).write();
  const CardId card = card_id(action.card);
  switch (action.kind) {
    case Kind::Load:
      return load(shop, card);
    case Kind::Buy:
      return buy(shop, card);
    case Kind::Refund:
      return refund(shop, card, action.which);
    case Kind::Release:
      return write(shop, release_rights(shop.view.card(card), card, Amount(1),
                                        ReleaseReason::Recalled, shop.stamp())) != nullptr;
    case Kind::Renounce:
      return renounce(shop, card);
    case Kind::Lapse:
      return lapse(shop);
    case Kind::ShopTime:
      ++shop.hours;
      return true;
    case Kind::Restart:
      return restart(shop);
    case Kind::LoseDisk:
      return lose_disk(shop);
    case Kind::Clone:
      return clone(shop);
    default:
      return act_on_tabs(shop, card, action);
  }
}

bool World::load(ShopNode& shop, const CardId& card) {
  const auto decision =
      decide(shop.view.card(card), test::load(card, 1).asked_as(shop.next_request()).build(),
             std::nullopt, context_of(shop));
  if (!decision) return false;
  truth_.write().loaded(*write(shop, decision.value().events.front()));
  return true;
}

bool World::buy(ShopNode& shop, const CardId& card) {
  DecisionContext context = context_of(shop);
  context.allowance =
      shop.view.stand_in.on_hand(shop.life, card, StandInKind::Till, context.raw_clock);
  const auto decision =
      decide(shop.view.card(card), test::redeem(card, 1).asked_as(shop.next_request()).build(),
             std::nullopt, context);
  if (!decision) return false;
  truth_.write().drank(*write(shop, decision.value().events.front()));
  return true;
}

bool World::refund(ShopNode& shop, const CardId& card, std::size_t which) {
  const auto original = purchase_of(shop.view.card(card), which);
  if (!original) return false;
  DecisionContext context = context_of(shop);
  if (has(Defect::RefundsAnywhere)) context.origin = original->origin;
  const auto decision = decide(
      shop.view.card(card), test::reverse(card, *original, 1).asked_as(shop.next_request()).build(),
      std::nullopt, context);
  if (!decision) return false;
  Event reversed = decision.value().events.front();
  if (has(Defect::StandInRefundedIntoRights)) {
    reversed.envelope.own_rights_effect += reversed.envelope.reserve_effect;
    reversed.envelope.reserve_effect = Amount();
  }
  const FactPtr written = write(shop, reversed);
  truth_.write().handed_back(*written, find(shop, *original));
  return true;
}

bool World::renounce(ShopNode& shop, const CardId& card) {
  bool any = false;
  const auto purchases = shop.view.card(card).redemptions;
  for (const auto& [id, redemption] : purchases) {
    const auto renounced = renounce_refund_right(shop.view.card(card), card, id, shop.stamp());
    any = write(shop, renounced) != nullptr || any;
  }
  return any;
}

bool World::lapse(ShopNode& shop) {
  bool any = false;
  for (const AllowanceId id : shop.view.stand_in.to_lapse(shop.life, shop.stamp().raw_clock))
    any = write(shop, lapse_allowance(shop.view.stand_in, id, shop.stamp())) != nullptr || any;
  return lapse_holds(shop) || any;
}

DecisionContext World::context_of(const ShopNode& shop) const {
  DecisionContext context = test::context_of(shop.life);
  context.policy.kind = setting_.policy;
  context.hlc = shop.stamp().hlc;
  context.raw_clock = shop.stamp().raw_clock;
  return context;
}

FactPtr World::write(ShopNode& shop, const RightsOutcome& outcome) {
  return outcome ? write(shop, outcome.value()) : nullptr;
}

FactPtr World::write(ShopNode& shop, const Event& event) {
  PERK_CHECK(is_foldable(event), "what is decided can be folded");
  if (event.envelope.request) ++shop.requests;
  shop.log.push_back(make_fact(test::event_id(shop.life, shop.log.size() + 1), event));
  shop.view.fold(shop.log.back()->recorded);
  if (!has(Defect::AnswersBeforeDurable)) shop.durable = shop.log.size();
  return shop.log.back();
}

}  // namespace perk::model
