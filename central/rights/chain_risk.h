// What the chain risks, as a fold of every shard: rights out, allowances out, what was spent beyond
// rights, what copies of a store could spend again. Decisions are made elsewhere, under a shard's lock;
// this says what to look at, and is what people are shown. Pure; single-threaded.
//
// Memory: every card's state, with its purchases. A chain of a million cards needs a gigabyte or so.
#pragma once

#include <map>
#include <set>
#include <span>
#include <vector>

#include "central/rights/policy_hearing.h"
#include "ledger/approval_book.h"
#include "ledger/exposure.h"
#include "ledger/incarnations.h"
#include "ledger/number_keys.h"
#include "ledger/operator_book.h"
#include "ledger/overdraft.h"
#include "ledger/quarantine_book.h"
#include "ledger/reason_book.h"
#include "ledger/revocations.h"

namespace perk::central {

/// What stands beside exposure: no ledger can bound it from the centre.
struct BesideExposure {
  Amount copies;            ///< The most that earlier states of the stores' logs could spend again.
  Amount reversible_loads;  ///< Loaded by bank card: may be charged back.
};

/// Where an overdraft was opened: what came of it since, the card says.
struct OverdraftOpening {
  CardId card;
  WallTime at;
};

class ChainRisk {
 public:
  /// In each shard's order; the store is 0 for head office. Passes over what cannot be folded. That an
  /// allowance lapsed is not believed before settle_lapses(): purchases that drew on it before may stand
  /// in shards that were not folded so far, and would be missing in what is shown.
  /// Its position matters to policies alone.
  void fold(const RecordedEvent& recorded, StoreId store, Shard shard,
            Position position = Position());
  /// Incarnations that said of an allowance that it lapsed, not settled yet.
  [[nodiscard]] std::set<Origin> lapses_waiting() const;
  /// Everything that `origin` wrote through `through` has been folded, in whatever shard.
  void settle_lapses(Origin origin, Seq through);

  [[nodiscard]] const CardStates& cards() const { return cards_; }
  /// An unknown card is an empty one.
  [[nodiscard]] const CardState& card(const CardId& id) const;
  [[nodiscard]] const StandIn& stand_in() const { return stand_in_; }
  /// Which logs are closed, as far as the shards of their stores were folded.
  [[nodiscard]] const Incarnations& logs() const { return logs_; }
  [[nodiscard]] const ProvenEnds& proven() const { return proven_; }
  /// The last event known of a log that is closed: held from the log itself, or brought wrapped. 0: none.
  [[nodiscard]] Seq known_end(Origin closed) const;
  /// How far an origin's log was folded.
  [[nodiscard]] Seq heard_through(Origin origin) const;
  [[nodiscard]] const std::map<Origin, StoreId>& incarnations() const { return incarnations_; }
  [[nodiscard]] std::vector<Origin> incarnations_of(StoreId store) const;

  [[nodiscard]] ExposureParts of_chain() const;
  /// The most that of_chain() came to since begin_peak(), or ever.
  [[nodiscard]] Amount peak() const { return peak_; }
  /// What is folded before every shard was folded once is no moment that ever was.
  void begin_peak() { peak_ = of_chain().sum(); }
  [[nodiscard]] ExposureParts of_store(StoreId store) const;
  /// What could be lost through these together: also through those that wrote nothing yet.
  [[nodiscard]] ExposureParts of_incarnations(std::span<const Origin> incarnations) const;
  [[nodiscard]] ExposureParts of_card(const CardId& card) const;
  [[nodiscard]] BesideExposure beside() const;
  [[nodiscard]] Amount copies_of(Origin incarnation) const { return copies_.of(incarnation); }
  [[nodiscard]] const PolicyHearing& policies() const { return policies_; }
  /// Who may speak for the chain, and what needs two of them.
  [[nodiscard]] const OperatorBook& operators() const { return operators_; }
  [[nodiscard]] const ApprovalBook& approvals() const { return approvals_; }
  /// Which stores are revoked, as far as their shards were folded.
  [[nodiscard]] const Revocations& revocations() const { return revocations_; }
  /// What operators said of events in quarantine.
  [[nodiscard]] const QuarantineBook& quarantine() const { return quarantine_; }
  /// Which keys were made for which card numbers.
  [[nodiscard]] const NumberKeys& number_keys() const { return number_keys_; }
  /// Which sealed reasons are given, and which were erased.
  [[nodiscard]] const ReasonBook& reasons() const { return reasons_; }
  /// Every overdraft, paid or not.
  [[nodiscard]] const std::map<EventId, OverdraftOpening>& overdrafts() const {
    return overdrafts_;
  }
  /// What was spent beyond rights and drew on allowances, ever.
  [[nodiscard]] Amount drawn_on_allowances() const { return drawn_; }

  /// Cards whose rights should come home: frozen, or owing, with rights still out.
  [[nodiscard]] const std::set<CardId>& to_recall() const { return to_recall_; }
  /// Cards changed since this was last asked.
  [[nodiscard]] std::vector<CardId> take_changed();

 private:
  void fold_card(const CardId& id, const RecordedEvent& recorded);
  void note_proven(const RecordedEvent& recorded, Origin incarnation);
  void note_allowances();
  void note_refundable(const CardState& before, const RecordedEvent& recorded);
  void note_held(const std::vector<Origin>& moved);

  CardStates cards_;
  StandIn stand_in_;
  Incarnations logs_;
  ProvenEnds proven_;
  CopiesTerm copies_;
  PolicyHearing policies_;
  OperatorBook operators_;
  ApprovalBook approvals_;
  Revocations revocations_;
  QuarantineBook quarantine_;
  NumberKeys number_keys_;
  ReasonBook reasons_;
  std::map<EventId, OverdraftOpening> overdrafts_;
  std::map<Origin, std::vector<std::pair<RecordedEvent, Shard>>> lapses_;  // Waiting.
  std::map<Origin, Seq> heard_;
  std::map<Origin, Seq> brought_;  // Of closed logs: the last event that was brought wrapped.
  std::map<Origin, StoreId> incarnations_;
  std::map<Origin, Amount> rights_;      // Of all cards together.
  std::map<Origin, Amount> refundable_;  // Of its own purchases.
  ExposureParts beside_allowances_;
  Amount allowances_out_, peak_, drawn_, reversible_loads_;
  std::set<CardId> at_risk_;  // That have a part in beside_allowances_.
  std::set<CardId> to_recall_;
  std::set<CardId> changed_;
};

}  // namespace perk::central
