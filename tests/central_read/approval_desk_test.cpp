// Decisions above their limit: nothing is done until a second operator says so, and then once.
#include <thread>

#include <gtest/gtest.h>

#include "tests/central_read/operators_fixture.h"

namespace perk::test {
namespace {

using namespace central;

class Approving : public OperatorsTest {
 protected:
  void SetUp() override {
    sell_in_two_stores();
    admit_everybody();
    limit(DecisionKind::Adjustment, "5.00");
  }
  ProposalNumber propose(const AdminRequest& request, const std::string& maker = "bob") {
    return ask_as<PendingApprovalReply>(maker, request).number;
  }
  std::size_t adjustments() { return events_of_card_1<BalanceAdjusted>().size(); }
};

TEST_F(Approving, UpToItsLimitADecisionNeedsNobodyElse) {
  EXPECT_EQ(outcome("bob", adjusting("5.00", 1)), "done");
  EXPECT_EQ(outcome("bob", adjusting("-2.00", 2)), "done");
  EXPECT_EQ(outcome("bob", adjusting("5.01", 3)), "pending");
  EXPECT_EQ(outcome("bob", adjusting("-5.01", 4)), "pending") << "down as well as up";
  EXPECT_EQ(adjustments(), 2U);
}

TEST_F(Approving, WhatIsAboveItIsDoneOnceWhenASecondOperatorApproves) {
  const auto pending = ask_as<PendingApprovalReply>("bob", adjusting("9.00", 1));
  EXPECT_EQ(pending.amount, Amount(900));
  EXPECT_EQ(pending.kind, DecisionKind::Adjustment);
  EXPECT_EQ(adjustments(), 0U);
  EXPECT_FALSE(ask_as<BalanceChangeReply>("cleo", approving(pending.number)).was_repeated);
  ASSERT_EQ(adjustments(), 1U);
  const Event done = events_of_card_1<BalanceAdjusted>().at(0);
  EXPECT_EQ(std::get<BalanceAdjusted>(done.body).operator_name, "bob");
  EXPECT_EQ(done.envelope.word->name, "cleo");
  EXPECT_EQ(outcome("cleo", approving(pending.number)), "proposal_settled");
  EXPECT_EQ(outcome("cleo", rejecting(pending.number)), "proposal_settled");
  EXPECT_EQ(outcome("bob", adjusting("9.00", 1)), "done") << "a repeat of what was done";
  EXPECT_EQ(adjustments(), 1U);
  EXPECT_EQ(broken_words(), "");
}

TEST_F(Approving, NobodyApprovesTheirOwn) {
  const ProposalNumber number = propose(adjusting("9.00", 1));
  EXPECT_EQ(outcome("bob", approving(number)), "own_proposal");
  EXPECT_EQ(outcome("bob", rejecting(number)), "own_proposal");
  EXPECT_EQ(adjustments(), 0U);
}

TEST_F(Approving, TheSecondPersonMustBeAllowedToDoItToo) {
  const ProposalNumber number = propose(adjusting("9.00", 1));
  EXPECT_EQ(outcome("eve", approving(number)), "role_needed");
  EXPECT_EQ(outcome("ada", approving(number)), "role_needed") << "an admin moves no money";
  EXPECT_EQ(outcome("finn", approving(number)), "role_needed");
  EXPECT_EQ(adjustments(), 0U);
}

TEST_F(Approving, ARejectedProposalStaysRejected) {
  const ProposalNumber number = propose(adjusting("9.00", 1));
  EXPECT_EQ(ask_as<ProposalRejectedReply>("cleo", rejecting(number)).number, number);
  EXPECT_EQ(outcome("cleo", approving(number)), "proposal_settled");
  EXPECT_EQ(adjustments(), 0U);
}

TEST_F(Approving, AProposalExpires) {
  const ProposalNumber number = propose(adjusting("9.00", 1));
  clock_.advance(kProposalLasts + Millis(60'000));
  EXPECT_EQ(outcome("cleo", approving(number)), "proposal_expired");
  EXPECT_TRUE(ask_as<ProposalsReply>("eve", ProposalsRequest{}).rows.empty());
  const auto all = ask_as<ProposalsReply>("eve", ProposalsRequest{true}).rows;
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0].state, ProposalState::Expired);
  EXPECT_NE(propose(adjusting("9.00", 1)), number) << "it can be proposed again";
}

TEST_F(Approving, NothingIsDoneInTheNameOfWhoeverMayNotDoItAnyMore) {
  const ProposalNumber first = propose(adjusting("9.00", 1));
  ASSERT_EQ(outcome("ada", ChangeRoleRequest{"bob", OperatorRole::Viewer, "moved", ""}), "done");
  EXPECT_EQ(outcome("cleo", approving(first)), "maker_role_lost");
  ASSERT_EQ(outcome("ada", DismissOperatorRequest{"bob", "left", ""}), "done");
  EXPECT_EQ(outcome("cleo", approving(first)), "maker_dismissed");
  EXPECT_EQ(adjustments(), 0U);
}

TEST_F(Approving, AskedAgainItIsTheSameProposal) {
  const ProposalNumber number = propose(adjusting("9.00", 1));
  EXPECT_EQ(propose(adjusting("9.00", 1)), number);
  EXPECT_NE(propose(adjusting("9.00", 1), "cleo"), number) << "another's is another one";
  EXPECT_NE(propose(adjusting("9.00", 2)), number);
}

TEST_F(Approving, AProposalNamesItsCardByIdAndNeverByNumber) {
  const ProposalNumber number = propose(adjusting("9.00", 1));
  const auto rows = ask_as<ProposalsReply>("eve", ProposalsRequest{}).rows;
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows[0].number, number);
  EXPECT_EQ(rows[0].operator_name, "bob");
  EXPECT_EQ(rows[0].reason, "goodwill");
  EXPECT_NE(rows[0].what.find("by 9.00"), std::string::npos) << rows[0].what;
  office_->risk.read([&](const ChainRisk& risk) {
    const auto& bytes = risk.approvals().find(number)->said.request;
    const auto kept = decode_admin_request(request_in({"", {}, {}, bytes}));
    EXPECT_TRUE(std::get<AdjustRequest>(kept.value()).card.number.empty());
    EXPECT_EQ(std::get<AdjustRequest>(kept.value()).card.id, card(1));
  });
}

TEST_F(Approving, ACrashBetweenApprovalAndDeedIsMadeGoodOnce) {
  const ProposalNumber number = propose(adjusting("9.00", 1));
  // The settlement is durable, and then head office went down.
  OperatorWord word = *SignedLine("cleo", key_of("cleo")).ask(approving(number)).word;
  word.key = sync::key_id_of(key_of("cleo").public_key());
  const auto written = office_->pen.write(
      office_->pen.page_of(StoreId()),
      [&](const OfficeDesk& desk) {
        Event event = EventBuilder(card(1), DecisionSettled{number, ProposalVerdict::Approved,
                                                            "agreed", "cleo"})
                          .about_no_card()
                          .in(Currency())
                          .at(desk.stamp().hlc)
                          .build();
        return std::vector<Event>{event};
      },
      word);
  ASSERT_TRUE(written);
  restart();
  EXPECT_EQ(outcome("cleo", rejecting(number)), "proposal_settled");
  EXPECT_EQ(adjustments(), 0U);
  EXPECT_EQ(outcome("cleo", approving(number)), "done");
  EXPECT_EQ(outcome("cleo", approving(number)), "proposal_settled");
  EXPECT_EQ(adjustments(), 1U);
  EXPECT_EQ(broken_words(), "");
}

TEST_F(Approving, OfTwoApprovalsAtOnceOneIsCarriedOut) {
  ASSERT_EQ(outcome("ada", admitting("gus", OperatorRole::Operator)), "done");
  const ProposalNumber number = propose(adjusting("9.00", 1));
  const auto one = SignedLine("cleo", key_of("cleo")).ask(approving(number));
  const auto other = SignedLine("gus", key_of("gus")).ask(approving(number));
  std::string first, second;
  std::thread thread([&] { first = code_of(say(one)); });
  second = code_of(say(other));
  thread.join();
  EXPECT_EQ(std::set<std::string>({first, second}),
            std::set<std::string>({"done", "proposal_settled"}));
  EXPECT_EQ(adjustments(), 1U);
}

TEST_F(Approving, ALimitCanBeOfAProgrammeAndTakenAway) {
  ASSERT_EQ(
      outcome("ada", SetLimitRequest{DecisionKind::Adjustment, ProgrammeId(), "", "slow", ""}),
      "done");
  EXPECT_EQ(outcome("bob", adjusting("9.00", 1)), "done");
  EXPECT_EQ(outcome("ada", SetLimitRequest{DecisionKind::Adjustment, {}, "many", "r", ""}),
            "amount_invalid");
  EXPECT_EQ(outcome("bob", SetLimitRequest{DecisionKind::Adjustment, {}, "1.00", "r", ""}),
            "role_needed");
  const auto rows = ask_as<LimitsReply>("eve", LimitsRequest{}).rows;
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_FALSE(rows[0].amount);
}

TEST_F(Approving, LostStoresAndProvenEndsCanNeedTwoAsWell) {
  limit(DecisionKind::DeclaredLoss, "1.00");
  limit(DecisionKind::Override, "0");
  const DeclareLostRequest lost{"store 1", "burnt", ""};
  const auto pending = ask_as<PendingApprovalReply>("bob", lost);
  EXPECT_EQ(pending.amount, Amount(700)) << "10.00 loaded, 3.00 spent from its rights";
  EXPECT_EQ(outcome("cleo", approving(pending.number)), "done");
  EXPECT_EQ(outcome("cleo", approving(pending.number)), "proposal_settled");
  const ProveEndRequest end{"store 1", Seq(), "destroyed", ""};
  EXPECT_EQ(outcome("bob", ProveEndRequest{"nowhere", Seq(), "destroyed", ""}), "log_unknown");
  const ProposalNumber number = propose(end);
  EXPECT_EQ(outcome("cleo", approving(number)), "done");
  EXPECT_EQ(outcome("cleo", approving(number)), "proposal_settled");
  EXPECT_EQ(broken_words(), "");
}

TEST_F(Approving, AWriteOffAboveItsLimitWaits) {
  limit(DecisionKind::WriteOff, "0.50");
  EXPECT_EQ(outcome("bob", WriteOffRequest{event_id(head_office(), 99), "old", ""}),
            "overdraft_unknown")
      << "what is wrong anyway is said at once";
}

class WithoutOperators : public OperatorsTest {};

TEST_F(WithoutOperators, ALimitNeedsTwoToMakeSense) {
  EXPECT_EQ(fault_of(SetLimitRequest{DecisionKind::Adjustment, {}, "1.00", "r", "ada"}),
            "no_operators");
  EXPECT_EQ(fault_of(approving(ProposalNumber(1))), "no_operators");
}

}  // namespace
}  // namespace perk::test
