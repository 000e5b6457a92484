// Somebody who writes to a replicated PostgreSQL in the ways that come to mind first, and believes what it says. Each
// was measured to lose what it had said was safe (the founding design, central); head office does none of them.
// Lives in tests only. Waits on the calling thread.
#pragma once

#include <optional>
#include <string>

#include "tests/ops/scripts/trial_cluster.h"

namespace perk::test {

class CarelessWriter {
 public:
  explicit CarelessWriter(const TrialCluster& cluster) : cluster_(cluster) {}

  /// Makes what the others need, at the primary, and promises `minor` to nobody yet.
  [[nodiscard]] bool begin(const std::string& primary, int minor);

  /// Cancels a commit that waits for its standby, and takes the server's word for it: it says that this was a
  /// success. What the server said; none if it never came to wait.
  [[nodiscard]] std::optional<ShellOutcome> write_and_cancel(const std::string& primary,
                                                             int number);
  /// Asks again, and takes a row that is there already for one that is safe: nothing is written, so this commit
  /// waits for nobody.
  [[nodiscard]] ShellOutcome write_unless_there(const std::string& primary, int number);
  /// Rows that are there.
  [[nodiscard]] std::string rows(const std::string& primary);

  /// Gives away all that was promised to nobody yet; durable where `primary` is one.
  [[nodiscard]] ShellOutcome give_away(const std::string& primary);
  /// What is promised to nobody yet, as the first server says that "takes writes".
  [[nodiscard]] ShellOutcome left_by(const std::string& url);

 private:
  const TrialCluster& cluster_;
};

}  // namespace perk::test
