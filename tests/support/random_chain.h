// A chain of stores and head office on bad lines: each acts on what it has heard so far, through
// decide(), and hears the others late, in the order of each one's log. Same seed, same history. Some
// events are of types this version does not know (which hold, release, grant, adjust).
// Single-threaded.
#pragma once

#include <cstddef>
#include <map>
#include <vector>

#include "ledger/card.h"
#include "ledger/command.h"
#include "ledger/decider.h"
#include "ledger/hybrid_clock.h"
#include "tests/support/random.h"

namespace perk::test {

using Logs = std::map<Origin, std::vector<RecordedEvent>>;
using Cards = std::map<CardId, CardState>;

struct ChainShape {
  std::size_t stores = 4;
  std::size_t cards = 3;
  std::size_t steps = 120;
};

class RandomChain {
 public:
  /// A command that led to an event, and all its decision depended on.
  struct Approval {
    Command command;
    DecisionContext context;
    CardState before;
    RecordedEvent event;
  };
  /// A store or head office, and the cards as it knows them.
  struct Node {
    Origin origin;
    HybridClock clock;
    Cards cards;
    std::map<Origin, std::size_t> heard;  ///< Of each other log, how many events.
  };

  /// Makes the history at once. `random` is used only here.
  RandomChain(Random& random, const ChainShape& shape);

  [[nodiscard]] const Logs& logs() const { return logs_; }
  [[nodiscard]] const std::vector<Node>& nodes() const { return nodes_; }
  [[nodiscard]] const std::vector<Approval>& approvals() const { return approvals_; }

 private:
  void step();
  void hear(Node& node);
  void ask(Node& node);
  void record_unknown_type(Node& node);
  [[nodiscard]] Command some_command(const Node& node, CardId card);
  [[nodiscard]] Command head_office_command(CardId card, const CardState& state);
  [[nodiscard]] Command store_command(const CardState& state, CardId card);
  [[nodiscard]] Command hold_command(const CardState& state, CardId card, RequestId id);
  template <typename Value>
  [[nodiscard]] EventId some_key_of(const std::map<EventId, Value>& named);
  [[nodiscard]] RequestId next_request();
  const RecordedEvent& record(Node& node, Event event);

  Random& random_;
  std::vector<CardId> cards_;
  std::vector<Node> nodes_;
  Logs logs_;
  std::vector<Approval> approvals_;
  std::int64_t millis_ = 0;
  std::uint64_t requests_ = 0;
};

/// All events of all logs in a random order that keeps each log's own.
[[nodiscard]] std::vector<RecordedEvent> merged_at_random(const Logs& logs, Random& random);
[[nodiscard]] Cards folded(const std::vector<RecordedEvent>& events);

}  // namespace perk::test
