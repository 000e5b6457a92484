// What `perk verify` and `perk audit` say of operators' words: each violation is planted and found.
#include "central/verify/operator_audit.h"

#include <gtest/gtest.h>

#include "tests/central_read/operators_fixture.h"

namespace perk::test {
namespace {

using namespace central;

/// Head office's log, told by hand: ada the admin, bob the operator; the n-th event n seconds after the morning.
class Auditing : public ::testing::Test {
 protected:
  Auditing() {
    tell(OperatorAdmitted{"ada", OperatorRole::Admin, key_of("ada").public_key(), "", "ada"}, {});
    tell(OperatorAdmitted{"bob", OperatorRole::Operator, key_of("bob").public_key(), "", "ada"},
         word("ada"));
  }
  OperatorWord word(const std::string& name) { return word(name, key_of(name)); }
  OperatorWord word(const std::string& name, const sync::LogKey& key) {
    const std::vector<std::uint8_t> request{1, 2, 3};
    Digest challenge;
    challenge.bytes[0] = 7;
    ++counter_;
    return sync::word_of(name, key, challenge, WordCounter(counter_), request);
  }
  void tell(EventBody body, std::optional<OperatorWord> word) {
    ++seq_;
    Event event = EventBuilder(card(1), std::move(body))
                      .at(hlc(static_cast<std::int64_t>(seq_) * 1'000))
                      .build();
    const bool is_of_card = std::holds_alternative<CardFrozen>(event.body) ||
                            std::holds_alternative<CardUnfrozen>(event.body);
    if (!is_of_card) event.envelope.card.reset();
    event.envelope.currency = Currency();
    if (std::holds_alternative<DecisionProposed>(event.body)) event.envelope.currency = eur();
    event.envelope.word = std::move(word);
    ASSERT_TRUE(is_foldable(event));
    audit_.take({event_id(head_office(), seq_), event}, "place " + std::to_string(seq_));
  }
  JudgedAct last() { return audit_.judge().back(); }
  std::string why_last_is_broken() {
    const JudgedAct judged = last();
    EXPECT_EQ(judged.word == WordState::Broken, !judged.why_broken.empty());
    return judged.why_broken;
  }

  OperatorAudit audit_;
  std::uint64_t seq_ = 0;
  std::uint64_t counter_ = 0;
};

TEST_F(Auditing, ASoundWordHolds) {
  tell(CardUnfrozen{"found", "bob"}, word("bob"));
  EXPECT_EQ(why_last_is_broken(), "");
  EXPECT_EQ(last().word, WordState::Holds);
  EXPECT_EQ(last().role, OperatorRole::Operator);
  EXPECT_EQ(last().operator_name, "bob");
  EXPECT_EQ(last().reason, "found");
}

TEST_F(Auditing, WhatHasNoWordIsFound) {
  tell(CardUnfrozen{"found", "bob"}, {});
  EXPECT_EQ(why_last_is_broken(), "it has no operator's word");
}

TEST_F(Auditing, HeadOfficesOwnRulesNeedNoWord) {
  const std::size_t before = audit_.judge().size();
  tell(CardFrozen{"overdrawn", std::string(kByRule)}, {});
  EXPECT_EQ(audit_.judge().size(), before);
}

TEST_F(Auditing, WhatIsSaidToBeAnothersIsFound) {
  tell(CardUnfrozen{"found", "ada"}, word("bob"));
  EXPECT_EQ(why_last_is_broken(), "it is said to be ada's, and was signed by bob");
}

TEST_F(Auditing, AnAlteredWordIsFound) {
  OperatorWord altered = word("bob");
  altered.request.bytes[3] ^= 1U;
  tell(CardUnfrozen{"found", "bob"}, altered);
  EXPECT_EQ(why_last_is_broken(), "bob's signature does not hold");
}

TEST_F(Auditing, AnotherKeyIsFound) {
  tell(CardUnfrozen{"found", "bob"}, word("bob", key_of("mallory")));
  EXPECT_EQ(why_last_is_broken(), "it names a key that bob did not have then");
}

TEST_F(Auditing, ARoleThatMayNotIsFound) {
  tell(CardUnfrozen{"found", "ada"}, word("ada"));
  EXPECT_EQ(why_last_is_broken(), "ada was admin, who may not do that");
}

TEST_F(Auditing, TheRoleOfThatMomentCountsAndNotTodays) {
  tell(CardUnfrozen{"found", "bob"}, word("bob"));
  tell(OperatorRoleChanged{"bob", OperatorRole::Viewer, "moved", "ada"}, word("ada"));
  for (const JudgedAct& judged : audit_.judge()) EXPECT_EQ(judged.why_broken, "");
  tell(CardUnfrozen{"found", "bob"}, word("bob"));
  EXPECT_EQ(why_last_is_broken(), "bob was viewer, who may not do that");
}

TEST_F(Auditing, WhoeverWasDismissedIsFound) {
  tell(OperatorDismissed{"bob", "left", "ada"}, word("ada"));
  EXPECT_EQ(why_last_is_broken(), "");
  tell(CardUnfrozen{"found", "bob"}, word("bob"));
  EXPECT_EQ(why_last_is_broken(), "bob was no operator then");
}

TEST_F(Auditing, AWordThatIsUsedASecondTimeIsFound) {
  const OperatorWord once = word("bob");
  tell(CardUnfrozen{"found", "bob"}, once);
  tell(CardUnfrozen{"found", "bob"}, once);
  EXPECT_EQ(why_last_is_broken(), "the same word stands in another event");
}

TEST_F(Auditing, EachRequestThatHandsALogInHasAWordOfItsOwn) {
  const LogHandedIn first{*Origin::incarnation(0xfeedf00dcafe0004), Seq(2), Seq(4), {}, "", "bob"};
  const LogHandedIn second{first.incarnation, Seq(4), Seq(6), {}, "", "bob"};
  const OperatorWord once = word("bob");
  tell(first, once);
  EXPECT_EQ(why_last_is_broken(), "");
  tell(second, once);
  EXPECT_EQ(why_last_is_broken(), "the same word stands in another event");
}

TEST_F(Auditing, WhatWasApprovedHasTheWordOfTheSecondPerson) {
  tell(OperatorAdmitted{"cleo", OperatorRole::Operator, key_of("cleo").public_key(), "", "ada"},
       word("ada"));
  tell(
      DecisionProposed{
          ProposalNumber(1), DecisionKind::Adjustment, Amount(9), {}, {1}, {}, "", "bob"},
      word("bob"));
  const OperatorWord cleos = word("cleo");
  tell(DecisionSettled{ProposalNumber(1), ProposalVerdict::Approved, "", "cleo"}, cleos);
  EXPECT_EQ(why_last_is_broken(), "");
  tell(CardUnfrozen{"found", "bob"}, cleos);
  EXPECT_EQ(why_last_is_broken(), "");
  EXPECT_EQ(last().operator_name, "bob");
  EXPECT_EQ(last().second, "cleo");
}

TEST_F(Auditing, WhatWasRejectedIsNobodysToCarryOut) {
  tell(OperatorAdmitted{"cleo", OperatorRole::Operator, key_of("cleo").public_key(), "", "ada"},
       word("ada"));
  tell(
      DecisionProposed{
          ProposalNumber(1), DecisionKind::Adjustment, Amount(9), {}, {1}, {}, "", "bob"},
      word("bob"));
  const OperatorWord cleos = word("cleo");
  tell(DecisionSettled{ProposalNumber(1), ProposalVerdict::Rejected, "", "cleo"}, cleos);
  tell(CardUnfrozen{"found", "bob"}, cleos);
  EXPECT_EQ(why_last_is_broken(), "it is said to be bob's, and was signed by cleo");
}

class AuditOfBooks : public OperatorsTest {};

TEST_F(AuditOfBooks, TellsWhoDidWhatWhyAndWhoApprovedIt) {
  sell_in_two_stores();
  ASSERT_EQ(fault_of(freeze(1)), "no fault");
  admit_everybody();
  limit(DecisionKind::Adjustment, "5.00");
  ASSERT_EQ(outcome("bob", unfreeze(2)), "done");
  const auto pending = ask_as<PendingApprovalReply>("bob", adjusting("9.00", 3));
  ASSERT_EQ(outcome("cleo", approving(pending.number)), "done");
  const auto reply = ask_as<AuditReply>("eve", AuditRequest{"bob", std::nullopt});
  ASSERT_EQ(reply.rows.size(), 3U);
  EXPECT_EQ(reply.rows[0].what, "unfreeze");
  EXPECT_EQ(reply.rows[0].word, WordState::Holds);
  EXPECT_EQ(reply.rows[0].role, OperatorRole::Operator);
  EXPECT_FALSE(reply.rows[0].last_four.empty());
  EXPECT_EQ(reply.rows[1].what, "proposal 1: adjustment");
  EXPECT_EQ(reply.rows[2].what, "adjustment");
  EXPECT_EQ(reply.rows[2].amount, Amount(900));
  EXPECT_EQ(reply.rows[2].second, "cleo");
  EXPECT_EQ(reply.rows[2].reason, "goodwill");
  const auto all = ask_as<AuditReply>("eve", AuditRequest{});
  EXPECT_EQ(all.rows.front().what, "freeze");
  EXPECT_EQ(all.rows.front().word, WordState::None) << "before there were accounts";
  for (const AuditRow& row : all.rows) EXPECT_NE(row.word, WordState::Broken) << row.what;
  const auto none = ask_as<AuditReply>("eve", AuditRequest{"", WallTime(1'900'000'000'000'000)});
  EXPECT_TRUE(none.rows.empty());
}

TEST_F(AuditOfBooks, APlantedEventWithoutAWordIsFoundByVerify) {
  sell_in_two_stores();
  admit_everybody();
  EXPECT_EQ(broken_words(), "");
  write(card(1), balance_adjusted(card(1), 50).at(hlc(1'000'000'000)));
  const std::string broken = broken_words();
  EXPECT_NE(broken.find("operators' words"), std::string::npos) << broken;
  EXPECT_NE(broken.find("has no operator's word"), std::string::npos) << broken;
}

}  // namespace
}  // namespace perk::test
