// A card as its events tell it. evolve() is total: whatever was recorded happened, whatever else is
// known, and folding it twice or in another order across origins gives the same card.
//
// Totals only grow, kept per origin with a watermark (the last seq folded of that origin), so that a
// repeat changes nothing; balances are derived. Facts of one origin must come in its order; of
// different origins in any order. Single-threaded value.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "ledger/event.h"

namespace perk {

/// What one origin's events did to a card. Every amount only grows.
struct OriginTotals {
  Seq watermark;
  Amount value_in, value_out;
  Amount held_in, held_out;
  Amount own_rights_in, own_rights_out;
  Amount reserve_in, reserve_out;
  // Parts of value_in and value_out by kind, for reports; what no known kind explains is the rest.
  Amount loaded, redeemed, reversed;
  Amount unloaded;  ///< Loads reversed or charged back.
  Amount adjusted_up, adjusted_down;
  friend bool operator==(const OriginTotals&, const OriginTotals&) = default;
};

/// A purchase, and what has been taken back of it. A reversal repays the part beyond rights first. Known
/// by a reversal alone, its total is zero until the purchase itself is heard.
struct Redemption {
  Amount from_rights, beyond_rights;
  Amount reversed;              ///< By whomever.
  Amount reversed_elsewhere{};  ///< The part of it that was not written where the purchase was.
  bool is_renounced = false;    ///< Its origin left it to head office to take it back.
  Hlc at{};                     ///< When it was made; 0 until it is heard.
  [[nodiscard]] Amount total() const { return from_rights + beyond_rights; }
  [[nodiscard]] Amount left() const { return total() - reversed; }
  friend bool operator==(const Redemption&, const Redemption&) = default;
};

/// What is set aside for a purchase to come, and how much of that has ended: captured, released or lapsed.
/// Known by its end alone (of a closed log, wrapped), nothing was placed until that is heard too.
struct Hold {
  Amount placed;
  Amount ended;            ///< By the origin that placed it.
  Amount ended_elsewhere;  ///< By head office, once that origin's log has a proven end.
  std::optional<WallTime> expires_at;
  [[nodiscard]] Amount left() const;
  /// What ended more than once: copies of one log, each with its own word on the hold.
  [[nodiscard]] Amount ended_too_often() const;
  friend bool operator==(const Hold&, const Hold&) = default;
};

/// Value put on the card, and how much of it was taken off again. Amounts only grow.
struct Load {
  Amount loaded;
  Amount reversed;      ///< By the store that took it.
  Amount charged_back;  ///< By head office.
  Tender tender = Tender::Unspecified;
  [[nodiscard]] Amount left() const { return loaded - reversed - charged_back; }
  friend bool operator==(const Load&, const Load&) = default;
};

/// Rights moved by events that somebody else wrote (grants, decisions). Only grow.
struct NamedRights {
  Amount in, out;
  Amount returned{};  ///< The part of `out` that an operator returned by decision.
  friend bool operator==(const NamedRights&, const NamedRights&) = default;
};

/// Who issued the card: of several (issued in two cut-off stores) the lowest (HLC, origin).
struct Issue {
  Hlc hlc;
  EventId by;
  std::string last_four;
  ProgrammeId programme;
  Currency currency;
  friend bool operator==(const Issue&, const Issue&) = default;
};

/// Head office's last word on whether the card may be used.
struct Freeze {
  EventId by;
  bool is_frozen = false;
  std::string reason;
  friend bool operator==(const Freeze&, const Freeze&) = default;
};

/// When head office froze a card, or lifted the freeze.
struct FreezeWord {
  Hlc at;
  bool is_frozen = false;
  friend bool operator==(const FreezeWord&, const FreezeWord&) = default;
};

/// What was spent of a card beyond its value, and head office covered. Amounts only grow. Known by a
/// recovery or a write-off alone, it has neither cause nor owner until its opening is heard.
struct Overdraft {
  OverdraftCause cause = OverdraftCause::Unspecified;
  Origin owner;
  Amount opened, recovered, written_off;
  /// What the card's holder still owes the chain.
  [[nodiscard]] Amount left() const { return opened - recovered - written_off; }
  friend bool operator==(const Overdraft&, const Overdraft&) = default;
};

/// Which event of its name one is, for forks of a log have several: copies may write at one moment, but never
/// for one request.
struct Making {
  Hlc at;
  std::optional<RequestId> request;
  friend bool operator==(const Making&, const Making&) = default;
};

/// What one event of a closed log did when it was brought wrapped (closed_log.h). Signed effects, and what
/// it tells of a purchase, a hold or a load: its own, or the one that it completes or takes back.
struct FromClosedLog {
  Making made;
  Amount value, held, reserve;
  std::vector<NamedRightsEffect> rights;
  Amount loaded, redeemed, reversed, unloaded;
  std::optional<EventId> purchase;
  Redemption part;
  std::optional<EventId> hold;  ///< Placed or ended by it.
  Hold hold_part;
  std::optional<EventId> load;  ///< Its own, or the one it reverses.
  Load load_part;
  friend bool operator==(const FromClosedLog&, const FromClosedLog&) = default;
};

struct CardState {
  std::map<Origin, OriginTotals> origins;
  std::map<Origin, NamedRights> named_rights;
  std::map<EventId, Redemption> redemptions;
  std::map<EventId, Hold> holds;            ///< By the event that placed them.
  std::map<EventId, Load> loads;            ///< By the event that loaded them.
  std::map<EventId, Overdraft> overdrafts;  ///< By the event that opened them.
  /// Each counted once, whoever brought it. `redemptions`, `holds` and `loads` have its part; all else is
  /// summed up.
  std::map<ClosedLogName, FromClosedLog> closed_logs;
  /// Of each event of a store that moved value, or what is held of it, and is known from its own log: the
  /// same event then counts nothing wrapped, whichever of the two is heard first.
  std::map<EventId, Making> moves;
  std::optional<Issue> issue;
  std::optional<Freeze> freeze;
  std::map<EventId, FreezeWord> freeze_words;  ///< All of head office's, in its order.
  Hlc last_event;  ///< The latest HLC folded: how old this knowledge is.

  [[nodiscard]] bool is_known() const { return issue.has_value(); }
  [[nodiscard]] bool is_frozen() const { return freeze && freeze->is_frozen; }
  [[nodiscard]] Amount balance() const;
  [[nodiscard]] Amount held() const;
  [[nodiscard]] Amount available() const { return balance() - held(); }
  /// R_s: what this origin may spend without asking. What events of closed logs took beyond all that their
  /// incarnation had is missing in the reserve instead.
  [[nodiscard]] Amount rights_of(Origin origin) const;
  /// What the forks of closed logs together took of an incarnation's rights beyond all that it had, by
  /// incarnation: a database that ran back spent it twice. Positive; missing in the reserve instead.
  [[nodiscard]] std::map<Origin, Amount> overspent_by_forks() const;
  /// The sum of R_s over all origins. With the reserve it is what is available, always.
  [[nodiscard]] Amount rights_of_all() const;
  /// R_0: head office's reserve. Negative only by what was approved beyond rights, and by what head
  /// office itself took.
  [[nodiscard]] Amount reserve() const;
  [[nodiscard]] Amount loaded() const;
  [[nodiscard]] Amount redeemed() const;
  [[nodiscard]] Amount reversed() const;
  /// Loads reversed or charged back.
  [[nodiscard]] Amount unloaded() const;
  /// By head office's hand; negative if more went down than up.
  [[nodiscard]] Amount adjusted() const;
  /// What this origin holds open: it alone can capture or give that back.
  [[nodiscard]] Amount held_by(Origin origin) const;
  /// Whether head office had frozen the card by that time, as the hybrid clocks tell it.
  [[nodiscard]] bool was_frozen_at(Hlc time) const;
  /// What overdrafts opened put on the card, less what recoveries took.
  [[nodiscard]] Amount covered() const;
  /// What is still owed of overdrafts opened.
  [[nodiscard]] Amount open_overdraft() const;
  friend bool operator==(const CardState&, const CardState&) = default;
};

/// Of several that issued one card the first in (HLC, name) did.
void hear_issue(CardState& state, const Issue& heard);

/// Folds one recorded event in. An event at or below its origin's watermark changes nothing.
/// Requires is_foldable(event): what is not foldable never reaches a fold.
void evolve(CardState& state, const RecordedEvent& recorded);

}  // namespace perk
