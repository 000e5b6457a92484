#include "ledger/exposure.h"

#include <algorithm>
#include <array>

#include "ledger/check.h"
#include "ledger/rights.h"

namespace perk {
namespace {

Amount allowances_out_of_card(const StandIn& stand_in, const CardId& id, const ProvenEnds& proven) {
  Amount sum;
  for (const auto& [incarnation, allowances] : stand_in.all()) {
    if (!proven.contains(incarnation)) sum += stand_in.outstanding_of_card(incarnation, id);
  }
  return sum;
}

}  // namespace

Amount allowances_out(const StandIn& stand_in, const ProvenEnds& proven) {
  Amount sum;
  for (const auto& [incarnation, allowances] : stand_in.all()) {
    if (!proven.contains(incarnation)) sum += stand_in.outstanding(incarnation);
  }
  return sum;
}

Amount Exposure::amount() const {
  PERK_CHECK(is_known(), "an exposure that is not known has no amount");
  return amount_;
}

Exposure operator+(const Exposure& left, const Exposure& right) {
  const Exposure::Kind kind = std::max(left.kind_, right.kind_);
  return {kind, kind == Exposure::Kind::Known ? left.amount_ + right.amount_ : Amount()};
}

std::string_view exposure_name(Exposure::Kind kind) {
  constexpr std::array<std::string_view, 3> kNames{"known", "unknown", "unbounded"};
  return kNames.at(static_cast<std::size_t>(kind));
}

ExposureParts& ExposureParts::operator+=(const ExposureParts& more) {
  allowances += more.allowances;
  covered_by_rights_out += more.covered_by_rights_out;
  returned_unproven += more.returned_unproven;
  return *this;
}

Amount returned_unproven(const CardState& card, Origin incarnation, const ProvenEnds& proven) {
  const auto named = card.named_rights.find(incarnation);
  if (named == card.named_rights.end() || proven.contains(incarnation)) return Amount();
  const Amount heard_since = not_negative(-card.rights_of(incarnation));
  return not_negative(named->second.returned - heard_since);
}

/// By spending the rights it holds of a card that is short.
ExposureParts exposure_through(const CardState& card, Origin incarnation,
                               const ProvenEnds& proven) {
  const Amount held = not_negative(card.rights_of(incarnation));
  return {Amount(), std::min(to_be_recalled(card), held),
          returned_unproven(card, incarnation, proven)};
}

ExposureParts exposure_beside_allowances(const CardState& card, const ProvenEnds& proven) {
  ExposureParts parts{Amount(), to_be_recalled(card), Amount()};
  for (const auto& [incarnation, named] : card.named_rights)
    parts.returned_unproven += returned_unproven(card, incarnation, proven);
  return parts;
}

ExposureParts exposure_of_card(const CardId& id, const CardState& card, const StandIn& stand_in,
                               const ProvenEnds& proven) {
  ExposureParts parts = exposure_beside_allowances(card, proven);
  parts.allowances = allowances_out_of_card(stand_in, id, proven);
  return parts;
}

ExposureParts exposure_of_store(std::span<const Origin> incarnations, const CardStates& cards,
                                const StandIn& stand_in, const ProvenEnds& proven) {
  ExposureParts parts;
  for (const Origin incarnation : incarnations) {
    if (!proven.contains(incarnation)) parts.allowances += stand_in.outstanding(incarnation);
    for (const auto& [id, card] : cards) parts += exposure_through(card, incarnation, proven);
  }
  return parts;
}

ExposureParts exposure_of_chain(const CardStates& cards, const StandIn& stand_in,
                                const ProvenEnds& proven) {
  ExposureParts parts{allowances_out(stand_in, proven), Amount(), Amount()};
  for (const auto& [id, card] : cards) parts += exposure_beside_allowances(card, proven);
  return parts;
}

Exposure exposure_shown(const ExposureParts& parts, PolicyKind policy, Reported reported) {
  if (rules_of(policy).beyond_rights == BeyondRights::Unlimited) return Exposure::unbounded();
  if (reported == Reported::NotYet) return Exposure::unknown();
  return Exposure::known(parts.sum());
}

void CopiesTerm::held(Origin incarnation, Amount now) {
  Amount& most = most_[incarnation];
  most = std::max(most, now);
}

Amount CopiesTerm::of(Origin incarnation) const {
  const auto found = most_.find(incarnation);
  return found == most_.end() ? Amount() : found->second;
}

Amount CopiesTerm::sum() const {
  Amount sum;
  for (const auto& [incarnation, most] : most_) sum += most;
  return sum;
}

}  // namespace perk
