// What the desks of head office's admin service share: their surroundings, and how failures of storage
// are told to an operator. Single-threaded values; what they refer to is safe from any thread.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>

#include "central/admin/messages.h"
#include "central/desk_clock.h"
#include "central/event_store.h"
#include "central/line_board.h"
#include "central/projections/projection_runner.h"
#include "central/rights/call_home.h"
#include "central/rights/closed_logs.h"
#include "central/rights/epoch_desk.h"
#include "central/rights/rights_desk.h"
#include "central/rights/risk_book.h"
#include "central/until_known.h"
#include "ledger/clock.h"
#include "sync/crypto/keys.h"
#include "sync/crypto/reason_seal.h"

namespace perk::central {

/// Outlived by nothing here: all of it must live as long as the service.
struct DeskSurroundings {
  EventStore& events;
  ProjectionStore& projections;
  ProjectionRunner& runner;
  CheckpointBoard& checkpoints;
  const LineBoard& lines;
  const Clock& clock;
  DeskClock& time;  ///< Head office's: one for all who write its facts.
  OfficePen& pen;
  RightsDesk& rights;
  RiskBook& risk;
  EpochDesk& epochs;
  ClosedLogs& closed;
  CallHome& call_home;
  ChainSettings chain;
  sync::LogKey key;  ///< Head office's own, for what it shows to others.
  /// Head office itself made a shard grow: stores and projections want to know. Any thread.
  std::function<void(const ShardEnd&)> on_grew;
  /// The fingerprint of the authority that this head office signs for; none: it signs no certificates.
  std::optional<Digest> authority{};
  /// For reasons that are sealed here. Any thread.
  std::function<ReasonSalt()> reason_salt = sync::random_salt;
};

template <typename Reply>
using DeskAnswer = Result<Reply, AdminFault>;
using DeskProgress = std::function<void(const AdminProgress&)>;

/// database_unreachable (nothing happened, later may help), outcome_unknown (ask again: what was done
/// is found again) or storage_failed (later will not help).
[[nodiscard]] AdminFault fault_of(const StorageError& error);

/// Why nothing may be granted, debited or decided about money now: head office was restored, and its epoch is
/// not settled (epoch_desk.h).
[[nodiscard]] std::optional<AdminFault> fault_in_epoch(const DeskSurroundings& around);

/// Why rights or overdrafts were not moved so: the refusal's name and a sentence.
[[nodiscard]] AdminFault fault_of(RightsRefusal refusal);
[[nodiscard]] AdminFault card_unknown();
/// The same request id asked for something else before.
[[nodiscard]] AdminFault request_id_reused();
[[nodiscard]] AdminFault store_unknown(const std::string& name);
/// An incarnation, named as to_string() prints it.
[[nodiscard]] std::optional<Origin> log_named(const std::string& text);

/// What keeps an operator's words from being taken: too long for an event, not UTF-8, or with control characters.
[[nodiscard]] std::optional<AdminFault> fault_in_texts(const std::string& reason,
                                                       const std::string& operator_name);

/// An amount as people write it, perhaps with a sign. Fault: amount_invalid.
[[nodiscard]] DeskAnswer<Money> money_of(const std::string& text, Currency currency);

/// The id of the card that an operator named: card_number_invalid if it is no card number. Its digits
/// are forgotten on return.
[[nodiscard]] DeskAnswer<CardId> resolve(const CardRef& card, EventStore& events);

using StoreNames = std::map<StoreId, std::string>;
[[nodiscard]] Stored<StoreNames> store_names(EventStore& events);

}  // namespace perk::central
