// What a store's own screen says of it in one line: for whoever runs tills. Text only.
#pragma once

#include <string>

#include "store_node/terminal/messages.h"

namespace perk::ops {

/// "Main St: cut off for 12.3 s; escrow+standin, 70.00 EUR left beyond its rights".
[[nodiscard]] std::string screen_line(const store_node::StatusAnswer& status, Currency currency);

}  // namespace perk::ops
