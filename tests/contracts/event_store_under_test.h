// An event store under test, and the suite that its contract's tests belong to.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include <gtest/gtest.h>

#include "central/event_store.h"
#include "central/office_register.h"
#include "tests/central/central_builders.h"

namespace perk::test {

/// A store, and what it stands on.
struct EventStoreUnderTest {
  virtual ~EventStoreUnderTest() = default;
  virtual central::EventStore& store() = 0;
  virtual central::OfficeRegister& office() = 0;
  /// What another head office has on the same database.
  virtual central::EventStore& other_store() = 0;
  virtual central::OfficeRegister& other_office() = 0;
};

struct EventStoreMaker {
  std::string name;
  std::function<std::unique_ptr<EventStoreUnderTest>(const central::ChainSettings&,
                                                     const central::StoredNumberKey&)>
      make;
};

class EventStoreContract : public ::testing::TestWithParam<EventStoreMaker> {
 protected:
  EventStoreContract() : under_test_(GetParam().make(euro_chain(), number_key())) {}

  central::EventStore& store() { return under_test_->store(); }
  central::OfficeRegister& office() { return under_test_->office(); }
  central::EventStore& other_store() { return under_test_->other_store(); }
  central::OfficeRegister& other_office() { return under_test_->other_office(); }

  central::AppendedGroup must_append(Shard shard, std::vector<central::ArrivedEvent> events) {
    const auto appended = store().append({shard, std::move(events)}, kMorning);
    EXPECT_TRUE(appended) << appended.error().detail;
    return appended ? appended.value() : central::AppendedGroup();
  }
  std::vector<central::StoredEvent> all_of(Shard shard) {
    return store().read_shard(shard, Position(), 10'000).value();
  }
  central::ShardEnd end_of(Shard shard) { return store().shard_ends().value().at(shard.value()); }

 private:
  std::unique_ptr<EventStoreUnderTest> under_test_;
};

}  // namespace perk::test
