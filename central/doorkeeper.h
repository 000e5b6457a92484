// Who may come in: checks that a Hello is an enrolled store's answer to this very challenge, that its
// log and head office's agree, and that its cursors are of this chain's history, or sends it back to where they part; closes a log that forked
// or ran back, and one that its node gives up; writes the barrier before anybody is told how much is held. Blocking: for worker threads. Safe from any thread.
#pragma once

#include <map>
#include <mutex>
#include <optional>

#include "central/event_store.h"
#include "central/intake.h"
#include "central/rights/closed_logs.h"
#include "central/rights/epoch_desk.h"
#include "ledger/clock.h"
#include "sync/ports.h"
#include "sync/tls/party.h"

namespace perk::central {

/// A challenge, and when it was made: an answer to it was signed after that. And whose certificate was shown
/// on the line that it was said on, if any was.
struct MadeChallenge {
  sync::Challenge challenge;
  Instant made_at;
  std::optional<sync::Party> peer = {};
};

/// What a store must have brought before it has reported in this epoch (epoch_desk.h).
struct EpochDuty {
  bool is_owed = false;
  Seq log_end;
  sync::FeedIndex past_end;
};

struct LetIn {
  sync::Admission admission;
  LogHeld held;
  std::string store_name;
  EpochDuty duty{};
};

/// To whoever comes as a store that was revoked, or is in when it is.
[[nodiscard]] sync::Refusal store_revoked();

class Gatehouse {
 public:
  Gatehouse(EventStore& store, ClosedLogs& closed, EpochDesk& epochs, const ChainSettings& chain,
            const Clock& clock)
      : store_(store), closed_(closed), epochs_(epochs), chain_(chain), clock_(clock) {}

  /// Refuses with NotEnrolled, Revoked, Forked (the log is closed for ever, durably), EpochBegun (head office was
  /// restored since: the partings), CursorUnknown, or Busy (the
  /// database is away, the Hello may be older than what is held, or batches of a log that is to be closed
  /// are still on their way: shake hands again).
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
  /// Of a log that is closed, or given up by this very Hello.
  [[nodiscard]] std::optional<sync::Refusal> turn_away_closed(const sync::Hello& hello);
  [[nodiscard]] sync::Refusal close(const sync::Hello& hello, ClosedWhy why, std::string sentence);
  [[nodiscard]] Result<OriginProgress, sync::Refusal> compare_logs(const MadeChallenge& made,
                                                                   const sync::Hello& hello);
  [[nodiscard]] sync::Refusal judge_behind(const MadeChallenge& made, const sync::Hello& hello,
                                           const OriginProgress& held);
  [[nodiscard]] bool is_proven_behind(const MadeChallenge& made, const sync::Hello& hello);
  [[nodiscard]] Result<std::vector<sync::Cursor>, sync::Refusal> feed_starts(
      const sync::Hello& hello);
  [[nodiscard]] std::optional<sync::Refusal> send_back(const sync::Hello& hello);
  [[nodiscard]] sync::Refusal not_in_history(const ShardEnd& end, const sync::Cursor& cursor);
  [[nodiscard]] Result<EpochDuty, sync::Refusal> duty_of(const sync::Hello& hello);

  EventStore& store_;
  ClosedLogs& closed_;
  EpochDesk& epochs_;
  const ChainSettings chain_;
  const Clock& clock_;
  std::mutex mutex_;
  std::map<Origin, Doubt> doubts_;
};

}  // namespace perk::central
