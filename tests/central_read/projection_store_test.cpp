// Both stores of projections' rows keep the contract.
#include "tests/central_read/books.h"
#include "tests/contracts/projection_store_contract.h"

namespace perk::test {
namespace {

struct InMemory : ProjectionStoreUnderTest {
  central::ProjectionStore& store() override { return projections; }
  central::MemoryProjectionStore projections;
};

struct InPostgres : ProjectionStoreUnderTest {
  central::ProjectionStore& store() override { return backend.projections(); }
  TestDatabase database;
  central::PostgresBackend backend{database.conninfo()};
};

template <typename Kind>
ProjectionStoreMaker maker(std::string name) {
  return {std::move(name), [] { return std::make_unique<Kind>(); }};
}

INSTANTIATE_TEST_SUITE_P(All, ProjectionStoreContract,
                         ::testing::Values(maker<InMemory>("Memory"),
                                           maker<InPostgres>("Postgres")),
                         [](const auto& param) { return param.param.name; });

}  // namespace
}  // namespace perk::test
