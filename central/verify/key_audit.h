// Whether the changes of stores' log keys that head office goes by are those that stand in the logs, with the word
// of both keys. Single-threaded.
#pragma once

#include <string>
#include <vector>

#include "central/event_store.h"
#include "central/verify/findings.h"

namespace perk::central {

class KeyAudit {
 public:
  /// An event of a shard, of that store.
  void take(const RecordedEvent& recorded, StoreId store, const std::string& place,
            Findings& findings);
  /// After all events. What a log says beyond what is acknowledged of it need not be kept yet.
  [[nodiscard]] Stored<Done> check(EventStore& events, Findings& findings) const;

 private:
  struct Said {
    LogKeyChange change;
    StoreId store;
    std::string place;
  };
  [[nodiscard]] Stored<Done> check_kept(EventStore& events, const StoreRecord& store,
                                        Findings& findings) const;

  std::vector<Said> said_;
};

}  // namespace perk::central
