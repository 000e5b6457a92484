// Runs a replicator against ports: the same code in a shop, at head office and in the simulator.
// Lives on one thread of execution (a strand, or the simulator's loop), which also runs the ports'
// callbacks; the owner calls tick() every few hundred milliseconds. Holds references: the ports must
// outlive it, and callbacks that arrive after it ended are ignored.
#pragma once

#include <memory>

#include "ledger/clock.h"
#include "sync/ports.h"
#include "sync/replicator.h"

namespace perk::sync {

struct PumpPorts {
  FeedSource& source;
  FeedSink& sink;
  Link& link;
  PumpObserver& observer;
  const Clock& clock;
};

class Pump {
 public:
  /// A store's end.
  [[nodiscard]] static std::unique_ptr<Pump> opener(ReplicatorLimits limits, PumpPorts ports, Introducer& introducer);
  /// Head office's end; sends the challenge at once.
  [[nodiscard]] static std::unique_ptr<Pump> acceptor(ReplicatorLimits limits, PumpPorts ports, Doorkeeper& doorkeeper,
                                                      const Nonce& nonce);
  ~Pump();

  void receive(const Message& message);
  void tick();
  void feed_grew(FeedId feed, FeedIndex end);
  /// The link is gone or the owner wants no more: later callbacks do nothing. Says on_ended once.
  void abandon(const Refusal& why);
  [[nodiscard]] bool is_streaming() const;
  [[nodiscard]] std::uint64_t backlog() const;

 private:
  class Impl;
  explicit Pump(std::shared_ptr<Impl> impl);
  std::shared_ptr<Impl> impl_;
};

}  // namespace perk::sync
