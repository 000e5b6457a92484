#include "ledger/snapshot.h"

#include <gtest/gtest.h>

#include "ledger/conservation.h"
#include "tests/ledger/cast.h"
#include "tests/support/ledger_builders.h"
#include "tests/support/random_chain.h"
#include "tests/support/seeds.h"

namespace perk {
namespace {

using namespace test;

const EventId kLatte = event_id(kHarbour, 3);

/// All kinds of facts, of both stores and of head office about both.
CardHistory busy_card() {
  CardHistory history;
  history.append(kHarbour, card_issued(kCard)).append(kHarbour, value_loaded(kCard, 1'000));
  history.append(kHarbour, value_redeemed(kCard, 300));
  history.append(kHarbour, redemption_reversed(kCard, kLatte, 50));
  history.append(kHarbour, refund_right_renounced(kCard, kLatte));
  history.append(kHarbour, rights_released(kCard, 400));
  history.append(head_office(), rights_granted(kCard, kStation, 200));
  history.append(head_office(), rights_granted(kCard, kHarbour, 100));
  history.append(head_office(), redemption_reversed(kCard, kLatte, 80).beyond_rights(80));
  history.append(kStation, value_redeemed(kCard, 900).beyond_rights(700));
  history.append(head_office(), overdraft_opened(kCard, 70, OverdraftCause::StandIn, kStation));
  history.append(kHarbour, hold_placed(kCard, 60));
  history.append(kHarbour, hold_captured(kCard, event_id(kHarbour, 7), 20));
  history.append(kHarbour, load_reversed(kCard, event_id(kHarbour, 2), 30));
  history.append(head_office(), charged_back(kCard, event_id(kHarbour, 2), 40));
  return std::move(history.append(head_office(), card_frozen(kCard)));
}

CardState own_facts(const CardHistory& history, Origin own) {
  CardState card;
  for (const RecordedEvent& event : history.events()) {
    if (event.id.origin == own) evolve(card, event);
  }
  return card;
}

TEST(Snapshot, WithWhatTheReceiverWroteItselfIsTheWholeCard) {
  const CardHistory history = busy_card();
  for (const Origin own : {kHarbour, kStation, store(3)}) {
    CardState card = own_facts(history, own);
    ASSERT_TRUE(merge_snapshot(card, snapshot_for(history.card(), own), own));
    EXPECT_EQ(card, history.card());
  }
}

TEST(Snapshot, CarriesNothingThatTheReceiverWrote) {
  const CardState snapshot = snapshot_for(busy_card().card(), kHarbour);
  EXPECT_FALSE(snapshot.origins.contains(kHarbour));
  EXPECT_FALSE(snapshot.issue);
  EXPECT_EQ(snapshot.redemptions.at(kLatte).total(), Amount());
  EXPECT_EQ(snapshot.redemptions.at(kLatte).reversed, Amount(80)) << "by head office";
  EXPECT_EQ(snapshot.rights_of(kHarbour), Amount(100)) << "granted to it";
}

TEST(Snapshot, WithTheReceiversOwnTotalsIsRefusedWhole) {
  const CardHistory history = busy_card();
  const CardState before = own_facts(history, kHarbour);
  CardState card = before;
  const auto merged = merge_snapshot(card, history.card(), kHarbour);
  ASSERT_FALSE(merged);
  EXPECT_EQ(merged.error(), SnapshotRefusal::CarriesOwnTotals);
  EXPECT_EQ(card, before);
}

TEST(Snapshot, OfAnyOwnFactIsRefused) {
  const CardState clean = snapshot_for(busy_card().card(), kHarbour);
  const auto is_refused = [&](auto spoil) {
    CardState snapshot = clean;
    spoil(snapshot);
    CardState card;
    return !merge_snapshot(card, snapshot, kHarbour);
  };
  EXPECT_FALSE(is_refused([](CardState&) {}));
  EXPECT_TRUE(is_refused([](CardState& s) { s.origins[kHarbour]; }));
  EXPECT_TRUE(is_refused([](CardState& s) {
    s.issue = Issue{{}, event_id(kHarbour, 1), "", {}, {}};
  }));
  EXPECT_TRUE(is_refused([](CardState& s) { s.redemptions[kLatte].from_rights = Amount(1); }));
  EXPECT_TRUE(is_refused([](CardState& s) { s.redemptions[kLatte].beyond_rights = Amount(1); }));
  EXPECT_TRUE(is_refused([](CardState& s) { s.redemptions[kLatte].reversed += Amount(1); }));
  EXPECT_TRUE(is_refused([](CardState& s) { s.redemptions[kLatte].is_renounced = true; }));
  const EventId load = event_id(kHarbour, 2), tab = event_id(kHarbour, 7);
  EXPECT_TRUE(is_refused([&](CardState& s) { s.holds[tab].placed = Amount(1); }));
  EXPECT_TRUE(is_refused([&](CardState& s) { s.holds[tab].ended = Amount(1); }));
  EXPECT_FALSE(is_refused([&](CardState& s) { s.holds[tab].ended_elsewhere = Amount(1); }));
  EXPECT_TRUE(is_refused([&](CardState& s) { s.loads[load].loaded = Amount(1); }));
  EXPECT_TRUE(is_refused([&](CardState& s) { s.loads[load].reversed = Amount(1); }));
  EXPECT_FALSE(is_refused([&](CardState& s) { s.loads[load].charged_back = Amount(1); }));
}

TEST(Snapshot, TellsWhoPlacedAHoldWhatHeadOfficeGaveBackOfIt) {
  CardHistory history = busy_card();
  const EventId tab = event_id(kHarbour, 7);
  history.append(head_office(), hold_released(kCard, tab, 40).own_rights(0).reserve(40));
  CardState card = own_facts(history, kHarbour);
  EXPECT_EQ(card.holds.at(tab).left(), Amount(40));
  ASSERT_TRUE(merge_snapshot(card, snapshot_for(history.card(), kHarbour), kHarbour));
  EXPECT_EQ(card, history.card());
  EXPECT_EQ(card.holds.at(tab).left(), Amount());
}

TEST(Snapshot, OlderThanWhatIsKnownTakesNothingBack) {
  CardHistory history = busy_card();
  const CardState old_snapshot = snapshot_for(history.card(), store(3));
  history.append(kStation, value_loaded(kCard, 500));
  history.append(head_office(), card_unfrozen(kCard));
  history.append(head_office(), overdraft_recovered(kCard, event_id(head_office(), 4), 20));
  CardState card = history.card();
  ASSERT_TRUE(merge_snapshot(card, old_snapshot, store(3)));
  EXPECT_EQ(card, history.card());
}

TEST(Snapshot, OfARandomHistoryGivesTheSameCard) {
  for_each_seed(60, [](Random& random) {
    const RandomChain chain(random, {});
    const auto order = merged_at_random(chain.logs(), random);
    const Cards whole = folded(order);
    const std::size_t cut = random.below(order.size() + 1);
    const Cards at_office =
        folded({order.begin(), order.begin() + static_cast<std::ptrdiff_t>(cut)});
    for (const auto& [id, card] : whole) {
      const Origin own = store(1);
      CardState mine;
      for (const RecordedEvent& event : order) {
        if (event.id.origin == own && event.event.envelope.card == id) evolve(mine, event);
      }
      if (at_office.contains(id)) {
        ASSERT_TRUE(merge_snapshot(mine, snapshot_for(at_office.at(id), own), own));
      }
      EXPECT_TRUE(rights_cover_available(mine));
      for (const RecordedEvent& event : order) {
        if (event.event.envelope.card == id) evolve(mine, event);  // The tail; the rest again.
      }
      EXPECT_EQ(mine, card);
    }
  });
}

}  // namespace
}  // namespace perk
