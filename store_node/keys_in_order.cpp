#include "store_node/keys_in_order.h"

namespace perk::store_node {
namespace {

/// The log has said so, durably. What fails here is done at the next start.
void on_rotated(const sync::Log& log, const KeyFiles& files, const PublicKey& now) {
  log.info("the log goes on under another key, " + to_hex(now));
  if (const auto done = files.put_next_in_force(); !done)
    log.error(done.error() + " It is tried again when this node starts.");
}

}  // namespace

Result<Done, std::string> put_keys_in_order(const KeyFiles& files, const SigningKeys& keys,
                                            const Books& books, WallTime now,
                                            const sync::Log& log) {
  auto tidied = files.tidy(books.key_changes, books.unsynced.synced_through(), books.wall_now(now));
  if (!tidied) return tidied;
  if (keys.now().next)
    log.info("the log is to go on under another key, once head office says that it can follow");
  keys.on_rotated([&log, files](const PublicKey& other) { on_rotated(log, files, other); });
  return tidied;
}

}  // namespace perk::store_node
