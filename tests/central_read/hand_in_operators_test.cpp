// Who may hand in a log, and what is kept of their word.
#include <gtest/gtest.h>

#include "tests/central_read/operators_fixture.h"

namespace perk::test {
namespace {

using namespace central;

class HandInOperators : public OperatorsTest {
 protected:
  /// Store 1 sold 3.00 that head office never heard of, and was revoked.
  void lose_a_shop() {
    log_ = &books_.open_store(1);
    log_->append(card_issued(card(1)).at(hlc(1))).append(value_loaded(card(1), 1'000).at(hlc(2)));
    books_.take(*log_);
    log_->append(value_redeemed(card(1), 300).at(hlc(3)));
    ASSERT_TRUE(office_->closed.revoke({StoreId(1), "stolen", "ada"}).value());
    ASSERT_TRUE(office_->closed.close_revoked(StoreId(1)));
  }
  [[nodiscard]] BringLogRequest bringing() const {
    return {StoreId(1), {log_->batch(2)}, "its machine was found", "somebody else"};
  }
  std::vector<AuditRow> audited() {
    auto rows = ask_as<AuditReply>("eve", AuditRequest{"", std::nullopt}).rows;
    std::erase_if(rows, [](const AuditRow& row) {
      return row.what.find(" handed in, ") == std::string::npos;
    });
    return rows;
  }

  StoreLog* log_ = nullptr;
};

TEST_F(HandInOperators, WhoeverMaySettleTheQuarantineMay) {
  lose_a_shop();
  admit_everybody();
  for (const char* name : {"dan", "eve", "finn"})
    EXPECT_EQ(outcome(name, bringing()), "role_needed");
  EXPECT_EQ(fault_of(bringing()), "not_allowed");
  EXPECT_EQ(outcome("bob", bringing()), "done");
  EXPECT_EQ(outcome("ada", bringing()), "done");
}

TEST_F(HandInOperators, TheirWordStandsInTheLogAndTheAuditTellsIt) {
  lose_a_shop();
  admit_everybody();
  ASSERT_EQ(outcome("bob", bringing()), "done");
  ASSERT_EQ(outcome("cleo", bringing()), "done") << "which brings nothing";
  EXPECT_EQ(broken_words(), "");
  const auto rows = audited();
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows[0].what, "log " + to_string(log_->origin()) + " handed in, 3 to 3");
  EXPECT_EQ(rows[0].operator_name, "bob") << "not whom the request names";
  EXPECT_EQ(rows[0].reason, "its machine was found");
  EXPECT_EQ(rows[0].word, WordState::Holds);
  EXPECT_EQ(rows[0].store_name, "store 1");
}

TEST_F(HandInOperators, WhatTheyBroughtIsAcceptedAboveTheLimitByTwo) {
  lose_a_shop();
  admit_everybody();
  ASSERT_EQ(outcome("bob", bringing()), "done");
  limit(DecisionKind::Adjustment, "2.99");
  const SettleQuarantineRequest accepting{1, QuarantineVerdict::Accepted,
                                          "the till has the receipt", "", request(1, 9)};
  EXPECT_EQ(outcome("bob", accepting), "pending");
}

}  // namespace
}  // namespace perk::test
