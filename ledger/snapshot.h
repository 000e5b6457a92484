// A snapshot of a card: the state of a card as head office knows it, sent to a store that starts to
// follow it. It carries growing totals and a watermark for each origin, so that what is heard twice
// counts once, but never the receiver's own: those a node has from its own log or not at all. A node
// that took its own totals from others could be told that it never spent what it did.
#pragma once

#include "ledger/card.h"
#include "ledger/result.h"

namespace perk {

enum class SnapshotRefusal { CarriesOwnTotals };

/// What `receiver` may be sent of a card: all but what receiver itself wrote. What others wrote about it
/// (grants to it, reversals of its purchases by head office) stays in.
[[nodiscard]] CardState snapshot_for(const CardState& card, Origin receiver);

/// Takes a snapshot in beside what `own` wrote and heard; of each origin what is known further through
/// counts. Both must be of prefixes of the one order of the card's shard, as all that is heard from head
/// office is: then one of them contains the other, and the larger of two growing totals is the later.
/// Refused, with the card left as it was: a snapshot with anything in it that `own` wrote.
[[nodiscard]] Result<Done, SnapshotRefusal> merge_snapshot(CardState& card,
                                                           const CardState& snapshot, Origin own);

}  // namespace perk
