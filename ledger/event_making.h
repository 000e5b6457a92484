// What every event that moves rights, allowances or overdrafts begins with, and what each such move is
// refused for first. For rights.cpp, overdraft.cpp, stand_in_desk.cpp, holds.cpp and
// head_office_debits.cpp only.
#pragma once

#include <optional>
#include <string>
#include <utility>

#include "ledger/event.h"
#include "ledger/reason.h"
#include "ledger/rights.h"

namespace perk {

/// None if the amount can stand in an event.
[[nodiscard]] inline std::optional<RightsRefusal> refuse_amount(Amount amount) {
  if (!amount.is_positive()) return RightsRefusal::AmountNotPositive;
  if (amount > kEventAmountMax) return RightsRefusal::AmountAbsurd;
  return std::nullopt;
}

[[nodiscard]] inline Event make_event(std::optional<CardId> card, Currency currency,
                                      const Stamp& stamp, EventBody body) {
  Event event;
  event.envelope.card = card;
  event.envelope.currency = currency;
  event.envelope.hlc = stamp.hlc;
  event.envelope.raw_clock = stamp.raw_clock;
  event.envelope.policy_version = stamp.policy_version;
  event.body = std::move(body);
  return event;
}

}  // namespace perk
