// What is run by hand, once, when head office's database was restored or moved; head office must be stopped.
// Each answers with a sentence, of what was done or of why not.
#pragma once

#include <optional>
#include <string>

#include "central/config.h"
#include "ledger/clock.h"

namespace perk::central {

/// The file in the data directory that history_witness.h keeps.
inline constexpr const char* kHistoryFile = "history.witness";

struct NewEpoch {
  std::string reason;
  std::string operator_name;
  std::optional<Epoch> epoch;  ///< None: the one after the latest that is known here.
};
/// Durable on success.
[[nodiscard]] Result<std::string, std::string> begin_epoch(const CentralConfig& config,
                                                           const NewEpoch& wanted,
                                                           const Clock& clock);
/// An operator's word that the database was not restored: the data directory takes it as it is.
[[nodiscard]] Result<std::string, std::string> adopt_database(const CentralConfig& config);

}  // namespace perk::central
