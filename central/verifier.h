// `perk verify`: recomputes everything that can be recomputed from the log and compares. Trusts nothing
// that is stored beside an event: positions, running hashes, chains, signatures, progress rows and
// projections are all made again.
//
// Blocking, long, and safe while head office works: what is appended meanwhile is left for the next
// time. Changes nothing.
#pragma once

#include <functional>
#include <optional>

#include "central/admin/messages.h"
#include "central/event_store.h"
#include "central/evidence/heads_file.h"
#include "central/projections/projection_store.h"

namespace perk::central {

/// Events read so far, and how many there will be, about.
using VerifyProgress = std::function<void(std::uint64_t done, std::uint64_t total)>;

struct VerifyScope {
  VerifyDepth depth = VerifyDepth::Usual;
  /// Heads that head office once showed: each must still be a prefix of what it holds. Each that is not has
  /// a row of its own.
  std::optional<Heads> against{};
};

/// One row for each check, named as below, with the first offending place if it does not hold.
/// The failure is the database's: then nothing is known.
[[nodiscard]] Stored<VerifyReply> verify(EventStore& events, ProjectionStore& projections,
                                         const VerifyProgress& on_progress,
                                         const VerifyScope& scope = {});

// The checks, in the order of the reply.
inline constexpr char kPositionsCheck[] = "positions are gapless";
inline constexpr char kShardHashCheck[] = "running hashes of shards";
inline constexpr char kPlaceCheck[] = "events stand in their shards";
inline constexpr char kOriginsCheck[] = "events are of registered logs";
inline constexpr char kLogChainCheck[] = "chains of stores' logs";
inline constexpr char kSealCheck[] = "signatures of stores' logs";
inline constexpr char kOwnChainCheck[] = "chains of head office's logs";
inline constexpr char kConservationCheck[] = "money is conserved";
inline constexpr char kOperatorsCheck[] = "operators' words";
inline constexpr char kSettlementCheck[] = "verdicts on the quarantine";
inline constexpr char kBalanceCheck[] = "projection balance";
inline constexpr char kStatementCheck[] = "projection statement";
inline constexpr char kStorePositionCheck[] = "projection store_position";
// Of VerifyDepth::Deep.
inline constexpr char kWriterCheck[] = "events are what their writers may write";
inline constexpr char kWrapCheck[] = "proofs of wrapped events";
inline constexpr char kQuarantineCheck[] = "quarantined events are of their logs";
inline constexpr char kKeysCheck[] = "changes of stores' keys";
// Against heads.
inline constexpr char kLogHeadsCheck[] = "exported heads of logs";
inline constexpr char kShardHeadsCheck[] = "exported heads of shards";
/// Said by the desk, which knows head office's key.
inline constexpr char kHeadsKeyCheck[] = "key of the exported heads";

}  // namespace perk::central
