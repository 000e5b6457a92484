// Writes head office's own facts: under the shard's lock, with head office's time, and told to everybody
// once durable. What to write is decided by whoever holds the pen, on the card as it is at that moment.
// Blocking; safe from any thread.
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "central/desk_clock.h"
#include "central/event_store.h"
#include "ledger/rights.h"

namespace perk::central {

/// What head office knows and is when it writes.
class OfficeDesk {
 public:
  OfficeDesk(const OfficeView& view, DeskClock& time, WallTime now)
      : view_(view), time_(time), now_(now) {}
  [[nodiscard]] const CardState& card() const { return view_.card; }
  [[nodiscard]] Seq own_end() const { return view_.own_end; }
  [[nodiscard]] Origin origin() const { return view_.origin; }
  [[nodiscard]] WallTime now() const { return now_; }
  /// For one event: each has a time of its own.
  [[nodiscard]] Stamp stamp(PolicyVersion version = PolicyVersion(1)) const {
    return {view_.origin, time_.next(view_.card.last_event, now_), now_, version};
  }

 private:
  const OfficeView& view_;
  DeskClock& time_;
  WallTime now_;
};

/// Where the events of one piece of writing will stand.
struct Page {
  Shard shard;
  std::optional<CardId> card;
};

class OfficePen {
 public:
  using OnGrew = std::function<void(const ShardEnd&)>;
  OfficePen(EventStore& events, DeskClock& time, const Clock& clock, std::uint16_t shard_count,
            OnGrew on_grew)
      : events_(events),
        time_(time),
        clock_(clock),
        shard_count_(shard_count),
        on_grew_(std::move(on_grew)) {}

  [[nodiscard]] Page page_of(const CardId& card) const {
    return {shard_of(card, shard_count_), card};
  }
  [[nodiscard]] Page page_of(StoreId store) const {
    return {shard_of(store, shard_count_), std::nullopt};
  }

  /// May be called more than once.
  using Write = std::function<std::vector<Event>(const OfficeDesk&)>;
  /// Durable on return. An outcome that stays unknown is reported as such: what was written, if it was,
  /// will be heard in the shard's order.
  /// `word`: of the operator who told to; it goes into every event. None: each keeps its own.
  [[nodiscard]] Stored<OwnAppend> write(const Page& page, const Write& decide,
                                        const std::optional<OperatorWord>& word = std::nullopt);

 private:
  EventStore& events_;
  DeskClock& time_;
  const Clock& clock_;
  const std::uint16_t shard_count_;
  const OnGrew on_grew_;
};

}  // namespace perk::central
