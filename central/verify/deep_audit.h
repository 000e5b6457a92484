// What can be said of each event from its own bytes alone, beside what the usual checks say: whether its
// writer may write it, whether what it brings of a closed log is proven, and whether what is quarantined
// stands in the log that it is said to be of. Single-threaded.
#pragma once

#include <map>
#include <optional>

#include "central/event_store.h"
#include "central/verify/findings.h"
#include "central/verify/key_audit.h"

namespace perk::central {

class DeepAudit {
 public:
  DeepAudit(EventStore& events, const ChainSettings& chain, Findings& findings)
      : events_(events), chain_(chain), findings_(findings) {}

  [[nodiscard]] Stored<Done> check(const StoredEvent& stored);
  /// Of what a store handed back after head office was restored nobody's signature is known; all else must be
  /// what the store signed.
  [[nodiscard]] Stored<Done> check_quarantine();
  /// Whether what the logs say of their keys is what is kept of it. After all events.
  [[nodiscard]] Stored<Done> check_keys() { return key_changes_.check(events_, findings_); }

 private:
  void check_writer(const StoredEvent& stored, const Event& event);
  [[nodiscard]] Stored<Done> check_wrap(const StoredEvent& stored, const Event& event);
  [[nodiscard]] Stored<StoreId> store_behind(const StoredEvent& stored,
                                             const ClosedLogEventRecorded& brought);
  /// Of a store that is enrolled; asked for once the store's event is there, so never too early.
  [[nodiscard]] Stored<std::optional<LogKeys>> keys_behind(StoreId store);
  [[nodiscard]] Stored<Done> check_quarantined(const QuarantinedEvent& event);

  EventStore& events_;
  const ChainSettings chain_;
  Findings& findings_;
  std::map<StoreId, LogKeys> keys_;
  KeyAudit key_changes_;
};

}  // namespace perk::central
