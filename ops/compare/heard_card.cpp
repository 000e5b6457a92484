#include "ops/compare/heard_card.h"

namespace perk::compare {

CardId card_id(std::size_t place) {
  CardId id;
  for (std::size_t i = 0; i < 8; ++i)
    id.bytes[i] = static_cast<std::uint8_t>(static_cast<std::uint64_t>(place) >> (56 - 8 * i));
  return id;
}

std::size_t place_of(const CardId& id) {
  std::size_t place = 0;
  for (std::size_t i = 0; i < 8; ++i) place = place << 8U | id.bytes[i];
  return place;
}

Origin head_office() { return Origin::head_office(Epoch(1), Shard(0)); }

Origin incarnation(std::size_t shop, std::uint64_t life) {
  return Origin::incarnation(Origin::kFirstIncarnation + (life << 32) + shop).value();
}

Currency currency() { return Currency::from_code("EUR").value(); }

Hlc hlc_at(Millis now) { return Hlc::from_parts(WallTime(now.count()), 0); }

Stamp stamp(Origin origin, Millis now) {
  return {origin, hlc_at(now), WallTime(now.count()), PolicyVersion(1)};
}

}  // namespace perk::compare
