#include "central/desk/explanation.h"

#include <algorithm>
#include <map>

namespace perk::central {
namespace {

class Explainer {
 public:
  explicit Explainer(const PurchaseEvidence& evidence)
      : evidence_(evidence),
        id_(evidence.purchase.recorded.id),
        envelope_(evidence.purchase.recorded.event.envelope),
        body_(std::get<ValueRedeemed>(evidence.purchase.recorded.event.body)) {}

  [[nodiscard]] PurchaseExplained explain() const {
    PurchaseExplained purchase;
    purchase.requested = body_.requested;
    purchase.from_rights = -envelope_.own_rights_effect;
    purchase.beyond_rights = -envelope_.reserve_effect;
    purchase.basis = body_.basis;
    purchase.policy_version = envelope_.policy_version;
    purchase.manager = body_.manager;
    purchase.allowance_drawn = envelope_.allowance_drawn;
    purchase.allowance = allowance_then();
    purchase.known_through = body_.knowledge.known_through;
    purchase.own_through = Seq(id_.seq.value() - 1);
    purchase.cut_off_for = body_.knowledge.cut_off_for;
    tell_values(purchase);
    tell_unheard(purchase);
    return purchase;
  }

 private:
  [[nodiscard]] bool is_own(const Fact& fact) const {
    return fact.recorded.id.origin == id_.origin;
  }
  [[nodiscard]] bool was_heard(const Fact& fact) const {
    return is_own(fact) ? fact.recorded.id.seq < id_.seq
                        : fact.position <= body_.knowledge.known_through;
  }
  /// By the hybrid clocks: what a store has heard is never later than what it writes.
  [[nodiscard]] bool was_before(const Event& event) const {
    return event.envelope.hlc < envelope_.hlc;
  }
  [[nodiscard]] bool was_unheard(const Fact& fact) const {
    return !is_own(fact) && !was_heard(fact) && was_before(fact.recorded.event);
  }

  void tell_values(PurchaseExplained& purchase) const {
    CardState known;
    CardState all;
    for (const Fact& fact : evidence_.card) {
      if (was_heard(fact)) evolve(known, fact.recorded);
      if (was_heard(fact) || was_unheard(fact)) evolve(all, fact.recorded);
    }
    purchase.value_known = known.available();
    purchase.rights_known = std::max(Amount(), known.rights_of(id_.origin));
    purchase.value_with_unheard = all.available();
    purchase.was_frozen_unheard = all.is_frozen() && !known.is_frozen();
  }

  void tell_unheard(PurchaseExplained& purchase) const {
    std::map<StoreId, UnheardRow> rows;
    for (const Fact& fact : evidence_.card) {
      if (!was_unheard(fact)) continue;
      UnheardRow& row = rows[fact.store];
      row.store = fact.store;
      ++row.events;
      const Amount value = fact.recorded.event.envelope.value_effect;
      const EventBody& body = fact.recorded.event.body;
      if (std::holds_alternative<ValueRedeemed>(body)) row.spent -= value;
      if (std::holds_alternative<HoldCaptured>(body)) row.spent -= value;
      if (std::holds_alternative<ValueLoaded>(body)) row.loaded += value;
      if (std::holds_alternative<RedemptionReversed>(body)) row.taken_back += value;
    }
    for (const auto& [store, row] : rows) {
      purchase.unheard.push_back(row);
      purchase.unheard_spent += row.spent;
    }
  }

  /// None if it drew on none, or nobody knows of its grant.
  [[nodiscard]] std::optional<AllowanceThen> allowance_then() const {
    if (envelope_.allowance == AllowanceId()) return std::nullopt;
    // Each source in a lane of its own: head office may have written two of them in one log.
    constexpr Shard kOwn{0}, kOffice{1}, kCard{2};
    StandIn stand_in;
    for (const RecordedEvent& given : evidence_.allowance) {
      if (was_before(given.event)) stand_in.fold(given, kOffice);
    }
    for (const RecordedEvent& drawn : evidence_.own_draws) {
      if (drawn.id.seq < id_.seq) stand_in.fold(drawn, kOwn);
    }
    for (const Fact& fact : evidence_.card) {
      if (!is_own(fact) && was_heard(fact)) stand_in.fold(fact.recorded, kCard);
    }
    const Allowance* allowance = stand_in.find(id_.origin, envelope_.allowance);
    if (allowance == nullptr || !allowance->grant) return std::nullopt;
    return AllowanceThen{envelope_.allowance, allowance->left(),
                         allowance->card_left(*envelope_.card)};
  }

  const PurchaseEvidence& evidence_;
  const EventId id_;
  const Envelope& envelope_;
  const ValueRedeemed& body_;
};

}  // namespace

PurchaseExplained explain(const PurchaseEvidence& evidence) {
  return Explainer(evidence).explain();
}

}  // namespace perk::central
