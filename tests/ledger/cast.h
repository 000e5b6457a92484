// The card, the shops and the allowance that the tests of the ledger speak of. Pure.
#pragma once

#include "tests/support/ledger_builders.h"

namespace perk::test {

inline const CardId kCard = card(1);
inline const Origin kHarbour = store(1);
inline const Origin kStation = store(2);
inline const AllowanceId kAllowance(7);
inline const Stamp kHeadOffice{head_office(), hlc(0), hlc(0).wall(), PolicyVersion(1)};

}  // namespace perk::test
