// The store's log goes on under the next key: the event that says so, with the word of both keys. Written when head
// office is there and knows such events, for what it takes of the log from there on depends on it; and as the
// first event of a log that begins while the key before the present one is kept, for head office may not have
// heard of that change: the log it stood in may be given up. Lives within one group.
#pragma once

#include "store_node/draft.h"
#include "store_node/till_tools.h"

namespace perk::store_node {

class KeyRotation {
 public:
  KeyRotation(const TillTools& tools, const Books& books, Draft& draft)
      : tools_(tools), books_(books), draft_(draft) {}

  /// Before anything else is written.
  void begin_log();
  /// With the chores. `head_office_knows`: the newest type of event, by its number, that head office said it knows on
  /// the present line; 0: none.
  void go_on(std::uint32_t head_office_knows);

 private:
  void write(const sync::LogKey& former, const sync::LogKey& next);

  const TillTools& tools_;
  const Books& books_;
  Draft& draft_;
};

}  // namespace perk::store_node
