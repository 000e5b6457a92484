#include "ops/simulate/ledger_view.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace perk::ops {
namespace {

using central::AdminFault;
using central::AdminReply;
using central::AdminRequest;
using central::StatementReply;
using central::StatementRequest;

const Origin kShop = *Origin::from_value(Origin::kFirstIncarnation + 7);

/// Two cards of which a till was told; head office knows what it is told to know.
class LedgerViewTest : public testing::Test {
 protected:
  LedgerViewTest() {
    ask_and_approve(0, 1);
    ask_and_approve(1, 2);
    know(0, 1);
    know(1, 2);
  }
  void ask_and_approve(std::size_t card, std::uint64_t seq) {
    Asked asked;
    asked.id = {TerminalId(9), RequestCounter(seq)};
    asked.kind = store_node::RequestKind::Load;
    asked.card = card;
    asked.amount = Amount(1'000);
    record_.asked.push_back(asked);
    Answered answered;
    answered.id = asked.id;
    answered.outcome = store_node::Outcome::Approved;
    answered.amount = asked.amount;
    answered.event = EventId{kShop, Seq(seq)};
    record_.answered.push_back(answered);
  }
  void know(std::size_t card, std::uint64_t seq) {
    central::StatementLine line;
    line.event = {kShop, Seq(seq)};
    line.type = "ValueLoaded";
    line.value_effect = Amount(1'000);
    line.terminal = TerminalId(9);
    auto& statement = statements_[std::string(card_number(record_.deck, card).secret_digits())];
    statement.balance.available += Amount(1'000);
    statement.lines.push_back(line);
  }
  Result<AdminReply, std::string> answer(const AdminRequest& request) {
    const auto& number = std::get<StatementRequest>(request).card.number;
    const auto found = statements_.find(number);
    if (found == statements_.end())
      return AdminReply(AdminFault{"card_unknown", "There is no such card."});
    return AdminReply(found->second);
  }
  Result<LedgerView, std::string> view() {
    return ledger_of(record_, [this](const AdminRequest& request) { return answer(request); });
  }

  Record record_;
  std::map<std::string, StatementReply> statements_;
};

TEST_F(LedgerViewTest, EveryCardOfTheRecordIsAskedFor) {
  const auto ledger = view();
  ASSERT_TRUE(ledger) << ledger.error();
  EXPECT_EQ(ledger.value().entries.size(), 2U);
  EXPECT_EQ(ledger.value().cards.at(1).available, Amount(1'000));
  const Judgement judgement = judge(record_, ledger.value().entries);
  EXPECT_TRUE(judgement.holds());
  EXPECT_NE(to_text(judgement).find("The ledger holds every approval exactly once"),
            std::string::npos);
}

TEST_F(LedgerViewTest, AnEventThatANewLogBroughtStandsUnderItsOwnName) {
  central::StatementLine& line =
      statements_[std::string(card_number(record_.deck, 1).secret_digits())].lines.at(0);
  const std::string name = to_string(line.event);
  line.event = {*Origin::from_value(kShop.value() + 1), Seq(1)};
  line.type = "ClosedLogEventRecorded";
  line.terminal = TerminalId();
  line.note = "ValueLoaded " + name + " of a closed log";
  EXPECT_EQ(view().value().brought, 1U);
  EXPECT_TRUE(judge(record_, view().value().entries).holds());
  line.note += ", brought again: counted before";
  EXPECT_EQ(judge(record_, view().value().entries).lost, 1U) << "it is no entry of its own";
}

TEST_F(LedgerViewTest, ACardThatHeadOfficeNeverHeardOfIsALostApproval) {
  statements_.erase(statements_.begin());
  const auto ledger = view();
  ASSERT_TRUE(ledger) << ledger.error();
  const Judgement judgement = judge(record_, ledger.value().entries);
  EXPECT_EQ(judgement.lost, 1U);
  EXPECT_NE(to_text(judgement).find("DISAGREE"), std::string::npos);
  EXPECT_EQ(nlohmann::json::parse(to_json(judgement)).at("holds"), false);
}

TEST_F(LedgerViewTest, WithoutHeadOfficeThereIsNoVerdict) {
  const auto unreachable = ledger_of(record_, [](const AdminRequest&) {
    return Result<AdminReply, std::string>(failed(std::string("nobody answers")));
  });
  ASSERT_FALSE(unreachable);
  EXPECT_EQ(unreachable.error(), "nobody answers");
  const auto refused = ledger_of(record_, [](const AdminRequest&) {
    return Result<AdminReply, std::string>(
        AdminReply(AdminFault{"database_unreachable", "Try later."}));
  });
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error(), "head office says: Try later.");
}

}  // namespace
}  // namespace perk::ops
