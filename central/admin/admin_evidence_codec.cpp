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

}  // namespace perk::central
