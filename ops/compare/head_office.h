// Head office of the comparison: the complete fold of what it has heard, what it writes itself (grants of
// rights, allowances, what it makes of a log that ran back), and the exposure it shows, by the ledger's
// own functions. Sends nothing itself (chain.h carries). Time is handed in.
#pragma once

#include <deque>
#include <map>
#include <vector>

#include "ledger/exposure.h"
#include "ledger/placement.h"
#include "ledger/stand_in.h"
#include "ops/compare/heard_card.h"

namespace perk::compare {

/// An allowance's size.
struct AllowanceSize {
  Amount amount, per_card_cap, per_purchase_cap;
};

class HeadOffice {
 public:
  HeadOffice(std::size_t cards, PolicyKind policy);

  /// Takes an event in: everything head office knows follows from these.
  void append(const RecordedEvent& recorded);

  /// What placement would do with the card's rights now.
  [[nodiscard]] Placement placement(PlacementKind kind, std::size_t card, Millis now,
                                    const std::optional<Asker>& asker) const;
  void grant(std::size_t card, const RightsWish& wish, Millis now);
  /// A defect for tests: takes the rights of `holder` for released before that is heard.
  void assume_released(std::size_t card, const RightsWish& holder, Millis now);
  /// A defect for tests: gives rights that leave no reserve.
  void grant_from_nowhere(std::size_t card, const RightsWish& wish, Millis now);

  void grant_allowance(Origin to, const AllowanceSize& size, Millis now);
  /// Gives back what was heard to be drawn, and the caps of cards that are not short any more.
  void replenish(Millis now);

  /// Closes a log that two databases wrote: takes in what each wrote since they parted.
  void close(Origin incarnation, const std::vector<RecordedEvent>& tails, Millis now);

  [[nodiscard]] const HeardCard& card(std::size_t place) const { return cards_.at(place); }
  [[nodiscard]] std::uint64_t position() const { return position_; }
  [[nodiscard]] Exposure exposure() const;
  [[nodiscard]] const CopiesTerm& copies() const { return copies_; }
  [[nodiscard]] const StandIn& stand_in() const { return stand_in_; }
  /// Cards that changed since the last time this was asked; with repeats.
  [[nodiscard]] std::vector<std::size_t> take_changed() { return std::exchange(changed_, {}); }
  /// Everything it wrote about allowances, in order.
  [[nodiscard]] const std::vector<RecordedEvent>& of_allowances() const { return of_allowances_; }

 private:
  struct Use {
    Millis at;
    Origin incarnation;
    Amount spent;
  };

  void write(const Event& event);
  void note_risk(const RecordedEvent& recorded, HeardCard& card);
  void wrap(Origin closed, const RecordedEvent& recorded, Millis now);
  void note_draw(const RecordedEvent& recorded, std::size_t card);
  [[nodiscard]] std::vector<RecentUse> recent_use(std::size_t card, Millis now) const;

  PolicyKind policy_;
  std::vector<HeardCard> cards_;
  std::vector<std::deque<Use>> uses_;
  StandIn stand_in_;
  ExposureParts beside_allowances_;
  std::vector<ExposureParts> parts_;  ///< Of each card, as added up above.
  std::map<Origin, Amount> rights_;   ///< Held by each incarnation, over all cards.
  CopiesTerm copies_;
  ProvenEnds proven_;
  std::uint64_t position_ = 0;
  Seq last_seq_;
  std::uint64_t allowances_ = 0;
  std::map<std::pair<Origin, AllowanceId>, std::vector<std::size_t>> caps_used_;
  std::map<Origin, Seq> heard_through_;
  std::vector<std::size_t> changed_;
  std::vector<RecordedEvent> of_allowances_;
};

}  // namespace perk::compare
