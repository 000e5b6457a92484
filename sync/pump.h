// Runs a replicator against ports: the same code in a shop, at head office and in the simulator.
// Lives on one thread of execution (a strand, or the simulator's loop), which also runs the ports'
// callbacks; the owner calls tick() every few hundred milliseconds. Holds references: the ports must
// outlive it, and callbacks that arrive after it ended are ignored.
//
// Ports and observer may call back into the pump, or destroy it, from within any call that it makes.
// on_ended is the last of these calls, so its owner may then let go of everything.
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
  [[nodiscard]] static std::unique_ptr<Pump> opener(ReplicatorLimits limits, PumpPorts ports,
                                                    Introducer& introducer);
  /// Head office's end; sends the challenge at once.
  [[nodiscard]] static std::unique_ptr<Pump> acceptor(ReplicatorLimits limits, PumpPorts ports,
                                                      Doorkeeper& doorkeeper, const Nonce& nonce);
  /// Says nothing to anybody: to have on_ended said, abandon() first.
  ~Pump();

  void receive(Message message);
  /// Bytes came from the peer, whether or not they make a message yet: on a slow line a message is
  /// long on its way, and the peer is not silent meanwhile.
  void heard_bytes(std::size_t bytes);
  void tick();
  void feed_grew(FeedId feed, FeedIndex end);
  /// Says a word now, or never: it is dropped unless streaming.
  void say(const Word& word);
  /// The link is gone or the owner wants no more: later callbacks do nothing. Says on_ended, unless it
  /// was said already. Leaves the link as it is: it is the owner's to close.
  void abandon(const Refusal& why);
  [[nodiscard]] bool is_streaming() const;
  /// Events of local feeds (of shard feeds: positions) that the peer has not acknowledged; and what
  /// the peer last said of its own.
  [[nodiscard]] std::uint64_t backlog() const;
  [[nodiscard]] std::uint64_t peer_backlog() const;
  /// Bytes of events in memory for this peer now: never above credits times batch_memory_max, and a
  /// batch for each read under way.
  [[nodiscard]] std::size_t bytes_in_flight() const;
  [[nodiscard]] std::uint64_t unknown_messages() const;

 private:
  class Impl;
  explicit Pump(std::shared_ptr<Impl> impl);
  std::shared_ptr<Impl> impl_;
};

}  // namespace perk::sync
