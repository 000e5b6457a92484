// What people read: the rows of the three projections. Values only; amounts in minor units of the
// chain's currency.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "ledger/event.h"
#include "ledger/ids.h"
#include "ledger/money.h"
#include "ledger/time.h"

namespace perk::central {

/// Projection `balance`: one row a card, of everything folded so far.
struct BalanceRow {
  std::string last_four;
  Currency currency;
  Hlc issued_at;                        ///< Of several issues the lowest (HLC, event) is the one.
  EventId issued_by;                    ///< Seq 0: its issue has not been heard yet.
  Amount value, held, rights, reserve;  ///< Rights are those of all origins together.
  Amount loaded, redeemed, reversed;
  bool is_frozen = false;
  std::string freeze_reason;
  EventId frozen_by;       ///< Head office's last word on it; seq 0: none.
  Position last_position;  ///< Of the card's last event folded.
  friend bool operator==(const BalanceRow&, const BalanceRow&) = default;
};

/// Projection `statement`: one line for each event of a card.
struct StatementRow {
  CardId card;
  Position position;
  EventId event;
  StoreId store;  ///< 0: head office.
  std::string type;
  Amount value_effect, balance_after;
  Hlc happened;
  WallTime recorded;
  TerminalId terminal;  ///< 0: none.
  Millis cut_off_for;
  std::string note;
  friend bool operator==(const StatementRow&, const StatementRow&) = default;
};

/// Projection `store_position`: what one store did, as heard. Kept per shard, added up when read.
struct StorePositionRow {
  Amount sold, loaded, reversed, sold_cut_off;
  std::uint64_t purchases = 0, purchases_cut_off = 0, events = 0;
  Hlc last_event;
  friend bool operator==(const StorePositionRow&, const StorePositionRow&) = default;
};

/// Rows of one shard: those a batch needs, or all. Each projection uses its own part.
struct ProjectionRows {
  std::map<CardId, BalanceRow> balances;
  std::map<CardId, Amount> last_balances;  ///< After each card's last statement line.
  std::vector<StatementRow> lines;         ///< In order of positions.
  std::map<StoreId, StorePositionRow> stores;
  friend bool operator==(const ProjectionRows&, const ProjectionRows&) = default;
};

/// Adds what a store did in one shard to what it did in others.
void add_up(StorePositionRow& total, const StorePositionRow& part);

}  // namespace perk::central
