// Seeded commits that continue whatever a journal holds: own events, refusals, runs of shards, receipts
// handed back, partings, and groups of several. The same seed and the same books give the same commits.
#pragma once

#include <vector>

#include "store_node/journal.h"
#include "tests/support/random.h"

namespace perk::test {

class JournalWorkload {
 public:
  explicit JournalWorkload(std::uint64_t seed) : random_(seed) {}

  /// One commit that fits `journal`, which must be readable.
  [[nodiscard]] store_node::Commit next(store_node::Journal& journal);
  /// One that changes little: an own event of a few bytes.
  [[nodiscard]] store_node::Commit next_sale(store_node::Journal& journal);
  /// Every request that a commit named so far, durable or not.
  [[nodiscard]] const std::vector<RequestId>& requests() const { return requests_; }
  [[nodiscard]] Random& random() { return random_; }

 private:
  void add_own(store_node::Journal& journal, store_node::Commit& commit, std::size_t bytes_max);
  void add_decline(store_node::Commit& commit);
  void add_run(store_node::Journal& journal, store_node::Commit& commit);
  void add_parting(store_node::Journal& journal, store_node::Commit& commit);
  void add_receipt(store_node::Commit& commit);
  [[nodiscard]] RequestId new_request();
  [[nodiscard]] EventBytes new_bytes(std::size_t size_max);

  Random random_;
  std::vector<RequestId> requests_;
};

}  // namespace perk::test
