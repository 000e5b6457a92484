#include "store_node/epoch_change.h"

#include "sync/crypto/hash_chain.h"

namespace perk::store_node {
namespace {

/// The running hash that this replica gives at a position that it holds.
Result<Digest, StorageError> hash_at(Journal& journal, Shard shard, Position position) {
  Digest hash = first_cursor(shard).hash;
  std::optional<StorageError> broken;
  const auto replayed = journal.replay_shard(shard, [&](const ReplicaItem& item) {
    if (item.position > position || broken) return;
    EventBytes bytes = item.bytes;
    if (bytes.empty()) {
      auto own = journal.own_event(item.event.seq);
      if (!own) broken = own.error();
      if (own && own.value()) bytes = std::move(own.value()->bytes);
    }
    hash = sync::shard_link(hash, item.position, item.event, bytes);
  });
  if (!replayed) return failed(replayed.error());
  if (broken) return failed(*broken);
  return hash;
}

Result<sync::Cursor, StorageError> go_on_from(Journal& journal, const sync::Cursor& held,
                                              const sync::Cursor& parting) {
  const Shard shard = held.feed.as_shard();
  sync::Cursor beginning = first_cursor(shard);
  beginning.epoch = parting.epoch;
  if (held.index < parting.index)
    return sync::Cursor{held.feed, parting.epoch, held.index, held.hash};
  if (parting.index == sync::FeedIndex()) return beginning;
  const auto ours = hash_at(journal, shard, Position(parting.index.value()));
  if (!ours) return failed(ours.error());
  return ours.value() == parting.hash ? parting : beginning;
}

}  // namespace

Result<std::vector<sync::Cursor>, StorageError> where_to_go_on(
    const Books& books, Journal& journal, const std::vector<sync::Cursor>& partings) {
  std::vector<sync::Cursor> all;
  for (const sync::Cursor& parting : partings) {
    const bool is_ours = parting.feed.is_shard() && parting.feed.key() < books.shard_count;
    if (!is_ours) continue;
    const sync::Cursor held = books.cursor_of(parting.feed.as_shard());
    if (held.epoch >= parting.epoch) continue;
    const auto from = go_on_from(journal, held, parting);
    if (!from) return failed(from.error());
    all.push_back(from.value());
  }
  return all;
}

}  // namespace perk::store_node
