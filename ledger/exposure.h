// Exposure: the provable worst case that the chain could still lose, right now, to purchases head
// office has not heard of. Computed on head office's complete fold; what is realised later is never
// more than what was shown before. Per card, per store, and for the chain:
//
//     allowances outstanding                        (granted, not heard spent, not lapsed; none of a log
//                                                  whose end is proven)
//   + min(max(0, -R_0), sum of R_s) for each card   (spent beyond rights, covered by rights still out)
//   + rights returned by decision                   (until the end of that log is proven)
//
// What no ledger can bound from the centre stands beside it by name: copies (CopiesTerm) and reversible
// loads. Stores' parts may overlap (two stores can both spend what covers one purchase), so the chain's
// exposure is not their sum; it is at most that. Pure.
#pragma once

#include <map>
#include <span>

#include "ledger/card.h"
#include "ledger/incarnations.h"
#include "ledger/policy.h"
#include "ledger/stand_in.h"

namespace perk {

/// An amount, or why there is none.
class Exposure {
 public:
  enum class Kind {
    Known,
    Unknown,   ///< A new epoch in which some holder has not reported yet.
    Unbounded  ///< Policy `cached`: nothing limits what cut-off stores approve.
  };

  [[nodiscard]] static Exposure known(Amount amount) { return {Kind::Known, amount}; }
  [[nodiscard]] static Exposure unknown() { return {Kind::Unknown, Amount()}; }
  [[nodiscard]] static Exposure unbounded() { return {Kind::Unbounded, Amount()}; }

  [[nodiscard]] Kind kind() const { return kind_; }
  [[nodiscard]] bool is_known() const { return kind_ == Kind::Known; }
  /// Not negative. Asking it of what is not known is our bug and stops the process.
  [[nodiscard]] Amount amount() const;
  /// What is unbounded in part is unbounded; what is unknown in part is unknown.
  friend Exposure operator+(const Exposure& left, const Exposure& right);
  friend bool operator==(const Exposure&, const Exposure&) = default;

 private:
  Exposure(Kind kind, Amount amount) : kind_(kind), amount_(amount) {}
  Kind kind_;
  Amount amount_;
};

/// "known", "unknown", "unbounded".
[[nodiscard]] std::string_view exposure_name(Exposure::Kind kind);

/// The three terms. None is negative.
struct ExposureParts {
  Amount allowances;
  Amount covered_by_rights_out;
  Amount returned_unproven;
  [[nodiscard]] Amount sum() const {
    return allowances + covered_by_rights_out + returned_unproven;
  }
  ExposureParts& operator+=(const ExposureParts& more);
  friend bool operator==(const ExposureParts&, const ExposureParts&) = default;
};

/// What an incarnation may have spent of rights that were returned by decision, and was not heard yet.
[[nodiscard]] Amount returned_unproven(const CardState& card, Origin incarnation,
                                       const ProvenEnds& proven);

/// The parts of one card alone: no allowances (they are of no card), so that cards can be added up.
[[nodiscard]] ExposureParts exposure_beside_allowances(const CardState& card,
                                                       const ProvenEnds& proven);

/// What could still be lost on one card; its share of the allowances is bounded by its caps.
[[nodiscard]] ExposureParts exposure_of_card(const CardId& id, const CardState& card,
                                             const StandIn& stand_in, const ProvenEnds& proven);

using CardStates = std::map<CardId, CardState>;
/// What could still be lost through one store, by all its incarnations.
[[nodiscard]] ExposureParts exposure_of_store(std::span<const Origin> incarnations,
                                              const CardStates& cards, const StandIn& stand_in,
                                              const ProvenEnds& proven);
[[nodiscard]] ExposureParts exposure_of_chain(const CardStates& cards, const StandIn& stand_in,
                                              const ProvenEnds& proven);

/// Whether every possible holder has reported since this epoch began.
enum class Reported { Everybody, NotYet };
/// What is shown: unbounded if any policy in force among stores is, else unknown until everybody has
/// reported, else the sum of the parts.
[[nodiscard]] Exposure exposure_shown(const ExposureParts& parts, PolicyKind policy,
                                      Reported reported);

/// The copies term, shown beside exposure: the most that any earlier state of a store's log, as heard,
/// could spend again if a copy or a restored backup of it were in service. A high-water mark of what
/// each incarnation held; only an operator's word ends it.
class CopiesTerm {
 public:
  /// After each change heard: all that the incarnation holds now (rights on all cards, allowances left,
  /// open holds, purchases it could still refund). Not negative.
  void held(Origin incarnation, Amount now);
  /// The operator's word that no copy is in service.
  void ended(Origin incarnation) { most_.erase(incarnation); }
  [[nodiscard]] Amount of(Origin incarnation) const;
  [[nodiscard]] Amount sum() const;

 private:
  std::map<Origin, Amount> most_;
};

}  // namespace perk
