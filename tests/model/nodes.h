// The nodes of the model's world as data: a shop, and head office. What they may do is world.h's.
#pragma once

#include <map>
#include <optional>
#include <set>

#include "ledger/stamp.h"
#include "tests/model/view.h"

namespace perk::model {

inline constexpr std::int64_t kHour = 3'600'000;  ///< In milliseconds.

/// A shop's answer to a challenge, on its way for as long as it likes.
struct HelloOnItsWay {
  std::size_t log_end = 0;
  std::uint64_t challenge_made_at = 0;
};

/// A card as head office sent it. The digest says at which moment of head office's.
struct SentSnapshot {
  CardState card;
  std::uint64_t digest = 0;
};

struct ShopNode {
  std::size_t place = 0;
  std::uint64_t life_number = 1;
  Origin life;
  Facts log;                    ///< Of this life.
  std::size_t durable = 0;      ///< How many of them a power cut leaves.
  Facts replica;                ///< Others' events, in the order heard.
  std::map<Origin, Seq> heard;  ///< Through where, of each origin.
  View view;
  std::map<CardId, SentSnapshot> in_flight, taken;
  std::optional<HelloOnItsWay> hello;
  std::size_t acked = 0;   ///< Of the log: head office said it holds so much.
  std::int64_t hours = 0;  ///< What its clock says.
  std::uint64_t requests = 0;
  std::optional<Origin> forerunner;
  std::uint64_t scars = 0;  ///< What planted defects did to the view, as a digest.

  [[nodiscard]] Stamp stamp() const;
  [[nodiscard]] RequestId next_request() const;
  [[nodiscard]] std::uint64_t digest() const;
};

/// Head office: one primary of its database. `order` is the total order; the first `durable` events of
/// it are on a quorum.
struct Office {
  Facts order;
  std::size_t durable = 0;
  View view;
  std::map<Origin, Seq> progress;  ///< What it holds of each origin.
  std::uint64_t epoch = 1;
  bool awaits_reports = false;
  std::set<std::size_t> reported;
  std::int64_t hours = 0;
  std::uint64_t instant = 0;  ///< Grows with every challenge made and every reading of progress.
  struct Doubt {
    std::size_t through = 0;
    std::uint64_t read_at = 0;
  };
  std::map<Origin, Doubt> doubts;
  Facts own_reversals;  ///< What it took back itself: each is owed until it is paid out.
  /// exposure_beside_allowances() of each card, kept because most cards do not change in a step.
  std::map<CardId, ExposureParts> beside_allowances;

  [[nodiscard]] Origin origin() const;
  [[nodiscard]] Seq held_of(Origin origin) const;
  [[nodiscard]] const Fact* find(const EventId& id) const;
  void append(const FactPtr& fact);
  /// Forgets all but the first `count` events.
  void forget_after(std::size_t count);
  [[nodiscard]] std::uint64_t digest() const;
};

}  // namespace perk::model
