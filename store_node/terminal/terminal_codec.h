// Terminal messages to frames and back. Pure; thread-safe. A frame of unknown type is Malformed with a
// sentence that says so: a till and its node are of one version or the older one must be told.
#pragma once

#include "ledger/result.h"
#include "store_node/terminal/messages.h"
#include "sync/wire/event_codec.h"
#include "sync/wire/frame.h"

namespace perk::store_node {

[[nodiscard]] sync::Frame encode_terminal_message(const TerminalMessage& message);
[[nodiscard]] Result<TerminalMessage, sync::Malformed> decode_terminal_message(
    const sync::Frame& frame);

}  // namespace perk::store_node
