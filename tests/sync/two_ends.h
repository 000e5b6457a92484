// A store and head office, each a pump over a memory disk, joined by a line that delays, goes dead and
// breaks, on machines that lose power. One seed decides it all. Meant to be read with its oracles:
//
//   an Ack promises   what an end acknowledged is durable there, with that hash, now and after any crash
//   no blame          honest ends never accuse each other
//   memory            a peer's batches take no more than was agreed on
//   convergence       after healing, each end holds what the other wrote
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "sync/pump.h"
#include "tests/support/manual_clock.h"
#include "tests/support/random.h"
#include "tests/support/sync_fakes.h"

namespace perk::test {

/// What is to happen when.
class Agenda {
 public:
  explicit Agenda(ManualClock& clock) : clock_(clock) {}
  void after(Millis delay, std::function<void()> act) {
    at(clock_.monotonic() + delay, std::move(act));
  }
  void at(Instant when, std::function<void()> act) {
    acts_.emplace(std::pair(when, ++count_), std::move(act));
  }
  /// Does the next thing, at its time. False if nothing is left.
  bool do_next();

 private:
  ManualClock& clock_;
  std::uint64_t count_ = 0;
  std::map<std::pair<Instant, std::uint64_t>, std::function<void()>> acts_;
};

class TwoEnds;

/// One end's machine: what survives on it, and the pump of its present connection.
class Machine final : public sync::PumpObserver {
 public:
  Machine(TwoEnds& world, std::string name, SinkHonesty honesty);

  void on_streaming() override {}
  void on_peer_holds(const sync::Durable&) override {}
  void on_heard() override {}
  void on_ended(const sync::Refusal& why) override;

  /// The oracle of an Ack: at the moment it is said, and again after each crash.
  void acknowledges(const sync::Ack& ack);
  void lose_power();
  [[nodiscard]] Later later();

  TwoEnds& world;
  std::string name;
  MemoryDisk disk;
  MemoryFeedSource source;
  MemoryFeedSink sink;
  std::unique_ptr<sync::Pump> pump;
  class SimulatedLink* hears_on = nullptr;  ///< Of the present connection; none without one.
  std::uint64_t pumps_started = 0;
  std::uint64_t pumps_ended = 0;

 private:
  [[nodiscard]] bool is_blame(sync::RefusalCode code) const;
  void let_go_of_pump();
  void check_promise(sync::FeedId feed, sync::FeedIndex through, const Digest& hash);

  std::map<sync::FeedId, std::pair<sync::FeedIndex, Digest>> promised_;
  std::uint64_t lives_ = 1;
};

/// One direction of a connection: in order, each message after a delay, until it breaks.
class SimulatedLink final : public sync::Link {
 public:
  enum class Line { Whole, Silent, Broken };

  SimulatedLink(TwoEnds& world, Machine& from, Machine& to) : world_(world), from_(from), to_(to) {}
  void send(const sync::Message& message) override;
  void close() override;
  void fall_silent() { line_ = Line::Silent; }
  /// What is under way is lost; the receiver notices after a while.
  void tear();

 private:
  [[nodiscard]] Instant arrival();
  void tell_of_the_end(Instant when);

  TwoEnds& world_;
  Machine& from_;
  Machine& to_;
  Line line_ = Line::Whole;
  Instant last_arrival_;
};

class TwoEnds {
 public:
  TwoEnds(Random& random, SinkHonesty central_honesty);

  /// Lives through `troubled` of faults and growth, then quietly until both agree, or too long.
  void live_through(Millis troubled);

  [[nodiscard]] bool has_converged() const;
  /// One sentence for each broken promise.
  [[nodiscard]] const std::vector<std::string>& violations() const { return violations_; }
  void violated(std::string sentence) { violations_.push_back(std::move(sentence)); }

  ManualClock clock;
  Random& random;
  Agenda agenda;
  sync::ReplicatorLimits limits;
  Machine store;
  Machine central;

  /// The store opens a connection, unless it has one.
  void connect();
  void tear_connection();

 private:
  struct Connection {
    SimulatedLink up, down;
  };

  void grow_for_ever();
  void cause_trouble_for_ever();
  void tick_for_ever();
  void grow(Machine& writer, sync::FeedId feed, Origin origin);
  void cause_trouble();
  void tick(Machine& machine);
  [[nodiscard]] bool has_converged(sync::FeedId shard) const;
  [[nodiscard]] Millis up_to(std::int64_t millis) { return Millis(random.between(1, millis)); }

  sync::FeedId log_;
  std::vector<sync::FeedId> shards_;
  MemoryIntroducer introducer_;
  MemoryDoorkeeper doorkeeper_;
  std::vector<std::unique_ptr<Connection>> connections_;
  std::vector<std::string> violations_;
  bool is_troubled_ = true;
};

}  // namespace perk::test
