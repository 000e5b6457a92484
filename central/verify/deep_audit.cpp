#include "central/verify/deep_audit.h"

#include "central/stored_event.h"
#include "central/verifier.h"
#include "sync/crypto/receipt.h"

namespace perk::central {
namespace {

constexpr std::size_t kQuarantinePage = 1'000;

std::string place_of(const StoredEvent& stored) {
  return "shard " + std::to_string(stored.shard.value()) + ", position " +
         std::to_string(stored.position.value()) + ": event " + to_string(stored.id);
}

/// As HandedBack says it (rights/handed_back.cpp).
bool was_handed_back(const QuarantinedEvent& event) {
  return event.reason.starts_with("handed back by store ");
}

}  // namespace

Stored<std::optional<LogKeys>> DeepAudit::keys_behind(StoreId store) {
  if (const auto known = keys_.find(store); known != keys_.end())
    return std::optional(known->second);
  const auto record = events_.find_store(store);
  if (!record) return failed(record.error());
  if (!record.value()) return std::optional<LogKeys>();
  return std::optional(keys_.emplace(store, keys_of(*record.value())).first->second);
}

Stored<Done> DeepAudit::check(const StoredEvent& stored) {
  const auto recorded = decode_stored(stored);
  if (!recorded) {
    findings_.offend(kWriterCheck, place_of(stored) + " cannot be read");
    return Done{};
  }
  check_writer(stored, recorded.value().event);
  key_changes_.take(recorded.value(), stored.store, place_of(stored), findings_);
  return check_wrap(stored, recorded.value().event);
}

void DeepAudit::check_writer(const StoredEvent& stored, const Event& event) {
  const Currency currency = event.envelope.currency;
  if (stored.id.origin.is_incarnation() && is_head_offices(event.body)) {
    findings_.offend(kWriterCheck, place_of(stored) + ", " + type_name(event.body) +
                                       ", is in a store's log, and only head office may write it");
  }
  if (!is_foldable(event))
    findings_.offend(kWriterCheck, place_of(stored) + " has amounts that do not fit together");
  if (!currency.is_none() && currency != chain_.currency)
    findings_.offend(kWriterCheck, place_of(stored) + " is in another currency than the chain");
}

/// Who must have signed it: what head office records was accepted by an operator, and is the closed log's store's.
Stored<StoreId> DeepAudit::store_behind(const StoredEvent& stored,
                                        const ClosedLogEventRecorded& brought) {
  if (!stored.id.origin.is_head_office()) return stored.store;
  const auto log = events_.progress(brought.name.origin);
  if (!log) return failed(log.error());
  return log.value() ? log.value()->store : StoreId();
}

Stored<Done> DeepAudit::check_wrap(const StoredEvent& stored, const Event& event) {
  const auto* layer = std::get_if<ClosedLogEventRecorded>(&event.body);
  if (layer == nullptr) return Done{};
  const auto store = store_behind(stored, *layer);
  if (!store) return failed(store.error());
  const auto keys = keys_behind(store.value());
  if (!keys) return failed(keys.error());
  while (layer != nullptr) {
    if (!keys.value() || !sync::is_genuine(*layer, store.value(), *keys.value())) {
      findings_.offend(kWrapCheck, place_of(stored) + " brings event " + to_string(layer->name) +
                                       " without its store's signature of it");
      return Done{};
    }
    const Event* const inner = layer->event.get();
    layer = inner == nullptr ? nullptr : std::get_if<ClosedLogEventRecorded>(&inner->body);
  }
  return Done{};
}

Stored<Done> DeepAudit::check_quarantine() {
  for (std::uint64_t last = 0;;) {
    const auto page = events_.quarantined(last, kQuarantinePage);
    if (!page) return failed(page.error());
    if (page.value().empty()) return Done{};
    for (const QuarantinedEvent& event : page.value()) {
      auto checked = check_quarantined(event);
      if (!checked) return checked;
    }
    last = page.value().back().id;
  }
}

Stored<Done> DeepAudit::check_quarantined(const QuarantinedEvent& event) {
  const EventId& id = event.event;
  const std::string name = "quarantined event " + to_string(id);
  const auto log = events_.progress(id.origin);
  if (!log) return failed(log.error());
  const bool is_of_log = id.origin.is_head_office()
                             ? event.store == StoreId() && was_handed_back(event)
                             : log.value() && log.value()->store == event.store;
  if (!is_of_log) {
    findings_.offend(kQuarantineCheck, name + " is said to be of store " +
                                           std::to_string(event.store.value()) +
                                           ", whose log it is not in");
  }
  if (was_handed_back(event)) return Done{};
  // The log's chain, which its store's signature covers, goes through one event at each seq.
  const auto there = events_.read_log(id.origin, Seq(id.seq.value() - 1), 2);
  if (!there) return failed(there.error());
  for (const LogEntry& entry : there.value()) {
    if (entry.seq != id.seq || entry.is_quarantined) continue;
    findings_.offend(kQuarantineCheck,
                     name + " is not what its store signed: its log has another there");
  }
  return Done{};
}

}  // namespace perk::central
