// What operators accepted of the quarantine and does not count yet. Both are written in one append, so this is only so
// after a restore: shops may have handed back the verdict alone, and it holds all that is needed.
#pragma once

#include "central/rights/office_pen.h"
#include "central/rights/risk_book.h"

namespace perk::central {

/// Writes what is missing behind each such verdict, once; durable on return. What others write meanwhile leaves it
/// for the next time. Only in an epoch that is settled: until then somebody may still hand it back. Blocking.
[[nodiscard]] Stored<Done> count_what_was_accepted(OfficePen& pen, RiskBook& book);

}  // namespace perk::central
