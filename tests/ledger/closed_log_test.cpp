// Events of closed logs, brought wrapped: each counts once, whoever brings it and in whatever order.
#include "ledger/closed_log.h"

#include <functional>
#include <map>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ledger/conservation.h"
#include "ledger/rights.h"
#include "ledger/snapshot.h"
#include "ledger/stand_in.h"
#include "tests/ledger/cast.h"
#include "tests/support/ledger_builders.h"
#include "tests/support/seeds.h"

namespace perk {
namespace {

using namespace test;
using ::testing::IsEmpty;

const Origin kLost = store(2);  // The incarnation that is closed.
const Origin kNew = store(3);
const Origin kCopy = store(4);  // A copy of the node that comes back as well.

/// Loaded with 1,000 at the harbour; 400 of it were granted to the incarnation that is lost.
CardHistory granted() {
  CardHistory history;
  history.append(kHarbour, card_issued(kCard)).append(kHarbour, value_loaded(kCard, 1'000));
  history.append(kHarbour, rights_released(kCard, 400));
  history.append(head_office(), rights_granted(kCard, kLost, 400));
  return history;
}

CardState after(CardState card, const std::vector<RecordedEvent>& events) {
  for (const RecordedEvent& recorded : events) {
    EXPECT_TRUE(is_foldable(recorded.event)) << type_name(recorded.event.body);
    evolve(card, recorded);
    EXPECT_THAT(rights_violations(kCard, card), IsEmpty());
  }
  return card;
}

RecordedEvent brought(const RecordedEvent& recorded, std::uint64_t seq, Origin by = kNew,
                      std::uint8_t branch = 0) {
  return {event_id(by, seq), wrapped(recorded, by, branch)};
}

TEST(ClosedLog, AWrappedLoadEntersRightsThatNobodyCanSpend) {
  const auto load = value_loaded(kCard, 500).recorded(kLost, 1);
  const CardState card = after(granted().card(), {brought(load, 1)});
  EXPECT_EQ(card.balance(), Amount(1'500));
  EXPECT_EQ(card.rights_of(kLost), Amount(900));
  EXPECT_EQ(card.rights_of(kNew), Amount());
  EXPECT_EQ(card.reserve(), Amount());
  EXPECT_EQ(card.loaded(), Amount(1'500));
}

TEST(ClosedLog, AWrappedPurchaseLeavesThemFirstAndThenTheReserve) {
  const auto coffee = value_redeemed(kCard, 300).beyond_rights(100).recorded(kLost, 1);
  const CardState card = after(granted().card(), {brought(coffee, 1)});
  EXPECT_EQ(card.balance(), Amount(700));
  EXPECT_EQ(card.rights_of(kLost), Amount(200));
  EXPECT_EQ(card.reserve(), Amount(-100));
}

TEST(ClosedLog, WhatTheForksOfALogSpentTogetherIsMissingInTheReserve) {
  const auto coffee = value_redeemed(kCard, 400).recorded(kLost, 1);
  const CardState card =
      after(granted().card(), {brought(coffee, 1, kNew, 1), brought(coffee, 1, kCopy, 2)});
  EXPECT_EQ(card.balance(), Amount(200));
  EXPECT_EQ(card.rights_of(kLost), Amount());
  EXPECT_EQ(card.reserve(), Amount(-400));
}

TEST(ClosedLog, AWrappedReleaseMovesNothing) {
  const auto released = rights_released(kCard, 400).recorded(kLost, 1);
  const CardState card = after(granted().card(), {brought(released, 1)});
  EXPECT_EQ(card.rights_of(kLost), Amount(400));
  EXPECT_EQ(card.reserve(), Amount());
}

TEST(ClosedLog, AWrappedHoldLeavesTheClosedIncarnationsRights) {
  EventBuilder hold = event_of_unknown_type(kCard);
  hold.held(150).own_rights(-150);
  const CardState card = after(granted().card(), {brought(hold.recorded(kLost, 1), 1)});
  EXPECT_EQ(card.held(), Amount(150));
  EXPECT_EQ(card.rights_of(kLost), Amount(250));
}

TEST(ClosedLog, APurchaseKeepsItsNameAndWrappedReversalsCountAgainstIt) {
  const auto coffee = value_redeemed(kCard, 300).recorded(kLost, 1);
  const auto taken_back = redemption_reversed(kCard, coffee.id, 100).recorded(kLost, 2);
  const auto renounced = refund_right_renounced(kCard, coffee.id).recorded(kLost, 3);
  const CardState card =
      after(granted().card(), {brought(taken_back, 1), brought(coffee, 2), brought(renounced, 3)});
  const Redemption& purchase = card.redemptions.at(coffee.id);
  EXPECT_EQ(purchase.total(), Amount(300));
  EXPECT_EQ(purchase.left(), Amount(200));
  EXPECT_TRUE(purchase.is_renounced);
  EXPECT_EQ(card.balance(), Amount(800));
  EXPECT_EQ(card.redeemed(), Amount(300));
  EXPECT_EQ(card.reversed(), Amount(100));
}

TEST(ClosedLog, TheSameEventBroughtByAnotherMovesOnlyItsWatermark) {
  const auto coffee = value_redeemed(kCard, 300).recorded(kLost, 1);
  const CardState once = after(granted().card(), {brought(coffee, 1)});
  CardState twice = after(once, {brought(coffee, 1, kCopy)});
  EXPECT_EQ(twice.origins.at(kCopy).watermark, Seq(1));
  twice.origins.erase(kCopy);
  EXPECT_EQ(twice, once);
}

TEST(ClosedLog, AnEventWrappedAgainCountsAsTheInnermost) {
  const auto coffee = value_redeemed(kCard, 300).recorded(kLost, 1);
  const RecordedEvent again = brought(brought(coffee, 1, kCopy), 1, kNew);
  const CardState card = after(granted().card(), {brought(coffee, 5, kHarbour), again});
  EXPECT_EQ(card.balance(), Amount(700));
  EXPECT_EQ(after(granted().card(), {again}).closed_logs,
            after(granted().card(), {brought(coffee, 5, kHarbour)}).closed_logs);
}

/// Head office was restored, forgot the end of a log and closed it; then the same event came back both ways.
TEST(ClosedLog, AnEventHeardFromItsOwnLogTooCountsOnceInEitherOrder) {
  const auto coffee = value_redeemed(kCard, 300).recorded(kLost, 1);
  const auto back = redemption_reversed(kCard, coffee.id, 100).recorded(kLost, 2);
  const auto load = value_loaded(kCard, 50).recorded(kLost, 3);
  const auto tab = hold_placed(kCard, 60).recorded(kLost, 4);
  const std::vector<RecordedEvent> own{coffee, back, load, tab};
  const std::vector<RecordedEvent> wraps{brought(coffee, 1), brought(back, 2), brought(load, 3),
                                         brought(tab, 4)};
  const CardState alone = after(granted().card(), own);
  for (const bool is_wrapped_first : {true, false}) {
    const CardState card = is_wrapped_first ? after(after(granted().card(), wraps), own)
                                            : after(after(granted().card(), own), wraps);
    EXPECT_EQ(card.balance(), alone.balance());
    EXPECT_EQ(card.held(), alone.held());
    EXPECT_EQ(card.reserve(), alone.reserve());
    EXPECT_EQ(card.rights_of(kLost), alone.rights_of(kLost));
    EXPECT_EQ(card.redemptions.at(coffee.id), alone.redemptions.at(coffee.id));
    EXPECT_EQ(card.loads.at(load.id), alone.loads.at(load.id));
    EXPECT_EQ(card.holds.at(tab.id), alone.holds.at(tab.id));
  }
}

TEST(ClosedLog, WhatACopyWroteAtTheSameMomentForAnotherRequestIsAnotherEvent) {
  auto coffee = value_redeemed(kCard, 300).recorded(kLost, 1);
  auto tea = coffee;
  coffee.event.envelope.request = request(1, 1);
  tea.event.envelope.request = request(1, 2);
  const CardState card = after(granted().card(), {coffee, brought(tea, 1)});
  EXPECT_EQ(card.balance(), Amount(1'000 - 2 * 300));
}

TEST(ClosedLog, ACardIssuedInItIsIssued) {
  const CardState card = after({}, {brought(card_issued(kCard).recorded(kLost, 1), 1)});
  ASSERT_TRUE(card.is_known());
  EXPECT_EQ(card.issue->by, event_id(kLost, 1));
}

TEST(ClosedLog, AfterADecisionItsPurchasesTakeWhatWasReturnedAndThenTheReserve) {
  CardHistory history = granted();
  history.append(head_office(), rights_returned(kCard, kLost, 400));
  const auto coffee = value_redeemed(kCard, 400).recorded(kLost, 1);
  const CardState card =
      after(history.card(), {brought(coffee, 1, kNew, 1), brought(coffee, 1, kCopy, 2)});
  EXPECT_EQ(card.rights_of(kLost), Amount(-400));
  EXPECT_EQ(card.reserve(), Amount(0)) << "400 returned, less what the second fork spent";
  EXPECT_EQ(free_reserve(card), Amount(-400));
}

TEST(UnfoldableClosedLogEvent, DoesAnythingButWhatItsEventDid) {
  const auto coffee = value_redeemed(kCard, 300).beyond_rights(100).recorded(kLost, 1);
  const Event good = wrapped(coffee, kNew);
  EXPECT_EQ(type_name(good.body), "ClosedLogEventRecorded");
  EXPECT_FALSE(is_head_offices(good.body));
  EXPECT_TRUE(is_foldable(good));
  const std::vector<std::function<void(Event&)>> spoils{
      [](Event& e) { e.envelope.card = card(2); },
      [](Event& e) { e.envelope.value_effect = Amount(); },
      [](Event& e) { e.envelope.named_rights.clear(); },
      [](Event& e) { e.envelope.named_rights[0].incarnation = kNew; },
      [](Event& e) { std::swap(e.envelope.reserve_effect, e.envelope.own_rights_effect); },
      [](Event& e) { e.envelope.request = request(1); },
      [](Event& e) { e.envelope.original = event_id(kLost, 1); },
      [](Event& e) { std::get<ClosedLogEventRecorded>(e.body).event = WrappedEvent(); },
      [](Event& e) { std::get<ClosedLogEventRecorded>(e.body).name.origin = head_office(); },
      [](Event& e) { std::get<ClosedLogEventRecorded>(e.body).name.seq = Seq(); }};
  for (std::size_t at = 0; at < spoils.size(); ++at) {
    Event event = good;
    spoils[at](event);
    EXPECT_FALSE(is_foldable(event)) << "spoil " << at;
  }
  EXPECT_FALSE(is_foldable(wrapped(card_frozen(kCard).recorded(kLost, 1), kNew)))
      << "what only head office writes";
  EXPECT_FALSE(is_foldable(wrapped(value_loaded(kCard, -5).recorded(kLost, 1), kNew)));
}

TEST(ClosedLog, ItsDrawsCountOnTheClosedIncarnationsAllowanceOnce) {
  const AllowanceId allowance(7);
  StandIn stand_in;
  stand_in.fold(stand_in_granted(allowance, stand_in_terms(kLost, 1'000, 1'000, 500))
                    .recorded(head_office(), 1));
  const auto coffee = value_redeemed(kCard, 300).beyond_rights(300).drawing_on(allowance, 300);
  stand_in.fold(brought(coffee.recorded(kLost, 1), 1));
  stand_in.fold(brought(coffee.recorded(kLost, 1), 1, kCopy));
  EXPECT_EQ(stand_in.outstanding(kLost), Amount(700));
  stand_in.fold(brought(allowance_lapsed(allowance, 700).recorded(kLost, 2), 2));
  EXPECT_EQ(stand_in.outstanding(kLost), Amount(700)) << "a copy of that log may go on drawing";
}

TEST(ClosedLog, TheBooksPostItOnceToTheClosedIncarnation) {
  ConservationChecker checker;
  const CardHistory before = granted();
  for (const RecordedEvent& recorded : before.events()) checker.add(recorded);
  const auto coffee = value_redeemed(kCard, 300).recorded(kLost, 1);
  checker.add(brought(coffee, 1));
  checker.add(brought(coffee, 1, kCopy));
  EXPECT_THAT(checker.violations(), IsEmpty());
  EXPECT_EQ(checker.money_line().redeemed, Amount(300));
}

TEST(ClosedLog, ASnapshotAndALogThatBroughtTheSameEventsAgree) {
  const auto coffee = value_redeemed(kCard, 300).recorded(kLost, 1);
  const auto tea = redemption_reversed(kCard, coffee.id, 50).recorded(kLost, 2);
  const auto cake = redemption_reversed(kCard, coffee.id, 70).recorded(kLost, 3);
  const CardState here = after(granted().card(), {brought(coffee, 1), brought(tea, 2)});
  const CardState there =
      after(granted().card(), {brought(coffee, 1, kCopy), brought(cake, 2, kCopy)});
  CardState merged = here;
  ASSERT_TRUE(merge_snapshot(merged, snapshot_for(there, kNew), kNew));
  EXPECT_EQ(merged.balance(), Amount(1'000 - 300 + 50 + 70));
  EXPECT_EQ(merged.redemptions.at(coffee.id).left(), Amount(180));
  EXPECT_THAT(rights_violations(kCard, merged), IsEmpty());
}

TEST(ClosedLog, ASnapshotAndALogThatBroughtTheSameHoldsAndLoadsAgree) {
  const auto tab = hold_placed(kCard, 300).recorded(kLost, 1);
  const auto bill = hold_captured(kCard, tab.id, 100).recorded(kLost, 2);
  const auto more = hold_captured(kCard, tab.id, 120).recorded(kLost, 3);
  const auto load = value_loaded(kCard, 200).recorded(kLost, 4);
  const auto back = load_reversed(kCard, load.id, 50).recorded(kLost, 5);
  const CardState here =
      after(granted().card(), {brought(tab, 1), brought(bill, 2), brought(load, 3)});
  const CardState there =
      after(granted().card(), {brought(tab, 1, kCopy), brought(more, 2, kCopy),
                               brought(load, 3, kCopy), brought(back, 4, kCopy)});
  CardState merged = here;
  ASSERT_TRUE(merge_snapshot(merged, snapshot_for(there, kNew), kNew));
  EXPECT_EQ(merged.balance(), Amount(1'000 - 100 - 120 + 200 - 50));
  EXPECT_EQ(merged.holds.at(tab.id).placed, Amount(300));
  EXPECT_EQ(merged.held(), Amount(80));
  EXPECT_EQ(merged.loads.at(load.id).loaded, Amount(200));
  EXPECT_EQ(merged.loads.at(load.id).left(), Amount(150));
  EXPECT_EQ(merged.unloaded(), Amount(50));
  EXPECT_THAT(rights_violations(kCard, merged), IsEmpty());
}

/// The log that is lost has a tab open by then.
CardHistory with_a_tab() { return std::move(granted().append(kLost, hold_placed(kCard, 100))); }

/// A log that forks after what head office holds of it. Each branch is sound by itself.
class Fork {
 public:
  explicit Fork(Random& random) : random_(random) {
    for (int branch = 0; branch < 2; ++branch) write(random_.below(6));
    bring();
    if (random_.chance(50)) {
      const Amount back = with_a_tab().card().rights_of(kLost);
      log(head_office(), rights_returned(kCard, kLost, back.minor()).build());
    }
  }

  /// In each origin's order; which origin is next is chance. Events are heard again now and then.
  [[nodiscard]] CardState heard() {
    CardState card = with_a_tab().card();
    std::map<Origin, std::size_t> next;
    std::vector<Origin> origins;
    for (const auto& [origin, events] : logs_) origins.push_back(origin);
    while (!origins.empty()) {
      const Origin origin = random_.one_of(origins);
      if (next[origin] == logs_[origin].size()) {
        std::erase(origins, origin);
        continue;
      }
      const RecordedEvent& recorded = logs_[origin][next[origin]++];
      card = after(std::move(card), {recorded});
      if (random_.chance(20)) card = after(std::move(card), {recorded});
    }
    return card;
  }

  /// By another road: the value of every event of either branch, once.
  [[nodiscard]] Amount expected_balance() const {
    Amount balance = with_a_tab().card().balance();
    for (const auto& branch : branches_) {
      for (const RecordedEvent& recorded : branch) balance += recorded.event.envelope.value_effect;
    }
    return balance;
  }

  /// A planted bug: each bringer's copy of an event counts.
  void forget_that_copies_are_one() {
    for (RecordedEvent& recorded : logs_[kCopy]) {
      if (auto* wrap = std::get_if<ClosedLogEventRecorded>(&recorded.event.body))
        wrap->hash.bytes[2] = 1;
    }
  }
  [[nodiscard]] bool is_brought_twice() const { return is_brought_twice_; }
  /// What the nodes that came back loaded themselves.
  [[nodiscard]] Amount loaded() const { return loaded_; }

 private:
  void write(std::uint64_t length) {
    CardState card = with_a_tab().card();
    std::vector<RecordedEvent> branch;
    for (std::uint64_t seq = 2; seq <= length + 1; ++seq) {
      branch.push_back({event_id(kLost, seq), anything(card)});
      evolve(card, branch.back());
    }
    branches_.push_back(branch);
  }

  Event anything(const CardState& card) {
    const std::int64_t minor = random_.between(1, 300);
    const std::int64_t rights = card.rights_of(kLost).minor();
    if (random_.chance(20)) return value_loaded(kCard, minor).build();
    if (random_.chance(20) && rights > 0)
      return rights_released(kCard, random_.between(1, rights)).build();
    if (random_.chance(20) && rights > 0)
      return hold_placed(kCard, random_.between(1, rights)).build();
    for (const auto& [id, hold] : card.holds) {
      const std::int64_t left = hold.left().minor();
      if (left == 0 || !random_.chance(30)) continue;
      if (random_.chance(30)) return hold_lapsed(kCard, id, left).build();
      const std::int64_t paid = random_.between(1, left);
      return hold_captured(kCard, id, paid).held(-left).own_rights(left - paid).build();
    }
    for (const auto& [id, load] : card.loads) {
      const std::int64_t most = std::min(rights, load.left().minor());
      if (id.origin == kLost && most > 0 && random_.chance(30))
        return load_reversed(kCard, id, random_.between(1, most)).build();
    }
    for (const auto& [id, purchase] : card.redemptions) {
      if (random_.chance(30) && purchase.left().is_positive())
        return redemption_reversed(kCard, id, random_.between(1, purchase.left().minor())).build();
    }
    const std::int64_t beyond = std::max<std::int64_t>(0, minor - rights);
    return value_redeemed(kCard, minor).beyond_rights(beyond).build();
  }

  /// Each node brings its own branch, and sometimes the other's too.
  void bring() {
    for (const Origin by : {kNew, kCopy}) {
      for (std::uint8_t branch = 0; branch < 2; ++branch) {
        const bool is_own = (by == kNew) == (branch == 0);
        if (!is_own && random_.chance(50)) continue;
        if (!is_own && by == kCopy && !branches_[branch].empty()) is_brought_twice_ = true;
        for (const RecordedEvent& recorded : branches_[branch])
          log(by, wrapped(recorded, by, branch));
      }
      log(by, value_loaded(kCard, 10).build());
    }
    for (const Origin by : {kNew, kCopy}) loaded_ += logs_[by].back().event.envelope.value_effect;
  }

  void log(Origin origin, const Event& event) {
    const std::uint64_t before = origin.is_head_office() ? 1 : 0;  // The grant.
    logs_[origin].push_back({event_id(origin, before + logs_[origin].size() + 1), event});
  }

  Random& random_;
  Amount loaded_;
  std::vector<std::vector<RecordedEvent>> branches_;
  std::map<Origin, std::vector<RecordedEvent>> logs_;
  bool is_brought_twice_ = false;
};

TEST(ClosedLogLaws, ForksCountOnceInEveryOrderAndRightsCoverWhatIsAvailable) {
  for_each_seed(200, [](Random& random) {
    Fork fork(random);
    const CardState card = fork.heard();
    EXPECT_EQ(card.balance(), fork.expected_balance() + fork.loaded());
    EXPECT_EQ(fork.heard(), card);
    Amount open;
    for (const auto& [placing, hold] : card.holds) open += hold.left();
    EXPECT_EQ(card.held(), open) << "a hold that both branches ended is given back once";
  });
}

TEST(PlantedBug, ACopyThatCountsForEachBringerIsNoticed) {
  int noticed = 0, chances = 0;
  for_each_seed(50, [&](Random& random) {
    Fork fork(random);
    if (!fork.is_brought_twice()) return;
    ++chances;
    fork.forget_that_copies_are_one();
    if (fork.heard().balance() != fork.expected_balance() + fork.loaded()) ++noticed;
  });
  EXPECT_GT(noticed, chances / 2);
}

}  // namespace
}  // namespace perk
