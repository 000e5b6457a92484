// A shop whose database is put back to an earlier state while its node is down, as a person does who restores
// a backup. Works on the calling thread.
#pragma once

#include "tests/end_to_end/town.h"

namespace perk::test {

/// A shop's database at one moment, beside the town's other files.
class ShopBackup {
 public:
  /// Crashes the shop, copies its database, and starts it again; returns when it serves.
  ShopBackup(Town& town, std::size_t shop);
  /// Crashes the shop and puts the copy in place of what is there now. It is not started.
  void put_back();

 private:
  Town& town_;
  std::size_t shop_;
};

/// Starts a shop that crashed; returns when it serves.
[[nodiscard]] bool serves_again(Town& town, std::size_t shop);

}  // namespace perk::test
