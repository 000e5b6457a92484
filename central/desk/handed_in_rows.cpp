#include "central/desk/handed_in_rows.h"

#include <algorithm>
#include <map>

#include "ledger/closed_log.h"
#include "sync/crypto/hash_chain.h"
#include "sync/wire/event_codec.h"

namespace perk::central {
namespace {

std::map<EventId, std::string> reasons_in(const TakenIn& taken) {
  std::map<EventId, std::string> reasons;
  for (const QuarantinedEvent& event : taken.quarantined) reasons[event.event] = event.reason;
  return reasons;
}

/// By nobody: head office brings it. Its time is the event's own, so that a repeat has the same bytes.
Event wrapped_here(ClosedLogEventRecorded brought) {
  const Envelope& envelope = brought.event.get()->envelope;
  const Stamp stamp{Origin::head_office(Epoch(1), Shard(0)), envelope.hlc, envelope.raw_clock,
                    PolicyVersion(1)};
  return wrap(std::move(brought), stamp);
}

/// Whether everybody can read it, in quarantine and inside the verdict on it.
bool is_readable(const Event& wrapped) {
  return is_foldable(wrapped) && sync::decode_event(sync::encode_event(wrapped)).has_value();
}

}  // namespace

std::vector<HandedInRow> rows_of(const sync::Batch& batch, const TakenIn& taken, StoreId store,
                                 WallTime now) {
  const auto reasons = reasons_in(taken);
  std::vector<Digest> digests;
  for (const sync::Item& item : batch.items) digests.push_back(sync::sha256(item.bytes));
  std::vector<HandedInRow> rows;
  Digest hash = batch.after_hash;
  for (std::size_t at = 0; at < batch.items.size(); ++at) {
    const sync::Item& item = batch.items[at];
    ClosedLogEventRecorded brought;
    brought.name = item.event;
    brought.previous_hash = hash;
    brought.hash = hash = sync::log_link_digest(hash, item.event.seq, digests[at]);
    HandedInRow row{{0, item.event, store, kHandedIn, item.bytes, now}, std::nullopt, hash};
    if (const auto reason = reasons.find(item.event); reason != reasons.end()) {
      row.row.reason = reason->second;
    } else {
      brought.bytes = item.bytes;
      brought.later_digests = {digests.begin() + static_cast<std::ptrdiff_t>(at + 1),
                               digests.end()};
      brought.signature = batch.seal;
      brought.event = WrappedEvent(sync::decode_event(item.bytes).value());
      Event wrapped = wrapped_here(std::move(brought));
      const bool is_sound = is_readable(wrapped);
      if (is_sound) row.row.bytes = sync::encode_event(wrapped);
      if (is_sound) row.wrapped = std::move(wrapped);
      if (!is_sound) row.row.reason = "it is too large to be proven here, or was wrapped too often";
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace perk::central
