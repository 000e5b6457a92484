#include "sync/wire/rights_body_proto.h"

namespace perk::sync {
namespace {

constexpr auto kNamelessAllowance =
    "a stand-in allowance is given to an incarnation without a name";
constexpr auto kOwnerless = "an overdraft is owned by an origin without a name";

}  // namespace

std::string encode(const RightsReleased& body) {
  v1::RightsReleased wire;
  wire.set_why(static_cast<v1::ReleaseReason>(body.why));
  return wire.SerializeAsString();
}

DecodedBody from_wire(const v1::RightsReleased& wire, Amount) {
  const bool is_known = v1::ReleaseReason_IsValid(wire.why());
  return EventBody(RightsReleased{is_known ? static_cast<ReleaseReason>(wire.why())
                                           : ReleaseReason::Unspecified});
}

std::string encode(const RightsGranted& body) {
  v1::RightsGranted wire;
  wire.set_why(static_cast<v1::GrantReason>(body.why));
  if (body.answers) {
    wire.set_answers_terminal(body.answers->terminal.value());
    wire.set_answers_counter(body.answers->counter.value());
  }
  return wire.SerializeAsString();
}

DecodedBody from_wire(const v1::RightsGranted& wire, Amount) {
  RightsGranted granted;
  if (v1::GrantReason_IsValid(wire.why())) granted.why = static_cast<GrantReason>(wire.why());
  if (wire.answers_counter() != 0) {
    granted.answers =
        RequestId{TerminalId(wire.answers_terminal()), RequestCounter(wire.answers_counter())};
  }
  return EventBody(granted);
}

std::string encode(const RightsReturnedByDecision& body) {
  v1::RightsReturnedByDecision wire;
  wire.set_reason(body.reason);
  wire.set_operator_name(body.operator_name);
  return wire.SerializeAsString();
}

DecodedBody from_wire(const v1::RightsReturnedByDecision& wire, Amount) {
  return EventBody(RightsReturnedByDecision{wire.reason(), wire.operator_name()});
}

std::string encode(const StandInGranted& body) {
  v1::StandInGranted wire;
  wire.set_incarnation(body.incarnation.value());
  wire.set_kind(static_cast<v1::StandInKind>(body.kind));
  wire.set_amount_minor(body.amount.minor());
  wire.set_per_card_cap_minor(body.per_card_cap.minor());
  wire.set_per_purchase_cap_minor(body.per_purchase_cap.minor());
  wire.set_expires_at_ms(body.expires_at.millis());
  return wire.SerializeAsString();
}

DecodedBody from_wire(const v1::StandInGranted& wire, Amount) {
  const auto incarnation = Origin::from_value(wire.incarnation());
  if (!incarnation) return failed(Malformed{kNamelessAllowance});
  const bool is_known = v1::StandInKind_IsValid(wire.kind());
  return EventBody(StandInGranted{
      *incarnation, is_known ? static_cast<StandInKind>(wire.kind()) : StandInKind::Unspecified,
      Amount(wire.amount_minor()), Amount(wire.per_card_cap_minor()),
      Amount(wire.per_purchase_cap_minor()), WallTime(wire.expires_at_ms())});
}

std::string encode(const StandInReplenished& body) {
  v1::StandInReplenished wire;
  wire.set_incarnation(body.incarnation.value());
  wire.set_amount_minor(body.amount.minor());
  wire.set_card_amount_minor(body.card_amount.minor());
  wire.set_heard_through(body.heard_through.value());
  return wire.SerializeAsString();
}

DecodedBody from_wire(const v1::StandInReplenished& wire, Amount) {
  const auto incarnation = Origin::from_value(wire.incarnation());
  if (!incarnation) return failed(Malformed{kNamelessAllowance});
  return EventBody(StandInReplenished{*incarnation, Amount(wire.amount_minor()),
                                      Amount(wire.card_amount_minor()), Seq(wire.heard_through())});
}

std::string encode(const AllowanceLapsed& body) {
  v1::AllowanceLapsed wire;
  wire.set_left_minor(body.left.minor());
  return wire.SerializeAsString();
}

DecodedBody from_wire(const v1::AllowanceLapsed& wire, Amount) {
  return EventBody(AllowanceLapsed{Amount(wire.left_minor())});
}

std::string encode(const OverdraftOpened& body) {
  v1::OverdraftOpened wire;
  wire.set_cause(static_cast<v1::OverdraftCause>(body.cause));
  wire.set_owner(body.owner.value());
  return wire.SerializeAsString();
}

DecodedBody from_wire(const v1::OverdraftOpened& wire, Amount) {
  const auto owner = Origin::from_value(wire.owner());
  if (!owner) return failed(Malformed{kOwnerless});
  const bool is_known = v1::OverdraftCause_IsValid(wire.cause());
  return EventBody(OverdraftOpened{
      is_known ? static_cast<OverdraftCause>(wire.cause()) : OverdraftCause::Unspecified, *owner});
}

std::string encode(const OverdraftRecovered&) {
  return v1::OverdraftRecovered().SerializeAsString();
}

DecodedBody from_wire(const v1::OverdraftRecovered&, Amount) {
  return EventBody(OverdraftRecovered());
}

std::string encode(const OverdraftWrittenOff& body) {
  v1::OverdraftWrittenOff wire;
  wire.set_amount_minor(body.amount.minor());
  wire.set_reason(body.reason);
  wire.set_operator_name(body.operator_name);
  return wire.SerializeAsString();
}

DecodedBody from_wire(const v1::OverdraftWrittenOff& wire, Amount) {
  return EventBody(
      OverdraftWrittenOff{Amount(wire.amount_minor()), wire.reason(), wire.operator_name()});
}

std::string encode(const RefundRightRenounced&) {
  return v1::RefundRightRenounced().SerializeAsString();
}

DecodedBody from_wire(const v1::RefundRightRenounced&, Amount) {
  return EventBody(RefundRightRenounced());
}

}  // namespace perk::sync
