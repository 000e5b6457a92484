#include "tests/support/rights_chain.h"

#include <algorithm>
#include <iterator>

#include "ledger/check.h"
#include "tests/support/ledger_builders.h"

namespace perk::test {

RightsChain::RightsChain(Random& random, const RightsShape& shape)
    : random_(random), shape_(shape), cards_{card(1), card(2)} {
  nodes_.push_back({head_office(), {}, {}, {}});
  for (std::uint64_t number = 1; number <= 3; ++number)
    nodes_.push_back({store(number), {}, {}, {}});
}

void RightsChain::step() {
  millis_ += random_.between(1, 50);
  Node& shop = nodes_[1 + random_.below(nodes_.size() - 1)];
  if (is_cut_) return sell(shop, random_.one_of(cards_));
  const std::uint64_t what = random_.below(100);
  if (what < 45) return shop_acts(shop);
  if (what < 85) return talk(shop);
  office_acts();
}

/// The line works for a little while, one way.
void RightsChain::talk(Node& shop) {
  const bool is_up = random_.chance(40);
  for (std::uint64_t left = 1 + random_.below(12); left > 0; --left) {
    if (is_up) {
      sync_up(shop);
    } else {
      hear(shop);
    }
  }
}

void RightsChain::deliver_all() {
  for (Node& shop : nodes_) {
    while (shop.origin.is_incarnation() && shop.synced < shop.log.size()) sync_up(shop);
  }
  for (Node& shop : nodes_) {
    while (shop.origin.is_incarnation() && shop.heard < order_.size()) hear(shop);
  }
}

Logs RightsChain::logs() const {
  Logs logs;
  for (const Node& node : nodes_) logs[node.origin] = node.log;
  return logs;
}

Amount RightsChain::realised() const {
  Amount realised;
  for (const auto& [id, state] : office().cards)
    realised += std::max(Amount(), -state.available()) + state.covered();
  return realised;
}

ExposureParts RightsChain::exposure() const {
  return exposure_of_chain(office().cards, office().stand_in, {});
}

void RightsChain::shop_acts(Node& shop) {
  const CardId card = random_.one_of(cards_);
  lapse_expired(shop);
  if (random_.chance(15)) return release_or_renounce(shop, card);
  sell(shop, card);
}

void RightsChain::sell(Node& shop, const CardId& card) {
  const auto decision =
      decide(shop.cards[card], some_command(shop, card), std::nullopt, context_of_shop(shop, card));
  if (!decision) return;
  append(shop, decision.value().events.front());
  give_back_rights(shop, card);
}

void RightsChain::give_back_rights(Node& shop, const CardId& card) {
  const Amount back = rights_to_give_back({shape_.policy, PolicyVersion(1)},
                                          shop.cards[card].rights_of(shop.origin));
  if (back.is_positive())
    append(shop, release_rights(shop.cards[card], card, back, ReleaseReason::Idle, stamp_of(shop)));
}

void RightsChain::release_or_renounce(Node& shop, const CardId& card) {
  const CardState& state = shop.cards[card];
  if (random_.chance(70)) {
    return append(shop, release_rights(state, card, some_cents(800), ReleaseReason::Recalled,
                                       stamp_of(shop)));
  }
  if (state.redemptions.empty()) return;
  const auto purchase =
      std::next(state.redemptions.begin(),
                static_cast<std::ptrdiff_t>(random_.below(state.redemptions.size())));
  append(shop, renounce_refund_right(state, card, purchase->first, stamp_of(shop)));
}

void RightsChain::lapse_expired(Node& shop) {
  for (const AllowanceId id : shop.stand_in.to_lapse(shop.origin, hlc(millis_).wall()))
    append(shop, lapse_allowance(shop.stand_in, id, stamp_of(shop)));
}

Command RightsChain::some_command(const Node& shop, const CardId& card) {
  const auto known = shop.cards.find(card);
  const RequestId id = request(++requests_);
  if (known == shop.cards.end() || !known->second.is_known())
    return issue(card).asked_as(id).build();
  const std::int64_t cents = random_.between(1, 900);
  if (is_cut_) return redeem(card, cents).accepting_partial().asked_as(id).build();
  const std::uint64_t what = random_.below(100);
  if (what < 25) return load(card, cents).asked_as(id).build();
  if (what < 65) return redeem(card, cents).asked_as(id).build();
  if (what < 85) return redeem(card, cents).accepting_partial().asked_as(id).build();
  const auto& purchases = known->second.redemptions;
  if (purchases.empty()) return load(card, cents).asked_as(id).build();
  const auto original =
      std::next(purchases.begin(), static_cast<std::ptrdiff_t>(random_.below(purchases.size())));
  return reverse(card, original->first, cents / 4 + 1).asked_as(id).build();
}

DecisionContext RightsChain::context_of_shop(const Node& shop, const CardId& card) {
  DecisionContext context = context_of(shop.origin);
  context.policy.kind = shape_.policy;
  context.hlc = hlc(millis_);
  context.raw_clock = context.hlc.wall();
  const WallTime now = context.raw_clock;
  StandIn forgetful;
  for (const RecordedEvent& recorded : order_) {
    const bool is_known = &recorded < order_.data() + shop.heard;
    if (is_known && recorded.id.origin.is_head_office()) forgetful.fold(recorded);
  }
  const bool forgets = shape_.bug == PlantedBug::AllowanceForgotten;
  context.allowance =
      (forgets ? forgetful : shop.stand_in).on_hand(shop.origin, card, StandInKind::Till, now);
  return context;
}

void RightsChain::office_acts() {
  const CardId card = random_.one_of(cards_);
  const std::uint64_t what = random_.below(100);
  if (what < 50) return move_rights(card);
  if (what < 75) return see_to_allowances(card);
  settle_overdrafts(card);
}

void RightsChain::move_rights(const CardId& card) {
  if (!shape_.has_decisions || random_.chance(85)) return grant(card);
  const ReturnByDecision decision{some_shop(), some_cents(500), "burnt down", "ada"};
  append(desk(), return_rights_by_decision(desk().cards[card], card, decision, stamp_of(desk())));
}

void RightsChain::grant(const CardId& card) {
  const Node before = desk();
  const std::size_t order_before = order_.size();
  const Origin to = some_shop();
  const Amount amount = std::max(
      Amount(1),
      std::min(some_cents(700),
               free_reserve(before.cards.contains(card) ? before.cards.at(card) : CardState())));
  append(desk(), grant_rights(desk().cards[card], card,
                              {to, amount, GrantReason::Asked, std::nullopt}, stamp_of(desk())));
  const bool is_lost = shape_.bug == PlantedBug::GrantLost && order_.size() > order_before;
  if (!is_lost || random_.chance(50)) return;
  for (Node& shop : nodes_) {
    if (shop.origin == to) fold(shop, order_.back());
  }
  order_.pop_back();
  desk() = before;
}

void RightsChain::settle_overdrafts(const CardId& card) {
  const CardState& state = desk().cards[card];
  if (!state.is_known()) return;
  for (const OverdraftToOpen& found : overdrafts_to_open(state, desk().origin, {}))
    append(desk(), open_overdraft(state, card, found, stamp_of(desk())));
  for (const OverdraftPart& part : recoveries_due(state))
    append(desk(), recover_overdraft(state, card, part, stamp_of(desk())));
  for (const auto& [opening, overdraft] : state.overdrafts) {
    if (!overdraft.left().is_positive() || !random_.chance(10)) continue;
    return append(desk(), write_off_overdraft(state, card, {{opening, Amount(1)}, "small", "ada"},
                                              stamp_of(desk())));
  }
}

void RightsChain::see_to_allowances(const CardId& card) {
  const StandIn known = desk().stand_in;
  for (const auto& [incarnation, theirs] : known.all()) {
    for (const auto& [id, allowance] : theirs) replenish(incarnation, id, allowance, card);
  }
  if (shape_.policy != PolicyKind::EscrowStandIn || allowances_ >= 8) return;
  const std::int64_t lasts = random_.between(1'000, 8'000);
  StandInGranted terms = stand_in_terms(some_shop(), random_.between(100, 900),
                                        random_.between(100, 600), random_.between(100, 600));
  terms.expires_at = hlc(millis_ + lasts).wall();
  append(desk(), grant_stand_in({AllowanceId(++allowances_), terms, eur()}, stamp_of(desk())));
}

void RightsChain::replenish(Origin incarnation, AllowanceId id, const Allowance& allowance,
                            const CardId& card) {
  Replenishment more{incarnation, id, allowance.drawn - allowance.replenished, Seq(1)};
  append(desk(), replenish_stand_in(desk().stand_in, more, stamp_of(desk())));
  const auto draws = allowance.cards.find(card);
  if (draws == allowance.cards.end()) return;
  more.amount = draws->second.drawn - draws->second.restored;
  append(desk(),
         restore_card_cap(desk().stand_in, desk().cards[card], card, more, stamp_of(desk())));
}

void RightsChain::sync_up(Node& shop) {
  if (shop.synced == shop.log.size()) return;
  order_.push_back(shop.log[shop.synced++]);
  fold(desk(), order_.back());
}

void RightsChain::hear(Node& shop) {
  if (shop.heard < order_.size()) fold(shop, order_[shop.heard++]);
}

Stamp RightsChain::stamp_of(const Node& node) const {
  return {node.origin, hlc(millis_), hlc(millis_).wall(), PolicyVersion(1)};
}

void RightsChain::append(Node& node, const RightsOutcome& outcome) {
  if (outcome) append(node, outcome.value());
}

void RightsChain::append(Node& node, const Event& event) {
  PERK_CHECK(is_foldable(event), "what is decided can be folded");
  node.log.push_back({event_id(node.origin, node.log.size() + 1), event});
  fold(node, node.log.back());
  if (node.origin.is_head_office()) order_.push_back(node.log.back());
}

void RightsChain::fold(Node& node, const RecordedEvent& recorded) {
  node.stand_in.fold(recorded);
  const auto& card = recorded.event.envelope.card;
  if (card) evolve(node.cards[*card], recorded);
}

Origin RightsChain::some_shop() { return nodes_[1 + random_.below(nodes_.size() - 1)].origin; }

Amount RightsChain::some_cents(std::int64_t most) { return Amount(random_.between(1, most)); }

}  // namespace perk::test
