// The laws of one card.
#include <algorithm>

#include "tests/model/judge.h"
#include "tests/model/words.h"

namespace perk::model {
namespace {

using Found = std::optional<Objection>;

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
  const CardState& known = world.office().view.card(card);
  const auto broken = rights_violations(card, known);
  if (!broken.empty()) return Objection{Law::Identity, broken.front()};
  Amount open;
  for (const auto& [placing, hold] : known.holds) open += hold.left();
  if (open == known.held()) return std::nullopt;
  return Objection{Law::Identity, text(card) + ": " + text(known.held()) +
                                      " is held, and its holds have " + text(open) + " left."};
}

Found judge_cap(const World& world, const CardId& card) {
  const CardState& known = world.office().view.card(card);
  Amount at_most = returned(known) + world.truth().copies() + world.truth().card(card).charged_back;
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

Found judge_exposure_of(const World& world, const CardId& card) {
  const Exposure shown = world.exposure_of(card);
  const Amount unfound = unfound_of(world, card);
  if (!shown.is_known() || unfound <= shown.amount() + world.truth().copies()) return std::nullopt;
  return Objection{Law::ShownBefore, text(card) + ": head office will find " + text(unfound) +
                                         " overspent, and shows only " + text(shown.amount()) +
                                         "."};
}

}  // namespace

Amount unfound_of(const World& world, const CardId& card) {
  const Amount overspent = world.truth().card(card).overspent() - owed_of(world, card);
  return std::max(Amount(), overspent - found_of(world.office().view.card(card)));
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

}  // namespace perk::model
