// The judge's own reading of head office's order: events as they stand in the durable shards, each counted once,
// and the little that the laws need of them. It adds up effects by itself; only cards are folded with the
// ledger's own fold, to be compared with that. Single-threaded.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "central/memory/memory_event_store.h"
#include "ledger/conservation.h"
#include "ledger/exposure.h"
#include "ledger/incarnations.h"
#include "tests/simulation/stand_in_audit.h"

namespace perk::simulation {

/// What came of a request, wherever it is told: by a log itself or wrapped.
struct Told {
  ClosedLogName
      name;  ///< Of the event itself: where it stood in its own log. The hash is of its bytes.
  CardId card;
  Amount value;  ///< Its effect on the card.
  std::string type;
  friend auto operator<=>(const Told& left, const Told& right) { return left.name <=> right.name; }
  friend bool operator==(const Told& left, const Told& right) { return left.name == right.name; }
};

/// The numbers of a card that add up to what it holds.
struct CardSums {
  Amount value;         ///< Of all effects.
  Amount covered;       ///< Of overdrafts opened, less what was paid back: no money came in.
  Amount drawn;         ///< What purchases took of allowances.
  Amount charged_back;  ///< It may have been spent before; positive.
};

class Order {
 public:
  explicit Order(std::uint16_t shard_count) : shards_(shard_count) {}

  /// Reads what has come since. Each sentence is a broken law.
  [[nodiscard]] std::vector<std::string> read_on(central::MemoryEventStore& events);

  [[nodiscard]] std::uint64_t size() const { return size_; }
  [[nodiscard]] Position end(Shard shard) const;
  /// The running hash there; none beyond the end. 0: the genesis.
  [[nodiscard]] std::optional<Digest> hash_at(Shard shard, Position position) const;
  /// How far a log is held without a gap, quarantined events included, and its hash there.
  [[nodiscard]] Seq held_through(Origin log) const;
  [[nodiscard]] std::optional<Digest> log_hash_at(Origin log, StoreId store, Seq seq) const;
  [[nodiscard]] const CardStates& cards() const { return checker_.cards(); }
  [[nodiscard]] const std::map<CardId, CardSums>& sums() const { return sums_; }
  [[nodiscard]] const ConservationChecker& money() const { return checker_; }
  [[nodiscard]] const StandInAudit& stand_in() const { return stand_in_; }
  /// Logs that head office closed for ever.
  [[nodiscard]] const std::set<Origin>& closed() const { return closed_; }
  /// Of a card: rights spent that nobody held, or a reserve below what stand-in and charge-backs
  /// explain; none: its escrow is sound.
  [[nodiscard]] std::optional<std::string> escrow_broken(const CardId& card) const;
  /// Whether every holder has reported in the latest epoch, and an operator said so.
  [[nodiscard]] bool is_settled() const { return epochs_.is_settled(epochs_.epoch()); }
  /// The first card of which it ever was since the latest epoch was settled. Before that, what is handed back comes
  /// in any order, and nothing can be said.
  [[nodiscard]] const std::optional<std::string>& first_broken_escrow() const {
    return first_broken_escrow_;
  }
  [[nodiscard]] const std::set<Told>& told_of(const RequestId& request) const;
  /// Whether this very event of this log is here, itself or wrapped.
  [[nodiscard]] bool holds(const EventId& event, const Digest& bytes) const {
    return known_.contains({event, bytes});
  }
  /// What head office took back as answered twice, of purchases by name.
  [[nodiscard]] const std::set<EventId>& taken_back() const { return taken_back_; }

 private:
  struct LogSoFar {
    std::map<Seq, Digest> waiting;  ///< Digests of bytes beyond a gap.
    std::vector<Digest> chain;      ///< chain[i]: the hash at seq i + 1.
    Digest genesis;
  };
  void read(const central::StoredEvent& stored, std::vector<std::string>& broken);
  void look_at_all_escrow();
  void read_quarantined(central::MemoryEventStore& events);
  void note_log(const EventId& event, StoreId store, const Digest& bytes);
  void count(const RecordedEvent& recorded, const Digest& bytes, std::vector<std::string>& broken);

  std::vector<std::vector<Digest>> shards_;  // Running hashes, by position - 1.
  std::vector<Digest> genesis_;
  std::map<Origin, LogSoFar> logs_;
  std::set<std::pair<EventId, Digest>> known_;
  std::map<RequestId, std::set<Told>> requests_;
  std::set<EventId> taken_back_;
  std::map<CardId, CardSums> sums_;
  ConservationChecker checker_;
  StandInAudit stand_in_;
  std::set<Origin> closed_;
  Incarnations epochs_;
  std::optional<std::string> first_broken_escrow_;
  std::uint64_t quarantined_ = 0;
  std::uint64_t size_ = 0;
};

}  // namespace perk::simulation
