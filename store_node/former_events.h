// What is known here of the events of former logs: which of them head office sent (only of logs that are
// watched: those whose databases are on this disk, or whose receipts were handed back), and which were
// brought wrapped, by whomever.
// Memory: about 64 bytes for each event heard of them. Derived from the journal; single-threaded.
#pragma once

#include <map>

#include "ledger/event.h"
#include "store_node/journal.h"

namespace perk::store_node {

class FormerEvents {
 public:
  /// Before anything is heard, or Books::watch_former() lets it hear what was.
  void watch(Origin log) { heard_.try_emplace(log); }
  void watch_no_more(Origin log) { heard_.erase(log); }
  [[nodiscard]] bool is_watched(Origin log) const { return heard_.contains(log); }
  void forget_all();
  /// An event that head office sent, of whatever log.
  void hear(const EventId& event, const EventBytes& bytes);
  /// An event of this or another log, which may bring one of a former log. `own`: its place, if this log
  /// wrote it; 0 if head office sent it.
  void note(const Event& event, Seq own);

  [[nodiscard]] bool was_heard(const EventId& event) const;
  [[nodiscard]] bool was_brought(const ClosedLogName& name) const;
  /// Whether head office holds this very event: it sent it, as it was or wrapped, or holds this log through
  /// where it was brought. Only of logs that are watched is the former known.
  [[nodiscard]] bool is_covered(const OwnEvent& event, Origin log, Seq synced_through) const;

  enum class Holding { Held, Lacking, NotHeardYet };
  /// Whether head office holds this very event of a log that it closed. Through where the log is held it
  /// holds something at each place: what that is must be heard first, unless the log is `same_through`.
  [[nodiscard]] Holding holding_of(const IncarnationClosed& closed, const OwnEvent& event,
                                   Seq same_through) const;

 private:
  std::map<Origin, std::map<Seq, Digest>> heard_;  // SHA-256 of the bytes.
  std::map<ClosedLogName, Seq> brought_;           // Where in this log; 0: head office sent it.
};

}  // namespace perk::store_node
