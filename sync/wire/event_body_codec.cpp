#include "sync/wire/event_body_codec.h"

#include <array>

#include "ledger/mutant.h"
#include "perk/v1/event.pb.h"
#include "sync/wire/checked.h"
#include "sync/wire/hold_body_proto.h"
#include "sync/wire/log_body_proto.h"
#include "sync/wire/operator_body_proto.h"
#include "sync/wire/overloaded.h"
#include "sync/wire/parse_proto.h"
#include "sync/wire/rights_body_proto.h"

namespace perk::sync {
namespace {

// Those of hold_body_proto.h, log_body_proto.h, operator_body_proto.h and rights_body_proto.h, beside the ones below.
using sync::encode;
using sync::from_wire;

constexpr auto kOverflow = "a purchase asks for more than any amount";

std::string encode(const CardIssued& body) {
  v1::CardIssued wire;
  wire.set_last_four(body.last_four);
  wire.set_programme(body.programme.value());
  wire.set_number_key_version(body.number_key_version);
  return wire.SerializeAsString();
}

std::string encode(const ValueLoaded& body) {
  v1::ValueLoaded wire;
  if (!PERK_PLANTED(Mutant::CodecDropsTender))
    wire.set_tender(static_cast<v1::Tender>(body.tender));
  return wire.SerializeAsString();
}

std::string encode(const ValueRedeemed& body, Amount value_effect) {
  v1::ValueRedeemed wire;
  wire.set_requested_above_approved_minor((body.requested + value_effect).minor());
  wire.set_partial_accepted(body.partial == PartialApproval::Accepted);
  wire.set_basis(static_cast<v1::Basis>(body.basis));
  wire.set_known_through(body.knowledge.known_through.value());
  wire.set_cut_off_for_ms(unsigned_millis(body.knowledge.cut_off_for));
  wire.set_manager(body.manager);
  return wire.SerializeAsString();
}

std::string encode(const RedemptionReversed& body) {
  v1::RedemptionReversed wire;
  wire.set_reason(static_cast<v1::ReversalReason>(body.reason));
  return wire.SerializeAsString();
}

template <typename Wire, typename Body>
std::string encode_reasoned(const Body& body) {
  Wire wire;
  wire.set_reason(body.reason);
  wire.set_operator_name(body.operator_name);
  return wire.SerializeAsString();
}

DecodedBody from_wire(const v1::CardIssued& wire, Amount) {
  return EventBody(
      CardIssued{wire.last_four(), ProgrammeId(wire.programme()), wire.number_key_version()});
}

DecodedBody from_wire(const v1::ValueLoaded& wire, Amount) {
  const bool is_known = v1::Tender_IsValid(wire.tender());
  return EventBody(
      ValueLoaded{is_known ? static_cast<Tender>(wire.tender()) : Tender::Unspecified});
}

DecodedBody from_wire(const v1::ValueRedeemed& wire, Amount value_effect) {
  const auto requested =
      checked_subtract(wire.requested_above_approved_minor(), value_effect.minor());
  if (!requested) return failed(Malformed{kOverflow});
  const auto cut_off_for = signed_millis(wire.cut_off_for_ms());
  if (!cut_off_for) return failed(Malformed{"a purchase's time cut off is longer than any time"});
  const auto partial =
      wire.partial_accepted() ? PartialApproval::Accepted : PartialApproval::Refused;
  const auto basis =
      v1::Basis_IsValid(wire.basis()) ? static_cast<Basis>(wire.basis()) : Basis::Unspecified;
  return EventBody(ValueRedeemed{Amount(*requested),
                                 partial,
                                 basis,
                                 {Position(wire.known_through()), *cut_off_for},
                                 wire.manager()});
}

DecodedBody from_wire(const v1::RedemptionReversed& wire, Amount) {
  const bool is_known = v1::ReversalReason_IsValid(wire.reason());
  return EventBody(RedemptionReversed{is_known ? static_cast<ReversalReason>(wire.reason())
                                               : ReversalReason::Unspecified});
}

DecodedBody from_wire(const v1::CardFrozen& wire, Amount) {
  return EventBody(CardFrozen{wire.reason(), wire.operator_name()});
}

DecodedBody from_wire(const v1::CardUnfrozen& wire, Amount) {
  return EventBody(CardUnfrozen{wire.reason(), wire.operator_name()});
}

template <typename Wire>
DecodedBody decode(const std::string& bytes, Amount value_effect) {
  Wire wire;
  if (!parse_quietly(wire, {reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()}))
    return failed(Malformed{"the body is not a " + Wire::descriptor()->name()});
  return from_wire(wire, value_effect);
}

using Decoder = DecodedBody (*)(const std::string& bytes, Amount value_effect);
/// By the number of the type less one, which is the body's place in EventBody.
constexpr std::array<Decoder, v1::EventType_MAX> kDecoders{
    decode<v1::CardIssued>,
    decode<v1::ValueLoaded>,
    decode<v1::ValueRedeemed>,
    decode<v1::RedemptionReversed>,
    decode<v1::CardFrozen>,
    decode<v1::CardUnfrozen>,
    decode<v1::RightsReleased>,
    decode<v1::RightsGranted>,
    decode<v1::RightsReturnedByDecision>,
    decode<v1::StandInGranted>,
    decode<v1::StandInReplenished>,
    decode<v1::AllowanceLapsed>,
    decode<v1::OverdraftOpened>,
    decode<v1::OverdraftRecovered>,
    decode<v1::OverdraftWrittenOff>,
    decode<v1::RefundRightRenounced>,
    decode<v1::PolicySet>,
    decode<v1::IncarnationClosed>,
    decode<v1::ClosedLogEventRecorded>,
    decode<v1::EpochBegun>,
    decode<v1::LogEndProven>,
    decode<v1::HoldPlaced>,
    decode<v1::HoldCaptured>,
    decode<v1::HoldReleased>,
    decode<v1::HoldLapsed>,
    decode<v1::LoadReversed>,
    decode<v1::ChargedBack>,
    decode<v1::BalanceAdjusted>,
    decode<v1::EpochSettled>,
    decode<v1::OperatorAdmitted>,
    decode<v1::OperatorRoleChanged>,
    decode<v1::OperatorDismissed>,
    decode<v1::ApprovalLimitSet>,
    decode<v1::DecisionProposed>,
    decode<v1::DecisionSettled>,
    decode<v1::StoreRevoked>,
    decode<v1::QuarantineSettled>,
    decode<v1::NumberKeyMade>,
    decode<v1::ReasonErased>,
    decode<v1::LogKeyRotated>,
    decode<v1::LogHandedIn>,
};
static_assert(kDecoders.size() == std::variant_size_v<EventBody> - 1,
              "every type but the unknown has its number and its message");

}  // namespace

std::uint32_t event_type_max() { return v1::EventType_MAX; }

std::uint32_t event_type_of(const EventBody& body) {
  if (const auto* unknown = std::get_if<UnknownBody>(&body)) return unknown->type;
  return static_cast<std::uint32_t>(body.index()) + 1;
}

std::string encode_event_body(const EventBody& body, Amount value_effect) {
  return std::visit(
      Overloaded{
          [value_effect](const ValueRedeemed& redeemed) { return encode(redeemed, value_effect); },
          [](const CardFrozen& frozen) { return encode_reasoned<v1::CardFrozen>(frozen); },
          [](const CardUnfrozen& unfrozen) { return encode_reasoned<v1::CardUnfrozen>(unfrozen); },
          [](const UnknownBody& unknown) {
            return std::string(unknown.bytes.begin(), unknown.bytes.end());
          },
          [](const auto& other) { return encode(other); },
      },
      body);
}

DecodedBody decode_event_body(std::uint32_t type, const std::string& bytes, Amount value_effect) {
  if (type >= 1 && type <= kDecoders.size()) return kDecoders.at(type - 1)(bytes, value_effect);
  return EventBody(UnknownBody{type, {bytes.begin(), bytes.end()}});
}

}  // namespace perk::sync
