#include "ops/simulate/store_screen.h"

#include <cstdio>

namespace perk::ops {
namespace {

std::string line_of(const store_node::StatusAnswer& status) {
  if (!status.is_connected) {
    char text[48];
    std::snprintf(text, sizeof text, "cut off for %.1f s",
                  static_cast<double>(status.cut_off_for.count()) / 1000.0);
    return text;
  }
  return status.is_line_slow ? "connected, but the line is slow" : "connected";
}

}  // namespace

std::string screen_line(const store_node::StatusAnswer& status, Currency currency) {
  const auto money = [currency](Amount amount) { return to_string(Money{amount, currency}); };
  std::string line = status.store_name + ": " + line_of(status) + "; " + status.policy + ", " +
                     money(status.allowance_left) + " left beyond its rights";
  if (status.manager_allowance_left.is_positive())
    line += ", " + money(status.manager_allowance_left) + " for managers";
  if (status.asks_waiting > 0)
    line += "; " + std::to_string(status.asks_waiting) + " wait for head office";
  return line;
}

}  // namespace perk::ops
