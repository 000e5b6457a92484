// Bodies of events about policies, the fate of logs, their keys and card number keys, to their messages and back. For event_body_codec.cpp only. Pure; thread-safe.
#pragma once

#include <string>

#include "ledger/event.h"
#include "perk/v1/event.pb.h"
#include "sync/wire/event_codec.h"
#include "sync/wire/rights_body_proto.h"

namespace perk::sync {

[[nodiscard]] std::string encode(const PolicySet& body);
[[nodiscard]] std::string encode(const IncarnationClosed& body);
[[nodiscard]] std::string encode(const ClosedLogEventRecorded& body);
[[nodiscard]] std::string encode(const EpochBegun& body);
[[nodiscard]] std::string encode(const LogEndProven& body);
[[nodiscard]] std::string encode(const EpochSettled& body);
[[nodiscard]] std::string encode(const StoreRevoked& body);
[[nodiscard]] std::string encode(const QuarantineSettled& body);
[[nodiscard]] std::string encode(const NumberKeyMade& body);
[[nodiscard]] std::string encode(const LogKeyRotated& body);
[[nodiscard]] std::string encode(const LogHandedIn& body);

/// A kind of policy that this version does not know reads as escrow: nothing beyond rights is always safe.
[[nodiscard]] DecodedBody from_wire(const v1::PolicySet& wire, Amount value_effect);
/// Malformed: an origin of 0; a hash, digest or signature of another length. The event inside a
/// ClosedLogEventRecorded or a QuarantineSettled is left for event_codec.cpp to read.
[[nodiscard]] DecodedBody from_wire(const v1::IncarnationClosed& wire, Amount value_effect);
[[nodiscard]] DecodedBody from_wire(const v1::ClosedLogEventRecorded& wire, Amount value_effect);
[[nodiscard]] DecodedBody from_wire(const v1::EpochBegun& wire, Amount value_effect);
[[nodiscard]] DecodedBody from_wire(const v1::LogEndProven& wire, Amount value_effect);
[[nodiscard]] DecodedBody from_wire(const v1::EpochSettled& wire, Amount value_effect);
[[nodiscard]] DecodedBody from_wire(const v1::StoreRevoked& wire, Amount value_effect);
[[nodiscard]] DecodedBody from_wire(const v1::QuarantineSettled& wire, Amount value_effect);
/// Malformed: a commitment of another length.
[[nodiscard]] DecodedBody from_wire(const v1::NumberKeyMade& wire, Amount value_effect);
/// Malformed: a key or a signature of another length.
[[nodiscard]] DecodedBody from_wire(const v1::LogKeyRotated& wire, Amount value_effect);
/// Malformed: an origin of 0; a hash of another length.
[[nodiscard]] DecodedBody from_wire(const v1::LogHandedIn& wire, Amount value_effect);

}  // namespace perk::sync
