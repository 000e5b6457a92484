#include "store_node/books.h"

#include <algorithm>

#include "ledger/mutant.h"
#include "sync/crypto/hash_chain.h"
#include "sync/wire/event_codec.h"

namespace perk::store_node {

void TillCounts::approve(const Event& event) {
  ++approved;
  const auto* redeemed = std::get_if<ValueRedeemed>(&event.body);
  if (redeemed == nullptr) return;
  if (redeemed->basis == Basis::Rights) ++on_rights;
  if (redeemed->basis == Basis::Cached) ++on_cached;
  if (redeemed->basis == Basis::StandIn) ++on_stand_in;
  if (redeemed->basis == Basis::Central) ++on_central;
}

sync::Cursor first_cursor(Shard shard) {
  const Epoch first(1);
  return {sync::FeedId::shard(shard), first, sync::FeedIndex(), sync::shard_genesis(first, shard)};
}

std::vector<sync::Cursor> complete(const std::vector<sync::Cursor>& heard,
                                   std::uint16_t shard_count) {
  std::vector<sync::Cursor> all;
  for (std::uint16_t number = 0; number < shard_count; ++number)
    all.push_back(first_cursor(Shard(number)));
  for (const sync::Cursor& cursor : heard) {
    const std::size_t at = cursor.feed.as_shard().value();
    if (at < all.size()) all[at] = cursor;
  }
  return all;
}

Result<Done, StorageError> Books::load(Journal& journal, WallTime wall) {
  cards = CardTable();
  allowances = OwnAllowances(own);
  policies = PolicyBook();
  logs = Incarnations();
  key_changes.clear();
  former.forget_all();
  double_sales = DoubleSales(own);
  former_looked_through.clear();
  receipts_seen = {};
  uses = CardUses();
  cursors.clear();
  const Seq known_synced = unsynced.synced_through();
  unsynced = Unsynced();
  unsynced.head_office_holds(known_synced);
  if (auto rest = load_rest(journal); !rest) return rest;
  if (auto log = load_own(journal); !log) return log;
  if (auto replica = load_replica(journal, wall); !replica) return replica;
  if (PERK_PLANTED(Mutant::RestartForgetsPast)) return Done{};
  return load_past(journal, wall);
}

Result<Done, StorageError> Books::watch_former(Journal& journal, Origin log) {
  if (former.is_watched(log)) return Done{};
  former.watch(log);
  auto heard =
      journal.replay_replica([&](const ReplicaItem& item) { former.hear(item.event, item.bytes); });
  if (heard)
    heard =
        journal.replay_past([&](const PastEvent& past) { former.hear(past.event, past.bytes); });
  if (!heard) former.watch_no_more(log);
  return heard;
}

bool Books::agree_with(Journal& journal) const {
  const auto at = journal.head();
  const auto heard = journal.cursors();
  const auto kept = journal.handed_back_count();
  if (!at || !heard || !kept || heard.value().size() != cursors.size()) return false;
  const bool is_same_replica = std::all_of(
      heard.value().begin(), heard.value().end(),
      [this](const sync::Cursor& cursor) { return cursor_of(cursor.feed.as_shard()) == cursor; });
  return is_same_replica && at.value() == head && kept.value() == handed_back;
}

Result<Done, StorageError> Books::load_rest(Journal& journal) {
  const auto at = journal.head();
  if (!at) return failed(at.error());
  const auto heard = journal.cursors();
  if (!heard) return failed(heard.error());
  const auto synced = journal.synced_through();
  if (!synced) return failed(synced.error());
  const auto kept = journal.handed_back_count();
  if (!kept) return failed(kept.error());
  head = at.value();
  for (const sync::Cursor& cursor : heard.value()) cursors[cursor.feed.as_shard()] = cursor;
  synced_recorded = synced.value();
  unsynced.head_office_holds(PERK_PLANTED(Mutant::RestartTakesAllForHeld) ? head.seq
                                                                          : synced.value());
  handed_back = kept.value();
  return journal.replay_handed_back([&](const sync::Receipt& receipt) {
    if (receipt.incarnation != own) former.watch(receipt.incarnation);
  });
}

Result<Done, StorageError> Books::load_own(Journal& journal) {
  std::optional<std::string> unreadable;
  const auto replayed = journal.replay_own([&](const OwnEvent& stored) {
    const auto event = sync::decode_event(stored.bytes);
    if (!event) {
      unreadable = "event " + std::to_string(stored.seq.value()) +
                   " of this store's log cannot be read: " + event.error().why;
      return;
    }
    if (PERK_PLANTED(Mutant::RestartForgetsLastEvent) && stored.seq == head.seq) return;
    fold({EventId{own, stored.seq}, event.value()});
    hybrid_clock.resume_from(event.value().envelope.hlc);
    count_own(stored.seq, event.value());
  });
  if (!replayed) return replayed;
  if (unreadable) return failed(StorageError{StorageFailure::GiveUp, *unreadable});
  return Done{};
}

Result<Done, StorageError> Books::load_replica(Journal& journal, WallTime wall) {
  replica_events = 0;
  return journal.replay_replica([&](const ReplicaItem& item) {
    ++replica_events;
    former.hear(item.event, item.bytes);
    const auto event = sync::decode_event(item.bytes);
    if (!event || !is_foldable(event.value())) return;
    const RecordedEvent recorded{item.event, event.value()};
    fold(recorded);
    if (is_of_policies(item.shard)) policies.fold(recorded, item.position);
    hybrid_clock.observe(event.value().envelope.hlc, wall);
  });
}

/// After the replica: what it holds of a log comes before what was heard of it in a past epoch, and what was
/// heard again since changes nothing.
Result<Done, StorageError> Books::load_past(Journal& journal, WallTime wall) {
  return journal.replay_past([&](const PastEvent& past) {
    former.hear(past.event, past.bytes);
    const auto event = sync::decode_event(past.bytes);
    if (!event || !is_foldable(event.value())) return;
    const RecordedEvent recorded{past.event, event.value()};
    fold(recorded);
    policies.fold(recorded, Position());
    hybrid_clock.observe(event.value().envelope.hlc, wall);
  });
}

void Books::fold(const RecordedEvent& recorded) {
  cards.fold(recorded);
  allowances.fold(recorded);
  logs.fold(recorded);
  former.note(recorded.event, recorded.id.origin == own ? recorded.id.seq : Seq());
  double_sales.note(recorded);
  if (const auto use = use_of(recorded, own)) uses.note(*use);
}

WallTime Books::wall_now(WallTime wall) const { return std::max(wall, hybrid_clock.last().wall()); }

void Books::count_own(Seq seq, const Event& event) {
  if (std::holds_alternative<ValueRedeemed>(event.body))
    unsynced.sold(seq, -event.envelope.value_effect);
  if (const auto change = key_change_of({{own, seq}, event})) key_changes.push_back(*change);
}

void Books::observe(Hlc heard, WallTime wall) {
  if (hybrid_clock.observe(heard, wall) == HybridClock::Heard::TooFarAhead) ++counts.too_far_ahead;
}

LookedThrough Books::looked_through(std::size_t former_log) const {
  const auto found = former_looked_through.find(former_log);
  return found == former_looked_through.end() ? LookedThrough() : found->second;
}

sync::Cursor Books::cursor_of(Shard shard) const {
  const auto found = cursors.find(shard);
  return found == cursors.end() ? first_cursor(shard) : found->second;
}

Knowledge Books::knowledge_of(const CardId& card, Instant now) const {
  const sync::Cursor cursor = cursor_of(shard_of(card, shard_count));
  return {Position(cursor.index.value()), line.cut_off_for(now)};
}

AsOf Books::as_of(const CardId& card, const CardState& state, Instant now) const {
  const Knowledge knowledge = knowledge_of(card, now);
  return {state.last_event.wall(), knowledge.known_through, knowledge.cut_off_for};
}

}  // namespace perk::store_node
