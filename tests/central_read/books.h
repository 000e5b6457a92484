// Head office's books with stores' logs in them, taken in as intake takes them: for tests of what reads
// the log. In memory or in PostgreSQL. Single-threaded.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <ostream>
#include <string>

#include "central/memory/memory_event_store.h"
#include "central/postgres/postgres_backend.h"
#include "central/projections/memory_projection_store.h"
#include "central/projections/projection_runner.h"
#include "tests/central/central_builders.h"
#include "tests/support/postgres_fixture.h"
#include "tests/support/random.h"

namespace perk::test {

/// An event store and the projections' rows beside it.
class Shelf {
 public:
  virtual ~Shelf() = default;
  virtual central::EventStore& events() = 0;
  virtual central::ProjectionStore& projections() = 0;
};

/// With four shards.
class MemoryShelf final : public Shelf {
 public:
  MemoryShelf();
  central::EventStore& events() override { return events_; }
  central::ProjectionStore& projections() override { return projections_; }

 private:
  central::MemoryEventStore events_;
  central::MemoryProjectionStore projections_;
};

class PostgresShelf final : public Shelf {
 public:
  PostgresShelf();
  central::EventStore& events() override { return backend_.events(); }
  central::ProjectionStore& projections() override { return backend_.projections(); }
  /// One statement, behind everybody's back.
  void sabotage(const std::string& sql);

 private:
  TestDatabase database_;
  central::PostgresBackend backend_;
};

/// A shelf to try, by name: a parameter of test suites.
struct ShelfMaker {
  std::string name;
  std::function<std::unique_ptr<Shelf>()> make;
};
inline void PrintTo(const ShelfMaker& maker, std::ostream* out) { *out << maker.name; }
[[nodiscard]] ShelfMaker memory_shelf();
[[nodiscard]] ShelfMaker postgres_shelf();

class Books {
 public:
  explicit Books(Shelf& shelf) : shelf_(shelf) {}

  /// Enrols and registers store 1, 2, 3, ...: ask for them in that order.
  StoreLog& open_store(std::uint64_t number);
  /// The store begins a new log.
  StoreLog& begin_anew(const StoreLog& log);
  /// Takes in what is new in a log, and acknowledges it.
  void take(StoreLog& log);
  /// Cards 1 to 6 are issued at store 1 and used in stores 1 to 3, at random.
  void fill(Random& random, std::size_t events);

  [[nodiscard]] std::vector<central::StoredEvent> shard(std::uint16_t number);

 private:
  Shelf& shelf_;
  std::map<std::uint64_t, StoreLog> logs_;
  std::map<Origin, std::uint64_t> taken_;
  std::int64_t millis_ = 0;
};

/// Folds everything there is, on the calling thread.
void fold_all(Shelf& shelf);

}  // namespace perk::test
