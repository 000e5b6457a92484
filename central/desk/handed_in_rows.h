// What a batch of a log that was handed in becomes in quarantine: each event wrapped, with the batch's seal as its proof,
// as if another log of its store had brought it, but under its own name; what cannot be wrapped as it is, with the reason.
// Equal events give equal bytes, whoever hands them in, as long as their batch was cut in the same way. Pure.
#pragma once

#include <vector>

#include "central/intake.h"

namespace perk::central {

/// Why they stand there.
inline constexpr auto kHandedIn = "handed in after its log was closed";

struct HandedInRow {
  QuarantinedEvent row;
  /// What the row brings; none: nothing of it can be accepted.
  std::optional<Event> wrapped{};
  Digest hash;  ///< Of the log's chain there.
};

/// `taken`: what intake made of the batch, so that its chain and its seal are checked. In the batch's order.
[[nodiscard]] std::vector<HandedInRow> rows_of(const sync::Batch& batch, const TakenIn& taken,
                                               StoreId store, WallTime now);

}  // namespace perk::central
