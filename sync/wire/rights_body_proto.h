// Bodies of events about spending rights, stand-in allowances and overdrafts, to their messages and
// back. For event_body_codec.cpp only. Pure; thread-safe.
#pragma once

#include <string>

#include "ledger/event.h"
#include "perk/v1/event.pb.h"
#include "sync/wire/event_codec.h"

namespace perk::sync {

using DecodedBody = Result<EventBody, Malformed>;

[[nodiscard]] std::string encode(const RightsReleased& body);
[[nodiscard]] std::string encode(const RightsGranted& body);
[[nodiscard]] std::string encode(const RightsReturnedByDecision& body);
[[nodiscard]] std::string encode(const StandInGranted& body);
[[nodiscard]] std::string encode(const StandInReplenished& body);
[[nodiscard]] std::string encode(const AllowanceLapsed& body);
[[nodiscard]] std::string encode(const OverdraftOpened& body);
[[nodiscard]] std::string encode(const OverdraftRecovered& body);
[[nodiscard]] std::string encode(const OverdraftWrittenOff& body);
[[nodiscard]] std::string encode(const RefundRightRenounced& body);

/// Malformed: an origin of 0 where an incarnation or an owner is named. The amount is unused: these say
/// theirs in full, or leave it to the envelope.
[[nodiscard]] DecodedBody from_wire(const v1::RightsReleased& wire, Amount value_effect);
[[nodiscard]] DecodedBody from_wire(const v1::RightsGranted& wire, Amount value_effect);
[[nodiscard]] DecodedBody from_wire(const v1::RightsReturnedByDecision& wire, Amount value_effect);
[[nodiscard]] DecodedBody from_wire(const v1::StandInGranted& wire, Amount value_effect);
[[nodiscard]] DecodedBody from_wire(const v1::StandInReplenished& wire, Amount value_effect);
[[nodiscard]] DecodedBody from_wire(const v1::AllowanceLapsed& wire, Amount value_effect);
[[nodiscard]] DecodedBody from_wire(const v1::OverdraftOpened& wire, Amount value_effect);
[[nodiscard]] DecodedBody from_wire(const v1::OverdraftRecovered& wire, Amount value_effect);
[[nodiscard]] DecodedBody from_wire(const v1::OverdraftWrittenOff& wire, Amount value_effect);
[[nodiscard]] DecodedBody from_wire(const v1::RefundRightRenounced& wire, Amount value_effect);

}  // namespace perk::sync
