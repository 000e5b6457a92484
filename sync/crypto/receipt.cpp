#include "sync/crypto/receipt.h"

#include "sync/crypto/hash_chain.h"
#include "sync/crypto/log_key_proof.h"

namespace perk::sync {

Digest hash_at(const Receipt& receipt) {
  return log_link(receipt.previous_hash, receipt.seq, receipt.event);
}

bool is_genuine(const Receipt& receipt, const LogKeys& keys) {
  Digest hash = hash_at(receipt);
  Seq seq = receipt.seq;
  for (const Digest& later : receipt.later_digests) {
    seq = seq.next();
    hash = log_link_digest(hash, seq, later);
  }
  return is_signed_head(keys, receipt.store, receipt.incarnation, seq, hash, receipt.signature);
}

bool is_genuine(const ClosedLogEventRecorded& wrapped, StoreId store, const LogKeys& keys) {
  const Receipt receipt{
      store,         wrapped.name.origin,   wrapped.name.seq, wrapped.previous_hash,
      wrapped.bytes, wrapped.later_digests, wrapped.signature};
  return hash_at(receipt) == wrapped.hash && is_genuine(receipt, keys);
}

bool is_genuine_throughout(const ClosedLogEventRecorded& wrapped, StoreId store,
                           const LogKeys& keys) {
  for (const ClosedLogEventRecorded* layer = &wrapped; layer != nullptr;) {
    if (!is_genuine(*layer, store, keys)) return false;
    const Event* const inner = layer->event.get();
    layer = inner == nullptr ? nullptr : std::get_if<ClosedLogEventRecorded>(&inner->body);
  }
  return true;
}

}  // namespace perk::sync
