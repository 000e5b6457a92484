// Brings what former logs of this store hold and head office lacks: each such event, wrapped with its proof,
// into the present log, from their databases on this disk and from receipts that tills handed back. Only of logs that head office has
// closed, and a few events at a time, so that no sale waits for it. What was brought stands in the present
// log, so that a restart brings nothing twice. Lives within one group.
#pragma once

#include <set>

#include "store_node/draft.h"

namespace perk::store_node {

inline constexpr std::size_t kBroughtAtOnce = 100;

class Bringing {
 public:
  Bringing(const TillTools& tools, const Books& books, Draft& draft)
      : tools_(tools), books_(books), draft_(draft) {}

  void go_on();

 private:
  void go_on(const FormerSource& source, LookedThrough& at);
  /// Through where the log is the very one that head office holds.
  [[nodiscard]] Seq same_through(const FormerSource& source, const IncarnationClosed& closed) const;
  void look_at(const FormerSource& source, const IncarnationClosed& closed, Seq same,
               const OwnEvent& event, LookedThrough& at);
  void bring(const FormerSource& source, const OwnEvent& event);
  void go_on_with_receipts();
  /// False: not decided yet, look again.
  [[nodiscard]] bool look_at(const sync::Receipt& receipt);
  [[nodiscard]] bool was_brought(const ClosedLogName& name) const;
  void append(ClosedLogEventRecorded proven);

  const TillTools& tools_;
  const Books& books_;
  Draft& draft_;
  std::size_t left_ = kBroughtAtOnce;
  std::set<ClosedLogName> brought_now_;
};

/// Whether there is more to look at, in a log that is known to be closed.
[[nodiscard]] bool is_bringing(const TillTools& tools, const Books& books);

}  // namespace perk::store_node
