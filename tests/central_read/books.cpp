#include "tests/central_read/books.h"

#include <stdexcept>

#include <pqxx/pqxx>

#include "central/intake.h"

namespace perk::test {
namespace {

constexpr std::uint16_t kShards = 4;

template <typename T>
T must(Result<T, StorageError> result) {
  if (!result) throw std::runtime_error(result.error().detail);
  return std::move(result).value();
}

}  // namespace

MemoryShelf::MemoryShelf() : events_(euro_chain(kShards), {number_key()}) {
  must(projections_.prepare(kShards));
}

PostgresShelf::PostgresShelf() : backend_(database_.conninfo()) {
  must(backend_.initialise(euro_chain(kShards), number_key(), kMorning));
  must(backend_.projections().prepare(kShards));
}

void PostgresShelf::sabotage(const std::string& sql) {
  pqxx::connection connection(database_.conninfo());
  pqxx::work work(connection);
  const auto changed = work.exec(sql).affected_rows();
  work.commit();
  if (changed == 0) throw std::runtime_error("the sabotage changed nothing: " + sql);
}

ShelfMaker memory_shelf() {
  return {"Memory", [] { return std::make_unique<MemoryShelf>(); }};
}
ShelfMaker postgres_shelf() {
  return {"Postgres", [] { return std::make_unique<PostgresShelf>(); }};
}

StoreLog& Books::open_store(std::uint64_t number) {
  const auto [log, is_new] = logs_.try_emplace(number, number);
  if (!is_new) return log->second;
  const auto enrolled = must(shelf_.events().enrol("store " + std::to_string(number),
                                                   log->second.key().public_key(), kMorning));
  PERK_CHECK(enrolled.store.store == StoreId(number), "stores are opened in order");
  must(shelf_.events().register_incarnation(StoreId(number), log->second.origin(), kMorning));
  return log->second;
}

StoreLog& Books::begin_anew(const StoreLog& log) {
  StoreLog next = log.next_life();
  must(shelf_.events().register_incarnation(next.store(), next.origin(), kMorning));
  const std::uint64_t number = next.origin().value();
  return logs_.emplace(number, std::move(next)).first->second;
}

void Books::take(StoreLog& log) {
  std::uint64_t& taken = taken_[log.origin()];
  if (log.end() == Seq(taken)) return;
  const auto arrived =
      central::take_in(log.held(taken), euro_chain(kShards), log.batch(taken), kMorning);
  PERK_CHECK(arrived.has_value(), "a good log is taken in");
  for (const central::ShardGroup& group : arrived.value().groups) {
    must(shelf_.events().append(group, kMorning));
  }
  must(shelf_.events().quarantine(arrived.value().quarantined));
  must(shelf_.events().note_key_changes(log.store(), arrived.value().key_changes));
  const std::array progress{arrived.value().progress};
  must(shelf_.events().write_progress(progress));
  taken = log.end().value();
}

void Books::fill(Random& random, std::size_t events) {
  StoreLog& issuer = open_store(1);
  if (issuer.end() == Seq()) {
    for (std::uint64_t number = 1; number <= 6; ++number) {
      issuer.append(card_issued(card(number)).at(hlc(++millis_)));
      issuer.append(value_loaded(card(number), 100'000).at(hlc(++millis_)));
    }
    take(issuer);
  }
  for (std::size_t made = 0; made < events; ++made) {
    StoreLog& log = open_store(made < 3 ? made + 1 : 1 + random.below(3));
    const CardId used = card(1 + random.below(6));
    const std::int64_t minor = random.between(1, 900);
    if (random.chance(20)) {
      log.append(value_loaded(used, minor).at(hlc(++millis_)));
    } else {
      log.append(value_redeemed(used, minor).beyond_rights(minor).at(hlc(++millis_)));
    }
    if (random.chance(30)) take(log);
  }
  for (auto& [number, log] : logs_) take(log);
}

std::vector<central::StoredEvent> Books::shard(std::uint16_t number) {
  return must(shelf_.events().read_shard(Shard(number), Position(), 100'000));
}

void fold_all(Shelf& shelf) {
  central::CheckpointBoard board;
  central::ProjectionRunner runner(shelf.events(), shelf.projections(), board,
                                   central::RunnerSettings(), [](const std::string&) {});
  while (must(runner.run_pass()) > 0) {
  }
}

}  // namespace perk::test
