// Whether a received batch has the form PROTOCOL.md asks of it, before anybody looks inside its
// events. Pure.
#pragma once

#include <optional>
#include <string>

#include "sync/messages.h"

namespace perk::sync {

/// What is wrong with it, as a sentence; none if nothing is. Items must stand in order within
/// (after, through]; those of a log feed must be dense, named by the log, and have bytes.
[[nodiscard]] std::optional<std::string> fault_in_form(const Batch& batch);

}  // namespace perk::sync
