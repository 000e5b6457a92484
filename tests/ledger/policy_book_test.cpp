// Which policy is in force, and which may still be.
#include "ledger/policy_book.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "tests/support/ledger_builders.h"
#include "tests/support/seeds.h"

namespace perk {
namespace {

using namespace test;

const StoreId kHarbourStore(1), kStationStore(2), kAnyStore;
const ProgrammeId kGoldCards(7), kPlainCards(8), kAnyProgramme;

struct Told {
  RecordedEvent recorded;
  Position position;
};

/// The n-th setting, as version n + 1, at position 10 n.
Told set(std::uint64_t n, StoreId store, ProgrammeId programme, PolicyKind kind) {
  return {policy_set(store, programme, kind, n + 1).recorded(head_office(), n), Position(10 * n)};
}

PolicyBook policies_of(const std::vector<Told>& story) {
  PolicyBook book;
  for (const Told& told : story) book.fold(told.recorded, told.position);
  return book;
}

void expect_policy(const PolicyBook& book, StoreId store, ProgrammeId programme, PolicyKind kind,
                   std::uint64_t version) {
  const Policy policy = book.policy_for(store, programme);
  EXPECT_EQ(policy_name(policy.kind), policy_name(kind));
  EXPECT_EQ(policy.version, PolicyVersion(version));
}

TEST(PolicyBook, HoldsEscrowWithStandInWhileNothingIsSet) {
  const PolicyBook book;
  expect_policy(book, kHarbourStore, kGoldCards, PolicyKind::EscrowStandIn, 1);
  EXPECT_FALSE(book.any_unbounded());
  EXPECT_FALSE(book.may_be_unbounded(kHarbourStore, Position()));
  EXPECT_EQ(book.next_version(), PolicyVersion(2));
}

TEST(PolicyBook, ObeysTheMostSpecificSettingThenTheLatest) {
  const PolicyBook book = policies_of({set(1, kHarbourStore, kGoldCards, PolicyKind::Central),
                                       set(2, kHarbourStore, kAnyProgramme, PolicyKind::Escrow),
                                       set(3, kAnyStore, kGoldCards, PolicyKind::EscrowStandIn),
                                       set(4, kAnyStore, kAnyProgramme, PolicyKind::Cached)});
  expect_policy(book, kHarbourStore, kGoldCards, PolicyKind::Central, 2);
  expect_policy(book, kHarbourStore, kPlainCards, PolicyKind::Escrow, 3);
  expect_policy(book, kStationStore, kGoldCards, PolicyKind::EscrowStandIn, 4);
  expect_policy(book, kStationStore, kPlainCards, PolicyKind::Cached, 5);
  EXPECT_EQ(book.next_version(), PolicyVersion(6));
}

TEST(PolicyBook, ALaterSettingReplacesAnEquallySpecificOne) {
  const PolicyBook book = policies_of({set(1, kHarbourStore, kAnyProgramme, PolicyKind::Cached),
                                       set(2, kHarbourStore, kAnyProgramme, PolicyKind::Central)});
  expect_policy(book, kHarbourStore, kGoldCards, PolicyKind::Central, 3);
  EXPECT_FALSE(book.any_unbounded());
}

TEST(PolicyBook, SeesACachedSettingOfOneStoreOrOneProgramme) {
  EXPECT_TRUE(policies_of({set(1, kHarbourStore, kGoldCards, PolicyKind::Cached)}).any_unbounded());
  EXPECT_TRUE(policies_of({set(1, kAnyStore, kGoldCards, PolicyKind::Cached)}).any_unbounded());
  EXPECT_FALSE(policies_of({set(1, kHarbourStore, kGoldCards, PolicyKind::Cached),
                            set(2, kHarbourStore, kGoldCards, PolicyKind::Escrow)})
                   .any_unbounded());
}

TEST(PolicyBook, AStoreThatHasNotHeardTheEndOfCachedMayStillObeyIt) {
  const PolicyBook book = policies_of({set(1, kHarbourStore, kGoldCards, PolicyKind::Cached),
                                       set(2, kHarbourStore, kGoldCards, PolicyKind::Escrow)});
  for (const std::uint64_t heard : {0U, 9U, 10U, 19U})
    EXPECT_TRUE(book.may_be_unbounded(kHarbourStore, Position(heard))) << heard;
  for (const std::uint64_t heard : {20U, 21U})
    EXPECT_FALSE(book.may_be_unbounded(kHarbourStore, Position(heard))) << heard;
  EXPECT_FALSE(book.may_be_unbounded(kStationStore, Position())) << "another store's policy";
}

TEST(PolicyBook, WhatAMoreSpecificSettingOverridesIsNotInForce) {
  const PolicyBook book = policies_of({set(1, kHarbourStore, kAnyProgramme, PolicyKind::Escrow),
                                       set(2, kAnyStore, kAnyProgramme, PolicyKind::Cached)});
  EXPECT_FALSE(book.may_be_unbounded(kHarbourStore, Position(10)));
  EXPECT_TRUE(book.may_be_unbounded(kStationStore, Position(10)));
}

TEST(PolicyBook, OnlyHeadOfficesWordCounts) {
  PolicyBook book;
  book.fold(policy_set(kAnyStore, kAnyProgramme, PolicyKind::Cached, 2).recorded(store(1), 1),
            Position(1));
  EXPECT_EQ(book, PolicyBook());
}

/// In force now by the rule's plain words: the specific before the general, the late before the early.
PolicyKind by_plain_words(const std::vector<Told>& story, StoreId store, ProgrammeId programme) {
  for (const auto& [asked_store, asked_programme] :
       {std::pair(store, programme), std::pair(store, kAnyProgramme),
        std::pair(kAnyStore, programme), std::pair(kAnyStore, kAnyProgramme)}) {
    for (auto told = story.rbegin(); told != story.rend(); ++told) {
      const auto& body = std::get<PolicySet>(told->recorded.event.body);
      if (body.store == asked_store && body.programme == asked_programme) return body.kind;
    }
  }
  return PolicyKind::EscrowStandIn;
}

std::vector<Told> random_story(Random& random) {
  std::vector<Told> story;
  for (std::uint64_t n = 1, end = random.below(8); n <= end; ++n) {
    const StoreId store(random.below(3));
    const ProgrammeId programme(random.chance(50) ? 0 : 7 + random.below(2));
    story.push_back(set(n, store, programme, static_cast<PolicyKind>(random.between(1, 4))));
  }
  return story;
}

TEST(PolicyBook, AgreesWithItsPlainWordsOnRandomStoriesToldAgain) {
  for_each_seed(200, [](Random& random) {
    const auto story = random_story(random);
    PolicyBook book = policies_of(story);
    for (const StoreId store : {kHarbourStore, kStationStore, StoreId(3)}) {
      for (const ProgrammeId programme : {kGoldCards, kPlainCards, ProgrammeId(9)}) {
        EXPECT_EQ(book.policy_for(store, programme).kind, by_plain_words(story, store, programme));
      }
      // What a store that heard a part of the story obeys is never cached unless this said so.
      for (std::size_t heard = 0; heard <= story.size(); ++heard) {
        bool is_cached_somewhen = false;
        for (std::size_t end = heard; end <= story.size(); ++end) {
          const std::vector<Told> known(story.begin(),
                                        story.begin() + static_cast<std::ptrdiff_t>(end));
          for (const ProgrammeId programme : {kGoldCards, kPlainCards, ProgrammeId(9)})
            is_cached_somewhen |= by_plain_words(known, store, programme) == PolicyKind::Cached;
        }
        EXPECT_EQ(book.may_be_unbounded(store, Position(10 * heard)), is_cached_somewhen);
      }
    }
    const PolicyBook before = book;
    for (const Told& told : story) book.fold(told.recorded, told.position);
    EXPECT_EQ(book, before);
  });
}

}  // namespace
}  // namespace perk
