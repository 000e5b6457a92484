#include "sync/wire/hold_body_proto.h"

namespace perk::sync {
namespace {

template <typename Wire, typename Body>
std::string encode_reasoned(const Body& body) {
  Wire wire;
  wire.set_reason(body.reason);
  wire.set_operator_name(body.operator_name);
  return wire.SerializeAsString();
}

}  // namespace

std::string encode(const HoldPlaced& body) {
  v1::HoldPlaced wire;
  if (body.expires_at) wire.set_expires_at_ms(body.expires_at->millis());
  return wire.SerializeAsString();
}

DecodedBody from_wire(const v1::HoldPlaced& wire, Amount) {
  HoldPlaced placed;
  if (wire.expires_at_ms() != 0) placed.expires_at = WallTime(wire.expires_at_ms());
  return EventBody(placed);
}

std::string encode(const HoldCaptured& body) {
  v1::HoldCaptured wire;
  wire.set_tip_minor(body.tip.minor());
  wire.set_keeps_rest(body.rest == RestOfHold::Kept);
  return wire.SerializeAsString();
}

DecodedBody from_wire(const v1::HoldCaptured& wire, Amount) {
  const RestOfHold rest = wire.keeps_rest() ? RestOfHold::Kept : RestOfHold::GivenBack;
  return EventBody(HoldCaptured{Amount(wire.tip_minor()), rest});
}

std::string encode(const HoldReleased&) { return v1::HoldReleased().SerializeAsString(); }
DecodedBody from_wire(const v1::HoldReleased&, Amount) { return EventBody(HoldReleased()); }

std::string encode(const HoldLapsed&) { return v1::HoldLapsed().SerializeAsString(); }
DecodedBody from_wire(const v1::HoldLapsed&, Amount) { return EventBody(HoldLapsed()); }

std::string encode(const LoadReversed&) { return v1::LoadReversed().SerializeAsString(); }
DecodedBody from_wire(const v1::LoadReversed&, Amount) { return EventBody(LoadReversed()); }

std::string encode(const ChargedBack& body) { return encode_reasoned<v1::ChargedBack>(body); }
DecodedBody from_wire(const v1::ChargedBack& wire, Amount) {
  return EventBody(ChargedBack{wire.reason(), wire.operator_name()});
}

std::string encode(const BalanceAdjusted& body) {
  return encode_reasoned<v1::BalanceAdjusted>(body);
}
DecodedBody from_wire(const v1::BalanceAdjusted& wire, Amount) {
  return EventBody(BalanceAdjusted{wire.reason(), wire.operator_name()});
}

}  // namespace perk::sync
