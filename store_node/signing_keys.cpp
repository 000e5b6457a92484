#include "store_node/signing_keys.h"

#include <utility>

#include "sync/wire/message_codec.h"

namespace perk::store_node {

SigningKeys::SigningKeys(sync::LogKey only) : SigningKeys(Held{std::move(only), {}, {}}) {}

SigningKeys::SigningKeys(Held held) : state_(new State{{}, std::move(held), Seq(), {}}) {}

SigningKeys::Held SigningKeys::now() const {
  const std::scoped_lock lock(state_->mutex);
  return state_->held;
}

sync::LogKey SigningKeys::key_at(Seq seq) const {
  const std::scoped_lock lock(state_->mutex);
  const bool is_before = seq < state_->changed_at && state_->held.former;
  return is_before ? *state_->held.former : state_->held.present;
}

void SigningKeys::sign(const sync::Challenge& challenge, sync::Hello& hello) const {
  const Held held = now();
  const auto bytes = sync::hello_proof_bytes(challenge, hello);
  hello.proof = held.present.sign(bytes);
  if (held.former) hello.former_proof = held.former->sign(bytes);
}

/// A log that ran back says less than the files: then they stand, and head office judges the log.
void SigningKeys::follow(const std::vector<LogKeyChange>& changes) const {
  if (changes.empty()) return;
  const LogKeyChange& last = changes.back();
  OnRotated told;
  {
    const std::scoped_lock lock(state_->mutex);
    Held& held = state_->held;
    if (held.next && held.next->public_key() == last.next) {
      held.former = std::exchange(held.present, *held.next);
      held.next.reset();
      told = state_->told;
    }
    if (held.present.public_key() == last.next) state_->changed_at = last.seq;
  }
  if (told) told(last.next);
}

void SigningKeys::on_rotated(OnRotated told) const {
  const std::scoped_lock lock(state_->mutex);
  state_->told = std::move(told);
}

}  // namespace perk::store_node
