// What the `perk` admin tool brings of a log that somebody handed in, and what became of it. Values; part of messages.h,
// which says how they travel.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "ledger/event.h"
#include "sync/messages.h"

namespace perk::central {

/// Batches of one log, as its store sealed them, each continuing the one before. A long log takes several requests: each
/// but the first continues the one before.
struct BringLogRequest {
  StoreId store;  ///< Whose log it is.
  std::vector<sync::Batch> batches;
  std::string reason;
  std::string operator_name;
  std::optional<OperatorWord> word{};  ///< Head office's to fill in; does not travel.
};
/// What one request may bring, as sync::memory_of() counts it, so that it fits into a frame.
inline constexpr std::size_t kBringBytesMax = 512UL * 1024;

struct BringLogReply {
  StoreId store;
  std::string name;
  Origin log;
  Seq held;                   ///< Head office has it from the log's own line through here.
  Seq through;                ///< Of what was brought.
  std::uint64_t brought = 0;  ///< New in quarantine, by this request.
  std::uint64_t known = 0;    ///< Was held, counted or in quarantine before.
  std::uint64_t useless = 0;  ///< Of the new: nothing of these can be accepted.
};

}  // namespace perk::central
