// What head office makes of a hello that our own shops would not say.
#include <gtest/gtest.h>

#include "sync/tls/certificate.h"
#include "tests/enrolment/front_desk.h"

namespace perk::test {
namespace {

using sync::EnrolRefusal;

class RegistrarTest : public ::testing::Test {
 protected:
  sync::EnrolHello hello(const sync::EnrolCode& code) {
    sync::EnrolHello said{code.secret, key.public_key(), request, {}};
    said.proof = key.sign(sync::enrol_proof_bytes(said));
    return said;
  }
  void expect_refused(const sync::EnrolHello& said) {
    EXPECT_EQ(desk.registrar().enrol(said), sync::EnrolReply(EnrolRefusal::Refused));
    EXPECT_TRUE(desk.events().stores().value().empty());
  }
  Trust chain;
  FrontDesk desk{chain};
  TemporaryDirectory directory;
  const sync::LogKey key = sync::LogKey::from_seed({1});
  const std::string request = sync::make_identity_request(directory.path().string()).value();
};

TEST_F(RegistrarTest, GivesACertificateOfTheStoreAndNothingMore) {
  const auto reply = desk.registrar().enrol(hello(desk.code_for("Harbour")));
  const auto* answer = std::get_if<sync::EnrolAnswer>(&reply);
  ASSERT_NE(answer, nullptr);
  EXPECT_EQ(sync::read_certificate(answer->certificate).value().party, sync::Party::store(1));
  EXPECT_EQ(answer->authority, chain.authority().certificate());
  EXPECT_EQ(answer->name, "Harbour");
}

TEST_F(RegistrarTest, BelievesNoLogKeyThatIsNotHad) {
  auto said = hello(desk.code_for("Harbour"));
  said.log_key = sync::LogKey::from_seed({2}).public_key();
  expect_refused(said);
}

TEST_F(RegistrarTest, BelievesNothingThatWasAltered) {
  auto said = hello(desk.code_for("Harbour"));
  said.request += "\n";
  expect_refused(said);
}

TEST_F(RegistrarTest, SignsNothingThatIsNoRequest) {
  auto said = hello(desk.code_for("Harbour"));
  said.request = "give me a certificate";
  said.proof = key.sign(sync::enrol_proof_bytes(said));
  EXPECT_EQ(desk.registrar().enrol(said), sync::EnrolReply(EnrolRefusal::Refused));
}

TEST_F(RegistrarTest, GivesNothingToAStoreThatWasRevoked) {
  const auto first = desk.code_for("Harbour");
  const auto second = desk.code_for("Harbour");
  ASSERT_TRUE(std::holds_alternative<sync::EnrolAnswer>(desk.registrar().enrol(hello(first))));
  auto renewal = hello(first);
  renewal.secret = {};
  renewal.proof = key.sign(sync::enrol_proof_bytes(renewal));
  ASSERT_TRUE(
      std::holds_alternative<sync::EnrolAnswer>(desk.registrar().renew(StoreId(1), renewal)));
  desk.gate().shut(StoreId(1));
  EXPECT_EQ(desk.registrar().renew(StoreId(1), renewal), sync::EnrolReply(EnrolRefusal::Refused));
  EXPECT_EQ(desk.registrar().enrol(hello(first)), sync::EnrolReply(EnrolRefusal::Refused))
      << "an answer that was lost is not given again";
  EXPECT_EQ(desk.registrar().enrol(hello(second)), sync::EnrolReply(EnrolRefusal::Refused))
      << "a code that was made before";
}

TEST_F(RegistrarTest, GivesNothingForAKeyThatTheStoresLogWentOnWithout) {
  const auto code = desk.code_for("Harbour");
  ASSERT_TRUE(std::holds_alternative<sync::EnrolAnswer>(desk.registrar().enrol(hello(code))));
  const sync::LogKey next = sync::LogKey::from_seed({2});
  const LogKeyChange change{Origin::incarnation(std::uint64_t{1} << 60).value(), Seq(5),
                            key.public_key(), next.public_key(), WallTime()};
  ASSERT_TRUE(desk.events().note_key_changes(StoreId(1), {&change, 1}));
  const auto renewal_by = [&](const sync::LogKey& who) {
    sync::EnrolHello said{{}, who.public_key(), request, {}};
    said.proof = who.sign(sync::enrol_proof_bytes(said));
    return desk.registrar().renew(StoreId(1), said);
  };
  EXPECT_EQ(renewal_by(key), sync::EnrolReply(EnrolRefusal::Refused));
  EXPECT_EQ(desk.registrar().enrol(hello(desk.code_for("Harbour"))),
            sync::EnrolReply(EnrolRefusal::Refused));
  EXPECT_TRUE(std::holds_alternative<sync::EnrolAnswer>(renewal_by(next)));
}

}  // namespace
}  // namespace perk::test
