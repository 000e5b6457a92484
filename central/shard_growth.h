// Who wants to know that a shard has grown: projections, the feeds to stores. Listeners are added while
// the program is put together, before anything grows; after that, ring() is safe from any thread.
#pragma once

#include <functional>
#include <vector>

#include "central/records.h"

namespace perk::central {

class ShardGrowth {
 public:
  using Listener = std::function<void(const ShardEnd&)>;
  /// A listener must return at once.
  void add(Listener listener) { listeners_.push_back(std::move(listener)); }
  /// What is said to have grown is durable.
  void ring(const ShardEnd& end) const {
    for (const Listener& listener : listeners_) listener(end);
  }

 private:
  std::vector<Listener> listeners_;
};

}  // namespace perk::central
