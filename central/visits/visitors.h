// The visitors' book: who visits head office now. Lets the newest visit of a store supersede the older ones,
// tells all of them when shards grow and when card numbers are being tried across the chain, and notes when
// each store was last heard. Takes in visits over whatever
// line they come: sockets (net/sync_server), or the simulator's. Lives at home, but for shard_grew().
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "central/visits/store_visit.h"

namespace perk::central {

/// How often tick() is to be called.
inline constexpr Millis kVisitorsTick{200};

class Visitors final : private VisitWatcher {
 public:
  /// `store` outlives the book, as all that `around` names.
  Visitors(const VisitSurroundings& around, EventStore& store) : around_(around), store_(store) {}
  /// Without stop() nobody is told anything: as if the process had been killed. Of the visits nothing may be
  /// called then, but their destructor.
  ~Visitors() override;
  Visitors(const Visitors&) = delete;
  Visitors& operator=(const Visitors&) = delete;

  /// Begins a visit, by sending the challenge. The caller gives it the messages and bytes that come over the
  /// line, says when the line is lost, and keeps it meanwhile; `link` lives until it was closed. `peer`: for
  /// the log. `party`: whose certificate was shown on the line; it visits as no other store. The nonce was
  /// never used before.
  [[nodiscard]] std::shared_ptr<StoreVisit> take_in(sync::Link& link, std::string peer,
                                                    const sync::Nonce& nonce,
                                                    std::optional<sync::Party> party = {});
  void tick();
  /// Tells all visitors that head office is going down, and ends their visits.
  void stop();
  /// Any thread; never blocks.
  void shard_grew(const ShardEnd& end);

 private:
  void note_heard();
  void tell_growth();
  void on_let_in(StoreVisit& visit) override;
  void on_over(StoreVisit& visit) override;
  void on_guesses(StoreId store, std::uint64_t recent) override;
  void look_for_guesses();
  /// Visits may end, and leave the book, while they are told something.
  [[nodiscard]] std::vector<std::shared_ptr<StoreVisit>> present() const { return visits_; }

  const VisitSurroundings around_;
  EventStore& store_;
  std::vector<std::shared_ptr<StoreVisit>> visits_;  // In the order in which they came.
  unsigned ticks_ = 0;
  GuessWatch guesses_;
  bool is_warned_ = false;  // The stores were told of a run on cards.
  Instant warned_at_;

  std::mutex mutex_;
  std::map<Shard, Position> grown_;  // Not told yet.
};

}  // namespace perk::central
