#include "tests/model/judge.h"

#include <algorithm>
#include <array>

namespace perk::model {
namespace {

using Found = std::optional<Objection>;

std::string text(Amount amount) { return std::to_string(amount.minor()); }
std::string text(const CardId& card) { return "Card " + std::to_string(card.bytes[7]); }

/// What operators returned of lost shops' rights, which those may have spent all the same.
Amount returned(const CardState& card) {
  Amount sum;
  for (const auto& [life, named] : card.named_rights) sum += named.returned;
  return sum;
}

/// What head office already counts as spent beyond the card's value.
Amount found_of(const CardState& card) {
  return std::max(Amount(), -card.available()) + card.covered();
}

Found judge_rights(const World& world, const CardId& card) {
  const Truth::OfCard truth = world.truth().card(card);
  const CardState& known = world.office().view.card(card);
  const Amount paid = truth.loaded + known.covered() + returned(known) + world.truth().copies();
  if (truth.from_rights <= paid) return std::nullopt;
  return Objection{Law::RightsCover, text(card) + ": coffees for " + text(truth.from_rights) +
                                         " were approved from rights, where only " + text(paid) +
                                         " was paid."};
}

Found judge_identity(const World& world, const CardId& card) {
  const auto broken = rights_violations(card, world.office().view.card(card));
  if (broken.empty()) return std::nullopt;
  return Objection{Law::Identity, broken.front()};
}

Found judge_cap(const World& world, const CardId& card) {
  const CardState& known = world.office().view.card(card);
  Amount at_most = returned(known) + world.truth().copies();
  for (const auto& [opening, overdraft] : known.overdrafts) at_most += overdraft.written_off;
  for (const FactPtr& fact : world.office().order) {
    const auto* granted = std::get_if<StandInGranted>(&fact->recorded.event.body);
    if (granted != nullptr) at_most += granted->per_card_cap;
  }
  const Amount lost = world.truth().card(card).overspent();
  if (lost <= at_most) return std::nullopt;
  return Objection{Law::CardCaps, text(card) + ": " + text(lost) +
                                      " is lost, and its caps in all shops are " + text(at_most) +
                                      "."};
}

/// What head office owes for what it took back itself, and has not paid out yet.
Amount owed_of(const World& world, const CardId& card) {
  Amount owed;
  for (const FactPtr& reversal : world.office().own_reversals) {
    const bool is_owed =
        reversal->envelope().card == card && !world.truth().has_handed_back(*reversal);
    if (is_owed) owed += reversal->envelope().value_effect;
  }
  return owed;
}

Amount unfound_of(const World& world, const CardId& card) {
  const Amount overspent = world.truth().card(card).overspent() - owed_of(world, card);
  return std::max(Amount(), overspent - found_of(world.office().view.card(card)));
}

Found judge_exposure_of(const World& world, const CardId& card) {
  const Exposure shown = world.exposure_of(card);
  const Amount unfound = unfound_of(world, card);
  if (!shown.is_known() || unfound <= shown.amount() + world.truth().copies()) return std::nullopt;
  return Objection{Law::ShownBefore, text(card) + ": head office will find " + text(unfound) +
                                         " overspent, and shows only " + text(shown.amount()) +
                                         "."};
}

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

/// What a lost disk forgot, or a copy wrote, head office cannot know.
bool all_are_in_their_first_life(const World& world) {
  bool are = world.truth().copies().is_zero();
  for (std::size_t place = 0; place < world.shops(); ++place)
    are = are && world.shop(place).life_number == 1;
  return are;
}

Found judge_books(const World& settled) {
  for (const auto& [card, truth] : settled.truth().cards()) {
    const CardState& known = settled.office().view.card(card);
    const Amount says = known.available() - known.covered();
    if (says == truth.loaded - truth.drunk) continue;
    return Objection{Law::Convergence, text(card) + ": all is heard, and head office says " +
                                           text(says) + " is left of " + text(truth.loaded) +
                                           " loaded and " + text(truth.drunk) + " drunk."};
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

Found judge_card(const World& world, const CardId& card, const Laws& laws) {
  Found found;
  if (laws.contains(Law::RightsCover)) found = judge_rights(world, card);
  // Restored from a backup, head office does not know yet what it said.
  if (world.office().awaits_reports) return found;
  if (!found && laws.contains(Law::Identity)) found = judge_identity(world, card);
  if (!found && laws.contains(Law::ShownBefore)) found = judge_exposure_of(world, card);
  if (!found && laws.contains(Law::CardCaps)) found = judge_cap(world, card);
  return found;
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
  return all_are_in_their_first_life(settled) ? judge_books(settled) : std::nullopt;
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
