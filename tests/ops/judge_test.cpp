#include "ops/simulate/judge.h"

#include <gtest/gtest.h>

namespace perk::ops {
namespace {

using store_node::Outcome;
using store_node::RequestKind;

const Origin kShop = *Origin::from_value(Origin::kFirstIncarnation + 7);

/// A day at one till, and the ledger that it should have left: three approvals, one refusal, and one
/// request that was never answered.
class JudgeTest : public testing::Test {
 protected:
  JudgeTest() {
    approve(ask(RequestKind::Issue, 0), 1);
    approve(ask(RequestKind::Load, 2'000), 2);
    approve(ask(RequestKind::Redeem, 450), 3);
    decline(ask(RequestKind::Redeem, 90'000));
    ask(RequestKind::Redeem, 300);
    enter(1, "CardIssued", 0);
    enter(2, "ValueLoaded", 2'000);
    enter(3, "ValueRedeemed", -450);
  }

  Asked& ask(RequestKind kind, std::int64_t amount) {
    Asked asked;
    asked.id = {TerminalId(9), RequestCounter(record_.asked.size() + 1)};
    asked.kind = kind;
    asked.amount = Amount(amount);
    return record_.asked.emplace_back(asked);
  }
  void approve(const Asked& asked, std::uint64_t seq) {
    Answered answered;
    answered.id = asked.id;
    answered.outcome = Outcome::Approved;
    answered.amount = asked.amount;
    answered.event = EventId{kShop, Seq(seq)};
    record_.answered.push_back(answered);
  }
  void decline(const Asked& asked, const std::string& reason = "insufficient_value",
               Outcome outcome = Outcome::Declined) {
    Answered answered;
    answered.id = asked.id;
    answered.outcome = outcome;
    answered.reason = reason;
    record_.answered.push_back(answered);
  }
  void leave_open(const Asked& asked) { decline(asked, "overloaded", Outcome::Unknown); }
  LedgerEntry& enter(std::uint64_t seq, const std::string& type, std::int64_t effect) {
    return ledger_.emplace_back(
        LedgerEntry{{kShop, Seq(seq)}, 0, type, Amount(effect), TerminalId(9)});
  }
  [[nodiscard]] Judgement verdict() const { return judge(record_, ledger_); }

  Record record_;
  std::vector<LedgerEntry> ledger_;
};

TEST_F(JudgeTest, ASecondAnswerThatHeadOfficeTookBackIsAsGoodAsNeverGiven) {
  // The till heard the second of two answers to its purchase.
  enter(9, "ValueRedeemed", -450).event.origin = *Origin::from_value(kShop.value() + 1);
  EXPECT_EQ(verdict().duplicated, 1U);
  LedgerEntry& reversal = enter(1, "RedemptionReversed", 450);
  reversal.event.origin = Origin::head_office(Epoch(1), Shard(0));
  reversal.terminal = TerminalId();
  reversal.taken_back = EventId{kShop, Seq(3)};
  EXPECT_TRUE(verdict().holds());
  EXPECT_EQ(verdict().taken_back, 1U);
  reversal.taken_back = ledger_[3].event;  // It heard the first.
  EXPECT_TRUE(verdict().holds());
  reversal.value_effect = Amount(449);
  EXPECT_FALSE(verdict().holds());
}

/// A restored log went on from an earlier copy: both histories are brought, and both were sold.
TEST_F(JudgeTest, OfAForkedLogEachEventStandsForTheApprovalThatItWas) {
  approve(ask(RequestKind::Redeem, 70), 3);
  for (const auto& [seq, effect] : {std::pair{3U, -450}, std::pair{3U, -70}}) {
    LedgerEntry& entry = enter(seq, "ValueRedeemed", effect);
    entry.terminal = TerminalId();
    entry.is_brought = true;
  }
  ledger_.erase(ledger_.begin() + 2);  // Head office holds neither from the log itself.
  EXPECT_TRUE(verdict().holds());
  ledger_.push_back(ledger_.back());
  EXPECT_EQ(verdict().duplicated, 1U);
  ledger_.erase(ledger_.end() - 3, ledger_.end() - 1);
  EXPECT_FALSE(verdict().holds()) << "one of them is not there";
}

TEST_F(JudgeTest, AnAnswerThatWasTakenBackWithoutAnotherIsNotSold) {
  LedgerEntry& reversal = enter(1, "RedemptionReversed", 450);
  reversal.event.origin = Origin::head_office(Epoch(1), Shard(0));
  reversal.terminal = TerminalId();
  reversal.taken_back = EventId{kShop, Seq(3)};
  EXPECT_EQ(verdict().lost, 1U);
}

TEST_F(JudgeTest, AnHonestLedgerHolds) {
  const Judgement judgement = verdict();
  EXPECT_TRUE(judgement.holds());
  EXPECT_EQ(judgement.acknowledged, 3U);
  EXPECT_EQ(judgement.declined, 1U);
  EXPECT_EQ(judgement.indeterminate, 1U);
  EXPECT_EQ(judgement.found, 0U);
}

TEST_F(JudgeTest, ARequestThatWasNeverAnsweredMayBeThereOnce) {
  enter(4, "ValueRedeemed", -300);
  EXPECT_TRUE(verdict().holds());
  EXPECT_EQ(verdict().found, 1U);
  enter(5, "ValueRedeemed", -300);
  EXPECT_EQ(verdict().duplicated, 1U);
}

TEST_F(JudgeTest, APartialApprovalNeverHeardOfMayBeLess) {
  record_.asked.back().partial = PartialApproval::Accepted;
  enter(4, "ValueRedeemed", -120);
  EXPECT_TRUE(verdict().holds());
  ledger_.back().value_effect = Amount(-301);
  EXPECT_EQ(verdict().unasked, 1U);
}

TEST_F(JudgeTest, AnApprovalThatIsNotInTheLedgerIsLost) {
  ledger_.pop_back();
  EXPECT_EQ(verdict().lost, 1U);
  ASSERT_EQ(verdict().violations.size(), 1U);
  EXPECT_NE(verdict().violations.front().find("request 3 of till 9"), std::string::npos);
}

TEST_F(JudgeTest, AnEventThatNobodyAskedForIsFound) {
  enter(4, "ValueLoaded", 5'000);
  EXPECT_EQ(verdict().unasked, 1U);
  ledger_.back().terminal = TerminalId(77);
  EXPECT_EQ(verdict().unasked, 1U);
}

TEST_F(JudgeTest, AnApprovalRecordedTwiceIsFound) {
  enter(4, "ValueRedeemed", -450);
  EXPECT_EQ(verdict().duplicated, 1U);
}

TEST_F(JudgeTest, TheSameEventTwiceInTheLedgerIsFound) {
  ledger_.push_back(ledger_.back());
  EXPECT_EQ(verdict().duplicated, 1U);
}

TEST_F(JudgeTest, ARefusalThatWasRecordedAllTheSameIsFound) {
  enter(4, "ValueRedeemed", -90'000);
  EXPECT_FALSE(verdict().holds());
}

TEST_F(JudgeTest, AnotherAmountThanWasApprovedIsFound) {
  ledger_[2].value_effect = Amount(-451);
  EXPECT_EQ(verdict().altered, 1U);
}

TEST_F(JudgeTest, OneEventCannotStandForTwoApprovals) {
  approve(ask(RequestKind::Redeem, 450), 3);
  EXPECT_EQ(verdict().altered, 1U);
}

TEST_F(JudgeTest, TwoEventsForOneRequestAreFound) {
  approve(record_.asked[2], 4);
  enter(4, "ValueRedeemed", -450);
  EXPECT_FALSE(verdict().holds());
}

TEST_F(JudgeTest, AStoreThatCouldNotSayLeavesTheRequestOpenEitherWay) {
  leave_open(record_.asked[4]);
  EXPECT_TRUE(verdict().holds()) << "it need not be in the ledger";
  EXPECT_EQ(verdict().declined, 1U);
  EXPECT_EQ(verdict().indeterminate, 1U);
  EXPECT_EQ(verdict().found, 0U);
  enter(4, "ValueRedeemed", -300);
  EXPECT_TRUE(verdict().holds()) << "it may be there";
  EXPECT_EQ(verdict().found, 1U);
  enter(5, "ValueRedeemed", -300);
  EXPECT_EQ(verdict().duplicated, 1U) << "but not twice";
}

TEST_F(JudgeTest, WhatWasOpenAndThenAnsweredIsHeldToItsAnswer) {
  leave_open(record_.asked[2]);
  leave_open(record_.asked[3]);
  EXPECT_TRUE(verdict().holds());
  EXPECT_EQ(verdict().acknowledged, 3U);
  EXPECT_EQ(verdict().declined, 1U);
  enter(4, "ValueRedeemed", -90'000);
  EXPECT_FALSE(verdict().holds()) << "declined in the end, and recorded all the same";
}

TEST_F(JudgeTest, AnOldRecordsRefusalThatWasNoneLeavesTheRequestOpen) {
  for (const char* const reason : {"storage_unavailable", "overloaded"}) {
    decline(record_.asked[4], reason);
    EXPECT_EQ(verdict().declined, 1U) << reason;
    EXPECT_EQ(verdict().indeterminate, 1U) << reason;
  }
  enter(4, "ValueRedeemed", -300);
  EXPECT_TRUE(verdict().holds());
}

TEST_F(JudgeTest, WhatHeadOfficeDidToACardIsNotTheTillsBusiness) {
  enter(4, "CardFrozen", 0).terminal = TerminalId();
  EXPECT_TRUE(verdict().holds());
  const Origin office = Origin::head_office(Epoch(1), Shard(3));
  for (const char* debt :
       {"OverdraftOpened", "OverdraftRecovered", "ChargedBack", "BalanceAdjusted"}) {
    LedgerEntry& entry = enter(5, debt, 120);
    entry.terminal = TerminalId();
    entry.event = {office, Seq(ledger_.size())};
  }
  for (const char* change : {"CardFrozen", "CardUnfrozen"}) {
    LedgerEntry& entry = enter(5, change, 0);
    entry.terminal = TerminalId(777);  // Of the operator's request.
    entry.event = {office, Seq(ledger_.size())};
  }
  EXPECT_TRUE(verdict().holds());
}

TEST_F(JudgeTest, ADebtThatAStoreWroteOrASaleThatHeadOfficeWroteWasAskedForByNobody) {
  enter(5, "OverdraftOpened", 120).terminal = TerminalId();
  EXPECT_EQ(verdict().unasked, 1U);
  LedgerEntry& sale = enter(6, "ValueRedeemed", -120);
  sale.terminal = TerminalId();
  sale.event.origin = Origin::head_office(Epoch(1), Shard(3));
  EXPECT_EQ(verdict().unasked, 2U);
}

}  // namespace
}  // namespace perk::ops
