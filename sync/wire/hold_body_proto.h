// Bodies of events about holds, and about value that leaves a card by no purchase, to their messages and back.
// For event_body_codec.cpp only. Pure; thread-safe.
#pragma once

#include <string>

#include "ledger/event.h"
#include "perk/v1/event.pb.h"
#include "sync/wire/event_codec.h"
#include "sync/wire/rights_body_proto.h"

namespace perk::sync {

[[nodiscard]] std::string encode(const HoldPlaced& body);
[[nodiscard]] std::string encode(const HoldCaptured& body);
[[nodiscard]] std::string encode(const HoldReleased& body);
[[nodiscard]] std::string encode(const HoldLapsed& body);
[[nodiscard]] std::string encode(const LoadReversed& body);
[[nodiscard]] std::string encode(const ChargedBack& body);
[[nodiscard]] std::string encode(const BalanceAdjusted& body);

/// None is ever malformed; the amount is unused, the envelope has it.
[[nodiscard]] DecodedBody from_wire(const v1::HoldPlaced& wire, Amount value_effect);
[[nodiscard]] DecodedBody from_wire(const v1::HoldCaptured& wire, Amount value_effect);
[[nodiscard]] DecodedBody from_wire(const v1::HoldReleased& wire, Amount value_effect);
[[nodiscard]] DecodedBody from_wire(const v1::HoldLapsed& wire, Amount value_effect);
[[nodiscard]] DecodedBody from_wire(const v1::LoadReversed& wire, Amount value_effect);
[[nodiscard]] DecodedBody from_wire(const v1::ChargedBack& wire, Amount value_effect);
[[nodiscard]] DecodedBody from_wire(const v1::BalanceAdjusted& wire, Amount value_effect);

}  // namespace perk::sync
