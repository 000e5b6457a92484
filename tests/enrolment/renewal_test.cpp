// A store's certificate does not run out: it asks for another one in time, with a new key.
#include "sync/tls/renewal.h"

#include <filesystem>

#include <gtest/gtest.h>

#include "store_node/net/renewing.h"
#include "tests/enrolment/front_desk.h"

namespace perk::test {
namespace {

namespace fs = std::filesystem;
using sync::Identity;

TEST(RenewalIsDue, WhenAThirdOfTheLifetimeIsLeft) {
  sync::CertificateFacts facts;
  facts.not_before = WallTime(1'000);
  facts.not_after = WallTime(10'000);
  EXPECT_FALSE(sync::is_renewal_due(facts, WallTime(1'000)));
  EXPECT_FALSE(sync::is_renewal_due(facts, WallTime(6'999)));
  EXPECT_TRUE(sync::is_renewal_due(facts, WallTime(7'000)));
  EXPECT_TRUE(sync::is_renewal_due(facts, WallTime(99'000)));
}

class Renewal : public ::testing::Test {
 protected:
  Renewal() {
    PERK_CHECK(store_node::enrol_by_code(desk.order(desk.code_for("Harbour"), directory)),
               "a test's store was not enrolled");
  }
  Identity now_there() const { return Identity::load(directory.string(), time_now()).value(); }
  std::string issued(const std::string& request) {
    const WallTime now = time_now();
    return chain.authority()
        .issue(request, sync::Party::store(1), now + Millis(-1'000), now + kHour)
        .value();
  }
  /// What the node does, until it was told of a new identity or `looks` were in vain.
  std::optional<sync::Security> run(const sync::LogKey& key, const sync::Security& security) {
    boost::asio::io_context io;
    store_node::Renewing renewing(io, key, desk.clock(), sync::Log::open({}).value(),
                                  {directory.string(), {desk.address()}});
    std::optional<sync::Security> renewed;
    renewing.start(security, [&](const sync::Security& security_now) {
      renewed = security_now;
      renewing.stop();
    });
    io.run_for(std::chrono::seconds(5));
    renewing.stop();
    io.run_for(std::chrono::seconds(5));
    return renewed;
  }
  sync::LogKey log_key() const {
    return sync::LogKey::load((directory / "log.key").string()).value();
  }

  Trust chain;
  FrontDesk desk{chain};
  TemporaryDirectory home;
  const fs::path directory = home.path() / "shop";
};

TEST_F(Renewal, BringsANewKeyAndCertificateOfTheSameStore) {
  const Identity before = now_there();
  const std::string key = text_of(directory / "tls.key");
  desk.clock().advance(Millis(61LL * 24 * 3'600'000));
  const auto renewed = run(log_key(), sync::Security::tls(before));
  ASSERT_TRUE(renewed);
  EXPECT_EQ(renewed->identity()->party(), sync::Party::store(1));
  EXPECT_NE(renewed->identity()->facts().serial, before.facts().serial);
  EXPECT_GT(renewed->identity()->facts().not_after, before.facts().not_after);
  EXPECT_NE(text_of(directory / "tls.key"), key);
  EXPECT_EQ(fs::status(directory / "tls.key").permissions(),
            fs::perms::owner_read | fs::perms::owner_write);
}

TEST_F(Renewal, IsRefusedWithAnotherLogKey) {
  const auto request = sync::begin_renewal(directory.string());
  ASSERT_TRUE(request);
  const auto other = sync::LogKey::from_seed({9});
  sync::EnrolHello hello{{}, other.public_key(), request.value(), {}};
  hello.proof = other.sign(sync::enrol_proof_bytes(hello));
  EXPECT_EQ(desk.registrar().renew(StoreId(1), hello),
            sync::EnrolReply(sync::EnrolRefusal::Refused));
  EXPECT_EQ(desk.registrar().renew(StoreId(7), hello),
            sync::EnrolReply(sync::EnrolRefusal::Refused));
}

TEST_F(Renewal, OfNobodyWhoShowsNoCertificate) {
  sync::EnrolCode empty = desk.code_for("Market");
  empty.secret = {};
  const auto enrolled = store_node::enrol_by_code(desk.order(empty, directory));
  ASSERT_FALSE(enrolled);
  EXPECT_EQ(enrolled.error().why, store_node::NotEnrolled::Why::Refused);
}

TEST_F(Renewal, CutOffAtAnyPointLeavesAnIdentityThatIsWhole) {
  const auto before = now_there().facts().serial;
  const fs::path place = directory / "renewed";
  const auto request = sync::begin_renewal(directory.string());
  ASSERT_TRUE(request);
  EXPECT_EQ(now_there().facts().serial, before) << "only the new key is there";
  ASSERT_TRUE(sync::keep_identity(place.string(), issued(request.value()),
                                  chain.authority().certificate(), sync::Readers::OwnerOnly));
  // All of it is there; then the key was moved, and then the power went.
  fs::rename(place / "tls.key", directory / "tls.key");
  const auto after = now_there().facts().serial;
  EXPECT_NE(after, before);
  EXPECT_EQ(now_there().facts().serial, after);
  EXPECT_FALSE(fs::exists(place / "tls.crt"));
}

TEST_F(Renewal, IsMovedOnceAllOfItIsThere) {
  const auto before = now_there().facts().serial;
  const auto request = sync::begin_renewal(directory.string());
  ASSERT_TRUE(request);
  ASSERT_TRUE(sync::keep_identity((directory / "renewed").string(), issued(request.value()),
                                  chain.authority().certificate(), sync::Readers::OwnerOnly));
  const auto after = now_there().facts().serial;
  EXPECT_NE(after, before);
  const auto again = sync::begin_renewal(directory.string());
  ASSERT_TRUE(again);
  EXPECT_NE(again.value(), request.value());
  ASSERT_TRUE(sync::end_renewal(directory.string(), issued(again.value())));
  EXPECT_NE(now_there().facts().serial, after);
}

TEST_F(Renewal, KeepsNothingThatIsNotForItsKey) {
  const auto before = now_there().facts().serial;
  ASSERT_TRUE(sync::begin_renewal(directory.string()));
  const std::string elsewhere =
      sync::make_identity_request(home.path().string()).value();  // Of another key.
  EXPECT_FALSE(sync::end_renewal(directory.string(), issued(elsewhere)));
  EXPECT_EQ(now_there().facts().serial, before);
}

}  // namespace
}  // namespace perk::test
