// Compares heads that head office once showed with what it holds now: each must be a prefix. Single-threaded.
#pragma once

#include <map>
#include <set>

#include "central/event_store.h"
#include "central/evidence/heads_file.h"
#include "central/verify/findings.h"

namespace perk::central {

/// The places of logs whose hashes compare() wants to know.
[[nodiscard]] std::set<EventId> wanted_by(const Heads& heads);

class HeadsAudit {
 public:
  explicit HeadsAudit(EventStore& events) : events_(events) {}

  /// `noted`: the hash of each log at the place wanted, made from the events' bytes. Adds a check for all logs and
  /// one for all shards, and one for each head that does not hold.
  [[nodiscard]] Stored<Done> compare(const Heads& heads, const std::map<EventId, Digest>& noted,
                                     Findings& findings);

 private:
  /// How far a log goes now.
  struct LogEnd {
    StoreId store;
    Seq end;
  };
  [[nodiscard]] Stored<std::map<Origin, LogEnd>> log_ends();
  [[nodiscard]] Stored<Done> compare_logs(const Heads& heads,
                                          const std::map<EventId, Digest>& noted,
                                          Findings& findings);
  [[nodiscard]] Stored<Done> compare_shards(const Heads& heads, Findings& findings);
  [[nodiscard]] Stored<std::string> fault_in(const ShardEnd& shown, const std::string& date,
                                             const std::map<Shard, ShardEnd>& now);

  EventStore& events_;
};

}  // namespace perk::central
