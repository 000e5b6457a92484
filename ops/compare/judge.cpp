#include "ops/compare/judge.h"

#include <algorithm>

#include "ledger/rights.h"

namespace perk::compare {
namespace {

constexpr std::size_t kSentencesMax = 20;

Amount below_zero(Amount left) { return std::max(Amount(), -left); }

std::string text(Amount amount) { return std::to_string(amount.minor()); }

}  // namespace

void Judge::loaded(std::size_t card, Amount amount) { cards_.at(card).loaded += amount; }

void Judge::visited(std::size_t card, Amount wanted, const Sale& sale, bool at_cut_off, Who who) {
  Truth& truth = cards_.at(card);
  const Amount left = truth.left();
  drink(truth, sale);
  if (who == Who::Thief) return;
  verdict_.wanted += wanted;
  verdict_.approved += sale.approved();
  if (at_cut_off) verdict_.wanted_cut_off += wanted;
  if (at_cut_off) verdict_.approved_cut_off += sale.approved();
  if (sale.refused && left >= wanted) verdict_.wrongly_declined += wanted;
}

void Judge::drink(Truth& card, const Sale& sale) {
  const Amount before = below_zero(card.left());
  const Amount rights_before = below_zero(card.loaded - card.from_rights);
  card.drunk += sale.approved();
  card.from_rights += sale.from_rights;
  const Amount more = below_zero(card.left()) - before;
  card.overdraft += more;
  verdict_.overdraft += more;
  verdict_.most_of_one_card = std::max(verdict_.most_of_one_card, card.overdraft);
  const Amount of_rights = below_zero(card.loaded - card.from_rights) - rights_before;
  verdict_.overdraft_from_rights += of_rights;
  if (verdict_.overdraft_from_rights > verdict_.copies && of_rights.is_positive())
    object("A card was overspent by " + text(of_rights) + " from rights alone.");
}

void Judge::heard_of_allowance(const RecordedEvent& recorded) {
  const Envelope& envelope = recorded.event.envelope;
  if (const auto* granted = std::get_if<StandInGranted>(&recorded.event.body))
    allowed_[{granted->incarnation, envelope.allowance}] = {
        granted->amount, granted->per_card_cap, {}};
  if (const auto* more = std::get_if<StandInReplenished>(&recorded.event.body)) {
    Allowed& allowed = allowed_[{more->incarnation, envelope.allowance}];
    allowed.may_draw += more->amount;
    if (envelope.card) allowed.may_draw_of_card.at(place_of(*envelope.card)) += more->card_amount;
  }
}

void Judge::drew(Origin incarnation, std::size_t card, const Sale& sale) {
  if (!sale.allowance_drawn.is_positive() || copied_.contains(incarnation)) return;
  Allowed& allowed = allowed_[{incarnation, sale.allowance}];
  Amount& of_card = allowed.may_draw_of_card.emplace(card, allowed.per_card).first->second;
  allowed.may_draw -= sale.allowance_drawn;
  of_card -= sale.allowance_drawn;
  if (allowed.may_draw.is_negative())
    object("A shop drew " + text(-allowed.may_draw) + " more than it was allowed.");
  if (of_card.is_negative())
    object("A shop drew " + text(-of_card) + " more of a card than it was allowed.");
}

void Judge::copied(Origin incarnation, Amount held) {
  copied_.insert(incarnation);
  verdict_.copies += held;
}

void Judge::compare(std::size_t card, const CardState& office) {
  for (const std::string& broken : rights_violations(card_id(card), office)) object(broken);
  const Amount truly = below_zero(cards_[card].left());
  const Amount heard = below_zero(office.available());
  unfound_sum_ -= unfound_[card];
  unfound_[card] = std::max(Amount(), truly - heard);
  unfound_sum_ += unfound_[card];
}

void Judge::shown(const Exposure& exposure) {
  if (!exposure.is_known() || !verdict_.exposure_peak.is_known()) {
    verdict_.exposure_peak = exposure;
    return;
  }
  verdict_.exposure_peak =
      Exposure::known(std::max(verdict_.exposure_peak.amount(), exposure.amount()));
  if (unfound_sum_ > exposure.amount() + verdict_.copies)
    object("Head office will find " + text(unfound_sum_) + " overspent, and shows only " +
           text(exposure.amount()) + ".");
}

void Judge::ended(std::size_t card, const CardState& office) {
  if (office.available() == cards_[card].left()) return;
  object("Head office says " + text(office.available()) + " is left where " +
         text(cards_[card].left()) + " is.");
}

void Judge::object(const std::string& sentence) {
  if (verdict_.violations.size() < kSentencesMax) verdict_.violations.push_back(sentence);
}

}  // namespace perk::compare
