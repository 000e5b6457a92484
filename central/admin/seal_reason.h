// Reasons in requests, and how they are sealed before somebody signs them. Thread-safe; by the system's random source.
#pragma once

#include <optional>
#include <string>

#include "central/admin/messages.h"

namespace perk::central {

/// Null: no reason is given with a request of this kind. The request's own.
[[nodiscard]] std::string* reason_of(AdminRequest& request);

/// Puts a seal in the place of the reason, and returns what it says. None, and nothing changed: there is none, or it
/// is blank, which is for head office to refuse.
[[nodiscard]] std::optional<ReasonOpening> seal_reason(AdminRequest& request);

}  // namespace perk::central
