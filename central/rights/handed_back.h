// What shops hand back of past epochs: events that head office had, acknowledged, and lost when it was
// restored. Each is stored again under its own name, at the end of its shard, behind what is there; one that is
// held already, from its own log or brought wrapped, changes nothing, and one whose name stands for other bytes here is quarantined for people to
// look at. What is of a log that nobody has registered here is passed over: its own shop brings it, sealed, and
// until then the shop that handed it back keeps it.
//
// Head office's own events are believed of any enrolled store's node: nothing but the store's key vouches for
// them. Blocking; safe from any thread, and stores one sender's events in the order they are given.
#pragma once

#include <functional>
#include <span>

#include "central/event_store.h"
#include "central/rights/risk_book.h"
#include "sync/messages.h"

namespace perk::central {

struct TakenBack {
  std::uint64_t stored = 0;       ///< New here.
  std::uint64_t held = 0;         ///< Held before.
  std::uint64_t quarantined = 0;  ///< In conflict, or unreadable.
  std::uint64_t passed_over = 0;  ///< Of a log that is not registered.
  friend bool operator==(const TakenBack&, const TakenBack&) = default;
};

struct TakenBatch {
  TakenBack counts;
  sync::Durable held;  ///< Through the batch's end.
};

class HandedBack {
 public:
  using OnGrew = std::function<void(const ShardEnd&)>;
  /// All references outlive it.
  HandedBack(EventStore& events, RiskBook& book, const ChainSettings& chain, OnGrew on_grew)
      : events_(events), book_(book), chain_(chain), on_grew_(std::move(on_grew)) {}

  /// A batch of the feed of past epochs, whose hash was checked.
  [[nodiscard]] Stored<TakenBatch> take_batch(StoreId by, const sync::Batch& batch, WallTime now);
  /// Durable on return.
  [[nodiscard]] Stored<TakenBack> take(StoreId by, std::span<const sync::Item> items, WallTime now);

 private:
  struct Sorted {
    std::vector<ShardGroup> groups;
    std::vector<QuarantinedEvent> set_aside;
    std::uint64_t passed_over = 0;
    std::uint64_t held_wrapped = 0;
  };
  [[nodiscard]] Stored<Sorted> sort(StoreId by, std::span<const sync::Item> items, WallTime now);
  [[nodiscard]] Stored<Done> store(const ShardGroup& group, StoreId by, WallTime now,
                                   TakenBack& taken);
  /// None: of a log that nobody registered.
  [[nodiscard]] Stored<std::optional<StoreId>> store_of(Origin origin);
  [[nodiscard]] std::string whose(StoreId by) const;

  /// Whether its store brought it wrapped already, since its log was closed in this epoch.
  [[nodiscard]] Stored<bool> was_brought(Shard shard, const RecordedEvent& recorded);

  EventStore& events_;
  RiskBook& book_;
  const ChainSettings chain_;
  const OnGrew on_grew_;
};

}  // namespace perk::central
