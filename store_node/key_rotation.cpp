#include "store_node/key_rotation.h"

#include "sync/crypto/log_key_proof.h"

namespace perk::store_node {
namespace {

/// Of LogKeyRotated (FORMAT.md).
constexpr std::uint32_t kRotationType = 40;

}  // namespace

void KeyRotation::begin_log() {
  if (books_.head.seq > Seq()) return;
  const SigningKeys::Held keys = tools_.keys.now();
  if (keys.former) write(*keys.former, keys.present);
}

/// One change at a time: head office must hold the last one before the log changes its key again.
void KeyRotation::go_on(std::uint32_t head_office_knows) {
  if (!books_.line.is_connected() || head_office_knows < kRotationType) return;
  const SigningKeys::Held keys = tools_.keys.now();
  if (!keys.next) return;
  const bool is_last_heard = books_.key_changes.empty() ||
                             books_.key_changes.back().seq <= books_.unsynced.synced_through();
  if (is_last_heard) write(keys.present, *keys.next);
}

void KeyRotation::write(const sync::LogKey& former, const sync::LogKey& next) {
  const LogIdentity log = tools_.journal.identity();
  const Stamp stamp = draft_.stamp(kBuiltInPolicy.version);
  Event event;
  event.envelope.hlc = stamp.hlc;
  event.envelope.raw_clock = stamp.raw_clock;
  event.envelope.policy_version = stamp.policy_version;
  event.body = sync::rotate_key(log.store, {log.incarnation, draft_.next_seq()}, former, next);
  draft_.append(std::move(event));
}

}  // namespace perk::store_node
