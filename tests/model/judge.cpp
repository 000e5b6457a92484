#include "tests/model/judge.h"

#include <algorithm>
#include <array>

#include "tests/model/words.h"

namespace perk::model {
namespace {

using Found = std::optional<Objection>;

Found judge_exposure(const World& world) {
  const Exposure shown = world.exposure();
  if (!shown.is_known()) return std::nullopt;
  Amount unfound;
  for (const auto& [card, truth] : world.truth().cards()) unfound += unfound_of(world, card);
  if (unfound <= shown.amount() + world.truth().copies()) return std::nullopt;
  return Objection{Law::ShownBefore, "Head office will find " + text(unfound) +
                                         " overspent, and shows only " + text(shown.amount()) +
                                         "."};
}

/// Adds up head office's own words, one by one.
Found judge_allowances(const World& world) {
  for (const auto& [allowance, draws] : world.truth().draws()) {
    Amount allowed, per_card;
    std::map<CardId, Amount> restored;
    for (const FactPtr& fact : world.office().order) {
      if (fact->envelope().allowance != allowance.second) continue;
      const EventBody& body = fact->recorded.event.body;
      if (const auto* granted = std::get_if<StandInGranted>(&body);
          granted != nullptr && granted->incarnation == allowance.first) {
        allowed += granted->amount;
        per_card = granted->per_card_cap;
      }
      if (const auto* more = std::get_if<StandInReplenished>(&body);
          more != nullptr && more->incarnation == allowance.first) {
        allowed += more->amount;
        if (fact->envelope().card) restored[*fact->envelope().card] += more->card_amount;
      }
    }
    if (world.truth().is_copied(allowance.first)) continue;
    if (draws.all > allowed)
      return Objection{Law::Allowances, name_of(allowance.first) + " drew " + text(draws.all) +
                                            " where " + text(allowed) + " was allowed."};
    for (const auto& [card, drawn] : draws.of_card) {
      if (drawn > per_card + restored[card])
        return Objection{Law::Allowances, text(card) + ": " + name_of(allowance.first) + " drew " +
                                              text(drawn) + " of its cap of " +
                                              text(per_card + restored[card]) + "."};
    }
  }
  return std::nullopt;
}

Found judge_promises(const World& world) {
  if (!world.truth().broken_promise().empty())
    return Objection{Law::Promises, world.truth().broken_promise()};
  for (std::size_t place = 0; place < world.shops(); ++place) {
    const ShopNode& shop = world.shop(place);
    const bool is_held =
        shop.acked <= world.office().held_of(shop.life).value() || world.office().epoch > 1;
    if (!is_held)
      return Objection{Law::Promises, name_of(shop.life) + " was told that head office holds " +
                                          std::to_string(shop.acked) +
                                          " of its events, and it does not."};
  }
  return std::nullopt;
}

Found judge_books(const World& settled) {
  for (const auto& [card, truth] : settled.truth().cards()) {
    const CardState& known = settled.office().view.card(card);
    const Amount says = known.balance() - known.covered();
    if (says == truth.loaded - truth.charged_back - truth.drunk) continue;
    return Objection{Law::Convergence, text(card) + ": all is heard, and head office says " +
                                           text(says) + " is left of " + text(truth.loaded) +
                                           " loaded, " + text(truth.charged_back) +
                                           " charged back and " + text(truth.drunk) + " drunk."};
  }
  return std::nullopt;
}

}  // namespace

const char* name_of(Law law) {
  constexpr std::array<const char*, 8> kNames{"one refund", "rights cover", "shown before",
                                              "identity",   "allowances",   "card caps",
                                              "promises",   "convergence"};
  return kNames.at(static_cast<std::size_t>(law));
}

Laws all_laws() {
  return {Law::OneRefund,  Law::RightsCover, Law::ShownBefore, Law::Identity,
          Law::Allowances, Law::CardCaps,    Law::Promises,    Law::Convergence};
}

Found judge_chain(const World& world, const Laws& laws) {
  if (laws.contains(Law::OneRefund) && !world.truth().refunded_twice().empty())
    return Objection{Law::OneRefund, world.truth().refunded_twice()};
  Found found;
  if (laws.contains(Law::ShownBefore)) found = judge_exposure(world);
  if (!found && laws.contains(Law::Promises)) found = judge_promises(world);
  return found;
}

Found judge_settled(const World& settled) {
  for (std::size_t place = 0; place < settled.shops(); ++place) {
    const ShopNode& shop = settled.shop(place);
    if (shop.view == settled.office().view) continue;
    return Objection{Law::Convergence, "All is delivered, and " + name_of(shop.life) +
                                           " does not know what head office knows."};
  }
  return settled.truth().has_forgotten() ? std::nullopt : judge_books(settled);
}

Found judge(const World& world, const Laws& laws) {
  Found found = judge_chain(world, laws);
  for (std::size_t place = 0; place < world.setting().cards && !found; ++place)
    found = judge_card(world, card_id(place), laws);
  const bool knows_itself = !world.office().awaits_reports;
  if (!found && knows_itself && laws.contains(Law::Allowances)) found = judge_allowances(world);
  if (found || !laws.contains(Law::Convergence)) return found;
  World settled = world;
  settled.settle();
  return judge_settled(settled);
}

}  // namespace perk::model
