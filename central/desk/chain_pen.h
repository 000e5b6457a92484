// Writes head office's words that stand in the shard of store 0 and rest on all that was said there before:
// accounts, limits, proposals. Blocking; safe from any thread.
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "central/desk/admin_answer.h"

namespace perk::central {

/// An event about no card and no log.
[[nodiscard]] Event chain_event(EventBody body, const Stamp& stamp, Currency currency = Currency());

/// Calls `decide` on a book that has missed nothing that head office said there, and writes what it says, if it
/// says anything; durable on return, and in the book. Others who write meanwhile make it decide again. Failure:
/// that of the store; OutcomeUnknown also if others never stopped writing.
using ChainDecision = std::function<std::vector<Event>(const OfficeDesk&, const ChainRisk&)>;
[[nodiscard]] Stored<Done> write_chain_word(const DeskSurroundings& around,
                                            const std::optional<OperatorWord>& word,
                                            const ChainDecision& decide);

}  // namespace perk::central
