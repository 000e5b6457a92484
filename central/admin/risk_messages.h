// What the `perk` admin tool asks and is told about spending rights and what the chain risks: exposure,
// overdrafts, lost stores, policies. Values; part of messages.h, which says how they travel.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "central/admin/card_ref.h"
#include "ledger/event.h"
#include "ledger/exposure.h"

namespace perk::central {

struct ExposureRequest {
  std::string store;            ///< By its name; empty: not of one store.
  std::optional<CardRef> card;  ///< At most one of the two; neither: the chain.
};

/// Zero parts while it is unknown; while it is unbounded, those that are bounded all the same.
struct ShownExposure {
  Exposure::Kind kind = Exposure::Kind::Unknown;
  ExposureParts parts;
};

/// What could still be lost through one store. Shares may overlap: their sum may be above the chain's.
struct StoreExposureRow {
  StoreId store;
  std::string name;
  bool is_connected = false;
  std::optional<WallTime> last_heard;  ///< None: never.
  ShownExposure share;
  Amount copies;
};

struct ExposureReply {
  Currency currency;
  WallTime now;
  std::string store_name;      ///< The store it is of,
  std::optional<CardId> card;  ///< or the card; neither: the chain.
  ShownExposure exposure;
  std::string why_unknown;  ///< One clause; empty unless it is unknown.
  Amount peak;              ///< Of the chain, since head office started.
  Amount copies,
      reversible_loads;  ///< Beside it; of a card neither is known, of a store the first.
  std::vector<StoreExposureRow> stores;
};

struct RightsHolding {
  StoreId store;
  std::string store_name;
  Origin incarnation;
  Amount amount;
  bool is_connected = false;
};

/// Who may spend what of a card, as head office knows it now.
struct CardRights {
  ShownExposure exposure;
  Amount reserve, overdraft_open;
  std::vector<RightsHolding> holders;
  Position position;  ///< Of the card's shard: known through here.
};

enum class OverdraftScope { Open, All };
struct OverdraftsRequest {
  OverdraftScope scope = OverdraftScope::Open;
};

struct OverdraftRow {
  EventId opening;
  CardId card;
  std::string last_four;
  OverdraftCause cause = OverdraftCause::Unspecified;
  Origin owner;
  StoreId store;  ///< The owner's; 0: head office.
  std::string store_name;
  Amount opened, recovered, written_off;
  WallTime opened_at;
  [[nodiscard]] Amount left() const { return opened - recovered - written_off; }
};
struct OverdraftsReply {
  Currency currency;
  std::vector<OverdraftRow> rows;  ///< Oldest first; the first few thousand.
  std::uint64_t count = 0;         ///< Of all, also those that found no place in `rows`.
  Amount opened, recovered, written_off;
};

struct WriteOffRequest {
  EventId opening;
  std::string reason;
  std::string operator_name;
  std::optional<OperatorWord> word{};  ///< Head office's to fill in; does not travel.
};
struct WriteOffReply {
  EventId opening;
  CardId card;
  std::string last_four;
  Currency currency;
  Amount amount;
};

struct DeclareLostRequest {
  std::string store;
  std::string reason;
  std::string operator_name;
  std::optional<OperatorWord> word{};  ///< Head office's to fill in; does not travel.
};
struct ReturnedCard {
  CardId card;
  std::string last_four;
  Amount amount;
};
struct DeclareLostReply {
  StoreId store;
  std::string name;
  Currency currency;
  std::vector<ReturnedCard> cards;  ///< The first few thousand.
  std::uint64_t card_count = 0;     ///< Of all.
  Amount returned;
  Amount opened;           ///< What exposure grew by: spent unheard, it would be lost.
  ShownExposure exposure;  ///< Of the chain, afterwards.
};

struct PoliciesRequest {};
/// A policy for a store (0: all) and a programme (0: all).
struct PolicyRow {
  PolicyVersion version;
  PolicyKind kind = PolicyKind::EscrowStandIn;
  StoreId store;
  std::string store_name;
  ProgrammeId programme;
  std::string operator_name;
  std::optional<EventId> event;  ///< None: built in.
};
struct PoliciesReply {
  std::vector<PolicyRow> rows;  ///< In force; the more specific one counts.
};
struct SetPolicyRequest {
  PolicyKind kind = PolicyKind::EscrowStandIn;
  std::string store;  ///< By its name; empty: all.
  ProgrammeId programme;
  std::string operator_name;
  std::optional<OperatorWord> word{};  ///< Head office's to fill in; does not travel.
};
struct SetPolicyReply {
  PolicyRow policy;
  bool was_in_force = false;  ///< It was set so before; nothing was written.
};

}  // namespace perk::central
