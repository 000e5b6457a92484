// The fate of logs: which incarnations head office closed, whose log's end an operator declared proven,
// and which epoch head office is in. A fold of what it says itself of logs and epochs, and nothing else. Of
// several words on one log the first counts, so that repeats and order change nothing. Values.
//
// Beside it what head office checks before it writes such an event. Pure.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>

#include "ledger/event.h"
#include "ledger/result.h"
#include "ledger/stamp.h"

namespace perk {

/// Incarnations whose log's end an operator has declared proven: what they did is all heard.
using ProvenEnds = std::set<Origin>;

class Incarnations {
 public:
  template <typename Body>
  struct Word {
    EventId by;
    Body said;
    friend bool operator==(const Word&, const Word&) = default;
  };

  /// Takes any event; only what head office says of logs and epochs changes anything.
  void fold(const RecordedEvent& recorded);

  /// Null while it is not closed.
  [[nodiscard]] const IncarnationClosed* closed(Origin incarnation) const;
  [[nodiscard]] bool is_closed(Origin incarnation) const { return closed(incarnation) != nullptr; }
  /// Null while nobody has declared it, and of a log that is not closed: a log in service has no end.
  [[nodiscard]] const LogEndProven* proven_end(Origin incarnation) const;
  [[nodiscard]] ProvenEnds proven_ends() const;
  /// The highest that was begun; 1 before any was.
  [[nodiscard]] Epoch epoch() const;
  /// Null of the first epoch, which nobody need settle, and while nobody has.
  [[nodiscard]] const EpochSettled* settled(Epoch epoch) const;
  /// Whether head office may grant, debit, refund and lapse in it.
  [[nodiscard]] bool is_settled(Epoch epoch) const {
    return epoch == Epoch(1) || settled(epoch) != nullptr;
  }

  [[nodiscard]] const std::map<Origin, Word<IncarnationClosed>>& all_closed() const {
    return closed_;
  }
  [[nodiscard]] const std::map<Epoch, Word<EpochBegun>>& epochs() const { return epochs_; }
  friend bool operator==(const Incarnations&, const Incarnations&) = default;

 private:
  std::map<Origin, Word<IncarnationClosed>> closed_;
  std::map<Origin, Word<LogEndProven>> proven_;
  std::map<Epoch, Word<EpochBegun>> epochs_;
  std::map<Epoch, Word<EpochSettled>> settled_;
};

/// Why head office may not say so of a log, in order of precedence.
enum class LogRefusal {
  ReasonMissing,     ///< An operator's decision needs a reason.
  NotAnIncarnation,  ///< Head office's own logs are not closed; their epochs end.
  AlreadyClosed,
  NotClosed,  ///< A log in service may still grow.
  AlreadyProven,
  EndsTooEarly,  ///< Head office holds more of it than the operator says there is.
  NotLater,      ///< An epoch follows the one before.
  NotThisEpoch,  ///< Only the present epoch is settled, and not the first.
  AlreadySettled,
  NotReported,  ///< Somebody who may hold something of the chain has not reported, and is not named.
};
/// Stable, snake_case.
[[nodiscard]] std::string_view refusal_name(LogRefusal refusal);

using LogOutcome = Result<Event, LogRefusal>;

/// Closed for ever, at contact or by decision. Refused: NotAnIncarnation, AlreadyClosed.
[[nodiscard]] LogOutcome close_incarnation(const Incarnations& known, const IncarnationClosed& said,
                                           const Stamp& head_office);
/// Refused: ReasonMissing, NotAnIncarnation, NotClosed, AlreadyProven, EndsTooEarly.
[[nodiscard]] LogOutcome prove_log_end(const Incarnations& known, const LogEndProven& said,
                                       const Stamp& head_office);
/// Refused: ReasonMissing, NotLater (than what is known, or than the previous it names).
[[nodiscard]] LogOutcome begin_epoch(const Incarnations& known, const EpochBegun& said,
                                     const Stamp& head_office);

/// `missing`: who has not reported in this epoch; each must be named in `said.without`. Refused:
/// ReasonMissing, NotThisEpoch, AlreadySettled, NotReported.
[[nodiscard]] LogOutcome settle_epoch(const Incarnations& known, const EpochSettled& said,
                                      const std::set<Origin>& missing, const Stamp& head_office);

}  // namespace perk
