// Which processors a measurement runs on: a till is a machine of its own, and must not take its store's time. For Linux.
#pragma once

#include <sched.h>

namespace perk::ops {

/// For as long as it lives, what this thread starts runs on the first processor that this process may use; then this
/// thread on the others. With one processor alone it changes nothing.
class FirstProcessor {
 public:
  FirstProcessor();
  ~FirstProcessor();
  FirstProcessor(const FirstProcessor&) = delete;
  FirstProcessor& operator=(const FirstProcessor&) = delete;

  /// Whether there is another.
  [[nodiscard]] bool is_apart() const { return CPU_COUNT(&others_) > 0; }

 private:
  cpu_set_t others_;
};

}  // namespace perk::ops
