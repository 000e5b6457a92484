// What every event store promises of who serves, as tests: two objects stand for two head offices on one database.
// See event_store_contract.h, which is included first.
#pragma once

#include <future>

#include <gtest/gtest.h>

#include "tests/contracts/event_store_contract.h"
#include "tests/contracts/event_store_registers_contract.h"

namespace perk::test {

inline const central::Tenure kNobody{};

TEST_P(EventStoreContract, AtFirstNobodyServesAndWhoeverIsAloneMayWrite) {
  EXPECT_EQ(office().tenure().value(), kNobody);
  EXPECT_TRUE(office().stay_in_office().value());
  must_append(kShard1, {load_of(1, 1)});
}

TEST_P(EventStoreContract, WhoeverTakesOfficeServesInTheNextTermAndSeesAllThatWasWritten) {
  must_append(kShard1, {load_of(1, 1)});
  const auto term = other_office().take_office(kNobody, "deputy").value();
  ASSERT_TRUE(term);
  EXPECT_EQ(*term, central::Term(1));
  EXPECT_EQ(other_office().tenure().value(), (central::Tenure{*term, "deputy", 0}));
  EXPECT_TRUE(other_office().stay_in_office().value());
  EXPECT_EQ(office().tenure().value().renewals, 1U);
  const auto appended = other_store().append({kShard1, {load_of(1, 2)}}, kMorning);
  ASSERT_TRUE(appended) << appended.error().detail;
  EXPECT_EQ(appended.value().end.position, Position(2));
}

TEST_P(EventStoreContract, TakingOfficeAgainWithTheSameWordsSaysTheSame) {
  EXPECT_EQ(office().take_office(kNobody, "chief").value(), central::Term(1));
  ASSERT_TRUE(office().stay_in_office().value());
  EXPECT_EQ(office().take_office(kNobody, "chief").value(), central::Term(1));
  EXPECT_EQ(other_office().take_office(kNobody, "deputy").value(), std::nullopt);
  must_append(kShard1, {load_of(1, 1)});
}

TEST_P(EventStoreContract, WhoeverSaidThatHeStaysIsNotTakenOver) {
  ASSERT_TRUE(office().take_office(kNobody, "chief").value());
  const auto seen = other_office().tenure().value();
  ASSERT_TRUE(office().stay_in_office().value());
  EXPECT_EQ(other_office().take_office(seen, "deputy").value(), std::nullopt);
  must_append(kShard1, {load_of(1, 1)});
  EXPECT_FALSE(other_store().append({kShard1, {load_of(1, 2)}}, kMorning));
}

TEST_P(EventStoreContract, WhoeverLeavesMayBeSucceededAtOnceAndWritesUntilThen) {
  ASSERT_TRUE(office().take_office(kNobody, "chief").value());
  ASSERT_TRUE(office().leave_office());
  const auto seen = other_office().tenure().value();
  EXPECT_EQ(seen, (central::Tenure{central::Term(1), "", 0}));
  must_append(kShard1, {load_of(1, 1)});
  EXPECT_EQ(other_office().take_office(seen, "deputy").value(), central::Term(2));
  ASSERT_TRUE(office().leave_office()) << "too late: another serves";
  EXPECT_EQ(other_office().tenure().value().holder, "deputy");
}

/// Every call that writes, and what each said.
inline std::vector<std::pair<const char*, std::optional<StorageError>>> all_writes(
    central::EventStore& store) {
  const auto said = [](const auto& outcome) {
    return outcome ? std::nullopt : std::optional<StorageError>(outcome.error());
  };
  const Origin origin = perk::test::store(1);
  const central::OriginProgress progress{origin,      StoreId(1),     Seq(9),
                                         Digest{{9}}, Signature{{9}}, kMorning};
  const central::QuarantinedEvent bad{0, {origin, Seq(2)}, StoreId(1), "bad", {1}, kMorning};
  const central::HeardFrom heard{StoreId(1), kMorning};
  const LogKeyChange change{origin, Seq(5), kFirstKey, kOtherKey, kMorning};
  const auto nothing = [](const central::OfficeView&) { return std::vector<Event>(); };
  return {
      {"append", said(store.append({kShard1, {load_of(1, 2)}}, kMorning))},
      {"append_decided", said(store.append_decided(kCard, request(7), freezing(kCard), kMorning))},
      {"append_own", said(store.append_own(kShard1, kCard, nothing, kMorning))},
      {"register_incarnation", said(store.register_incarnation(StoreId(1), origin, kMorning))},
      {"write_progress", said(store.write_progress({&progress, 1}))},
      {"touch_progress", said(store.touch_progress(origin))},
      {"begin_epoch", said(store.begin_epoch(epoch_begun(2), kMorning))},
      {"note_reported", said(store.note_reported(Epoch(2), origin, kMorning))},
      {"enrol", said(store.enrol("Harbour", kFirstKey, kMorning))},
      {"note_heard", said(store.note_heard({&heard, 1}))},
      {"offer_code", said(store.offer_code(kHarbourCode, kMorning))},
      {"redeem_code", said(store.redeem_code(Digest{{7}}, kFirstKey, kMorning))},
      {"add_number_key", said(store.add_number_key({2, {7}}))},
      {"add_number_range", said(store.add_number_range(kOurNumbers, kMorning))},
      {"take_serials", said(store.take_serials(kOurNumbers, 1))},
      {"quarantine", said(store.quarantine({&bad, 1}))},
      {"keep_reason", said(store.keep_reason(Digest{{5}}, {{}, "charged twice"}, kMorning))},
      {"erase_reason", said(store.erase_reason(Digest{{5}}))},
      {"note_key_changes", said(store.note_key_changes(StoreId(1), {&change, 1}))},
  };
}

TEST_P(EventStoreContract, OnceAnotherHasTakenOverNothingIsWrittenAnyMore) {
  ASSERT_TRUE(office().take_office(kNobody, "chief").value());
  must_append(kShard1, {load_of(1, 1)});
  ASSERT_TRUE(other_office().take_office(other_office().tenure().value(), "deputy").value());
  const auto ends = other_store().shard_ends().value();
  for (const auto& [what, refused] : all_writes(store())) {
    ASSERT_TRUE(refused) << what << " was done in a term that is over";
    EXPECT_EQ(refused->failure, StorageFailure::GiveUp) << what;
    EXPECT_EQ(refused->detail, central::term_is_over().detail) << what;
  }
  EXPECT_FALSE(office().stay_in_office().value());
  EXPECT_EQ(other_store().shard_ends().value(), ends);
  EXPECT_TRUE(other_store().origins().value().empty());
  EXPECT_TRUE(other_store().stores().value().empty());
  EXPECT_TRUE(other_store().quarantined(0, 10).value().empty());
  EXPECT_TRUE(other_store().number_ranges().value().empty());
  EXPECT_EQ(other_store().number_keys().value().size(), 1U);
  EXPECT_EQ(store().read_card(kCard).value().size(), 1U) << "it may read";
  for (const auto& [what, refused] : all_writes(other_store()))
    EXPECT_FALSE(refused) << what << ": " << refused->detail;
}

TEST_P(EventStoreContract, OfTwoWhoTakeOfficeAtOnceOneHasIt) {
  for (int round = 0; round < 10; ++round) {
    const auto seen = office().tenure().value();
    const auto take = [&](central::OfficeRegister& office, const char* name) {
      return office.take_office(seen, name).value().has_value();
    };
    auto other = std::async(std::launch::async, [&] { return take(other_office(), "deputy"); });
    const bool is_ours = take(office(), "chief");
    EXPECT_NE(other.get(), is_ours);
    EXPECT_EQ(office().tenure().value().holder, is_ours ? "chief" : "deputy");
    EXPECT_EQ(office().stay_in_office().value(), is_ours);
  }
}

TEST_P(EventStoreContract, AWriteThatIsUnderWayIsThereWhenAnotherHasTakenOver) {
  std::promise<void> deciding, asked;
  auto written = std::async(std::launch::async, [&] {
    bool is_first = true;
    return store().append_own(
        kShard1, std::nullopt,
        [&](const central::OfficeView&) {
          if (std::exchange(is_first, false)) {
            deciding.set_value();
            asked.get_future().wait();
          }
          return std::vector<Event>{card_frozen(kCard).build()};
        },
        kMorning);
  });
  deciding.get_future().wait();
  auto taken = std::async(std::launch::async, [&] {
    asked.set_value();
    const auto term = other_office().take_office(kNobody, "deputy").value();
    return term ? other_store().shard_ends().value().at(kShard1.value()).position : Position();
  });
  EXPECT_TRUE(written.get());
  EXPECT_EQ(taken.get(), Position(1)) << "it was written after its term had ended";
}

}  // namespace perk::test
