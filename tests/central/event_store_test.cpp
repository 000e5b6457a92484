// Both event stores keep the contract.
#include <mutex>
#include <set>
#include <thread>

#include <gtest/gtest.h>
#include <pqxx/pqxx>

#include "central/memory/memory_event_store.h"
#include "central/postgres/postgres_backend.h"
#include "tests/contracts/event_store_contract.h"
#include "tests/contracts/event_store_registers_contract.h"
#include "tests/contracts/event_store_tenure_contract.h"
#include "tests/support/postgres_fixture.h"

namespace perk::test {
namespace {

struct InMemory : EventStoreUnderTest {
  InMemory(const central::ChainSettings& chain, const central::StoredNumberKey& key)
      : events(chain, {key}) {}
  central::EventStore& store() override { return events; }
  central::OfficeRegister& office() override { return events; }
  central::EventStore& other_store() override { return *beside; }
  central::OfficeRegister& other_office() override { return *beside; }
  central::MemoryEventStore events;
  std::unique_ptr<central::MemoryEventStore> beside = events.another();
};

struct InPostgres : EventStoreUnderTest {
  InPostgres(const central::ChainSettings& chain, const central::StoredNumberKey& key)
      : backend(database.conninfo()) {
    const auto made = backend.initialise(chain, key, kMorning);
    if (!made) throw std::runtime_error(made.error().detail);
  }
  central::EventStore& store() override { return backend.events(); }
  central::OfficeRegister& office() override { return backend.office(); }
  central::EventStore& other_store() override { return beside.events(); }
  central::OfficeRegister& other_office() override { return beside.office(); }
  TestDatabase database;
  central::PostgresBackend backend;
  central::PostgresBackend beside{database.conninfo()};
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

void forget_what_came_after_version_5(pqxx::work& work) {
  work.exec("drop table reasons, log_keys, head_office");
  work.exec("alter table shards drop column term");
  work.exec("delete from counters where name = 'reasons'");
}

/// A database becomes as version 5 left it.
void make_version_5(const std::string& conninfo) {
  pqxx::connection connection(conninfo);
  pqxx::work work(connection);
  forget_what_came_after_version_5(work);
  work.exec("update chain set schema_version = 5");
  work.commit();
}

/// A database as version 2 left it, with an event and a request in it.
void make_version_2(const std::string& conninfo) {
  central::PostgresBackend backend(conninfo);
  ASSERT_TRUE(backend.initialise(euro_chain(), number_key(), kMorning));
  ASSERT_TRUE(
      backend.events().append_decided(kCard, request(1), freezing(kCard), kMorning).value());
  pqxx::connection connection(conninfo);
  pqxx::work work(connection);
  forget_what_came_after_version_5(work);
  work.exec("drop table enrolment_codes, epochs, epoch_reports, number_ranges");
  work.exec("delete from counters where name = 'number_ranges'");
  work.exec("update chain set schema_version = 2");
  work.commit();
}

TEST(PostgresUpgrade, ADatabaseOfVersion2IsBroughtUpToDateAndLosesNothing) {
  TestDatabase database;
  make_version_2(database.conninfo());
  central::PostgresBackend backend(database.conninfo());
  EXPECT_EQ(backend.schema_state().value(), central::SchemaState::Older);
  EXPECT_EQ(backend.upgrade().value(), central::SchemaState::Current);
  EXPECT_EQ(backend.schema_state().value(), central::SchemaState::Current);
  EXPECT_EQ(backend.upgrade().value(), central::SchemaState::Current) << "a second time";
  EXPECT_EQ(backend.events().chain().value(), euro_chain());
  EXPECT_EQ(backend.events().number_keys().value().at(0).key, number_key().key);
  EXPECT_EQ(backend.events().read_card(kCard).value().size(), 1U);
  EXPECT_TRUE(backend.events()
                  .append_decided(kCard, request(1), freezing(kCard), kMorning)
                  .value()
                  .value()
                  .was_repeated);
  EXPECT_TRUE(backend.events().number_ranges().value().empty()) << "its cards have any number";
  EXPECT_EQ(backend.events().add_number_range(kOurNumbers, kMorning).value(),
            central::RangeOutcome::Added);
  EXPECT_EQ(backend.events().take_serials(kOurNumbers, 2).value(), CardSerial(0));
}

TEST(PostgresUpgrade, ADatabaseOfVersion3CanBeginAnEpoch) {
  TestDatabase database;
  central::PostgresBackend backend(database.conninfo());
  ASSERT_TRUE(backend.initialise(euro_chain(), number_key(), kMorning));
  {
    pqxx::connection connection(database.conninfo());
    pqxx::work work(connection);
    forget_what_came_after_version_5(work);
    work.exec("drop table enrolment_codes, epochs, epoch_reports");
    work.exec("update chain set schema_version = 3");
    work.commit();
  }
  EXPECT_EQ(backend.upgrade().value(), central::SchemaState::Current);
  ASSERT_TRUE(backend.events().begin_epoch(epoch_begun(2), kMorning));
  EXPECT_EQ(backend.events().chain().value().epoch, Epoch(2));
}

TEST(PostgresUpgrade, ADatabaseOfVersion4CanOfferCodes) {
  TestDatabase database;
  central::PostgresBackend backend(database.conninfo());
  ASSERT_TRUE(backend.initialise(euro_chain(), number_key(), kMorning));
  const auto enrolled = backend.events().enrol("Station", kOtherKey, kMorning).value().store;
  {
    pqxx::connection connection(database.conninfo());
    pqxx::work work(connection);
    forget_what_came_after_version_5(work);
    work.exec("drop table enrolment_codes");
    work.exec("update chain set schema_version = 4");
    work.commit();
  }
  EXPECT_EQ(backend.schema_state().value(), central::SchemaState::Older);
  EXPECT_EQ(backend.upgrade().value(), central::SchemaState::Current);
  EXPECT_EQ(backend.events().find_store(StoreId(1)).value(), enrolled);
  ASSERT_TRUE(backend.events().offer_code(kHarbourCode, kMorning));
  const auto redeemed = backend.events().redeem_code(Digest{{7}}, kFirstKey, kMorning).value();
  ASSERT_TRUE(redeemed);
  EXPECT_EQ(redeemed->store, StoreId(2));
}

TEST(PostgresUpgrade, ADatabaseOfVersion5CanKeepReasons) {
  TestDatabase database;
  central::PostgresBackend backend(database.conninfo());
  ASSERT_TRUE(backend.initialise(euro_chain(), number_key(), kMorning));
  make_version_5(database.conninfo());
  EXPECT_EQ(backend.schema_state().value(), central::SchemaState::Older);
  EXPECT_EQ(backend.upgrade().value(), central::SchemaState::Current);
  const Digest commitment{{7}};
  ASSERT_TRUE(backend.events().keep_reason(commitment, {{}, "charged twice"}, kMorning));
  EXPECT_EQ(backend.events().reasons(std::array{commitment}).value().size(), 1U);
}

TEST(PostgresUpgrade, ADatabaseOfVersion5KnowsItsStoresByTheKeysTheyEnrolledWith) {
  TestDatabase database;
  central::PostgresBackend backend(database.conninfo());
  ASSERT_TRUE(backend.initialise(euro_chain(), number_key(), kMorning));
  const auto enrolled = backend.events().enrol("Station", kOtherKey, kMorning).value().store;
  make_version_5(database.conninfo());
  EXPECT_EQ(backend.schema_state().value(), central::SchemaState::Older);
  EXPECT_EQ(backend.upgrade().value(), central::SchemaState::Current);
  EXPECT_EQ(backend.events().find_store(StoreId(1)).value(), enrolled);
  const LogKeyChange change{perk::test::store(1), Seq(5), kOtherKey, kFirstKey, kMorning};
  ASSERT_TRUE(backend.events().note_key_changes(StoreId(1), {&change, 1}));
  EXPECT_EQ(backend.events().find_store(StoreId(1)).value()->key, kFirstKey);
}

TEST(PostgresUpgrade, ADatabaseOfVersion5KnowsNobodyWhoServesAndSomebodyMay) {
  TestDatabase database;
  central::PostgresBackend backend(database.conninfo());
  ASSERT_TRUE(backend.initialise(euro_chain(), number_key(), kMorning));
  make_version_5(database.conninfo());
  EXPECT_EQ(backend.schema_state().value(), central::SchemaState::Older);
  EXPECT_EQ(backend.upgrade().value(), central::SchemaState::Current);
  EXPECT_EQ(backend.office().tenure().value(), central::Tenure());
  EXPECT_TRUE(backend.office().take_office({}, "chief").value());
  EXPECT_TRUE(backend.events().append({kShard1, {load_of(1, 1)}}, kMorning));
}

TEST(PostgresUpgrade, TwoAtOnceDoItOnce) {
  TestDatabase database;
  make_version_2(database.conninfo());
  const auto upgrade = [&] {
    central::PostgresBackend backend(database.conninfo());
    const auto state = backend.upgrade();
    ASSERT_TRUE(state) << state.error().detail;
    EXPECT_EQ(state.value(), central::SchemaState::Current);
  };
  std::jthread one(upgrade);
  std::jthread other(upgrade);
}

TEST(PostgresUpgrade, AVersionThatIsNotKnownIsLeftAlone) {
  TestDatabase database;
  make_version_2(database.conninfo());
  central::PostgresBackend backend(database.conninfo());
  for (const int version : {1, 99}) {
    pqxx::connection connection(database.conninfo());
    pqxx::work work(connection);
    work.exec("update chain set schema_version = " + std::to_string(version));
    work.commit();
    EXPECT_EQ(backend.schema_state().value(), central::SchemaState::Other);
    EXPECT_EQ(backend.upgrade().value(), central::SchemaState::Other);
  }
}

TEST(PostgresInit, TheFirstRangeIsThereFromTheBeginning) {
  TestDatabase database;
  central::PostgresBackend backend(database.conninfo());
  ASSERT_TRUE(backend.initialise(euro_chain(), number_key(), kMorning, kOurNumbers));
  EXPECT_EQ(backend.events().number_ranges().value(),
            (std::vector<central::StoredNumberRange>{{kOurNumbers, CardSerial()}}));
}

TEST(PostgresInit, NoSerialIsGivenTwiceToTwoWhoTakeAtOnce) {
  TestDatabase database;
  central::PostgresBackend backend(database.conninfo());
  ASSERT_TRUE(backend.initialise(euro_chain(), number_key(), kMorning, kOurNumbers));
  std::mutex mutex;
  std::set<std::uint64_t> firsts;
  const auto take = [&] {
    for (int i = 0; i < 50; ++i) {
      const auto first = backend.events().take_serials(kOurNumbers, 2);
      const std::scoped_lock lock(mutex);
      ASSERT_TRUE(first && first.value());
      EXPECT_TRUE(firsts.insert(first.value()->value()).second);
    }
  };
  {
    std::vector<std::jthread> takers;
    for (int i = 0; i < 3; ++i) takers.emplace_back(take);
  }
  EXPECT_EQ(firsts.size(), 150U);
  EXPECT_EQ(*firsts.rbegin(), 298U);
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
