#include "sync/feed.h"

namespace perk::sync {

std::string to_string(FeedId feed) {
  if (!feed.is_log()) return "shard " + std::to_string(feed.key());
  const auto origin = Origin::from_value(feed.key());
  return origin ? "log " + perk::to_string(*origin) : "log of nobody";
}

}  // namespace perk::sync
