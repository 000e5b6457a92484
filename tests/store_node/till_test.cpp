// The till: what it approves, refuses, repeats, and proves.
#include "store_node/till.h"

#include <gtest/gtest.h>

#include "sync/crypto/hash_chain.h"
#include "sync/wire/event_codec.h"
#include "tests/store_node/shop.h"
#include "tests/support/random.h"
#include "tests/support/seeds.h"

namespace perk::test {
namespace {

using namespace store_node;

PublicKey shop_public_key() { return shop_log_key().public_key(); }

TEST(Till, ACardIsIssuedLoadedAndSpent) {
  Shop shop;
  EXPECT_EQ(shop.ask(issue_card(1, 7)).outcome, Outcome::Approved);
  EXPECT_EQ(shop.ask(load_card(2, 7, 1'000)).outcome, Outcome::Approved);
  const SaleAnswer bought = shop.ask(buy(3, 7, 350));
  EXPECT_EQ(bought.outcome, Outcome::Approved);
  EXPECT_EQ(bought.amount, eur(350));
  EXPECT_EQ(bought.remaining, eur(650));
  EXPECT_EQ(bought.basis, Basis::Rights);
  EXPECT_EQ(bought.id, request(3));
  ASSERT_TRUE(bought.receipt);
  EXPECT_EQ(bought.receipt->seq, Seq(3));
  EXPECT_EQ(bought.event, event_id(store(3), 3));
  EXPECT_EQ(shop.available(7), Amount(650));
}

TEST(Till, RequestsOfOneGroupSeeEachOthersEffects) {
  Shop shop;
  const auto answers =
      shop.serve({issue_card(1, 7), load_card(2, 7, 500), buy(3, 7, 300), buy(4, 7, 300)});
  EXPECT_EQ(answers.sales[2].outcome, Outcome::Approved);
  EXPECT_EQ(answers.sales[2].remaining, eur(200));
  EXPECT_EQ(answers.sales[3].outcome, Outcome::Declined);
  EXPECT_EQ(answers.sales[3].reason, "insufficient_value");
  EXPECT_EQ(answers.sales[3].remaining, eur(200));
}

TEST(Till, EveryReceiptOfAFullGroupIsGenuine) {
  Shop shop;
  shop.open_card(7, 50'000);
  std::vector<SaleRequest> requests;
  for (std::uint64_t i = 1; i <= kGroupRequestsMax; ++i) requests.push_back(buy(i, 7, 10));
  const auto answers = shop.serve(requests);
  for (const SaleAnswer& answer : answers.sales) {
    ASSERT_TRUE(answer.receipt);
    EXPECT_TRUE(sync::is_genuine(*answer.receipt, shop_public_key()));
    const auto stored = shop.disk.own_event(answer.receipt->seq).value();
    EXPECT_EQ(sync::hash_at(*answer.receipt), stored->hash);
    EXPECT_EQ(answer.receipt->event, stored->bytes);
  }
  EXPECT_EQ(answers.sales.front().receipt->later_digests.size(), kGroupRequestsMax - 1);
  sync::Receipt forged = *answers.sales.front().receipt;
  forged.event.back() ^= 1U;
  EXPECT_FALSE(sync::is_genuine(forged, shop_public_key()));
}

TEST(Till, ARepeatedRequestGetsItsFirstAnswer) {
  Shop shop;
  shop.open_card(7, 1'000);
  const SaleAnswer first = shop.ask(buy(1, 7, 300));
  shop.ask(buy(2, 7, 100));
  const SaleAnswer again = shop.ask(buy(1, 7, 300));
  EXPECT_EQ(again.outcome, first.outcome);
  EXPECT_EQ(again.amount, first.amount);
  EXPECT_EQ(again.basis, first.basis);
  EXPECT_EQ(again.remaining, eur(600)) << "as known now";
  ASSERT_TRUE(again.receipt);
  EXPECT_EQ(again.receipt->seq, first.receipt->seq);
  EXPECT_EQ(again.receipt->event, first.receipt->event);
  EXPECT_EQ(sync::hash_at(*again.receipt), sync::hash_at(*first.receipt));
  EXPECT_TRUE(sync::is_genuine(*again.receipt, shop_public_key()));
  EXPECT_EQ(shop.available(7), Amount(600));
}

TEST(Till, ARepeatAfterARestartGetsItsFirstAnswer) {
  Shop shop;
  shop.open_card(7, 1'000);
  const SaleAnswer first = shop.ask(buy(1, 7, 300));
  shop.start();
  const SaleAnswer again = shop.ask(buy(1, 7, 300));
  EXPECT_EQ(again.outcome, Outcome::Approved);
  EXPECT_EQ(again.receipt->seq, first.receipt->seq);
  EXPECT_EQ(shop.available(7), Amount(700));
}

TEST(Till, ARequestThatComesTwiceInOneGroupHappensOnce) {
  Shop shop;
  shop.open_card(7, 1'000);
  const auto answers = shop.serve({buy(1, 7, 300), buy(1, 7, 300), buy(1, 7, 301)});
  EXPECT_EQ(answers.sales[1].outcome, Outcome::Approved);
  EXPECT_EQ(answers.sales[1].receipt->seq, answers.sales[0].receipt->seq);
  EXPECT_EQ(answers.sales[2].reason, "request_id_reused");
  EXPECT_EQ(shop.available(7), Amount(700));
}

TEST(Till, TheSameIdWithOtherContentIsRefusedByName) {
  Shop shop;
  shop.open_card(7, 1'000);
  shop.open_card(8, 1'000);
  shop.ask(buy(1, 7, 300));
  EXPECT_EQ(shop.ask(buy(1, 7, 200)).reason, "request_id_reused");
  EXPECT_EQ(shop.ask(buy(1, 8, 300)).reason, "request_id_reused");
  EXPECT_EQ(shop.ask(load_card(1, 7, 300)).reason, "request_id_reused");
  EXPECT_EQ(shop.ask(buy(1, 7, 300)).outcome, Outcome::Approved) << "the first stays answered";
}

TEST(Till, ARefusalIsRememberedWhateverHappensToTheCard) {
  Shop shop;
  const SaleAnswer first = shop.ask(buy(1, 7, 300));
  EXPECT_EQ(first.reason, "card_unknown");
  shop.open_card(7, 1'000);
  shop.start();
  EXPECT_EQ(shop.ask(buy(1, 7, 300)).reason, "card_unknown");
  EXPECT_EQ(shop.ask(buy(1, 7, 299)).reason, "request_id_reused");
  EXPECT_EQ(shop.ask(buy(2, 7, 300)).outcome, Outcome::Approved);
}

TEST(Till, ABadNumberIsRefusedAndItsIdIsUsedUp) {
  Shop shop;
  shop.open_card(7, 1'000);
  SaleRequest mistyped = buy(1, 7, 300);
  mistyped.card_number.back() = mistyped.card_number.back() == '0' ? '1' : '0';
  EXPECT_EQ(shop.ask(mistyped).reason, "card_number_invalid");
  EXPECT_EQ(shop.ask(mistyped).reason, "card_number_invalid");
  EXPECT_EQ(shop.ask(buy(1, 7, 300)).reason, "request_id_reused");
}

TEST(Till, EveryMistakeHasItsOwnReason) {
  Shop shop;
  shop.open_card(7, 1'000);
  EXPECT_EQ(shop.ask(buy(1, 7, 0)).reason, "amount_not_positive");
  EXPECT_EQ(shop.ask(buy(2, 7, -5)).reason, "amount_not_positive");
  EXPECT_EQ(shop.ask(buy(3, 7, 100'001)).reason, "amount_above_ceiling");
  SaleRequest dollars = buy(4, 7, 100);
  dollars.money.currency = currency("USD");
  EXPECT_EQ(shop.ask(dollars).reason, "currency_unsupported");
  EXPECT_EQ(shop.ask(buy(5, 9, 100)).reason, "card_unknown");
  EXPECT_EQ(shop.ask(issue_card(6, 7)).reason, "card_already_issued");
  SaleRequest back = sale(RequestKind::Reverse, 7, 7, 100);
  back.original = event_id(store(3), 99);
  EXPECT_EQ(shop.ask(back).reason, "original_unknown");
}

TEST(Till, PartOfAnAmountIsApprovedWhenAskedFor) {
  Shop shop;
  shop.open_card(7, 200);
  SaleRequest asked = buy(1, 7, 350);
  asked.partial = PartialApproval::Accepted;
  const SaleAnswer answer = shop.ask(asked);
  EXPECT_EQ(answer.outcome, Outcome::PartiallyApproved);
  EXPECT_EQ(answer.amount, eur(200));
  EXPECT_EQ(answer.remaining, eur(0));
  EXPECT_EQ(shop.ask(asked).outcome, Outcome::PartiallyApproved);
}

TEST(Till, APurchaseIsTakenBackWhereItWasMade) {
  Shop shop;
  shop.open_card(7, 1'000);
  const SaleAnswer bought = shop.ask(buy(1, 7, 300));
  SaleRequest back = sale(RequestKind::Reverse, 2, 7, 300);
  back.original = EventId{bought.receipt->incarnation, bought.receipt->seq};
  back.reversal_reason = ReversalReason::Refund;
  EXPECT_EQ(shop.ask(back).outcome, Outcome::Approved);
  back.id = request(3);
  EXPECT_EQ(shop.ask(back).reason, "reversal_above_original");
  EXPECT_EQ(shop.available(7), Amount(1'000));
}

TEST(Till, NothingIsRememberedOfASaleThatCouldNotBeStored) {
  Shop shop;
  shop.open_card(7, 1'000);
  shop.journal.fail_next(FailingJournal::Fate::Refused);
  const auto answers = shop.serve({buy(1, 7, 300), buy(2, 9, 300)});
  EXPECT_EQ(answers.sales[0].outcome, Outcome::Unknown);
  EXPECT_EQ(answers.sales[0].reason, "storage_unavailable");
  EXPECT_EQ(answers.sales[0].retry, Retry::MayHelp);
  EXPECT_EQ(answers.sales[1].outcome, Outcome::Unknown) << "a refusal is durable or not said";
  EXPECT_EQ(shop.available(7), Amount(1'000));
  EXPECT_EQ(shop.ask(buy(1, 7, 300)).outcome, Outcome::Approved);
  EXPECT_EQ(shop.available(7), Amount(700));
}

TEST(Till, ARepeatIsAnsweredAlthoughTheRestOfItsGroupFails) {
  Shop shop;
  shop.open_card(7, 1'000);
  shop.ask(buy(1, 7, 300));
  shop.journal.fail_next(FailingJournal::Fate::Refused);
  const auto answers = shop.serve({buy(1, 7, 300), buy(2, 7, 100)});
  EXPECT_EQ(answers.sales[0].outcome, Outcome::Approved);
  EXPECT_EQ(answers.sales[1].outcome, Outcome::Unknown);
}

TEST(Till, ARepeatThatCannotBeLookedUpIsNotDeclined) {
  Shop shop;
  shop.open_card(7, 1'000);
  EXPECT_EQ(shop.ask(buy(1, 7, 300)).outcome, Outcome::Approved);
  shop.journal.refuse_looking_up(true);
  const SaleAnswer again = shop.ask(buy(1, 7, 300));
  EXPECT_EQ(again.outcome, Outcome::Unknown) << "its first try was approved";
  EXPECT_EQ(again.reason, "storage_unavailable");
  EXPECT_EQ(again.retry, Retry::MayHelp);
  shop.journal.refuse_looking_up(false);
  EXPECT_EQ(shop.ask(buy(1, 7, 300)).outcome, Outcome::Approved);
  EXPECT_EQ(shop.available(7), Amount(700));
}

TEST(Till, ACommitInDoubtThatWasKeptIsAnsweredAsApproved) {
  Shop shop;
  shop.open_card(7, 1'000);
  shop.journal.fail_next(FailingJournal::Fate::InDoubtAndKept);
  EXPECT_EQ(shop.till->serve({{buy(1, 7, 300)}, {}, {}}), std::nullopt);
  EXPECT_TRUE(shop.till->is_in_doubt(request(1)));
  EXPECT_FALSE(shop.till->is_in_doubt(request(2)));
  shop.journal.refuse_reopening(true);
  EXPECT_EQ(shop.till->settle(), std::nullopt);
  shop.journal.refuse_reopening(false);
  const auto answers = shop.till->settle();
  ASSERT_TRUE(answers);
  EXPECT_EQ(answers->sales[0].outcome, Outcome::Approved);
  EXPECT_TRUE(sync::is_genuine(*answers->sales[0].receipt, shop_public_key()));
  EXPECT_EQ(shop.available(7), Amount(700));
}

TEST(Till, ACommitInDoubtThatWasLostMayBeAskedAgain) {
  Shop shop;
  shop.open_card(7, 1'000);
  shop.journal.fail_next(FailingJournal::Fate::InDoubtAndLost);
  EXPECT_EQ(shop.till->serve({{buy(1, 7, 300)}, {}, {}}), std::nullopt);
  const auto answers = shop.till->settle();
  ASSERT_TRUE(answers);
  EXPECT_EQ(answers->sales[0].outcome, Outcome::Unknown);
  EXPECT_EQ(shop.available(7), Amount(1'000));
  EXPECT_EQ(shop.ask(buy(1, 7, 300)).outcome, Outcome::Approved);
}

TEST(Till, TheValueAtRiskIsWhatHeadOfficeDoesNotHold) {
  Shop shop;
  shop.open_card(7, 1'000);
  shop.ask(buy(1, 7, 300));
  shop.ask(buy(2, 7, 200));
  EXPECT_EQ(shop.till->status(1).unsynced_value, Amount(500));
  shop.till->head_office_holds(Seq(3));
  EXPECT_EQ(shop.till->status(1).unsynced_value, Amount(200));
  EXPECT_EQ(shop.ask(buy(3, 7, 50)).synced_through, Seq(3));
  shop.start();
  EXPECT_EQ(shop.till->status(1).synced_through, Seq(3)) << "it rode along with the last commit";
  EXPECT_EQ(shop.till->status(1).unsynced_value, Amount(250));
}

TEST(Till, AnAnswerSaysHowLongTheShopHasBeenCutOff) {
  Shop shop;
  shop.open_card(7, 1'000);
  shop.till->head_office_connected();
  EXPECT_EQ(shop.ask(buy(1, 7, 10)).as_of.cut_off_for, Millis(0));
  shop.till->head_office_lost();
  shop.clock.advance(Millis(60'000));
  const SaleAnswer answer = shop.ask(buy(2, 7, 10));
  EXPECT_EQ(answer.as_of.cut_off_for, Millis(60'000));
  const auto event = sync::decode_event(answer.receipt->event).value();
  EXPECT_EQ(std::get<ValueRedeemed>(event.body).knowledge.cut_off_for, Millis(60'000));
}

TEST(Till, AClockThatIsSetBackDoesNotTurnTheLogBack) {
  Shop shop;
  shop.open_card(7, 1'000);
  const auto before = sync::decode_event(shop.ask(buy(1, 7, 10)).receipt->event).value();
  shop.clock.set_wall(WallTime(1'000));
  shop.start();
  const auto after = sync::decode_event(shop.ask(buy(2, 7, 10)).receipt->event).value();
  EXPECT_GT(after.envelope.hlc, before.envelope.hlc);
  EXPECT_EQ(after.envelope.raw_clock, WallTime(1'000));
}

TEST(Till, AReceiptOfThisLogIsHeldAndOthersAreKeptOrRefused) {
  Shop shop;
  shop.open_card(7, 1'000);
  const sync::Receipt held = *shop.ask(buy(1, 7, 300)).receipt;
  Shop lost;  // The same store before its disk was lost: another incarnation.
  MemoryJournal old_disk({StoreId(3), store(4)});
  Till old(old_disk, lost.clock, shop_log_key(), {shop_number_key()},
           {"Main St", Limits{.currency = eur()}, Policy{PolicyKind::Cached}, 16});
  ASSERT_TRUE(old.load());
  const auto old_answers = old.serve({{issue_card(1, 8)}, {}, {}});
  const sync::Receipt orphan = *old_answers->sales[0].receipt;
  sync::Receipt forged = orphan;
  forged.event.push_back(0);
  sync::Receipt others = held;
  others.store = StoreId(4);
  const HandBack hand_back{5, {held, orphan, forged, others}};
  const auto answers = shop.till->serve({{}, {}, {hand_back}});
  ASSERT_TRUE(answers);
  EXPECT_EQ(answers->hand_backs[0].outcomes,
            (std::vector{HandBackOutcome::Held, HandBackOutcome::Kept, HandBackOutcome::Refused,
                         HandBackOutcome::Refused}));
  shop.start();
  const auto again = shop.till->serve({{}, {}, {hand_back}});
  EXPECT_EQ(again->hand_backs[0].outcomes, answers->hand_backs[0].outcomes);
  EXPECT_EQ(shop.till->status(1).handed_back, 1U);
  shop.till->head_office_holds(held.seq);
  const auto covered = shop.till->serve({{}, {}, {hand_back}});
  EXPECT_EQ(covered->hand_backs[0].outcomes[0], HandBackOutcome::Covered);
}

TEST(Till, AWitnessBeyondTheLogIsNotConfirmed) {
  Shop shop;
  shop.open_card(7, 1'000);
  const LogHead head = shop.till->books().head;
  EXPECT_TRUE(shop.till->confirms({StoreId(3), store(3), head.seq, head.hash}));
  EXPECT_FALSE(shop.till->confirms({StoreId(3), store(3), head.seq, Digest()}));
  EXPECT_FALSE(shop.till->confirms({StoreId(3), store(3), head.seq.next(), head.hash}));
  EXPECT_TRUE(shop.till->confirms({StoreId(3), store(9), Seq(99), Digest()})) << "of another log";
}

TEST(Till, ABalanceIsKnownForCardsHeardOf) {
  Shop shop;
  shop.open_card(7, 1'000);
  const auto known = shop.till->balance({1, card_number(7)}, TerminalId(1));
  EXPECT_TRUE(known.is_known);
  EXPECT_EQ(known.available, eur(1'000));
  EXPECT_FALSE(shop.till->balance({2, card_number(8)}, TerminalId(1)).is_known);
  EXPECT_EQ(shop.till->balance({3, "1234"}, TerminalId(1)).reason, "card_number_invalid");
}

TEST(Till, AReadableNumberIsNeverInWhatIsStored) {
  Shop shop;
  shop.open_card(7, 1'000);
  shop.ask(buy(1, 7, 300));
  shop.ask(buy(2, 8, 300));
  const std::string digits = card_number(7);
  ASSERT_TRUE(shop.disk.replay_own([&](const OwnEvent& event) {
    const std::string bytes(event.bytes.begin(), event.bytes.end());
    EXPECT_EQ(bytes.find(digits), std::string::npos);
  }));
}

TEST(Till, WhateverIsRepeatedEachRequestIsApprovedAtMostOnce) {
  for_each_seed(20, [](Random& random) {
    Shop shop;
    for (std::uint64_t card = 1; card <= 4; ++card) shop.open_card(card, 5'000);
    std::vector<SaleRequest> requests;
    for (std::uint64_t counter = 1; counter <= 60; ++counter)
      requests.push_back(buy(counter, 1 + random.below(4), random.between(1, 900)));
    std::map<RequestId, Seq> approved;
    std::map<RequestId, std::string> declined;
    for (int round = 0; round < 60; ++round) {
      std::vector<SaleRequest> group;
      const std::uint64_t size = 1 + random.below(8);
      for (std::uint64_t i = 0; i < size; ++i) group.push_back(random.one_of(requests));
      if (random.chance(10)) shop.journal.fail_next(FailingJournal::Fate::Refused);
      const bool is_in_doubt = random.chance(10);
      if (is_in_doubt)
        shop.journal.fail_next(random.chance(50) ? FailingJournal::Fate::InDoubtAndKept
                                                 : FailingJournal::Fate::InDoubtAndLost);
      auto answers = shop.till->serve({group, {}, {}});
      if (!answers) answers = shop.till->settle();
      shop.journal.never_mind();  // A group of repeats commits nothing, and so fails nothing.
      if (random.chance(20)) shop.start();
      ASSERT_TRUE(answers);
      for (const SaleAnswer& answer : answers->sales) {
        if (answer.outcome == Outcome::Unknown) continue;
        EXPECT_NE(answer.reason, "storage_unavailable");
        if (answer.outcome == Outcome::Declined) {
          EXPECT_EQ(declined.emplace(answer.id, answer.reason).first->second, answer.reason);
          EXPECT_FALSE(approved.contains(answer.id));
        } else {
          EXPECT_EQ(approved.emplace(answer.id, answer.receipt->seq).first->second,
                    answer.receipt->seq);
          EXPECT_FALSE(declined.contains(answer.id));
        }
      }
    }
    std::map<RequestId, int> times;
    ASSERT_TRUE(shop.disk.replay_own([&](const OwnEvent& event) { ++times[*event.request]; }));
    for (const auto& [id, count] : times) EXPECT_EQ(count, 1);
    for (const auto& [id, seq] : approved)
      EXPECT_EQ(shop.disk.own_event(seq).value()->request, id) << "an answer is never taken back";
    for (std::uint64_t card = 1; card <= 4; ++card) EXPECT_GE(shop.available(card), Amount());
  });
}

}  // namespace
}  // namespace perk::test
