// The money line: everything that was loaded, redeemed and taken back, from the whole log, and whether
// the laws of conservation hold and the balances people read are the same. Blocking; changes nothing.
#pragma once

#include "central/desk/admin_answer.h"

namespace perk::central {

[[nodiscard]] DeskAnswer<MoneyLineReply> money_line(const DeskSurroundings& around,
                                                    const DeskProgress& on_progress);

}  // namespace perk::central
