// Head office was restored to an earlier point: it has forgotten what it granted since. What must not happen
// is that it grants it again before those who hold it have said so.
#include <gtest/gtest.h>

#include "central/doorkeeper.h"
#include "central/memory/memory_event_store.h"
#include "central/rights/handed_back.h"
#include "central/rights/rights_desk.h"
#include "central/stored_event.h"
#include "sync/crypto/hash_chain.h"
#include "sync/wire/message_codec.h"
#include "tests/central/central_builders.h"
#include "tests/support/manual_clock.h"

namespace perk::test {
namespace {

using central::EpochHolder;

/// One head office in memory. What it had is written into another one as far as a backup went.
struct Head {
  explicit Head(Clock& clock, Epoch epoch = Epoch(1))
      : chain([&] {
          auto settings = euro_chain();
          settings.epoch = epoch;
          return settings;
        }()),
        time(events, clock),
        pen(events, time, clock, 4, [](const central::ShardEnd&) {}),
        tails(events),
        book(events, tails, 4),
        epochs(events, pen, book, clock, chain),
        desk(pen, PlacementKind::OnDemand, &epochs),
        careless(pen, PlacementKind::OnDemand),
        closed(events, pen, book, gate),
        gatehouse(events, closed, epochs, chain, clock),
        handed_back(events, book, chain, [](const central::ShardEnd&) {}) {}

  central::ChainSettings chain;
  central::MemoryEventStore events{euro_chain(), {number_key()}};
  central::DeskClock time;
  central::OfficePen pen;
  central::ShardTails tails;
  central::RiskBook book;
  central::EpochDesk epochs;
  central::RightsDesk desk;
  central::RightsDesk careless;  ///< The planted bug: one that asks nobody whether it may grant.
  central::LogGate gate;
  central::ClosedLogs closed;
  central::Gatehouse gatehouse;
  central::HandedBack handed_back;
};

class RestoredHeadOffice : public ::testing::Test {
 protected:
  static constexpr std::int64_t kLoaded = 1'000;

  RestoredHeadOffice() {
    harbour_.append(card_issued(card(1)))
        .append(value_loaded(card(1), kLoaded))
        .append(rights_released(card(1), kLoaded));
    for (Head* head : {&before_, &restored_}) {
      EXPECT_TRUE(head->events.enrol("Harbour", harbour_.key().public_key(), kMorning));
      EXPECT_TRUE(head->events.enrol("Station", station_.key().public_key(), kMorning));
      EXPECT_TRUE(head->events.register_incarnation(harbour_.store(), harbour_.origin(), kMorning));
      EXPECT_TRUE(head->events.register_incarnation(station_.store(), station_.origin(), kMorning));
      hold(*head, 3);
    }
    // After the backup was made: this grant reached its store, and may be spent there already.
    EXPECT_EQ(before_.desk.grant({station_.origin(), card(1), Amount(600)}).value().granted,
              Amount(600));
    Event begun;
    begun.body = EpochBegun{Epoch(2), Epoch(1), "restored", "ada"};
    EXPECT_TRUE(restored_.events.begin_epoch(begun, kMorning));
    EXPECT_TRUE(restored_.book.catch_up());
  }
  void hold(Head& head, std::uint64_t through) {
    central::ShardGroup group{shard(), {}};
    for (std::uint64_t seq = 1; seq <= through; ++seq)
      group.events.push_back(
          {{harbour_.origin(), Seq(seq)}, harbour_.store(), card(1), harbour_.bytes_at(seq)});
    ASSERT_TRUE(head.events.append(group, kMorning));
    const central::OriginProgress progress{
        harbour_.origin(), harbour_.store(), Seq(through), harbour_.hash_at(through), {}, kMorning};
    ASSERT_TRUE(head.events.write_progress({&progress, 1}));
  }
  static Shard shard() { return shard_of(card(1), 4); }
  CardState card_at(Head& head) {
    return central::fold_stored(head.events.read_card(card(1)).value()).value();
  }
  /// What a store that heard everything holds beyond the backup.
  std::vector<sync::Item> lost() {
    std::vector<sync::Item> items;
    const auto events = before_.events.read_shard(shard(), Position(3), 10).value();
    for (const auto& event : events)
      items.push_back({sync::FeedIndex(items.size() + 1), event.id, event.bytes});
    return items;
  }
  sync::Cursor cursor_at(Head& head, std::uint64_t position, std::uint64_t epoch) {
    return {sync::FeedId::shard(shard()), Epoch(epoch), sync::FeedIndex(position),
            head.events.shard_hash_at(shard(), Position(position)).value().value_or(Digest())};
  }
  Result<central::LetIn, sync::Refusal> hello(Head& head, const StoreLog& log,
                                              std::vector<sync::Cursor> cursors,
                                              std::uint64_t past_end = 0) {
    clock_.advance(Millis(10));
    const central::MadeChallenge made{sync::Challenge(), clock_.monotonic()};
    sync::Hello said = log.hello(made.challenge);
    said.cursors = std::move(cursors);
    said.past_end = sync::FeedIndex(past_end);
    said.proof = log.key().sign(sync::hello_proof_bytes(made.challenge, said));
    return head.gatehouse.let_in(made, said);
  }
  void everybody_reports() {
    for (const EpochHolder& holder : restored_.epochs.holders().value())
      ASSERT_TRUE(restored_.epochs.report(holder.incarnation));
  }

  ManualClock clock_;
  StoreLog harbour_{1};
  StoreLog station_{2};
  Head before_{clock_};
  Head restored_{clock_, Epoch(2)};
};

TEST_F(RestoredHeadOffice, GrantsNothingUntilTheEpochIsSettled) {
  EXPECT_FALSE(restored_.epochs.is_settled());
  const central::RightsWanted wanted{harbour_.origin(), card(1), Amount(kLoaded)};
  EXPECT_EQ(restored_.desk.grant(wanted).value().granted, Amount());
  ASSERT_TRUE(restored_.handed_back.take(station_.store(), lost(), kMorning));
  everybody_reports();
  EXPECT_EQ(restored_.desk.grant(wanted).value().granted, Amount()) << "nobody has settled it";
  ASSERT_TRUE(restored_.epochs.settle({}, "all are there", "ada").value());
  EXPECT_TRUE(restored_.epochs.is_settled());
  EXPECT_EQ(restored_.desk.grant(wanted).value().granted, Amount(kLoaded - 600))
      << "what is with the other store is not granted again";
  EXPECT_FALSE(free_reserve(card_at(restored_)).is_negative());
}

TEST_F(RestoredHeadOffice, PlantedBugOneThatDoesNotWaitGrantsTheSameRightsTwice) {
  const central::RightsWanted wanted{harbour_.origin(), card(1), Amount(kLoaded)};
  EXPECT_EQ(restored_.careless.grant(wanted).value().granted, Amount(kLoaded));
  ASSERT_TRUE(restored_.handed_back.take(station_.store(), lost(), kMorning));
  EXPECT_TRUE(free_reserve(card_at(restored_)).is_negative()) << "more is out than was loaded";
}

TEST_F(RestoredHeadOffice, SettlingWaitsForEverybodyOrNamesWhoIsNotWaitedFor) {
  const auto early = restored_.epochs.settle({}, "all are there", "ada").value();
  ASSERT_FALSE(early);
  EXPECT_EQ(early.error(), LogRefusal::NotReported);
  ASSERT_TRUE(restored_.epochs.report(harbour_.origin()));
  EXPECT_FALSE(restored_.epochs.settle({harbour_.origin()}, "why", "ada").value());
  EXPECT_EQ(restored_.epochs.settle({station_.origin()}, " ", "ada").value().error(),
            LogRefusal::ReasonMissing);
  ASSERT_TRUE(restored_.epochs.settle({station_.origin()}, "it burnt down", "ada").value());
  EXPECT_TRUE(restored_.epochs.is_settled());
  const auto again = restored_.epochs.settle({}, "once more", "ada").value();
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error(), LogRefusal::AlreadySettled);
  const std::vector<EpochHolder> holders{{harbour_.store(), harbour_.origin(), true},
                                         {station_.store(), station_.origin(), false}};
  EXPECT_EQ(restored_.epochs.holders().value(), holders) << "it may hold something all the same";
}

TEST_F(RestoredHeadOffice, WhatIsHandedBackCountsOnceUnderItsOwnName) {
  const auto first = restored_.handed_back.take(station_.store(), lost(), kMorning).value();
  EXPECT_EQ(first, (central::TakenBack{1, 0, 0, 0}));
  const auto second = restored_.handed_back.take(harbour_.store(), lost(), kMorning).value();
  EXPECT_EQ(second, (central::TakenBack{0, 1, 0, 0}));
  EXPECT_EQ(card_at(restored_).rights_of(station_.origin()), Amount(600));
  EXPECT_EQ(card_at(restored_).origins, card_at(before_).origins);
}

TEST_F(RestoredHeadOffice, AnotherEventOfTheSameNameIsSetAsideForPeople) {
  auto items = lost();
  ASSERT_TRUE(restored_.handed_back.take(station_.store(), items, kMorning));
  items.front().bytes = sync::encode_event(
      rights_granted(card(1), harbour_.origin(), 7).recorded(head_office(), 1).event);
  const auto taken = restored_.handed_back.take(harbour_.store(), items, kMorning).value();
  EXPECT_EQ(taken, (central::TakenBack{0, 0, 1, 0}));
  const auto aside = restored_.events.quarantined(0, 10).value();
  ASSERT_EQ(aside.size(), 1U);
  EXPECT_EQ(aside.front().event, items.front().event);
  EXPECT_NE(aside.front().reason.find("handed back by store 1"), std::string::npos);
}

TEST_F(RestoredHeadOffice, ALogOfThisEpochAndLogsOfNobodyAreNotHandedBack) {
  auto items = lost();
  items.front().event.origin = Origin::head_office(Epoch(2), shard());
  EXPECT_EQ(restored_.handed_back.take(station_.store(), items, kMorning).value(),
            (central::TakenBack{0, 0, 1, 0}));
  items.front().event.origin = store(9);
  EXPECT_EQ(restored_.handed_back.take(station_.store(), items, kMorning).value(),
            (central::TakenBack{0, 0, 0, 1}));
}

TEST_F(RestoredHeadOffice, AStoreOfTheOldEpochIsSentBackToWhereHistoriesPart) {
  const auto ahead = hello(restored_, station_, {cursor_at(before_, 4, 1)});
  ASSERT_FALSE(ahead);
  EXPECT_EQ(ahead.error().code, sync::RefusalCode::EpochBegun);
  EXPECT_EQ(ahead.error().partings, std::vector{cursor_at(restored_, 3, 2)});
  const auto behind = hello(restored_, station_, {cursor_at(before_, 2, 1)});
  ASSERT_FALSE(behind);
  EXPECT_EQ(behind.error().partings, std::vector{cursor_at(restored_, 3, 2)})
      << "it stays where it is: the parting lies ahead";
  sync::Cursor strange = cursor_at(before_, 2, 1);
  strange.hash = Digest{{9}};
  const auto lost_its_way = hello(restored_, station_, {strange});
  ASSERT_FALSE(lost_its_way);
  EXPECT_EQ(lost_its_way.error().partings, std::vector{cursor_at(restored_, 0, 2)});
  EXPECT_TRUE(hello(restored_, station_, {cursor_at(restored_, 3, 2)}));
}

TEST_F(RestoredHeadOffice, WhoIsLetInIsAskedForWhatItHeardUntilItHasReported) {
  const auto first = hello(restored_, station_, {cursor_at(restored_, 3, 2)}, 1);
  ASSERT_TRUE(first);
  const auto& cursors = first.value().admission.welcome.cursors;
  ASSERT_EQ(cursors.size(), 2U);
  EXPECT_EQ(cursors.back().feed, sync::FeedId::past(station_.origin()));
  EXPECT_EQ(cursors.back().hash, sync::past_genesis(station_.origin()));
  EXPECT_TRUE(first.value().duty.is_owed);
  ASSERT_TRUE(restored_.epochs.report(station_.origin()));
  const auto later = hello(restored_, station_, {cursor_at(restored_, 3, 2)}, 1);
  ASSERT_TRUE(later);
  EXPECT_EQ(later.value().admission.welcome.cursors.size(), 1U);
  EXPECT_FALSE(later.value().duty.is_owed);
}

TEST_F(RestoredHeadOffice, ARestoreThatNobodySaidIsFoundWhenAStoreHasHeardMore) {
  Head silent(clock_);
  ASSERT_TRUE(silent.events.enrol("Harbour", harbour_.key().public_key(), kMorning));
  ASSERT_TRUE(silent.events.enrol("Station", station_.key().public_key(), kMorning));
  ASSERT_TRUE(silent.events.register_incarnation(harbour_.store(), harbour_.origin(), kMorning));
  hold(silent, 3);
  EXPECT_TRUE(silent.epochs.is_settled());
  const auto told = hello(silent, station_, {cursor_at(before_, 4, 1)});
  ASSERT_FALSE(told);
  EXPECT_EQ(told.error().code, sync::RefusalCode::CursorUnknown);
  EXPECT_FALSE(silent.epochs.is_settled());
  EXPECT_NE(silent.epochs.dispute().find("position 4"), std::string::npos);
  EXPECT_EQ(silent.desk.grant({harbour_.origin(), card(1), Amount(5)}).value().granted, Amount());
}

TEST_F(RestoredHeadOffice, AStoreOfALaterEpochThanThisOneIsADispute) {
  const auto told = hello(before_, station_, {cursor_at(restored_, 3, 2)});
  ASSERT_FALSE(told);
  EXPECT_FALSE(before_.epochs.is_settled());
}

TEST_F(RestoredHeadOffice, OfSeveralEpochsTheEarliestPartingCounts) {
  Event begun;
  begun.body = EpochBegun{Epoch(3), Epoch(2), "restored again", "ada"};
  ASSERT_TRUE(restored_.handed_back.take(station_.store(), lost(), kMorning));
  ASSERT_TRUE(restored_.events.begin_epoch(begun, kMorning));
  central::ChainSettings chain = restored_.chain;
  chain.epoch = Epoch(3);
  central::EpochDesk third(restored_.events, restored_.pen, restored_.book, clock_, chain);
  EXPECT_EQ(third.partings({cursor_at(before_, 4, 1)}).value(),
            std::vector{cursor_at(restored_, 3, 3)});
  EXPECT_EQ(third.partings({cursor_at(restored_, 4, 2)}).value(),
            std::vector{cursor_at(restored_, 4, 3)});
}

}  // namespace
}  // namespace perk::test
