#include "central/verify/key_audit.h"

#include <algorithm>

#include "central/verifier.h"
#include "sync/crypto/log_key_proof.h"
#include "sync/wire/event_codec.h"

namespace perk::central {
namespace {

/// What stands in a log at a place; none: nothing that changes a key.
Stored<std::optional<LogKeyChange>> change_at(EventStore& events, const EventId& at) {
  const auto read = events.read_log(at.origin, Seq(at.seq.value() - 1), 1);
  if (!read) return failed(read.error());
  for (const LogEntry& entry : read.value()) {
    if (entry.seq != at.seq || entry.is_quarantined) continue;
    const auto event = sync::decode_event(entry.bytes);
    if (event) return key_change_of({at, event.value()});
  }
  return std::optional<LogKeyChange>();
}

}  // namespace

void KeyAudit::take(const RecordedEvent& recorded, StoreId store, const std::string& place,
                    Findings& findings) {
  const auto change = key_change_of(recorded);
  if (!change) return;
  if (!sync::is_genuine(std::get<LogKeyRotated>(recorded.event.body), store, recorded.id))
    findings.offend(kKeysCheck, place + " changes its log's key without the word of both keys");
  said_.push_back({*change, store, place});
}

Stored<Done> KeyAudit::check(EventStore& events, Findings& findings) const {
  const auto stores = events.stores();
  if (!stores) return failed(stores.error());
  for (const StoreRecord& store : stores.value()) {
    auto checked = check_kept(events, store, findings);
    if (!checked) return checked;
  }
  for (const Said& said : said_) {
    const auto log = events.progress(said.change.log);
    if (!log) return failed(log.error());
    if (!log.value() || log.value()->through < said.change.seq) continue;
    const auto store = std::ranges::find(stores.value(), said.store, &StoreRecord::store);
    if (store != stores.value().end() && keys_of(*store).has(said.change)) continue;
    findings.offend(kKeysCheck,
                    said.place + " changes its log's key, and head office goes by another");
  }
  return Done{};
}

Stored<Done> KeyAudit::check_kept(EventStore& events, const StoreRecord& store,
                                  Findings& findings) const {
  for (const LogKeyChange& kept : store.key_changes) {
    const EventId at{kept.log, kept.seq};
    const auto there = change_at(events, at);
    if (!there) return failed(there.error());
    const auto log = events.progress(kept.log);
    if (!log) return failed(log.error());
    const bool is_its_own = log.value() && log.value()->store == store.store;
    if (is_its_own && there.value() == kept) continue;
    findings.offend(kKeysCheck, "store " + std::to_string(store.store.value()) +
                                    " is said to have changed its key by event " + to_string(at) +
                                    ", which does not say so");
  }
  return Done{};
}

}  // namespace perk::central
