#include "sync/feed.h"

namespace perk::sync {

std::string to_string(FeedId feed) {
  if (feed.is_shard()) return "shard " + std::to_string(feed.key());
  const auto origin = Origin::from_value(feed.key());
  const std::string holder = origin ? perk::to_string(*origin) : "nobody";
  return feed.is_log() ? "log " + holder : "past epochs of " + holder;
}

}  // namespace perk::sync
