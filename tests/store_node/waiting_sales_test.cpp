// A purchase for which the shop lacks rights waits for head office: until it has them, until it is told
// that none come, until its patience is over, until the line is lost; and nobody else waits for it.
#include "store_node/waiting_sales.h"

#include "tests/store_node/chain_bench.h"

namespace perk::test {
namespace {

using namespace store_node;
using sync::RightsOutcome;

class WaitingSale : public ChainBench {
 protected:
  WaitingSale() {
    hear_card_elsewhere(7, 800);
    connect();
  }
  /// What the till says to head office, each once; nothing but requests for rights.
  std::vector<sync::RightsRequest> asked_of_head_office() {
    std::vector<sync::RightsRequest> asked;
    for (const sync::Word& word : shop_.till->take_words())
      asked.push_back(std::get<sync::RightsRequest>(word));
    return asked;
  }
  /// The purchase is asked for, and waits.
  void begin(const SaleRequest& request) {
    const Answers answers = serve({request});
    ASSERT_EQ(answers.waiting.size(), 1U);
    EXPECT_TRUE(answers.sales.empty());
    EXPECT_TRUE(answers.released.empty());
  }
};

TEST_F(WaitingSale, IsApprovedFromTheRightsItWasGranted) {
  begin(buy(1, 7, 300));
  const auto words = asked_of_head_office();
  ASSERT_EQ(words.size(), 1U);
  EXPECT_EQ(words[0], (sync::RightsRequest{1, card_id(7), Amount(300), Millis(150)}));
  EXPECT_TRUE(asked_of_head_office().empty()) << "each is said once";
  next_grant(7, 300);
  const Answers answers = hear();
  const SaleAnswer bought = only(answers);
  EXPECT_EQ(bought.id, request(1));
  EXPECT_EQ(bought.outcome, Outcome::Approved);
  EXPECT_EQ(bought.basis, Basis::Rights);
  EXPECT_TRUE(sync::is_genuine(*bought.receipt, shop_log_key().public_key()));
  EXPECT_EQ(rights(7), Amount());
}

TEST_F(WaitingSale, AsksOnlyForWhatItLacks) {
  next_grant(7, 100);
  hear();
  begin(buy(1, 7, 300));
  EXPECT_EQ(asked_of_head_office().front().wanted, Amount(200));
}

TEST_F(WaitingSale, AHoldWaitsForRightsAsAPurchaseDoes) {
  begin(sale(RequestKind::Hold, 1, 7, 300));
  EXPECT_EQ(asked_of_head_office().front().wanted, Amount(300));
  next_grant(7, 300);
  const SaleAnswer opened = only(hear());
  EXPECT_EQ(opened.outcome, Outcome::Approved);
  EXPECT_EQ(opened.amount, eur(300));
  EXPECT_EQ(rights(7), Amount());
}

TEST_F(WaitingSale, IsDeclinedWhenHeadOfficeHasNothingForIt) {
  std::uint64_t number = 0;
  for (const RightsOutcome outcome : {RightsOutcome::NothingLeft, RightsOutcome::CardUnusable,
                                      RightsOutcome::TooLate, RightsOutcome::Busy}) {
    begin(buy(++number, 7, 300));
    say(number, outcome);
    EXPECT_LE(shop_.till->wakes_at(), shop_.clock.monotonic()) << "at once";
    EXPECT_EQ(only(serve({})).reason, "insufficient_rights") << to_string(outcome);
  }
}

TEST_F(WaitingSale, AGrantThatWasAnsweredIsAwaitedUntilItComes) {
  begin(buy(1, 7, 300));
  say(1, RightsOutcome::Granted, 300);
  EXPECT_TRUE(serve({}).released.empty()) << "the answer is not the grant";
  next_grant(7, 300);
  EXPECT_EQ(only(hear()).basis, Basis::Rights);
}

TEST_F(WaitingSale, AGrantInPartPaysForAPart) {
  SaleRequest asked = buy(1, 7, 300);
  asked.partial = PartialApproval::Accepted;
  begin(asked);
  say(1, RightsOutcome::GrantedInPart, 120);
  next_grant(7, 120);
  const Answers answers = hear();
  EXPECT_EQ(only(answers).outcome, Outcome::PartiallyApproved);
  EXPECT_EQ(only(answers).amount, eur(120));
}

TEST_F(WaitingSale, WaitsNoLongerThanACustomerDoes) {
  begin(buy(1, 7, 300));
  EXPECT_EQ(shop_.till->wakes_at(), shop_.clock.monotonic() + Millis(150));
  EXPECT_TRUE(wait(149).released.empty());
  EXPECT_EQ(only(wait(1)).reason, "insufficient_rights");
}

TEST_F(WaitingSale, AGrantThatIsSaidAndDoesNotComeIsNotAwaitedForEver) {
  begin(buy(1, 7, 300));
  say(1, RightsOutcome::Granted, 300);
  EXPECT_EQ(only(wait(150)).outcome, Outcome::Declined);
  next_grant(7, 300);
  hear();
  EXPECT_EQ(rights(7), Amount(300)) << "it is in the feed, and serves the next";
}

TEST_F(WaitingSale, IsDecidedAtOnceWhenTheLineIsLost) {
  begin(buy(1, 7, 300));
  shop_.till->head_office_lost();
  EXPECT_EQ(only(serve({})).reason, "insufficient_rights_offline");
  EXPECT_TRUE(asked_of_head_office().empty());
}

TEST_F(WaitingSale, IsDeclinedAtOnceWhenItsCardIsFrozen) {
  begin(buy(1, 7, 300));
  next(card_frozen(card_id(7)), head_office());
  EXPECT_EQ(only(hear()).reason, "card_is_frozen");
}

TEST_F(WaitingSale, NothingWaitsWhileCutOff) {
  shop_.till->head_office_lost();
  const Answers answers = serve({buy(1, 7, 300)});
  EXPECT_TRUE(answers.waiting.empty());
  EXPECT_EQ(answers.sales.front().reason, "insufficient_rights_offline");
}

TEST_F(WaitingSale, HoldsUpNoOther) {
  shop_.open_card(8, 1'000);
  const Answers answers = serve({buy(1, 7, 300), buy(2, 8, 100), load_card(3, 7, 50)});
  ASSERT_EQ(answers.waiting.size(), 1U);
  EXPECT_EQ(answers.waiting.front().index, 0U);
  ASSERT_EQ(answers.sales.size(), 2U);
  EXPECT_EQ(answers.sales[0].id, request(2));
  EXPECT_EQ(answers.sales[0].outcome, Outcome::Approved);
  EXPECT_EQ(answers.sales[1].outcome, Outcome::Approved) << "a load needs no rights";
}

TEST_F(WaitingSale, IsServedByALoadThatCoversIt) {
  begin(buy(1, 7, 300));
  const Answers answers = serve({load_card(2, 7, 400)});
  EXPECT_EQ(only(answers).basis, Basis::Rights);
  EXPECT_EQ(answers.sales.front().receipt->seq, Seq(1)) << "in one group, after the load";
}

TEST_F(WaitingSale, ARepeatWaitsWithItAndHappensOnce) {
  begin(buy(1, 7, 300));
  const Answers repeat = serve({buy(1, 7, 300), buy(1, 7, 299), buy(1, 7, -1)});
  ASSERT_EQ(repeat.waiting.size(), 3U);
  EXPECT_EQ(asked_of_head_office().size(), 1U) << "a repeat asks for nothing";
  next_grant(7, 300);
  const Answers answers = hear();
  ASSERT_EQ(answers.released.size(), 4U);
  EXPECT_EQ(answers.released[0].answer.outcome, Outcome::Approved);
  EXPECT_EQ(answers.released[1].answer.outcome, Outcome::Approved);
  EXPECT_EQ(answers.released[1].answer.receipt->seq, answers.released[0].answer.receipt->seq);
  EXPECT_EQ(answers.released[2].answer.reason, "request_id_reused");
  EXPECT_EQ(answers.released[3].answer.reason, "request_id_reused");
  EXPECT_EQ(log_end(), 1U);
}

TEST_F(WaitingSale, ItsIdForAnotherCardWaitsBehindIt) {
  shop_.open_card(8, 1'000);
  begin(buy(1, 7, 300));
  const Answers other = serve({buy(1, 8, 100)});
  ASSERT_EQ(other.waiting.size(), 1U) << "or the first could not have its id any more";
  say(1, RightsOutcome::NothingLeft);
  const Answers answers = serve({});
  ASSERT_EQ(answers.released.size(), 2U);
  EXPECT_EQ(answers.released[0].answer.reason, "insufficient_rights");
  EXPECT_EQ(answers.released[1].answer.reason, "request_id_reused");
}

TEST_F(WaitingSale, PurchasesOfOneCardKeepTheirOrder) {
  next_grant(7, 100);
  hear();
  const Answers asked = serve({buy(1, 7, 300), buy(2, 7, 100)});
  ASSERT_EQ(asked.waiting.size(), 2U) << "the second would spend what the first counts on";
  const auto words = asked_of_head_office();
  ASSERT_EQ(words.size(), 2U);
  EXPECT_EQ(words[0].wanted, Amount(200));
  EXPECT_EQ(words[1].wanted, Amount(100));
  say(2, RightsOutcome::NothingLeft);
  EXPECT_TRUE(serve({}).released.empty()) << "whoever came first is first";
  next_grant(7, 200);
  const Answers answers = hear();
  ASSERT_EQ(answers.released.size(), 2U);
  EXPECT_EQ(answers.released[0].answer.outcome, Outcome::Approved);
  EXPECT_EQ(answers.released[1].answer.reason, "insufficient_rights");
}

TEST_F(WaitingSale, TheGrantOfTheSaleBeforeItIsNotItsOwn) {
  EXPECT_EQ(serve({buy(1, 7, 300), buy(2, 7, 100)}).waiting.size(), 2U);
  say(1, RightsOutcome::Granted, 300);
  say(2, RightsOutcome::Granted, 100);
  next_grant(7, 300);
  EXPECT_EQ(only(hear()).id, request(1));
  next_grant(7, 100);
  const Answers answers = hear();
  EXPECT_EQ(only(answers).id, request(2));
  EXPECT_EQ(only(answers).outcome, Outcome::Approved);
}

TEST_F(WaitingSale, WhatNoGrantCouldHelpIsDecidedAtOnce) {
  const Answers answers = serve({buy(1, 7, 900), buy(2, 9, 100), buy(3, 7, 0)});
  ASSERT_EQ(answers.sales.size(), 3U);
  EXPECT_EQ(answers.sales[0].reason, "insufficient_value");
  EXPECT_EQ(answers.sales[1].reason, "card_unknown");
  EXPECT_EQ(answers.sales[2].reason, "amount_not_positive");
  EXPECT_TRUE(asked_of_head_office().empty());
}

TEST_F(WaitingSale, ASlowLineIsTriedButNoLongerWaitedFor) {
  for (std::uint64_t counter = 1; counter <= 3; ++counter) {
    begin(buy(counter, 7, 300));
    wait(150);
  }
  EXPECT_TRUE(shop_.till->status(1).is_line_slow);
  EXPECT_EQ(asked_of_head_office().size(), 3U);
  EXPECT_EQ(serve({buy(4, 7, 300)}).sales.front().reason, "insufficient_rights");
  const auto probe = asked_of_head_office();
  ASSERT_EQ(probe.size(), 1U);
  EXPECT_EQ(serve({buy(5, 7, 300)}).sales.size(), 1U);
  EXPECT_TRUE(asked_of_head_office().empty()) << "one a second";
  say(probe.front().number, RightsOutcome::NothingLeft);
  begin(buy(6, 7, 300));
}

TEST_F(WaitingSale, NotMoreWaitThanHeadOfficeHears) {
  std::vector<SaleRequest> requests;
  for (std::uint64_t n = 1; n <= kSalesWaitingMax; ++n) {
    next_card_elsewhere(100 + n, 500);
    requests.push_back(buy(n, 100 + n, 300));
  }
  hear();
  EXPECT_EQ(serve(requests).waiting.size(), kSalesWaitingMax);
  EXPECT_EQ(shop_.till->status(1).asks_waiting, kSalesWaitingMax);
  const Answers more = serve({buy(1'000, 7, 300), buy(1, 101, 300), buy(1'001, 102, 10)});
  ASSERT_EQ(more.sales.size(), 3U);
  EXPECT_EQ(more.sales[0].reason, "insufficient_rights") << "decided with what there is";
  EXPECT_EQ(more.sales[1].outcome, Outcome::Unknown) << "its first try has no answer yet";
  EXPECT_EQ(more.sales[1].reason, "overloaded");
  EXPECT_EQ(more.sales[2].reason, "overloaded");
}

TEST_F(WaitingSale, StillWaitsWhenTheCommitOfItsGroupFails) {
  shop_.open_card(8, 1'000);
  for (const auto fate : {FailingJournal::Fate::Refused, FailingJournal::Fate::InDoubtAndKept}) {
    const std::uint64_t counter = fate == FailingJournal::Fate::Refused ? 10 : 20;
    shop_.journal.fail_next(fate);
    auto asked = shop_.till->serve({{buy(counter, 7, 300), buy(counter + 1, 8, 10)}, {}, {}});
    EXPECT_EQ(shop_.till->is_in_doubt(request(counter + 1)), !asked);
    if (!asked) asked = shop_.till->settle();
    ASSERT_EQ(asked->waiting.size(), 1U);
    ASSERT_EQ(asked->sales.size(), 1U);
    EXPECT_EQ(asked->sales.front().id, request(counter + 1));
    EXPECT_EQ(only(wait(150)).reason, "insufficient_rights");
  }
}

TEST_F(WaitingSale, ThatIsReleasedIntoACommitThatFailsMayBeAskedAgain) {
  begin(buy(1, 7, 300));
  next_grant(7, 300);
  shop_.journal.fail_next(FailingJournal::Fate::Refused);
  EXPECT_EQ(only(hear()).outcome, Outcome::Unknown);
  EXPECT_EQ(rights(7), Amount()) << "nothing of the group is known";
  hear();
  EXPECT_EQ(shop_.ask(buy(1, 7, 300)).outcome, Outcome::Approved);
}

TEST_F(WaitingSale, ThatIsInDoubtIsAnsweredFromTheJournal) {
  begin(buy(1, 7, 300));
  next_grant(7, 300);
  shop_.journal.fail_next(FailingJournal::Fate::InDoubtAndKept);
  EXPECT_FALSE(shop_.till->serve({{}, unheard(), {}}));
  const auto settled = shop_.till->settle();
  ASSERT_TRUE(settled);
  EXPECT_EQ(only(*settled).outcome, Outcome::Approved);
  EXPECT_EQ(rights(7), Amount());
}

TEST_F(WaitingSale, IsForgottenByARestartAndMayBeAskedAgain) {
  begin(buy(1, 7, 300));
  shop_.start();
  EXPECT_EQ(serve({buy(1, 7, 300)}).sales.front().reason, "insufficient_rights_offline");
}

}  // namespace
}  // namespace perk::test
