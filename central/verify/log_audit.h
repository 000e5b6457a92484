// Collects each log again from the shards and the quarantine and follows its chain from the first event:
// stores' logs to the head that is acknowledged, which the store's key must have signed, and head
// office's own to the head in their counter rows. Blocking.
#pragma once

#include <functional>
#include <map>
#include <set>

#include "central/event_store.h"
#include "central/verify/findings.h"
#include "central/verify/shard_audit.h"

namespace perk::central {

class LogAudit {
 public:
  LogAudit(EventStore& events, Findings& findings) : events_(events), findings_(findings) {}

  /// `seen`: what the shards' events say of their logs.
  [[nodiscard]] Stored<Done> run(const std::map<Origin, SeenOrigin>& seen,
                                 const std::function<void(std::size_t)>& on_read);

  /// Before run(): which places of logs somebody wants to know the hash of.
  void note_hashes_at(std::set<EventId> places) { wanted_ = std::move(places); }
  /// Of the places wanted, those that the logs reach; also of seq 0.
  [[nodiscard]] const std::map<EventId, Digest>& noted() const { return noted_; }

 private:
  /// A head of a log, as it is recorded.
  struct Head {
    Origin origin;
    StoreId store;
    Seq seq;
    Digest hash;
  };
  [[nodiscard]] Stored<Done> follow(const Head& head, std::string_view check,
                                    const std::function<void(std::size_t)>& on_read);
  void check_registered(const std::map<Origin, SeenOrigin>& seen,
                        const std::vector<OriginProgress>& origins,
                        const std::vector<HeadOfficeLog>& own);
  void check_seal(const OriginProgress& progress, const std::vector<StoreRecord>& stores);

  void note(const EventId& place, const Digest& hash) {
    if (wanted_.contains(place)) noted_.emplace(place, hash);
  }

  EventStore& events_;
  Findings& findings_;
  std::set<EventId> wanted_;
  std::map<EventId, Digest> noted_;
};

}  // namespace perk::central
