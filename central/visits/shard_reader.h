// The shards' feeds as one store is sent them: without the bytes of what it wrote itself. While the database
// is away the store stays connected and notices nothing but lag: what could not be read is read again at a
// tick. Lives at home; reads on the workers, which keeps it alive meanwhile.
#pragma once

#include <memory>
#include <vector>

#include "central/visits/visit_surroundings.h"

namespace perk::central {

class ShardReader : public std::enable_shared_from_this<ShardReader> {
 public:
  using OnRead = sync::FeedSource::OnRead;

  ShardReader(const VisitSurroundings& around, Origin reader) : around_(around), reader_(reader) {}

  /// As sync::FeedSource says; fails only if the database refuses for good.
  void read(const sync::Cursor& after, std::size_t bytes_max, OnRead done);
  /// Reads again what is due. Without ticks what failed waits for ever: nobody is there any more.
  void tick();

 private:
  struct Postponed {
    sync::Cursor after;
    std::size_t bytes_max = 0;
    OnRead done;
    Instant due;
  };
  [[nodiscard]] sync::Batch batch_of(const sync::Cursor& after,
                                     const std::vector<SharedEvent>& events) const;

  const VisitSurroundings& around_;
  const Origin reader_;
  std::vector<Postponed> postponed_;
};

}  // namespace perk::central
