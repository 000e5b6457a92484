// Requests about evidence that have more than one field.
#include "central/admin/admin_proto.h"

namespace perk::central {

void write(const VerifyRequest& request, v1::VerifyRequest& wire) {
  wire.set_deep(request.depth == VerifyDepth::Deep);
  wire.set_heads(request.heads);
  if (request.heads_key) wire.set_key(to_wire(request.heads_key->bytes));
}

VerifyRequest read(FieldReader& fields, const v1::VerifyRequest& wire) {
  VerifyRequest request{wire.deep() ? VerifyDepth::Deep : VerifyDepth::Usual, wire.heads(), {}};
  if (!wire.key().empty())
    request.heads_key = fields.fixed_bytes<PublicKey>(wire.key(), "the key of the heads");
  if (request.heads_key && request.heads.empty()) fields.complain("a key, and no heads");
  return request;
}

void write(const CardProofRequest& request, v1::CardProofRequest& wire) {
  write(request.card, *wire.mutable_card());
  wire.set_at(request.at);
}

CardProofRequest read(FieldReader& fields, const v1::CardProofRequest& wire) {
  return {read(fields, wire.card()), wire.at()};
}

}  // namespace perk::central
