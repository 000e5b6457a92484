// A recorded event of the model's world, with a sentence for people and a digest that tells two worlds
// apart. Made once, then shared by every log that holds it and every world that has that log.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/event.h"

namespace perk::model {

struct Fact {
  RecordedEvent recorded;
  std::string text;          ///< "A#3 ValueRedeemed of card 1: value -1, own rights -1".
  std::uint64_t digest = 0;  ///< Of all that is in it: two events of one name may differ.

  [[nodiscard]] EventId id() const { return recorded.id; }
  [[nodiscard]] Origin origin() const { return recorded.id.origin; }
  [[nodiscard]] const Envelope& envelope() const { return recorded.event.envelope; }
};
using FactPtr = std::shared_ptr<const Fact>;
using Facts = std::vector<FactPtr>;

[[nodiscard]] FactPtr make_fact(const EventId& id, const Event& event);

/// The incarnation that shop `place` (from 0) begins its life number `life` (from 1) with.
[[nodiscard]] Origin incarnation_of(std::size_t place, std::uint64_t life);
/// "A", "B" for shops' first lives, "A2" for a second, "head office", "head office 2" for an epoch.
[[nodiscard]] std::string name_of(Origin origin);

/// FNV-1a, continued from `seed`.
[[nodiscard]] std::uint64_t digest_of(std::string_view text,
                                      std::uint64_t seed = 14695981039346656037ULL);
/// Puts two digests, in this order, into one.
[[nodiscard]] std::uint64_t mixed(std::uint64_t first, std::uint64_t second);
/// Of a log: what is in it, in its order.
[[nodiscard]] std::uint64_t digest_of(const Facts& facts);

}  // namespace perk::model
