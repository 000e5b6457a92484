// What a shop does with spending rights and allowances: draws on them only once it is durable, gives
// back what is recalled, frozen, idle or not kept, and is never given anything back by a restart.
#include "store_node/rights_keeping.h"
#include "tests/store_node/chain_bench.h"
#include "tests/support/random.h"
#include "tests/support/seeds.h"

namespace perk::test {
namespace {

using namespace store_node;

class StandInShop : public ChainBench {
 protected:
  StandInShop() {
    next_card_elsewhere(7, 8'000);
    next_card_elsewhere(8, 8'000);
    next_allowance(1, stand_in_terms(store(3), 1'000, 600, 400));
    hear();
  }
  SaleRequest override_by(const std::string& manager, SaleRequest asked) {
    asked.manager = manager;
    return asked;
  }
};

TEST_F(StandInShop, ApprovesBeyondItsRightsFromTheAllowance) {
  const SaleAnswer bought = shop_.ask(buy(1, 7, 300));
  EXPECT_EQ(bought.outcome, Outcome::Approved);
  EXPECT_EQ(bought.basis, Basis::StandIn);
  const Event event = own_event(1);
  EXPECT_EQ(event.envelope.allowance, AllowanceId(1));
  EXPECT_EQ(event.envelope.allowance_drawn, Amount(300));
  EXPECT_EQ(allowance_left(), Amount(700));
}

TEST_F(StandInShop, EachLimitOfTheAllowanceHasItsReason) {
  EXPECT_EQ(shop_.ask(buy(1, 7, 401)).reason, "stand_in_purchase_limit");
  EXPECT_EQ(shop_.ask(buy(2, 7, 400)).outcome, Outcome::Approved);
  EXPECT_EQ(shop_.ask(buy(3, 7, 201)).reason, "stand_in_card_limit");
  EXPECT_EQ(shop_.ask(buy(4, 8, 400)).outcome, Outcome::Approved);
  EXPECT_EQ(shop_.ask(buy(5, 8, 200)).outcome, Outcome::Approved);
  next_card_elsewhere(9, 500);
  hear();
  EXPECT_EQ(shop_.ask(buy(6, 9, 1)).reason, "stand_in_limit_reached");
}

TEST_F(StandInShop, RequestsOfOneGroupDrawOnOneAllowance) {
  const Answers answers = serve({buy(1, 7, 400), buy(2, 8, 400), buy(3, 7, 200), buy(4, 8, 1)});
  for (std::size_t i = 0; i < 3; ++i) EXPECT_EQ(answers.sales[i].basis, Basis::StandIn);
  EXPECT_EQ(answers.sales[3].reason, "stand_in_limit_reached");
}

TEST_F(StandInShop, ForgetsNothingInARestart) {
  shop_.ask(buy(1, 7, 400));
  shop_.start();
  EXPECT_EQ(allowance_left(), Amount(600));
  EXPECT_EQ(shop_.ask(buy(2, 7, 201)).reason, "stand_in_card_limit");
  EXPECT_EQ(shop_.ask(buy(3, 8, 400)).outcome, Outcome::Approved);
  shop_.start();
  EXPECT_EQ(allowance_left(), Amount(200));
}

TEST_F(StandInShop, IsGivenNothingBackByReconnectingButWhatHeadOfficeReplenishes) {
  shop_.ask(buy(1, 7, 400));
  connect();
  serve({});
  EXPECT_EQ(allowance_left(), Amount(600));
  next(stand_in_replenished(AllowanceId(1), store(3), 400), head_office());
  hear();
  EXPECT_EQ(allowance_left(), Amount(1'000));
}

TEST_F(StandInShop, LeaksNothingOfAGroupThatWasNotStored) {
  next_allowance(2, stand_in_terms(store(3), 5'000, 5'000, 5'000));
  for (const auto fate : {FailingJournal::Fate::Refused, FailingJournal::Fate::InDoubtAndLost}) {
    shop_.journal.fail_next(fate);
    const auto answers = shop_.till->serve({{buy(1, 7, 400), buy(2, 8, 3'000)}, unheard(), {}});
    ASSERT_TRUE(answers || shop_.till->settle());
    EXPECT_EQ(allowance_left(), Amount(1'000)) << "neither the purchase nor the grant happened";
    EXPECT_EQ(shop_.ask(buy(10 + static_cast<std::uint64_t>(fate), 8, 500)).reason,
              "stand_in_purchase_limit");
  }
  EXPECT_EQ(shop_.ask(buy(3, 7, 400)).outcome, Outcome::Approved) << "its cap is whole";
}

TEST_F(StandInShop, KnowsWhatWasInDoubtAndKept) {
  shop_.journal.fail_next(FailingJournal::Fate::InDoubtAndKept);
  EXPECT_FALSE(shop_.till->serve({{buy(1, 7, 400)}, {}, {}}));
  ASSERT_TRUE(shop_.till->settle());
  EXPECT_EQ(allowance_left(), Amount(600));
}

TEST_F(StandInShop, OthersAllowancesAreNotItsOwn) {
  next_allowance(9, stand_in_terms(store(4), 9'000, 9'000, 9'000));
  hear();
  EXPECT_EQ(allowance_left(), Amount(1'000));
  EXPECT_EQ(shop_.ask(buy(1, 7, 401)).reason, "stand_in_purchase_limit");
}

TEST_F(StandInShop, AManagersOverrideDrawsOnWhatManagersWereGranted) {
  StandInGranted managers = stand_in_terms(store(3), 2'000, 2'000, 2'000);
  managers.kind = StandInKind::Manager;
  next_allowance(2, managers);
  hear();
  EXPECT_EQ(shop_.ask(buy(1, 7, 500)).reason, "stand_in_purchase_limit");
  EXPECT_EQ(shop_.ask(override_by("ada", buy(2, 7, 500))).basis, Basis::StandIn);
  EXPECT_EQ(own_event(1).envelope.allowance, AllowanceId(2));
  EXPECT_EQ(std::get<ValueRedeemed>(own_event(1).body).manager, "ada");
  EXPECT_EQ(shop_.till->status(1).manager_allowance_left, Amount(1'500));
  EXPECT_EQ(allowance_left(), Amount(1'000));
  EXPECT_EQ(shop_.ask(buy(2, 7, 500)).reason, "request_id_reused") << "nobody overrode that";
}

TEST_F(StandInShop, ADeclinedOverrideIsRememberedAsTheOneItWas) {
  EXPECT_EQ(shop_.ask(override_by("ada", buy(1, 7, 500))).reason, "insufficient_rights_offline");
  EXPECT_EQ(shop_.ask(override_by("ada", buy(1, 7, 500))).reason, "insufficient_rights_offline");
  EXPECT_EQ(shop_.ask(override_by("bob", buy(1, 7, 500))).reason, "request_id_reused");
}

TEST_F(StandInShop, AnExpiredAllowanceIsNotDrawnOnAndLapsesAlsoWhileCutOff) {
  shop_.ask(buy(1, 7, 400));
  shop_.clock.advance(Millis(3'599'999));
  serve({});
  EXPECT_EQ(log_end(), 1U) << "not yet";
  shop_.clock.advance(Millis(1));
  EXPECT_EQ(shop_.ask(buy(2, 7, 100)).reason, "insufficient_rights_offline");
  wait(1'000);
  ASSERT_EQ(log_end(), 2U);
  EXPECT_EQ(own_event(2).body, EventBody(AllowanceLapsed{Amount(600)}));
  EXPECT_EQ(own_event(2).envelope.allowance, AllowanceId(1));
  EXPECT_TRUE(is_foldable(own_event(2)));
  wait(1'000);
  shop_.start();
  wait(2'000);
  EXPECT_EQ(log_end(), 2U) << "once";
}

TEST_F(StandInShop, AClockThatIsSetBackBringsNoAllowanceBack) {
  shop_.clock.advance(Millis(3'600'000));
  shop_.ask(buy(1, 9, 100));
  EXPECT_EQ(shop_.ask(load_card(2, 7, 100)).outcome, Outcome::Approved);
  shop_.clock.set_wall(shop_.clock.wall() + Millis(-7'200'000));
  EXPECT_EQ(shop_.ask(buy(3, 7, 300)).reason, "insufficient_rights_offline");
  EXPECT_EQ(allowance_left(), Amount());
}

TEST_F(StandInShop, AsksHeadOfficeBeforeItStandsIn) {
  connect();
  EXPECT_EQ(serve({buy(1, 7, 300)}).waiting.size(), 1U);
  const Answers answers = wait(150);
  EXPECT_EQ(only(answers).basis, Basis::StandIn);
}

TEST_F(StandInShop, ShowsWhatItMayStillApprove) {
  next_grant(7, 250);
  hear();
  const auto balance = shop_.till->balance({1, card_number(7)}, TerminalId(1));
  EXPECT_EQ(balance.own_rights, Amount(250));
  EXPECT_EQ(balance.beyond_rights, Amount(400)) << "one purchase's";
  shop_.ask(buy(1, 7, 300));
  const StatusAnswer status = shop_.till->status(1);
  EXPECT_EQ(status.policy, "escrow+standin");
  EXPECT_EQ(status.allowance_left, Amount(950));
  EXPECT_EQ(status.allowance_expires_at, shop_.clock.wall() + Millis(3'600'000));
  EXPECT_EQ(status.on_stand_in, 1U);
  EXPECT_EQ(status.on_rights, 0U);
}

class RightsHolder : public ChainBench {
 protected:
  RightsHolder() {
    next_card_elsewhere(7, 800);
    next_grant(7, 500);
    hear();
    connect();
  }
};

TEST_F(RightsHolder, ReleasesWhatIsRecalled) {
  recall(7, 200);
  EXPECT_EQ(last_release(), std::pair(Amount(200), ReleaseReason::Recalled));
  EXPECT_EQ(rights(7), Amount(300));
  recall(7, 9'999);
  EXPECT_EQ(last_release(), std::pair(Amount(300), ReleaseReason::Recalled));
  recall(7, 100);
  recall(9, 100);
  EXPECT_EQ(log_end(), 2U) << "there is nothing to give";
  shop_.start();
  EXPECT_EQ(rights(7), Amount());
}

TEST_F(RightsHolder, WakesForARecall) {
  EXPECT_GT(shop_.till->wakes_at(), shop_.clock.monotonic());
  shop_.till->head_office_said(sync::RightsRecall{card_id(7), Amount(1)});
  EXPECT_LE(shop_.till->wakes_at(), shop_.clock.monotonic());
}

TEST_F(RightsHolder, ARecallLeavesWhatAWaitingSaleNeeds) {
  EXPECT_EQ(serve({buy(1, 7, 700)}).waiting.size(), 1U);
  recall(7, 500);
  EXPECT_EQ(rights(7), Amount(500));
  next_grant(7, 200);
  EXPECT_EQ(only(hear()).basis, Basis::Rights);
}

TEST_F(RightsHolder, WhatIsRecalledCanNotBeSpent) {
  shop_.till->head_office_said(sync::RightsRecall{card_id(7), Amount(500)});
  EXPECT_EQ(serve({buy(1, 7, 100)}).sales.front().basis, Basis::Rights) << "whoever is first";
  EXPECT_EQ(last_release(), std::pair(Amount(400), ReleaseReason::Recalled));
  shop_.till->head_office_lost();
  EXPECT_EQ(shop_.ask(buy(2, 7, 1)).reason, "insufficient_rights_offline");
}

TEST_F(RightsHolder, ReleasesAllRightsOfACardThatIsFrozen) {
  next(card_frozen(card_id(7)), head_office());
  hear();
  EXPECT_EQ(last_release(), std::pair(Amount(500), ReleaseReason::Frozen));
  EXPECT_EQ(rights(7), Amount());
  recall(7, 100);
  EXPECT_EQ(log_end(), 1U);
}

TEST_F(RightsHolder, WhatAFrozenCardIsRefundedGoesHomeToo) {
  const SaleAnswer bought = shop_.ask(buy(1, 7, 300));
  next(card_frozen(card_id(7)), head_office());
  hear();
  SaleRequest back = sale(RequestKind::Reverse, 2, 7, 300);
  back.original = bought.event;
  EXPECT_EQ(shop_.ask(back).outcome, Outcome::Approved);
  EXPECT_EQ(last_release(), std::pair(Amount(300), ReleaseReason::Frozen));
}

TEST_F(RightsHolder, AFreezeThatWasNotStoredReleasesNothing) {
  next(card_frozen(card_id(7)), head_office());
  shop_.journal.fail_next(FailingJournal::Fate::Refused);
  hear();
  EXPECT_EQ(rights(7), Amount(500));
  EXPECT_EQ(log_end(), 0U);
  hear();
  EXPECT_EQ(rights(7), Amount());
}

TEST_F(RightsHolder, IdleRightsDriftHomeWhileConnected) {
  const Millis day(24 * 3'600'000);
  shop_.clock.advance(day + Millis(-1'000));
  EXPECT_EQ(shop_.ask(buy(1, 7, 100)).outcome, Outcome::Approved);
  wait(2'000);
  EXPECT_EQ(rights(7), Amount(400)) << "it was used";
  shop_.start();  // Last use is derived from the log.
  shop_.clock.advance(day + Millis(-3'000));
  connect();
  serve({});
  EXPECT_EQ(rights(7), Amount(400));
  shop_.till->head_office_lost();
  wait(3'000);
  EXPECT_EQ(rights(7), Amount(400)) << "a cut-off shop keeps what it has";
  connect();
  wait(1'000);
  EXPECT_EQ(last_release(), std::pair(Amount(400), ReleaseReason::Idle));
  EXPECT_EQ(rights(7), Amount());
}

TEST_F(RightsHolder, IdleRightsStayIfSoConfigured) {
  shop_.settings.idle_after = Millis(0);
  shop_.start();
  connect();
  wait(1'000LL * 24 * 3'600'000);
  EXPECT_EQ(rights(7), Amount(500));
}

TEST_F(RightsHolder, IdleRightsDriftHomeAFewAtATime) {
  for (std::uint64_t card = 100; card < 100 + kIdleReleasesMax; ++card) {
    next_card_elsewhere(card, 10);
    next_grant(card, 10);
  }
  hear();
  wait(25LL * 3'600'000);
  EXPECT_EQ(log_end(), kIdleReleasesMax);
  serve({});
  EXPECT_EQ(log_end(), kIdleReleasesMax) << "not before the next tick";
  wait(1'000);
  EXPECT_EQ(log_end(), kIdleReleasesMax + 1);
  wait(1'000);
  EXPECT_EQ(log_end(), kIdleReleasesMax + 1);
}

TEST_F(RightsHolder, APolicyThatHeadOfficeSetsIsObeyedOnceItIsDurable) {
  next(policy_set(StoreId(3), ProgrammeId(), PolicyKind::Cached, 2), head_office());
  shop_.journal.fail_next(FailingJournal::Fate::Refused);
  shop_.till->head_office_lost();
  hear();
  EXPECT_EQ(shop_.till->status(1).policy, "escrow+standin");
  EXPECT_EQ(shop_.ask(buy(1, 7, 700)).reason, "insufficient_rights_offline");
  const Answers answers = serve({buy(2, 7, 700)}, unheard());
  EXPECT_EQ(answers.sales.front().basis, Basis::Cached) << "in the group that brings it";
  EXPECT_EQ(own_event(1).envelope.policy_version, PolicyVersion(2));
  shop_.start();
  EXPECT_EQ(shop_.till->status(1).policy, "cached");
  EXPECT_EQ(shop_.ask(buy(3, 7, 100)).basis, Basis::Cached);
}

class CentralShop : public ChainBench {
 protected:
  CentralShop() : ChainBench(PolicyKind::Central) {
    hear_card_elsewhere(7, 800);
    connect();
  }
};

TEST_F(CentralShop, LeavesNoRightsBehind) {
  EXPECT_EQ(serve({buy(1, 7, 300)}).waiting.size(), 1U);
  next_grant(7, 450);
  const Answers answers = hear();
  EXPECT_EQ(only(answers).basis, Basis::Central);
  EXPECT_EQ(log_end(), 2U) << "in one commit";
  EXPECT_EQ(last_release().first, Amount(150));
  EXPECT_EQ(rights(7), Amount());
  const auto receipt = only(answers).receipt.value();
  EXPECT_EQ(receipt.later_digests.size(), 1U);
  EXPECT_TRUE(sync::is_genuine(receipt, shop_log_key().public_key()));
}

TEST_F(CentralShop, AGrantThatComesTooLateGoesBack) {
  EXPECT_EQ(serve({buy(1, 7, 300)}).waiting.size(), 1U);
  EXPECT_EQ(only(wait(150)).reason, "insufficient_rights");
  next_grant(7, 300);
  hear();
  EXPECT_EQ(rights(7), Amount());
  EXPECT_EQ(last_release().first, Amount(300));
}

TEST_F(CentralShop, ALoadGivesItsRightsBack) {
  shop_.open_card(8, 500);
  EXPECT_EQ(rights(8), Amount());
  EXPECT_EQ(shop_.available(8), Amount(500));
}

TEST_F(CentralShop, WhatTheNextInLineWasGrantedIsKeptForIt) {
  EXPECT_EQ(serve({buy(1, 7, 300), buy(2, 7, 200)}).waiting.size(), 2U);
  say(2, sync::RightsOutcome::Granted, 200);
  next_grant(7, 500);
  const Answers answers = hear();
  ASSERT_EQ(answers.released.size(), 2U);
  EXPECT_EQ(answers.released[1].answer.basis, Basis::Central);
  EXPECT_EQ(rights(7), Amount());
}

/// A shop to which anything may happen, step by step.
class HardDay : private ShopInChain {
 public:
  explicit HardDay(Random& chance) : ShopInChain(PolicyKind::EscrowStandIn), chance_(chance) {
    for (std::uint64_t card = 1; card <= 3; ++card) next_card_elsewhere(card, 2'000);
    next_allowance(1, stand_in_terms(store(3), 700, 400, 300));
    hear();
    asked_.push_back(buy(1, 1, 10));
  }

  void step() {
    if (chance_.chance(10)) connect();
    if (chance_.chance(10)) shop_.till->head_office_lost();
    if (chance_.chance(5)) shop_.start();
    if (chance_.chance(20)) grant(1 + chance_.below(3), chance_.between(1, 200));
    const std::uint64_t recalled = 1 + chance_.below(3);
    if (chance_.chance(10))
      shop_.till->head_office_said(
          sync::RightsRecall{card_id(recalled), Amount(chance_.between(1, 300))});
    if (chance_.chance(20)) shop_.journal.fail_next(any_fate());
    shop_.clock.advance(Millis(chance_.between(0, 100)));
    auto batches = chance_.chance(50) ? unheard() : std::vector<sync::Batch>();
    auto answers = shop_.till->serve({some_purchases(), std::move(batches), {}});
    if (!answers) answers = shop_.till->settle();
    shop_.journal.never_mind();
    ASSERT_TRUE(answers);
  }

  void expect_bounds_held() {
    Amount drawn;
    std::map<RequestId, int> times;
    for (std::uint64_t seq = 1; seq <= log_end(); ++seq) {
      const Envelope envelope = own_event(seq).envelope;
      drawn += envelope.allowance_drawn;
      const int so_often = envelope.request ? ++times[*envelope.request] : 1;
      EXPECT_EQ(so_often, 1) << "request " << envelope.request->counter.value();
    }
    EXPECT_EQ(allowance_left(), Amount(700) - drawn);
    EXPECT_LE(drawn, Amount(700));
    for (std::uint64_t card = 1; card <= 3; ++card) EXPECT_GE(rights(card), Amount());
  }
  void expect_that_something_happened() { EXPECT_GT(log_end(), 5U); }

 private:
  void grant(std::uint64_t card, std::int64_t minor) {
    if (granted_[card] + minor > 2'000) return;
    granted_[card] += minor;
    next_grant(card, minor);
  }
  FailingJournal::Fate any_fate() {
    return chance_.one_of(std::vector{FailingJournal::Fate::Refused,
                                      FailingJournal::Fate::InDoubtAndKept,
                                      FailingJournal::Fate::InDoubtAndLost});
  }
  std::vector<SaleRequest> some_purchases() {
    std::vector<SaleRequest> group;
    for (std::uint64_t left = chance_.below(4); left > 0; --left) {
      const std::uint64_t card = 1 + chance_.below(3);
      group.push_back(buy(++counter_, card, chance_.between(1, 400)));
      asked_.push_back(group.back());
    }
    if (chance_.chance(50)) group.push_back(chance_.one_of(asked_));
    return group;
  }

  Random& chance_;
  std::map<std::uint64_t, std::int64_t> granted_;
  std::vector<SaleRequest> asked_;
  std::uint64_t counter_ = 1;
};

TEST(ShopRights, WhateverFailsNothingHappensTwiceAndNothingIsSpentBeyondItsBound) {
  for_each_seed(20, [](Random& random) {
    HardDay day(random);
    for (int step = 0; step < 150 && !::testing::Test::HasFailure(); ++step) {
      day.step();
      day.expect_bounds_held();
    }
    day.expect_that_something_happened();
  });
}

}  // namespace
}  // namespace perk::test
