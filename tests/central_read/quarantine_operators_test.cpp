// Who may settle the quarantine, what needs a second person, and what is kept of it.
#include <gtest/gtest.h>

#include "tests/central_read/operators_fixture.h"

namespace perk::test {
namespace {

using namespace central;

class QuarantineOperators : public OperatorsTest {
 protected:
  /// Card 1 has 10.00; a purchase of 3.00 stands in quarantine as number 1.
  void quarantine_a_coffee() {
    StoreLog& old = books_.open_store(1);
    old.append(card_issued(card(1)).at(hlc(1))).append(value_loaded(card(1), 1'000).at(hlc(2)));
    books_.take(old);
    old.append(value_redeemed(card(1), 300).at(hlc(3)));
    StoreLog& next = books_.begin_anew(old);
    ASSERT_TRUE(office_->closed.close(StoreId(1), old.origin(), ClosedWhy::RanBack).value());
    next.append_bytes(sync::encode_event(old.brought(3, next.origin())));
    const QuarantinedEvent row{0,
                               event_id(next.origin(), 1),
                               StoreId(1),
                               "its store was revoked before this was brought",
                               next.bytes_at(1),
                               kMorning};
    ASSERT_TRUE(shelf_.events().quarantine({&row, 1}));
    const std::array progress{OriginProgress{next.origin(), StoreId(1), Seq(1), next.hash_at(1),
                                             next.batch().seal, kMorning}};
    ASSERT_TRUE(shelf_.events().write_progress(progress));
  }
  static SettleQuarantineRequest settling(QuarantineVerdict verdict, std::uint64_t counter = 1) {
    return {1, verdict, "the till has the receipt", "", request(counter, 9)};
  }
  static SettleQuarantineRequest accepting(std::uint64_t counter = 1) {
    return settling(QuarantineVerdict::Accepted, counter);
  }
  Amount balance() {
    return fold_stored(shelf_.events().read_card(card(1)).value()).value().balance();
  }
  std::vector<AuditRow> audited(const std::string& what) {
    auto rows = ask_as<AuditReply>("eve", AuditRequest{"", std::nullopt}).rows;
    std::erase_if(rows, [&](const AuditRow& row) { return !row.what.ends_with(what); });
    return rows;
  }
};

TEST_F(QuarantineOperators, AnOperatorOrAnAdminMay) {
  quarantine_a_coffee();
  admit_everybody();
  for (const char* name : {"dan", "eve", "finn"})
    EXPECT_EQ(outcome(name, accepting()), "role_needed");
  EXPECT_EQ(sentence("eve", accepting()),
            "To settle the quarantine takes the role operator or admin; yours is auditor.");
  EXPECT_EQ(outcome("bob", QuarantineRequest{}), "done") << "who settles it sees it";
  EXPECT_EQ(outcome("ada", accepting()), "done");
  EXPECT_EQ(balance(), Amount(700));
}

TEST_F(QuarantineOperators, TheirWordStandsInTheVerdictAndTheAuditTellsIt) {
  quarantine_a_coffee();
  admit_everybody();
  ASSERT_EQ(outcome("bob", accepting()), "done");
  EXPECT_EQ(broken_words(), "");
  const auto rows = audited(" accepted");
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows[0].what.rfind("quarantined event ", 0), 0U);
  EXPECT_EQ(rows[0].operator_name, "bob");
  EXPECT_EQ(rows[0].reason, "the till has the receipt");
  EXPECT_EQ(rows[0].word, WordState::Holds);
  EXPECT_EQ(rows[0].card, card(1));
  EXPECT_EQ(rows[0].amount, Amount(-300));
  EXPECT_EQ(rows[0].store_name, "store 1");
}

TEST_F(QuarantineOperators, AboveTheLimitOfAdjustmentsASecondPersonAccepts) {
  quarantine_a_coffee();
  admit_everybody();
  limit(DecisionKind::Adjustment, "2.99");
  const auto pending = ask_as<PendingApprovalReply>("bob", accepting());
  EXPECT_EQ(pending.amount, Amount(300));
  EXPECT_EQ(balance(), Amount(1'000)) << "nothing is done yet";
  const auto open = ask_as<ProposalsReply>("cleo", ProposalsRequest{}).rows;
  ASSERT_EQ(open.size(), 1U);
  EXPECT_EQ(open[0].what, "accept event 1 of the quarantine");
  EXPECT_EQ(outcome("bob", approving(pending.number)), "own_proposal");
  ASSERT_EQ(outcome("cleo", approving(pending.number)), "done");
  EXPECT_EQ(balance(), Amount(700));
  EXPECT_EQ(broken_words(), "");
  const auto rows = audited(" accepted");
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows[0].operator_name, "bob");
  EXPECT_EQ(rows[0].second, "cleo");
}

TEST_F(QuarantineOperators, ARefusalAndWhatIsWithinTheLimitNeedNobodyElse) {
  quarantine_a_coffee();
  admit_everybody();
  limit(DecisionKind::Adjustment, "3.00");
  ASSERT_EQ(outcome("bob", accepting()), "done");
  limit(DecisionKind::Adjustment, "0.00");
  EXPECT_EQ(outcome("bob", settling(QuarantineVerdict::Refused, 2)), "quarantine_settled");
  EXPECT_EQ(outcome("bob", accepting()), "done") << "a repeat is answered as before";
  EXPECT_EQ(balance(), Amount(700));
}

}  // namespace
}  // namespace perk::test
