// Operators' words, and bodies of events about operators, to their messages and back. For event_codec.cpp and
// event_body_codec.cpp only. Pure; thread-safe.
#pragma once

#include <string>

#include "ledger/event.h"
#include "perk/v1/event.pb.h"
#include "sync/wire/event_codec.h"
#include "sync/wire/rights_body_proto.h"

namespace perk::sync {

[[nodiscard]] std::string encode(const OperatorAdmitted& body);
[[nodiscard]] std::string encode(const OperatorRoleChanged& body);
[[nodiscard]] std::string encode(const OperatorDismissed& body);
[[nodiscard]] std::string encode(const ApprovalLimitSet& body);
[[nodiscard]] std::string encode(const DecisionProposed& body);
[[nodiscard]] std::string encode(const DecisionSettled& body);
[[nodiscard]] std::string encode(const ReasonErased& body);

/// Malformed: a key or a commitment that is not 32 bytes. A role, kind or verdict that this version does not know reads as
/// Unspecified, or as rejected.
[[nodiscard]] DecodedBody from_wire(const v1::OperatorAdmitted& wire, Amount value_effect);
[[nodiscard]] DecodedBody from_wire(const v1::OperatorRoleChanged& wire, Amount value_effect);
[[nodiscard]] DecodedBody from_wire(const v1::OperatorDismissed& wire, Amount value_effect);
[[nodiscard]] DecodedBody from_wire(const v1::ApprovalLimitSet& wire, Amount value_effect);
[[nodiscard]] DecodedBody from_wire(const v1::DecisionProposed& wire, Amount value_effect);
[[nodiscard]] DecodedBody from_wire(const v1::DecisionSettled& wire, Amount value_effect);
[[nodiscard]] DecodedBody from_wire(const v1::ReasonErased& wire, Amount value_effect);

void put_word(const OperatorWord& word, v1::OperatorWord& wire);
/// None: a digest, key id or signature has another length.
[[nodiscard]] std::optional<OperatorWord> word_from_wire(const v1::OperatorWord& wire);

}  // namespace perk::sync
