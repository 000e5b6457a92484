#include "ops/compare/shop.h"

#include <algorithm>
#include <utility>

#include "ledger/check.h"

namespace perk::compare {
namespace {

/// Ceilings are another story: here only rights, allowances and value decide.
Limits no_limits() { return {currency(), kEventAmountMax, kEventAmountMax, kEventAmountMax}; }

/// One request of one till after another; the comparison asks nothing twice.
RequestId request_of(Origin origin, Seq seq) {
  return {TerminalId(origin.value()), RequestCounter(seq.value())};
}

}  // namespace

void Shop::hear(const HeardCard& card, std::uint64_t through) {
  Copy& copy = cards_[card.id];
  while (copy.heard < card.history.size() && card.history[copy.heard].position <= through)
    evolve(copy.state, card.history[copy.heard++].recorded);
}

void Shop::load(const CardId& card, Amount amount, Millis now) {
  std::optional<Rejection> refused;
  if (!cards_[card].state.is_known())
    do_command(card, IssueCard{"0000", ProgrammeId(1), 1, currency()}, Line::Connected, now,
               refused);
  const bool done = do_command(card, LoadValue{{amount, currency()}, Tender::Cash}, Line::Connected,
                               now, refused);
  PERK_CHECK(done, "a load is taken wherever it is brought");
  release(card, rights_to_give_back(policy_, own_rights(card)), now);
}

Sale Shop::sell(const CardId& card, Amount wanted, PartialApproval partial, Line line, Millis now) {
  Sale sale;
  if (do_command(card, Redeem{{wanted, currency()}, partial}, line, now, sale.refused)) {
    const Envelope& sold = unsent_.back().event.envelope;
    sale.from_rights = -sold.own_rights_effect;
    sale.beyond_rights = -sold.reserve_effect;
    sale.allowance = sold.allowance;
    sale.allowance_drawn = sold.allowance_drawn;
  }
  // After a refusal too: what was granted for it, and was not enough, must not stay here.
  release(card, rights_to_give_back(policy_, own_rights(card)), now);
  return sale;
}

Amount Shop::short_of(const CardId& card, Amount wanted, Line line, Millis now) const {
  return rights_to_ask_for(policy_, view_of(card, wanted, line, now));
}

void Shop::release(const CardId& card, Amount amount, Millis now) {
  const auto released = release_rights(cards_[card].state, card, std::min(amount, own_rights(card)),
                                       ReleaseReason::Recalled, stamp(origin_, now));
  if (released) append(released.value());
}

const CardState& Shop::card(const CardId& id) const {
  static const CardState unheard;
  const auto found = cards_.find(id);
  return found == cards_.end() ? unheard : found->second.state;
}

bool Shop::do_command(const CardId& card, decltype(Command::body) body, Line line, Millis now,
                      std::optional<Rejection>& refused) {
  DecisionContext context;
  context.origin = origin_;
  context.limits = no_limits();
  context.policy = policy_;
  context.knowledge.cut_off_for = Millis(line == Line::CutOff ? 1 : 0);
  context.hlc = hlc_at(now);
  context.raw_clock = WallTime(now.count());
  context.allowance = allowance_for(card, now);
  const Command command{request_of(origin_, last_seq_.next()), card, std::move(body)};
  const auto decided = decide(cards_[card].state, command, std::nullopt, context);
  if (!decided) {
    refused = decided.error();
    return false;
  }
  for (const Event& event : decided.value().events) append(event);
  return true;
}

void Shop::append(const Event& event) {
  PERK_CHECK(is_foldable(event), "what was decided can be folded");
  last_seq_ = last_seq_.next();
  unsent_.push_back({{origin_, last_seq_}, event});
  evolve(cards_[*event.envelope.card].state, unsent_.back());
  stand_in_.fold(unsent_.back());
}

PurchaseView Shop::view_of(const CardId& card, Amount wanted, Line line, Millis now) const {
  return {this->card(card).available(), own_rights(card), wanted, PartialApproval::Refused, line,
          allowance_for(card, now)};
}

std::optional<AllowanceOnHand> Shop::allowance_for(const CardId& card, Millis now) const {
  return stand_in_.on_hand(origin_, card, StandInKind::Till, WallTime(now.count()));
}

Amount Shop::own_rights(const CardId& card) const {
  return std::max(Amount(), this->card(card).rights_of(origin_));
}

void Shop::forget_own_spending(const CardId& card) {
  OriginTotals& own = cards_[card].state.origins[origin_];
  own.value_out = Amount();
  own.own_rights_out = Amount();
}

void Shop::forget_draws(const std::vector<RecordedEvent>& grants) {
  stand_in_ = StandIn();
  for (const RecordedEvent& grant : grants) stand_in_.fold(grant);
}

}  // namespace perk::compare
