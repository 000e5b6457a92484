// Bodies of events about no card, written by head office, to their messages and back: policies, and the
// fate of logs. For event_body_codec.cpp only. Pure; thread-safe.
#pragma once

#include <string>

#include "ledger/event.h"
#include "perk/v1/event.pb.h"
#include "sync/wire/event_codec.h"
#include "sync/wire/rights_body_proto.h"

namespace perk::sync {

[[nodiscard]] std::string encode(const PolicySet& body);

/// A kind of policy that this version does not know reads as escrow: nothing beyond rights is always safe.
[[nodiscard]] DecodedBody from_wire(const v1::PolicySet& wire, Amount value_effect);

}  // namespace perk::sync
