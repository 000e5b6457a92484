#include "sync/wire/log_body_proto.h"

namespace perk::sync {
namespace {

PolicyKind policy_kind_of(int number) {
  const bool is_known =
      v1::PolicyKind_IsValid(number) && number != v1::POLICY_KIND_UNSPECIFIED;
  return is_known ? static_cast<PolicyKind>(number) : PolicyKind::Escrow;
}

}  // namespace

std::string encode(const PolicySet& body) {
  v1::PolicySet wire;
  wire.set_store(body.store.value());
  wire.set_programme(body.programme.value());
  wire.set_kind(static_cast<v1::PolicyKind>(body.kind));
  wire.set_operator_name(body.operator_name);
  return wire.SerializeAsString();
}

DecodedBody from_wire(const v1::PolicySet& wire, Amount) {
  return EventBody(PolicySet{StoreId(wire.store()), ProgrammeId(wire.programme()),
                             policy_kind_of(wire.kind()), wire.operator_name()});
}

}  // namespace perk::sync
