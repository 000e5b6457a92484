// Positions are gapless and in the order of commits: a reader that polls "everything after the last one
// I saw" misses nothing, however many write at once. The same reader finds the hole in a store that
// takes its positions from a sequence, which is how such stores are usually built.
#include <atomic>
#include <set>
#include <thread>

#include <gtest/gtest.h>
#include <pqxx/pqxx>

#include "central/postgres/postgres_backend.h"
#include "tests/central/central_builders.h"
#include "tests/support/postgres_fixture.h"

namespace perk::test {
namespace {

constexpr std::uint64_t kWriters = 4;
constexpr std::uint64_t kGroupsEach = 25;

/// Appends from several threads at once, until each has written its groups.
template <typename Append>
class Writers {
 public:
  explicit Writers(Append append) {
    for (std::uint64_t writer = 1; writer <= kWriters; ++writer) {
      threads_.emplace_back([this, writer, append] {
        for (std::uint64_t group = 1; group <= kGroupsEach; ++group) append(writer, group);
        ++finished_;
      });
    }
  }
  ~Writers() {
    for (auto& thread : threads_) thread.join();
  }
  [[nodiscard]] bool all_done() const { return finished_ == kWriters; }

 private:
  std::atomic<std::uint64_t> finished_{0};
  std::vector<std::thread> threads_;
};

TEST(GaplessPositions, APollingReaderMissesNothing) {
  const TestDatabase database;
  central::PostgresBackend backend(database.conninfo());
  ASSERT_TRUE(backend.initialise(euro_chain(), number_key(), kMorning));
  std::uint64_t seen = 0;
  {
    const Writers writers([&](std::uint64_t writer, std::uint64_t group) {
      const auto event = arrived(value_loaded(card(1), 100).recorded(store(writer), group));
      const auto other = arrived(value_loaded(card(5), 100).recorded(store(writer + 50), group));
      ASSERT_TRUE(backend.events().append({Shard(1), {event, other}}, kMorning));
    });
    for (bool last_look = false; !last_look;) {
      last_look = writers.all_done();
      const auto next = backend.events().read_shard(Shard(1), Position(seen), 1'000);
      for (const auto& event : next.value()) {
        ASSERT_EQ(event.position, Position(++seen)) << "the reader was shown a hole";
      }
    }
  }
  EXPECT_EQ(seen, kWriters * kGroupsEach * 2);
}

// The planted bug: positions from a sequence. A transaction that took a lower one may commit later.

void append_by_sequence(const std::string& conninfo, bool is_slow) {
  pqxx::connection connection(conninfo);
  pqxx::work work(connection);
  work.exec("insert into naive (position) values (nextval('naive_positions'))");
  if (is_slow) work.exec("select pg_sleep(0.05)");
  work.commit();
}

TEST(GaplessPositions, TheSameReaderFindsTheHoleOfASequence) {
  const TestDatabase database;
  pqxx::connection connection(database.conninfo());
  {
    pqxx::work work(connection);
    work.exec("create sequence naive_positions");
    work.exec("create table naive (position bigint primary key)");
    work.commit();
  }
  std::set<std::int64_t> seen;
  {
    const Writers writers([&](std::uint64_t writer, std::uint64_t group) {
      append_by_sequence(database.conninfo(), (writer + group) % 4 == 0);
    });
    for (bool last_look = false; !last_look;) {
      last_look = writers.all_done();
      pqxx::nontransaction read(connection);
      const std::int64_t last = seen.empty() ? 0 : *seen.rbegin();
      for (const auto& row :
           read.exec_params("select position from naive where position > $1", last)) {
        seen.insert(row[0].as<std::int64_t>());
      }
    }
  }
  EXPECT_LT(seen.size(), kWriters * kGroupsEach) << "this test would not have noticed a hole";
}

}  // namespace
}  // namespace perk::test
