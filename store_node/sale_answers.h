// What a till hears back: approvals with their receipts, refusals, and both again when a request is
// repeated. Nothing here decides.
#pragma once

#include "store_node/books.h"
#include "store_node/till_tools.h"

namespace perk::store_node {

/// What the card can still spend, and how fresh that knowledge is.
struct CardView {
  Amount available;
  AsOf as_of;
};

[[nodiscard]] SaleAnswer approved_answer(const RequestId& id, const RecordedEvent& recorded,
                                         const CardView& card, std::optional<sync::Receipt> receipt,
                                         Seq synced_through);
/// For good: the refusal is durable.
[[nodiscard]] SaleAnswer declined_answer(const SaleRequest& request, Rejection rejection,
                                         Seq synced_through);
/// When it cannot be said what became of a request: nobody looked, or nobody could. An earlier try may
/// have been approved, so this is no refusal, and the till asks again with the same id.
[[nodiscard]] SaleAnswer unknown_answer(const SaleRequest& request, Rejection why,
                                        Seq synced_through);

/// The answer to a request whose id was used before: what it was, or RequestIdReused if something
/// else was asked then. `remaining` is as known now; the receipt proves the same event, under a head
/// of its own. An event of a former log of this shop has none: what its chain hashed before is not here.
[[nodiscard]] SaleAnswer repeated_answer(const TillTools& tools, const Books& books,
                                         const SaleRequest& request, const Remembered& first);

}  // namespace perk::store_node
