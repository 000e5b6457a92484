// The simulated database keeps the event store's contract while it is well; ill, it says so.
#include "tests/simulation/unsure_event_store.h"

#include "tests/contracts/event_store_contract.h"
#include "tests/contracts/event_store_registers_contract.h"
#include "tests/contracts/event_store_tenure_contract.h"

namespace perk::test {
namespace {

struct Simulated : EventStoreUnderTest {
  Simulated(const central::ChainSettings& chain, const central::StoredNumberKey& key)
      : memory(chain, {key}), unsure(memory, 1) {}
  central::EventStore& store() override { return unsure; }
  central::OfficeRegister& office() override { return memory; }
  central::EventStore& other_store() override { return beside; }
  central::OfficeRegister& other_office() override { return *others; }
  central::MemoryEventStore memory;
  simulation::UnsureEventStore unsure;
  const std::unique_ptr<central::MemoryEventStore> others = memory.another();
  simulation::UnsureEventStore beside{*others, 2};
};

INSTANTIATE_TEST_SUITE_P(All, EventStoreContract,
                         ::testing::Values(EventStoreMaker{"Simulated",
                                                           [](const auto& chain, const auto& key) {
                                                             return std::make_unique<Simulated>(
                                                                 chain, key);
                                                           }}),
                         [](const auto& param) { return param.param.name; });

class IllDatabase : public ::testing::Test {
 protected:
  [[nodiscard]] auto enrol(const std::string& name) {
    return unsure_.enrol(name, PublicKey(), kMorning);
  }
  central::MemoryEventStore memory_{euro_chain(), {number_key()}};
  simulation::UnsureEventStore unsure_{memory_, 1};
};

TEST_F(IllDatabase, AwayAnswersNothingAndDoesNothing) {
  unsure_.become(simulation::DatabaseState::Away);
  EXPECT_EQ(enrol("Harbour").error().failure, StorageFailure::Retry);
  EXPECT_EQ(unsure_.stores().error().failure, StorageFailure::Retry);
  EXPECT_TRUE(memory_.stores().value().empty());
}

TEST_F(IllDatabase, OffItsQuorumDoesAllAndAdmitsNothing) {
  unsure_.become(simulation::DatabaseState::OffQuorum);
  EXPECT_EQ(enrol("Harbour").error().failure, StorageFailure::OutcomeUnknown);
  EXPECT_EQ(unsure_.stores().value().size(), 1U);
}

TEST_F(IllDatabase, UnsureDoesSomeOfWhatItDoesNotAnswer) {
  unsure_.become(simulation::DatabaseState::Unsure);
  std::size_t unknown = 0, known = 0;
  for (int i = 0; i < 200; ++i) ++(enrol("Shop " + std::to_string(i)) ? known : unknown);
  const std::size_t done = memory_.stores().value().size();
  EXPECT_GT(known, 0U);
  EXPECT_GT(done, known);
  EXPECT_LT(done, known + unknown);
}

}  // namespace
}  // namespace perk::test
