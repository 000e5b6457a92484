// What a shop's disk must hold, and what its node must know of it: at every start and as its log grows.
#include "sync/crypto/hash_chain.h"
#include "sync/wire/event_codec.h"
#include "tests/simulation/judge.h"

namespace perk::simulation {

void Judge::on_started(std::size_t shop, store_node::Journal& journal,
                       const store_node::Books& books) {
  const Origin log = journal.identity().incarnation;
  note("started", shop, log.value());
  present_[shop] = log;
  on_log_grew(shop, journal);  // Also what became durable just before the power went.
  judge_memory(shop, journal, books);
  const auto known = logs_.find(log);
  if (known == logs_.end() || harmed_.contains(log)) return;
  const LogTruth& truth = known->second;
  const Seq end = journal.head().value().seq;
  if (end < truth.approved_through)
    return object("an approval is durable",
                  "a shop's log ends at " + std::to_string(end.value()) +
                      " after a restart, and a customer was told of event " +
                      std::to_string(truth.approved_through.value()));
  if (truth.approved_through != Seq()) {
    const auto event = journal.own_event(truth.approved_through);
    const auto& digest = truth.digests.at(truth.approved_through.value() - 1);
    if (!event || !event.value() || sync::sha256(event.value()->bytes) != digest)
      object("an approval is durable", "an approved event is another one after a restart");
  }
  const auto cursors = journal.cursors();
  for (const auto& [shard, acked] : truth.acked) {
    sync::FeedIndex held;
    for (const sync::Cursor& cursor : cursors.value())
      if (cursor.feed == sync::FeedId::shard(shard)) held = cursor.index;
    if (held < acked.first && !was_restored_)
      object("an ack promises", "a shop acknowledged shard " + std::to_string(shard.value()) +
                                    " through " + std::to_string(acked.first.value()) +
                                    " and holds it through " + std::to_string(held.value()) +
                                    " after a restart");
  }
}

void Judge::judge_memory(std::size_t shop, store_node::Journal& journal,
                         const store_node::Books& books) {
  std::map<CardId, CardState> held;
  const auto fold = [&](const EventId& name, const EventBytes& bytes) {
    const auto event = sync::decode_event(bytes);
    if (!event || !is_foldable(event.value()) || !event.value().envelope.card) return;
    evolve(held[*event.value().envelope.card], {name, event.value()});
  };
  const Origin log = journal.identity().incarnation;
  (void)journal.replay_own([&](const store_node::OwnEvent& own) {
    fold({log, own.seq}, own.bytes);
  });
  (void)journal.replay_replica(
      [&](const store_node::ReplicaItem& item) { fold(item.event, item.bytes); });
  (void)journal.replay_past(
      [&](const store_node::PastEvent& past) { fold(past.event, past.bytes); });
  for (const auto& [id, card] : held)
    if (books.cards.find(id) != card)
      return object("a restart forgets nothing",
                    "shop " + std::to_string(shop + 1) + " holds " +
                        std::to_string(card.balance().minor()) +
                        " of a card on its disk and knows " +
                        std::to_string(books.cards.find(id).balance().minor()) + " of it");
}

void Judge::on_log_grew(std::size_t shop, store_node::Journal& journal) {
  const Origin log = journal.identity().incarnation;
  LogTruth& truth = logs_[log];
  // A log that ran back says other things where it said some before: those are its copies' risk.
  const auto more = journal.read_log(Seq(truth.digests.size()), 1 << 20);
  if (!more) return;
  for (const store_node::OwnEvent& own : more.value()) {
    const Digest digest = sync::sha256(own.bytes);
    note("stored", shop, own.seq.value());
    truth.digests.push_back(digest);
    ++counts_.events;
    const auto event = sync::decode_event(own.bytes);
    if (!event) return object("a codec keeps", "a shop's own event cannot be read");
    const Amount drawn = event.value().envelope.allowance_drawn;
    if (drawn.is_zero() || order_.holds({log, own.seq}, digest)) continue;
    counts_.stand_in += drawn;
    unheard_[{{log, own.seq}, digest}] = drawn;
    unheard_drawn_ += drawn;
  }
}

void Judge::on_broken(std::size_t shop, const std::string& why) {
  object("a shop goes on", "shop " + std::to_string(shop + 1) + " " + why);
}

}  // namespace perk::simulation
