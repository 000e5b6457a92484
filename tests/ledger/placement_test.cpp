#include "ledger/placement.h"

#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ledger/rights.h"
#include "tests/ledger/cast.h"
#include "tests/support/ledger_builders.h"
#include "tests/support/random_chain.h"
#include "tests/support/seeds.h"

namespace perk {
namespace {

using namespace test;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr PlacementKind kAll[] = {PlacementKind::OnDemand, PlacementKind::HomeStore,
                                  PlacementKind::RecentUse};
const Origin kMarket = store(3);

/// Issued at the harbour, 10.00 loaded there and 4.00 released: 6.00 there, 4.00 in reserve.
CardHistory used_card() {
  CardHistory history;
  history.append(kHarbour, card_issued(kCard)).append(kHarbour, value_loaded(kCard, 1'000));
  return std::move(history.append(kHarbour, rights_released(kCard, 400)));
}

RightsWish wish(Origin incarnation, std::int64_t minor) { return {incarnation, Amount(minor)}; }
Asker asker(Origin incarnation, std::int64_t minor) { return {incarnation, Amount(minor)}; }

TEST(OnDemandPlacement, LeavesRightsWhereTheyAreUntilSomebodyAsks) {
  const CardHistory history = used_card();
  EXPECT_EQ(place(PlacementKind::OnDemand, {history.card(), {}}), Placement());
  const Placement asked =
      place(PlacementKind::OnDemand, {history.card(), {}, asker(kStation, 300)});
  EXPECT_THAT(asked.grants, ElementsAre(wish(kStation, 300)));
  EXPECT_THAT(asked.releases, IsEmpty());
}

TEST(OnDemandPlacement, AsksOtherHoldersForWhatTheReserveLacks) {
  const CardHistory history = used_card();
  const Placement placed =
      place(PlacementKind::OnDemand, {history.card(), {}, asker(kStation, 550)});
  EXPECT_THAT(placed.grants, ElementsAre(wish(kStation, 400)));
  EXPECT_THAT(placed.releases, ElementsAre(wish(kHarbour, 150)));
}

TEST(HomeStorePlacement, BringsAllRightsHome) {
  CardHistory history = used_card();
  history.append(head_office(), rights_granted(kCard, kStation, 100));
  const Placement placed = place(PlacementKind::HomeStore, {history.card(), {}});
  EXPECT_THAT(placed.grants, ElementsAre(wish(kHarbour, 300)));
  EXPECT_THAT(placed.releases, ElementsAre(wish(kStation, 100)));
}

TEST(HomeStorePlacement, ServesTheAskerFirst) {
  const CardHistory history = used_card();
  const Placement placed =
      place(PlacementKind::HomeStore, {history.card(), {}, asker(kStation, 300)});
  EXPECT_THAT(placed.grants, ElementsAre(wish(kStation, 300), wish(kHarbour, 100)));
}

TEST(RecentUsePlacement, KeepsWhatIsUsuallySpentAndSendsTheRestHome) {
  CardHistory history = used_card();
  history.append(head_office(), rights_granted(kCard, kMarket, 50));
  const std::vector<RecentUse> recent{{kStation, Amount(200)}, {kHarbour, Amount(250)}};
  const Placement placed = place(PlacementKind::RecentUse, {history.card(), recent});
  EXPECT_THAT(placed.grants, ElementsAre(wish(kStation, 200)));
  EXPECT_THAT(placed.releases, ElementsAre(wish(kHarbour, 350), wish(kMarket, 50)));
}

TEST(RecentUsePlacement, GivesToTheMostRecentFirstWhenTheReserveIsShort) {
  const CardHistory history = used_card();
  const std::vector<RecentUse> recent{
      {kMarket, Amount(300)}, {kStation, Amount(300)}, {kHarbour, Amount(600)}};
  const Placement placed = place(PlacementKind::RecentUse, {history.card(), recent});
  EXPECT_THAT(placed.grants, ElementsAre(wish(kMarket, 300), wish(kStation, 100)));
  EXPECT_THAT(placed.releases, IsEmpty());
}

TEST(EveryPlacement, BringsAFrozenCardsRightsHome) {
  CardHistory history = used_card();
  history.append(head_office(), rights_granted(kCard, kStation, 100));
  history.append(head_office(), card_frozen(kCard));
  for (const PlacementKind kind : kAll) {
    const Placement placed =
        place(kind, {history.card(), {{kHarbour, Amount(600)}}, asker(kStation, 100)});
    EXPECT_THAT(placed.grants, IsEmpty());
    EXPECT_THAT(placed.releases, ElementsAre(wish(kHarbour, 600), wish(kStation, 100)));
  }
}

TEST(EveryPlacement, RecallsDebtsBeforeItGivesAnything) {
  CardHistory history = used_card();
  history.append(kStation, value_redeemed(kCard, 500).beyond_rights(500));
  for (const PlacementKind kind : kAll) {
    const Placement placed = place(kind, {history.card(), {{kHarbour, Amount(600)}}});
    EXPECT_THAT(placed.grants, IsEmpty());
    EXPECT_THAT(placed.releases, ElementsAre(wish(kHarbour, 100)));
  }
}

TEST(EveryPlacement, WishesOnlyWhatCanBeDone) {
  for_each_seed(60, [](Random& random) {
    const RandomChain chain(random, {});
    for (const auto& [id, card] : folded(merged_at_random(chain.logs(), random))) {
      PlacementView view{card, {}};
      for (std::uint64_t number = 1; number <= 4; ++number)
        view.recent.push_back({store(number), Amount(random.between(0, 900))});
      if (random.chance(50)) view.asker = asker(store(2), random.between(1, 2'000));
      for (const PlacementKind kind : kAll) {
        const Placement placed = place(kind, view);
        Amount granted;
        std::set<Origin> named;
        for (const RightsWish& grant : placed.grants) {
          granted += grant.amount;
          EXPECT_GT(grant.amount, Amount());
          EXPECT_TRUE(named.insert(grant.incarnation).second);
        }
        EXPECT_LE(granted, std::max(Amount(), free_reserve(card)));
        for (const RightsWish& release : placed.releases) {
          EXPECT_GT(release.amount, Amount());
          EXPECT_LE(release.amount, card.rights_of(release.incarnation));
          EXPECT_TRUE(named.insert(release.incarnation).second);
        }
      }
    }
  });
}

TEST(Placement, HasANameForPeople) {
  for (const PlacementKind kind : kAll) EXPECT_EQ(placement_from_name(placement_name(kind)), kind);
  EXPECT_EQ(placement_name(PlacementKind::RecentUse), "recent_use");
  EXPECT_FALSE(placement_from_name("nowhere"));
}

}  // namespace
}  // namespace perk
