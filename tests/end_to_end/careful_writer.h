// Head office's own way to the database, beside head office: the same adapter on tables of its own in the same
// servers, so that a test can ask it what it says in a moment that head office only waits through. Blocks.
#pragma once

#include <string>

#include "central/postgres/postgres_backend.h"
#include "tests/central/central_builders.h"

namespace perk::test {

class CarefulWriter {
 public:
  /// In a schema of its own. Nothing that it does takes longer than some seconds.
  explicit CarefulWriter(const std::string& url);

  /// Makes its tables. False: it could not.
  [[nodiscard]] bool begin();
  /// The next loads of a card, `through` of them in all; those that are there already are sent again.
  [[nodiscard]] central::Stored<central::AppendedGroup> append_through(std::uint64_t through);
  /// How many are there.
  [[nodiscard]] central::Stored<std::size_t> count();

 private:
  [[nodiscard]] static Shard shard();

  central::PostgresBackend backend_;
  const StoreLog log_{1};
};

}  // namespace perk::test
