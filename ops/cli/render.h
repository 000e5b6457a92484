// Replies as text for people and as JSON for programs. Pure: the same reply gives the same text.
#pragma once

#include <string>

#include "central/admin/messages.h"
#include "ops/cli/exit_code.h"

namespace perk::ops {

/// For a terminal; ends with a newline. A fault is one sentence.
[[nodiscard]] std::string render_text(const central::AdminReply& reply);
/// One JSON object, indented; amounts are whole minor units, times are ISO 8601 in UTC.
[[nodiscard]] std::string render_json(const central::AdminReply& reply);
[[nodiscard]] ExitCode exit_code_of(const central::AdminReply& reply);

/// "just now", "12 s ago", "3 min ago", "5 h ago", "2 days ago".
[[nodiscard]] std::string ago(WallTime then, WallTime now);

}  // namespace perk::ops
