// What the `perk` admin tool is told about one event: for a purchase, what its store knew when it
// approved it, and what it could not know. Values; part of messages.h.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "ledger/event.h"

namespace perk::central {

struct ExplainRequest {
  EventId event;
};

/// The stand-in allowance that a purchase drew on, as it stood before. What head office gave back by
/// then may have reached the store or not: it had at most this.
struct AllowanceThen {
  AllowanceId id;
  Amount left_at_most, card_left_at_most;
};

/// What one store (0: head office) did with the card earlier, by the hybrid clocks, and unheard.
struct UnheardRow {
  StoreId store;
  std::string store_name;
  Amount spent, loaded, taken_back;
  std::uint64_t events = 0;
};

struct PurchaseExplained {
  Amount requested, from_rights, beyond_rights;
  Basis basis = Basis::Unspecified;
  PolicyVersion policy_version;
  std::string manager;  ///< Who overrode by hand; empty: nobody.
  Amount allowance_drawn;
  std::optional<AllowanceThen> allowance;
  Position known_through;  ///< It had heard the card's shard so far,
  Seq own_through;         ///< and knew its own log so far.
  Amount value_known;      ///< Available, as it knew it.
  Amount rights_known;     ///< The part of it that it alone might spend.
  Millis cut_off_for;      ///< 0: connected.
  std::vector<UnheardRow> unheard;
  Amount unheard_spent;
  bool was_frozen_unheard = false;
  Amount value_with_unheard;  ///< Available, had it known all that.
  [[nodiscard]] Amount approved() const { return from_rights + beyond_rights; }
};

struct ExplainReply {
  EventId event;
  std::string type;
  std::string said;  ///< One sentence: what happened, where.
  StoreId store;     ///< 0: head office.
  std::string store_name;
  std::optional<CardId> card;
  std::string last_four;
  Currency currency;
  Shard shard;
  Position position;
  WallTime happened;   ///< By the writer's hybrid clock.
  WallTime raw_clock;  ///< What the writer's clock said.
  WallTime recorded;   ///< By head office.
  std::optional<PurchaseExplained> purchase;
};

}  // namespace perk::central
