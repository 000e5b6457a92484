// What the events about holds, and about value that leaves a card by no purchase, say beyond their envelopes
// (event.h): holds placed, captured and given back; loads reversed and charged back; balances adjusted.
// Values only.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "ledger/money.h"
#include "ledger/time.h"

namespace perk {

/// A store set value aside for a purchase whose amount is not known yet (a tab). The amount is the
/// envelope's effect on what is held; the store's own rights cover all of it.
struct HoldPlaced {
  std::optional<WallTime> expires_at;  ///< By the store's hybrid clock. It ends by HoldLapsed only.
  friend bool operator==(const HoldPlaced&, const HoldPlaced&) = default;
};

/// What becomes of the part of a hold that a capture leaves.
enum class RestOfHold : std::uint8_t {
  GivenBack = 0,  ///< Back into the store's rights, with the capture.
  Kept = 1,       ///< Held on, for another capture.
};

/// A purchase was paid from a hold, which the envelope's `original` names. The amount is minus the
/// envelope's effect on value, and what ends of the hold minus its effect on what is held.
struct HoldCaptured {
  Amount tip;  ///< The part of the amount that is the staff's; not negative.
  RestOfHold rest = RestOfHold::GivenBack;
  friend bool operator==(const HoldCaptured&, const HoldCaptured&) = default;
};

/// What was left of a hold is spendable again: nobody wanted it any more.
struct HoldReleased {
  friend bool operator==(const HoldReleased&, const HoldReleased&) = default;
};

/// What was left of a hold is spendable again: its time was over, and its own store said so.
struct HoldLapsed {
  friend bool operator==(const HoldLapsed&, const HoldLapsed&) = default;
};

/// The store that took a load gave its money back, wholly or partly, from its own rights. The envelope's
/// `original` names the load.
struct LoadReversed {
  friend bool operator==(const LoadReversed&, const LoadReversed&) = default;
};

/// Who paid for a load took the money back, past the chain. Head office's fact: it needs no right, and may
/// take the reserve below zero. The envelope's `original` names the load.
struct ChargedBack {
  std::string reason;
  std::string operator_name;
  friend bool operator==(const ChargedBack&, const ChargedBack&) = default;
};

/// Head office changed a balance by hand, up or down, from its reserve. The amount is the envelope's effect
/// on value.
struct BalanceAdjusted {
  std::string reason;
  std::string operator_name;
  friend bool operator==(const BalanceAdjusted&, const BalanceAdjusted&) = default;
};

}  // namespace perk
