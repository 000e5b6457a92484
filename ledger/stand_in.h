// Stand-in allowances: how much each incarnation may still approve beyond its rights. A fold of events
// and nothing else: head office's grants and replenishments, the store's own purchases and lapses. A
// store that restarts folds its own log and what it has of head office's, and knows what it knew; a
// store that reconnects is given nothing back but by an event. Head office folds the same for all.
//
// Totals only grow, with a watermark per origin: a repeat changes nothing, and facts of different
// origins commute; those of one origin must come in its order. Single-threaded value; time is handed in.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <vector>

#include "ledger/event.h"
#include "ledger/policy.h"

namespace perk {

/// What head office granted, and under which policy.
struct AllowanceGrant {
  EventId by;
  StandInGranted terms;
  Currency currency;
  PolicyVersion policy_version;
  friend bool operator==(const AllowanceGrant&, const AllowanceGrant&) = default;
};

/// One allowance of one incarnation. Amounts only grow. Spending is counted gross: a refund gives no
/// allowance back, only head office does.
struct Allowance {
  struct CardDraws {
    Amount drawn, restored;
    friend bool operator==(const CardDraws&, const CardDraws&) = default;
  };

  std::optional<AllowanceGrant> grant;  ///< None while only its use was heard of.
  Amount drawn, replenished;
  Seq replenished_through;            ///< Of the incarnation: what head office has answered.
  std::map<CardId, CardDraws> cards;  ///< Dropped when it lapses.
  std::optional<Amount> lapsed_with;  ///< What the store said was left.

  /// Still to be drawn; zero once lapsed, and while the grant is not heard.
  [[nodiscard]] Amount left() const;
  /// Of the cap of this card; what is left of the allowance may be less.
  [[nodiscard]] Amount card_left(const CardId& card) const;
  [[nodiscard]] bool has_lapsed() const { return lapsed_with.has_value(); }
  /// Whether the store must not draw on it any more. It is at risk until it lapses all the same.
  [[nodiscard]] bool has_expired(WallTime now) const;
  friend bool operator==(const Allowance&, const Allowance&) = default;
};

class StandIn {
 public:
  using Allowances = std::map<AllowanceId, Allowance>;

  /// Takes any event; what is about no allowance changes nothing. What only head office may write, and
  /// another wrote, is passed over. Requires is_foldable().
  void fold(const RecordedEvent& recorded);

  /// For one purchase of `card` at incarnation `own`: of its allowances of this kind that are neither
  /// expired nor lapsed, the one that covers most. None if there is none, even used up. `now` is the
  /// wall time of the store's hybrid clock, which never runs back.
  [[nodiscard]] std::optional<AllowanceOnHand> on_hand(Origin own, const CardId& card,
                                                       StandInKind kind, WallTime now) const;
  /// The allowances of `own` that it should lapse: expired, and not lapsed yet. Lowest id first.
  [[nodiscard]] std::vector<AllowanceId> to_lapse(Origin own, WallTime now) const;

  /// Granted to this incarnation and neither heard to be spent nor lapsed, whatever any clock says:
  /// what is at risk of it. Of all of them without an argument. Not negative.
  [[nodiscard]] Amount outstanding(Origin incarnation) const;
  [[nodiscard]] Amount outstanding() const;
  /// The part of that which could be spent of one card.
  [[nodiscard]] Amount outstanding_of_card(Origin incarnation, const CardId& card) const;
  [[nodiscard]] Amount outstanding_of_card(const CardId& card) const;

  /// Null if nothing was heard of it.
  [[nodiscard]] const Allowance* find(Origin incarnation, AllowanceId id) const;
  [[nodiscard]] const std::map<Origin, Allowances>& all() const { return allowances_; }
  friend bool operator==(const StandIn&, const StandIn&) = default;

 private:
  void draw(Origin incarnation, const Envelope& envelope);
  void grant(const RecordedEvent& recorded, const StandInGranted& terms);
  void replenish(const RecordedEvent& recorded, const StandInReplenished& more);
  void lapse(const RecordedEvent& recorded, const AllowanceLapsed& lapsed);
  void draw_wrapped(const Envelope& envelope, const ClosedLogEventRecorded& wrapped);

  std::map<Origin, Seq> watermarks_;
  std::map<Origin, Allowances> allowances_;
  std::set<ClosedLogName> closed_logs_;  ///< Draws that came wrapped; each counts once.
};

}  // namespace perk
