// Who knows no more of the chain than the mark in a one-time code.
#include <algorithm>

#include <gtest/gtest.h>

#include "sync/tls/certificate.h"
#include "sync/tls/identity_state.h"
#include "tests/tls/doorstep.h"
#include "tests/tls/trust.h"

namespace perk::sync {
namespace {

using test::Doorstep;

AuthorityMark mark_of(const Authority& authority) {
  const Digest fingerprint = *fingerprint_of(authority.certificate());
  AuthorityMark mark{};
  std::copy_n(fingerprint.bytes.begin(), mark.size(), mark.begin());
  return mark;
}

class TlsNewcomers : public ::testing::Test {
 protected:
  static TlsClient newcomer(const AuthorityMark& mark) {
    return TlsClient::make_newcomer(mark, Party::head_office()).value();
  }
  test::Trust trust;
  test::Trust other_chain;
  const Identity head_office = trust.identity(Party::head_office());
  const ServerRules may_enrol{.strangers = Strangers::MayEnrol};
  const AuthorityMark mark = mark_of(trust.authority());
};

TEST_F(TlsNewcomers, KnowHeadOfficeByTheMarkOfItsAuthority) {
  Doorstep door(head_office, may_enrol);
  const auto channel = door.enter(newcomer(mark));
  ASSERT_TRUE(channel) << channel.error();
  ASSERT_TRUE(door.run_until([&] { return door.inside.size() == 1; }));
  EXPECT_EQ(door.inside.front().service, Service::Enrolment);
  ASSERT_TRUE(channel.value().peer);
  EXPECT_EQ(channel.value().peer->party, Party::head_office());
}

TEST_F(TlsNewcomers, TurnAwayFromAnotherChain) {
  Doorstep door(other_chain.identity(Party::head_office()), may_enrol);
  EXPECT_EQ(door.why_not(newcomer(mark)),
            "Cannot talk to HERE: it is not of the chain that the code is for.");
  EXPECT_TRUE(door.inside.empty());
}

TEST_F(TlsNewcomers, LookAtEachBitOfTheMark) {
  Doorstep door(head_office, may_enrol);
  for (const std::size_t byte : {0U, 9U}) {
    AuthorityMark other = mark;
    other[byte] ^= 1U;
    EXPECT_EQ(door.why_not(newcomer(other)),
              "Cannot talk to HERE: it is not of the chain that the code is for.");
  }
}

TEST_F(TlsNewcomers, TrustNobodyElseOfTheChain) {
  Doorstep door(trust.identity(Party::store(17)),
                {.service = Service::Terminal, .strangers = Strangers::MayEnrol});
  EXPECT_EQ(door.why_not(newcomer(mark)),
            "Cannot talk to HERE: its certificate is of store 17, not of head office.");
}

TEST_F(TlsNewcomers, AreNotFooledByAnAuthorityThatIsOnlyShown) {
  // Head office of another chain that shows this chain's authority in place of its own.
  const test::TemporaryDirectory directory;
  const auto request = make_identity_request(directory.path().string());
  ASSERT_TRUE(request);
  const WallTime now = test::time_now();
  const auto theirs = other_chain.authority().issue(
      request.value(), Party::head_office(), WallTime(now.millis() - 1'000), now + test::kHour);
  ASSERT_TRUE(theirs);
  ASSERT_TRUE(keep_identity(directory.path().string(), theirs.value(),
                            other_chain.authority().certificate()));
  auto impostor = Identity::load(directory.path().string(), now);
  ASSERT_TRUE(impostor);
  // No such identity can be loaded; an impostor's program need not be ours.
  auto& state = const_cast<Identity::State&>(impostor.value().state());  // NOLINT
  state.authority = openssl::certificate_from_pem(trust.authority().certificate());
  Doorstep door(impostor.value(), may_enrol);
  EXPECT_EQ(door.why_not(newcomer(mark)),
            "Cannot talk to HERE: its certificate is of another authority.");
}

TEST_F(TlsNewcomers, AreShownNoAuthorityWhereTheyDoNotEnrol) {
  Doorstep door(head_office, {});
  EXPECT_EQ(door.why_not(newcomer(mark)), "Cannot talk to HERE: it offers another service.");
}

}  // namespace
}  // namespace perk::sync
