// The shards that a projection could not fold because its store refused for good. The others go on; these
// are shown, and tried again after more and more passes: what refuses today may be mended tomorrow, and
// nobody should have to restart head office for it.
//
// Thread-safe: the runner writes, the desk reads. Reads no clock: time passes by the pass.
#pragma once

#include <map>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "central/projections/projection_store.h"

namespace perk::central {

struct StuckShard {
  ProjectionId projection;
  Shard shard;
  std::string why;
};

class StuckShards {
 public:
  /// Whether the shard is to be folded in this pass; counts the pass.
  [[nodiscard]] bool is_due(const ProjectionId& projection, Shard shard);
  /// True when it was not stuck before.
  bool add(const StuckShard& stuck);
  /// True when it was stuck.
  bool remove(const ProjectionId& projection, Shard shard);
  /// A version that is not read any more took its trouble with it.
  void forget_versions_before(const ProjectionId& live);
  [[nodiscard]] std::vector<StuckShard> all() const;

 private:
  struct Wait {
    std::string why;
    unsigned passes = 0;       ///< From one try to the next.
    unsigned passes_left = 0;  ///< Until the next.
  };
  mutable std::mutex mutex_;
  std::map<std::pair<ProjectionId, Shard>, Wait> waits_;
};

}  // namespace perk::central
