#include "central/rights/handed_back.h"

#include <algorithm>
#include <map>

#include "ledger/closed_log.h"
#include "sync/wire/event_codec.h"

namespace perk::central {
namespace {

Shard shard_of_log(Origin head_office) {
  return Shard(static_cast<std::uint16_t>(head_office.value() & 0xffff));
}

}  // namespace

std::string HandedBack::whose(StoreId by) const {
  return "handed back by store " + std::to_string(by.value()) + " in epoch " +
         std::to_string(chain_.epoch.value());
}

Stored<std::optional<StoreId>> HandedBack::store_of(Origin origin) {
  if (origin.is_head_office()) return std::optional(StoreId());
  const auto log = events_.progress(origin);
  if (!log) return failed(log.error());
  return log.value() ? std::optional(log.value()->store) : std::nullopt;
}

Stored<bool> HandedBack::was_brought(Shard shard, const RecordedEvent& recorded) {
  const auto& card = recorded.event.envelope.card;
  if (!card || !recorded.id.origin.is_incarnation()) return false;
  if (auto done = book_.catch_up(shard); !done) return failed(done.error());
  return book_.read([&](const ChainRisk& risk) {
    const auto& told = risk.card(*card).closed_logs;
    return std::any_of(told.lower_bound({recorded.id, Digest()}), told.end(), [&](const auto& of) {
      return of.first.event == recorded.id && of.second.made == making_of(recorded.event.envelope);
    });
  });
}

/// By shard, in the order given: of each log its order.
Stored<HandedBack::Sorted> HandedBack::sort(StoreId by, std::span<const sync::Item> items,
                                            WallTime now) {
  std::map<Shard, ShardGroup> groups;
  Sorted sorted;
  for (const sync::Item& item : items) {
    const auto event = sync::decode_event(item.bytes);
    const auto store = store_of(item.event.origin);
    if (!store) return failed(store.error());
    if (!store.value()) {
      ++sorted.passed_over;
      continue;
    }
    std::string why;
    if (!event) why = "it cannot be read: " + event.error().why;
    if (event && !is_foldable(event.value())) why = "its amounts do not fit together";
    const bool is_ours = item.event.origin >= Origin::head_office(chain_.epoch, Shard(0));
    if (item.event.origin.is_head_office() && is_ours) why = "head office writes that log now";
    if (!why.empty()) {
      sorted.set_aside.push_back(
          {0, item.event, *store.value(), whose(by) + ": " + why, item.bytes, now});
      continue;
    }
    const auto& card = event.value().envelope.card;
    const Shard cardless = store.value() == StoreId()
                               ? shard_of_log(item.event.origin)
                               : shard_of(*store.value(), chain_.shard_count);
    const Shard shard = card ? shard_of(*card, chain_.shard_count) : cardless;
    const auto is_brought = was_brought(shard, {item.event, event.value()});
    if (!is_brought) return failed(is_brought.error());
    if (is_brought.value()) {
      ++sorted.held_wrapped;
      continue;
    }
    ShardGroup& group = groups[shard];
    group.shard = shard;
    group.events.push_back({item.event, *store.value(), card, item.bytes});
  }
  for (auto& [shard, group] : groups) sorted.groups.push_back(std::move(group));
  return sorted;
}

/// One that is in conflict must not keep the others out.
Stored<Done> HandedBack::store(const ShardGroup& group, StoreId by, WallTime now,
                               TakenBack& taken) {
  const auto appended = events_.append(group, now);
  if (appended) {
    taken.stored += appended.value().appended;
    taken.held += appended.value().duplicates;
    on_grew_(appended.value().end);
    return Done{};
  }
  if (appended.error().failure != StorageFailure::GiveUp) return failed(appended.error());
  if (group.events.size() > 1) {
    for (const ArrivedEvent& event : group.events) {
      if (auto done = store({group.shard, {event}}, by, now, taken); !done) return done;
    }
    return Done{};
  }
  const ArrivedEvent& event = group.events.front();
  const QuarantinedEvent aside{
      0, event.id, event.store, whose(by) + ": " + appended.error().detail, event.bytes, now};
  ++taken.quarantined;
  return events_.quarantine({&aside, 1});
}

Stored<TakenBack> HandedBack::take(StoreId by, std::span<const sync::Item> items, WallTime now) {
  const auto sorted = sort(by, items, now);
  if (!sorted) return failed(sorted.error());
  TakenBack taken;
  taken.quarantined = sorted.value().set_aside.size();
  taken.passed_over = sorted.value().passed_over;
  taken.held = sorted.value().held_wrapped;
  if (!sorted.value().set_aside.empty()) {
    if (auto kept = events_.quarantine(sorted.value().set_aside); !kept)
      return failed(kept.error());
  }
  for (const ShardGroup& group : sorted.value().groups) {
    if (auto done = store(group, by, now, taken); !done) return failed(done.error());
  }
  return taken;
}

Stored<TakenBatch> HandedBack::take_batch(StoreId by, const sync::Batch& batch, WallTime now) {
  const auto taken = take(by, batch.items, now);
  if (!taken) return failed(taken.error());
  return TakenBatch{taken.value(),
                    sync::Durable::reported(batch.feed, batch.through, batch.through_hash)};
}

}  // namespace perk::central
