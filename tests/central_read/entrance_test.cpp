// Who may ask head office for what, and whose name stands in what is written.
#include "central/desk/entrance.h"

#include <gtest/gtest.h>

#include "tests/central_read/operators_fixture.h"

namespace perk::test {
namespace {

using namespace central;

class Entering : public OperatorsTest {};

TEST_F(Entering, WhileNobodyWasAdmittedWhoeverReachesHeadOfficeMayAsk) {
  sell_in_two_stores();
  EXPECT_TRUE(service_->is_open().value());
  EXPECT_EQ(fault_of(freeze(1)), "no fault");
  EXPECT_EQ(fault_of(balance_of(card(1))), "no fault");
  EXPECT_EQ(outcome("stranger", StoresRequest{}), "done") << "a signature is not looked at";
}

TEST_F(Entering, TheFirstOperatorMustBeAnAdminAndClosesTheDoor) {
  EXPECT_EQ(fault_of(admitting("bob", OperatorRole::Operator)), "first_admin");
  EXPECT_EQ(fault_of(StoresRequest{}), "no fault");
  EXPECT_EQ(fault_of(admitting("ada", OperatorRole::Admin)), "no fault");
  EXPECT_FALSE(service_->is_open().value());
  EXPECT_EQ(fault_of(StoresRequest{}), "not_allowed");
  restart();
  EXPECT_EQ(fault_of(StoresRequest{}), "not_allowed") << "it is in the log";
  EXPECT_EQ(outcome("ada", StoresRequest{}), "done");
}

TEST_F(Entering, WhoeverIsNotKnownGetsOneAndTheSameRefusal) {
  admit_everybody();
  ASSERT_EQ(outcome("ada", DismissOperatorRequest{"bob", "left", ""}), "done");
  const AdminFault unsigned_one = std::get<AdminFault>(say({StoresRequest{}, std::nullopt}));
  AdminAsk altered = SignedLine("cleo", key_of("cleo")).ask(StoresRequest{});
  altered.word->request.bytes[0] ^= 1U;
  AdminAsk later = SignedLine("cleo", key_of("cleo")).ask(StoresRequest{});
  later.word->counter = later.word->counter.next();
  AdminAsk elsewhere = SignedLine("cleo", key_of("cleo")).ask(StoresRequest{});
  elsewhere.word->challenge = sync::random_challenge();
  for (const AdminAsk& ask :
       {SignedLine("stranger", key_of("stranger")).ask(StoresRequest{}),
        SignedLine("cleo", key_of("bob")).ask(StoresRequest{}),
        SignedLine("bob", key_of("bob")).ask(StoresRequest{}), altered, later, elsewhere}) {
    const AdminFault fault = std::get<AdminFault>(say(ask));
    EXPECT_EQ(fault.code, "not_allowed") << ask.word->name;
    EXPECT_EQ(fault.sentence, unsigned_one.sentence);
  }
}

TEST_F(Entering, WhoeverIsKnownIsToldWhichRoleItTakes) {
  sell_in_two_stores();
  admit_everybody();
  EXPECT_EQ(outcome("dan", StoresRequest{}), "done");
  EXPECT_EQ(outcome("dan", balance_of(card(1))), "role_needed");
  EXPECT_EQ(outcome("finn", balance_of(card(1))), "done");
  EXPECT_EQ(outcome("finn", freeze(1)), "done");
  EXPECT_EQ(sentence("finn", unfreeze(2)),
            "To unfreeze cards takes the role operator; yours is cashier-support.");
  EXPECT_EQ(outcome("ada", adjusting("1.00", 3)), "role_needed");
  EXPECT_EQ(outcome("eve", freeze(4)), "role_needed");
  EXPECT_EQ(outcome("bob", unfreeze(2)), "done");
  EXPECT_EQ(outcome("bob", admitting("gus", OperatorRole::Admin)), "role_needed");
}

TEST_F(Entering, EvidenceHasItsRolesToo) {
  sell_in_two_stores();
  fold();
  EXPECT_EQ(fault_of(HeadsRequest{}), "no fault") << "nobody was admitted";
  admit_everybody();
  fold();
  const CardProofRequest proof{by_id(card(1)), ""};
  const VerifyRequest deep{VerifyDepth::Deep};
  for (const AdminRequest& request :
       std::vector<AdminRequest>{HeadsRequest{}, LiabilitiesRequest{}, proof, deep})
    EXPECT_EQ(fault_of(request), "not_allowed") << request.index();
  EXPECT_EQ(outcome("dan", HeadsRequest{}), "done");
  EXPECT_EQ(outcome("dan", LiabilitiesRequest{}), "done");
  EXPECT_EQ(sentence("dan", proof),
            "To prove cards' balances takes the role cashier-support or operator or auditor; yours "
            "is viewer.");
  for (const char* name : {"finn", "bob", "eve"}) EXPECT_EQ(outcome(name, proof), "done") << name;
  EXPECT_EQ(outcome("ada", proof), "role_needed");
  EXPECT_EQ(outcome("finn", deep), "role_needed");
  EXPECT_EQ(outcome("eve", deep), "done");
  for (const VerifyCheck& check : ask_as<VerifyReply>("eve", deep).checks)
    EXPECT_TRUE(check.holds) << check.name << ": " << check.detail;
}

TEST_F(Entering, ACodeForAStoreIsOfferedToWhoMayEnrolOne) {
  authority_ = Digest{{1, 2, 3}};
  restart();
  const OfferCodeRequest offer{"Airport", Millis(3'600'000)};
  EXPECT_EQ(fault_of(offer), "no fault") << "nobody was admitted";
  admit_everybody();
  EXPECT_EQ(fault_of(offer), "not_allowed");
  for (const char* name : {"dan", "eve", "finn"}) EXPECT_EQ(outcome(name, offer), "role_needed");
  EXPECT_EQ(sentence("eve", offer),
            "To offer enrolment codes takes the role operator or admin; yours is auditor.");
  for (const char* name : {"ada", "bob"}) EXPECT_EQ(outcome(name, offer), "done") << name;
}

TEST_F(Entering, WhatIsWrittenHasTheNameAndTheWordOfWhoSignedIt) {
  sell_in_two_stores();
  admit_everybody();
  ASSERT_EQ(outcome("finn", freeze(1)), "done");
  const Event frozen = events_of_card_1<CardFrozen>().at(0);
  EXPECT_EQ(std::get<CardFrozen>(frozen.body).operator_name, "finn") << "it said ada";
  ASSERT_TRUE(frozen.envelope.word);
  EXPECT_EQ(frozen.envelope.word->name, "finn");
  EXPECT_EQ(frozen.envelope.word->key, sync::key_id_of(key_of("finn").public_key()));
  EXPECT_TRUE(sync::is_said_with(*frozen.envelope.word, key_of("finn").public_key()));
  EXPECT_EQ(broken_words(), "");
}

TEST_F(Entering, EveryCommandThatIsKeptHasItsOperatorsWord) {
  const EventId opening = overdraw();
  admit_everybody();
  ASSERT_EQ(outcome("bob", adjusting("1.00", 1)), "done");
  ASSERT_EQ(outcome("bob", WriteOffRequest{opening, "old", ""}), "done");
  ASSERT_EQ(outcome("bob", SetPolicyRequest{PolicyKind::Escrow, "", {}, ""}), "done");
  ASSERT_EQ(outcome("bob", DeclareLostRequest{"store 2", "burnt", ""}), "done");
  ASSERT_EQ(outcome("bob", ProveEndRequest{"store 2", Seq(), "destroyed", ""}), "done");
  std::map<std::string, std::uint64_t> words;
  for (std::uint16_t shard = 0; shard < 4; ++shard) {
    for (const StoredEvent& stored : books_.shard(shard)) {
      const auto recorded = decode_stored(stored);
      const auto& word = recorded.value().event.envelope.word;
      if (word && word->name == "bob") ++words[type_name(recorded.value().event.body)];
    }
  }
  for (const char* type :
       {"BalanceAdjusted", "OverdraftWrittenOff", "PolicySet", "IncarnationClosed", "LogEndProven"})
    EXPECT_GT(words[type], 0U) << type;
  EXPECT_EQ(broken_words(), "");
}

TEST_F(Entering, AccountsAreKeptByTheirOwnRules) {
  admit_everybody();
  EXPECT_EQ(outcome("ada", admitting("bob", OperatorRole::Operator)), "done") << "as before";
  EXPECT_EQ(outcome("ada", admitting("bob", OperatorRole::Auditor)), "operator_exists");
  auto twin = admitting("gus", OperatorRole::Viewer);
  twin.key = key_of("bob").public_key();
  EXPECT_EQ(outcome("ada", twin), "key_in_use");
  EXPECT_EQ(outcome("ada", admitting("two words", OperatorRole::Viewer)), "malformed");
  EXPECT_EQ(outcome("ada", admitting("Gus", OperatorRole::Viewer)), "malformed")
      << "no certificate";
  EXPECT_EQ(outcome("ada", ChangeRoleRequest{"nobody", OperatorRole::Viewer, "r", ""}),
            "operator_unknown");
  EXPECT_EQ(outcome("ada", DismissOperatorRequest{"ada", "tired", ""}), "last_admin");
  EXPECT_EQ(outcome("ada", ChangeRoleRequest{"ada", OperatorRole::Viewer, "r", ""}), "last_admin");
  EXPECT_EQ(outcome("ada", DismissOperatorRequest{"bob", " ", ""}), "rejected") << "no reason";
  EXPECT_EQ(outcome("ada", ChangeRoleRequest{"dan", OperatorRole::Admin, "promoted", ""}), "done");
  EXPECT_EQ(outcome("dan", DismissOperatorRequest{"ada", "left", ""}), "done");
  EXPECT_EQ(outcome("ada", StoresRequest{}), "not_allowed");
  const auto rows = ask_as<OperatorsReply>("dan", OperatorsRequest{}).rows;
  ASSERT_EQ(rows.size(), 6U);
  EXPECT_TRUE(rows[0].is_dismissed);
  EXPECT_EQ(rows[3].role, OperatorRole::Admin);
}

TEST_F(Entering, WhoeverWasDismissedComesBackWithAnotherKey) {
  admit_everybody();
  ASSERT_EQ(outcome("ada", DismissOperatorRequest{"bob", "lost the key", ""}), "done");
  auto again = admitting("bob", OperatorRole::Operator);
  again.key = key_of("bob's new key").public_key();
  ASSERT_EQ(outcome("ada", again), "done");
  EXPECT_EQ(outcome("bob", StoresRequest{}), "not_allowed");
  EXPECT_EQ(code_of(say(SignedLine("bob", key_of("bob's new key")).ask(StoresRequest{}))), "done");
}

}  // namespace
}  // namespace perk::test
