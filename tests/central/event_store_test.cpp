// Both event stores keep the contract.
#include <gtest/gtest.h>

#include "central/memory/memory_event_store.h"
#include "central/postgres/postgres_backend.h"
#include "tests/contracts/event_store_contract.h"
#include "tests/contracts/event_store_registers_contract.h"
#include "tests/support/postgres_fixture.h"

namespace perk::test {
namespace {

struct InMemory : EventStoreUnderTest {
  InMemory(const central::ChainSettings& chain, const central::StoredNumberKey& key)
      : events(chain, {key}) {}
  central::EventStore& store() override { return events; }
  central::MemoryEventStore events;
};

struct InPostgres : EventStoreUnderTest {
  InPostgres(const central::ChainSettings& chain, const central::StoredNumberKey& key)
      : backend(database.conninfo()) {
    const auto made = backend.initialise(chain, key, kMorning);
    if (!made) throw std::runtime_error(made.error().detail);
  }
  central::EventStore& store() override { return backend.events(); }
  TestDatabase database;
  central::PostgresBackend backend;
};

template <typename Kind>
EventStoreMaker maker(std::string name) {
  return {std::move(name),
          [](const auto& chain, const auto& key) { return std::make_unique<Kind>(chain, key); }};
}

INSTANTIATE_TEST_SUITE_P(All, EventStoreContract,
                         ::testing::Values(maker<InMemory>("Memory"),
                                           maker<InPostgres>("Postgres")),
                         [](const auto& param) { return param.param.name; });

TEST(PostgresInit, ASecondInitChangesNothing) {
  TestDatabase database;
  central::PostgresBackend backend(database.conninfo());
  EXPECT_EQ(backend.schema_state().value(), central::SchemaState::Absent);
  EXPECT_EQ(backend.initialise(euro_chain(4), number_key(), kMorning).value(),
            central::InitOutcome::Made);
  EXPECT_EQ(backend.initialise(euro_chain(8), number_key(), kMorning).value(),
            central::InitOutcome::WasThere);
  EXPECT_EQ(backend.schema_state().value(), central::SchemaState::Current);
  EXPECT_EQ(backend.events().chain().value().shard_count, 4U);
}

TEST(PostgresInit, WhatCameOfARequestOutlivesHeadOffice) {
  TestDatabase database;
  const auto first = [&] {
    central::PostgresBackend backend(database.conninfo());
    EXPECT_TRUE(backend.initialise(euro_chain(), number_key(), kMorning));
    return backend.events().append_decided(kCard, request(1), freezing(kCard), kMorning);
  }();
  ASSERT_TRUE(first.value());
  central::PostgresBackend backend(database.conninfo());
  const auto again = backend.events().append_decided(kCard, request(1), freezing(kCard), kMorning);
  EXPECT_TRUE(again.value().value().was_repeated);
  EXPECT_EQ(again.value().value().event, first.value().value().event);
  const auto reused =
      backend.events().append_decided(card(2), request(1), freezing(card(2)), kMorning);
  EXPECT_EQ(reused.value().error(), Rejection::RequestIdReused);
}

TEST(PostgresBackend, AServerThatIsNotThereIsWorthAnotherTry) {
  central::PostgresBackend backend("postgresql://perk@127.0.0.1:1/postgres");
  const auto chain = backend.events().chain();
  ASSERT_FALSE(chain);
  EXPECT_EQ(chain.error().failure, StorageFailure::Retry);
  EXPECT_FALSE(backend.is_reachable());
}

}  // namespace
}  // namespace perk::test
