// Who may come in: checks that a Hello is an enrolled store's answer to this very challenge, that its
// log and head office's agree, and that its cursors are of this chain's history; writes the barrier
// before anybody is told how much is held. Blocking: for worker threads. Safe from any thread.
#pragma once

#include <map>
#include <mutex>

#include "central/event_store.h"
#include "central/intake.h"
#include "ledger/clock.h"
#include "sync/ports.h"

namespace perk::central {

/// A challenge, and when it was made: an answer to it was signed after that.
struct MadeChallenge {
  sync::Challenge challenge;
  Instant made_at;
};

struct LetIn {
  sync::Admission admission;
  LogHeld held;
  std::string store_name;
};

class Gatehouse {
 public:
  Gatehouse(EventStore& store, const ChainSettings& chain, const Clock& clock)
      : store_(store), chain_(chain), clock_(clock) {}

  /// Refuses with NotEnrolled, Forked, CursorUnknown, or Busy (the database is away, or the Hello may be
  /// older than what is held: shake hands again).
  [[nodiscard]] Result<LetIn, sync::Refusal> let_in(const MadeChallenge& made,
                                                    const sync::Hello& hello);

 private:
  /// A log that seemed to have gone backwards, and when head office had read so.
  struct Doubt {
    Seq through;
    Instant read_at;
  };
  [[nodiscard]] Result<StoreRecord, sync::Refusal> identify(const MadeChallenge& made,
                                                            const sync::Hello& hello);
  [[nodiscard]] Result<OriginProgress, sync::Refusal> compare_logs(const MadeChallenge& made,
                                                                   const sync::Hello& hello);
  [[nodiscard]] sync::Refusal judge_behind(const MadeChallenge& made, const sync::Hello& hello,
                                           const OriginProgress& held);
  [[nodiscard]] Result<std::vector<sync::Cursor>, sync::Refusal> feed_starts(
      const sync::Hello& hello);

  EventStore& store_;
  const ChainSettings chain_;
  const Clock& clock_;
  std::mutex mutex_;
  std::map<Origin, Doubt> doubts_;
};

}  // namespace perk::central
