#include "tests/simulation/disk/journal_workload.h"

#include "sync/crypto/hash_chain.h"
#include "tests/support/ledger_builders.h"

namespace perk::test {
namespace {

using namespace store_node;

constexpr std::uint64_t kShards = 3;
constexpr std::size_t kEventBytesMax = 300;
constexpr std::size_t kLongEventBytesMax = 9'000;  // More than two pages of the database.

}  // namespace

Commit JournalWorkload::next(Journal& journal) {
  Commit commit;
  const std::uint64_t kind = random_.below(10);
  const bool is_mixed = kind == 9;
  if (kind <= 3 || is_mixed) add_own(journal, commit, kEventBytesMax);
  if (kind == 4) add_own(journal, commit, kLongEventBytesMax);
  if (kind == 5 || is_mixed) add_decline(commit);
  if (kind == 6 || is_mixed) add_run(journal, commit);
  if (kind == 7) add_parting(journal, commit);
  if (kind == 8 || is_mixed) add_receipt(commit);
  if (commit.is_empty() || is_mixed) commit.synced_through = journal.head().value().seq;
  return commit;
}

Commit JournalWorkload::next_sale(Journal& journal) {
  Commit commit;
  add_own(journal, commit, 8);
  return commit;
}

void JournalWorkload::add_own(Journal& journal, Commit& commit, std::size_t bytes_max) {
  LogHead head = journal.head().value();
  for (std::uint64_t left = 1 + random_.below(3); left > 0; --left) {
    const Seq seq = head.seq.next();
    const EventBytes bytes = new_bytes(bytes_max);
    head = {seq, sync::log_link(head.hash, seq, bytes)};
    commit.own.push_back({seq, head.hash, bytes, {}});
    if (random_.chance(70)) commit.own.back().request = new_request();
  }
}

void JournalWorkload::add_decline(Commit& commit) {
  commit.declines.push_back(
      {new_request(), Digest{{static_cast<std::uint8_t>(random_.below(256))}}, "card_unknown"});
}

void JournalWorkload::add_run(Journal& journal, Commit& commit) {
  const auto cursors = journal.cursors().value();
  const Shard shard(static_cast<std::uint16_t>(random_.below(kShards)));
  sync::Cursor cursor{sync::FeedId::shard(shard), Epoch(1), sync::FeedIndex(), Digest{}};
  for (const sync::Cursor& each : cursors)
    if (each.feed == cursor.feed) cursor = each;
  ReplicaRun run;
  for (std::uint64_t left = 1 + random_.below(4); left > 0; --left) {
    cursor.index = cursor.index.next();
    const Position position(cursor.index.value());
    const bool is_own = random_.chance(25);
    if (is_own) {
      run.items.push_back({shard, position, event_id(store(3), cursor.index.value()), {}, {}});
    } else {
      run.items.push_back({shard,
                           position,
                           event_id(store(4), random_.next() % 1'000'000 + 1),
                           new_bytes(kEventBytesMax),
                           {}});
      if (random_.chance(50)) run.items.back().request = new_request();
    }
  }
  cursor.hash = Digest{{static_cast<std::uint8_t>(random_.below(256))}};
  run.through = cursor;
  commit.replica.push_back(std::move(run));
}

void JournalWorkload::add_parting(Journal& journal, Commit& commit) {
  const auto cursors = journal.cursors().value();
  if (cursors.empty()) return;
  sync::Cursor cursor = random_.one_of(cursors);
  cursor.index = sync::FeedIndex(random_.below(cursor.index.value() + 1));
  cursor.epoch = cursor.epoch.next();
  commit.partings.push_back(cursor);
}

/// Some are handed back again, by another till.
void JournalWorkload::add_receipt(Commit& commit) {
  const std::uint64_t seq = 1 + random_.below(6);
  commit.handed_back.push_back({StoreId(3),
                                store(9),
                                Seq(seq),
                                Digest{{7}},
                                EventBytes(30, static_cast<std::uint8_t>(seq)),
                                {Digest{{8}}, Digest{{9}}},
                                Signature{{4}}});
}

RequestId JournalWorkload::new_request() {
  requests_.push_back(request(requests_.size() + 1, 1 + random_.below(3)));
  return requests_.back();
}

EventBytes JournalWorkload::new_bytes(std::size_t size_max) {
  EventBytes bytes(1 + static_cast<std::size_t>(random_.below(size_max)));
  for (std::uint8_t& byte : bytes) byte = static_cast<std::uint8_t>(random_.below(256));
  return bytes;
}

}  // namespace perk::test
