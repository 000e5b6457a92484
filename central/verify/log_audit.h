// Collects each log again from the shards and the quarantine and follows its chain from the first event:
// stores' logs to the head that is acknowledged, which the store's key must have signed, and head
// office's own to the head in their counter rows. Blocking.
#pragma once

#include <functional>

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

  EventStore& events_;
  Findings& findings_;
};

}  // namespace perk::central
