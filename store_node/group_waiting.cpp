// Which purchases wait for spending rights, and how long: while head office may still give what this
// shop lacks, and no longer than a customer does (PROTOCOL.md "Rights"). A cut-off shop waits for nothing.
#include <algorithm>
#include <set>

#include "store_node/group.h"

namespace perk::store_node {
namespace {

/// Whether more rights could turn this refusal into an approval.
bool is_for_want_of_rights(Rejection why) {
  return why == Rejection::InsufficientRights || why == Rejection::InsufficientRightsOffline ||
         why == Rejection::StandInPurchaseLimit || why == Rejection::StandInCardLimit ||
         why == Rejection::StandInLimitReached;
}

}  // namespace

/// What to ask head office for before this purchase is decided; zero if nothing it could give would make
/// a difference: more than the value known here is approved by no policy.
Amount Group::rights_lacking(const SaleRequest& request, const CardId& card,
                             const DecisionContext& context,
                             const Result<Decision, Rejection>& decision) const {
  const bool is_for_other_reasons = !decision && !is_for_want_of_rights(decision.error());
  if (!takes_rights(request.kind) || is_for_other_reasons) return Amount();
  const CardState& state = draft_.card(card);
  const Amount own_rights = draft_.own_rights(state);
  const bool is_cut_off = context.knowledge.cut_off_for > Millis();
  const PurchaseView view{state.available(),
                          own_rights,
                          request.money.amount,
                          request.partial,
                          is_cut_off ? Line::CutOff : Line::Connected,
                          std::nullopt};
  const Amount useful = std::max(Amount(), state.available() - own_rights);
  return std::min(rights_to_ask_for(context.policy, view), useful);
}

/// Asks, if it may. The outcome, if the sale waits for the answer; none: decide now.
std::optional<Group::Outcome> Group::ask_head_office(const SaleRequest& request, const CardId& card,
                                                     Amount lacking) {
  if (!lacking.is_positive()) return std::nullopt;
  const Instant now = tools_.clock.monotonic();
  const sync::AskingMode mode = waiting_.mode(now);
  if (mode == sync::AskingMode::AsProbe) waiting_.ask(card, lacking, now);
  if (mode != sync::AskingMode::WithCustomer) return std::nullopt;
  const WaitFor what{lacking, request.money.amount, granted_of(card)};
  const auto number = waiting_.wait(request, card, what, now);
  if (!number) return std::nullopt;
  return Outcome(*number);
}

/// Behind whoever waits for this card: purchases keep their order, and a repeat waits for its first
/// answer. All rights held are spoken for by those before it, so all that it needs is asked for.
Group::Outcome Group::stand_in_line(const SaleRequest& request, const CardId& card, Amount needs) {
  const Instant now = tools_.clock.monotonic();
  needs = std::clamp(needs, Amount(), tools_.settings.limits.purchase_max);
  const bool may_ask = waiting_.mode(now) == sync::AskingMode::WithCustomer;
  const Amount rights =
      may_ask ? std::clamp(draft_.card(card).available(), Amount(), needs) : Amount();
  const auto number = waiting_.wait(request, card, {rights, needs, granted_of(card)}, now);
  if (!number) return Repeated{unknown(request, Rejection::Overloaded)};
  return *number;
}

/// All that head office ever granted this incarnation of the card, as heard.
Amount Group::granted_of(const CardId& card) const {
  const auto& named = draft_.card(card).named_rights;
  const auto own = named.find(books_.own);
  return own == named.end() ? Amount() : own->second.in;
}

bool Group::has_waited_enough(const WaitingSale& sale) const {
  const CardState& card = draft_.card(sale.card);
  if (sale.is_over || sale.asked == 0 || card.is_frozen()) return true;
  const bool has_come = sale.granted.is_positive() &&
                        granted_of(sale.card) >= sale.what.granted_before + sale.granted;
  return has_come || draft_.own_rights(card) >= sale.what.needs;
}

void Group::take_who_waited_enough() {
  std::set<CardId> standing;  // Lines whose first still waits.
  std::vector<WaitingNumber> numbers;
  for (const WaitingSale& sale : waiting_.all()) numbers.push_back(sale.number);
  for (const WaitingNumber number : numbers) {
    const auto& all = waiting_.all();
    const auto sale = std::find_if(all.begin(), all.end(),
                                   [&](const WaitingSale& each) { return each.number == number; });
    if (standing.contains(sale->card)) continue;
    if (!has_waited_enough(*sale)) {
      standing.insert(sale->card);
      continue;
    }
    const WaitingSale taken = waiting_.take(number);
    asked_.push_back({taken.request, number, outcome_of(taken.request, Patience::WaitedEnough)});
  }
}

}  // namespace perk::store_node
