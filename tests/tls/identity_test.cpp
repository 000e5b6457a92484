#include "sync/tls/identity.h"

#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

#include "sync/tls/certificate.h"
#include "tests/tls/trust.h"

namespace perk::sync {
namespace {

namespace fs = std::filesystem;
using test::kHour;
using test::text_of;
using test::time_now;

class IdentityFiles : public ::testing::Test {
 protected:
  std::string place() const { return directory.path().string(); }
  std::string file(const std::string& name) const { return (directory.path() / name).string(); }
  std::string why_not(WallTime when = time_now()) const {
    const auto loaded = Identity::load(place(), when);
    return loaded ? "it was loaded" : loaded.error();
  }
  std::string issue(const std::string& request, const Party& party = Party::store(17)) const {
    return authority.issue(request, party, WallTime(1'700'000'000'000), WallTime(1'900'000'000'000))
        .value();
  }
  void enrol() const {
    const auto request = make_identity_request(place()).value();
    ASSERT_TRUE(keep_identity(place(), issue(request), authority.certificate()));
  }
  test::TemporaryDirectory directory;
  const Authority authority = Authority::make(WallTime(1'700'000'000'000)).value();
};

TEST_F(IdentityFiles, HoldWhatWasIssued) {
  enrol();
  const auto loaded = Identity::load(place(), time_now());
  ASSERT_TRUE(loaded) << loaded.error();
  EXPECT_EQ(loaded.value().party(), Party::store(17));
  EXPECT_EQ(loaded.value().facts(), read_certificate(text_of(file("tls.crt"))).value());
  EXPECT_EQ(fs::status(file("tls.key")).permissions(),
            fs::perms::owner_read | fs::perms::owner_write);
}

TEST_F(IdentityFiles, KeepTheirKeyWhenTheCertificateIsRenewed) {
  enrol();
  const std::string key = text_of(file("tls.key"));
  const auto former = Identity::load(place(), time_now()).value().facts();
  enrol();
  EXPECT_EQ(text_of(file("tls.key")), key);
  const auto renewed = Identity::load(place(), time_now()).value().facts();
  EXPECT_EQ(renewed.party, former.party);
  EXPECT_NE(renewed.serial, former.serial);
}

TEST_F(IdentityFiles, TakeNothingThatDoesNotFit) {
  const auto request = make_identity_request(place()).value();
  const test::TemporaryDirectory elsewhere;
  const auto other = make_identity_request(elsewhere.path().string()).value();
  const auto of_other = keep_identity(place(), issue(other), authority.certificate());
  ASSERT_FALSE(of_other);
  EXPECT_EQ(of_other.error(), "The key file " + file("tls.key") + " does not fit the certificate " +
                                  file("tls.crt") + ".");
  const auto stranger = Authority::make(time_now()).value();
  const auto of_stranger = keep_identity(place(), issue(request), stranger.certificate());
  ASSERT_FALSE(of_stranger);
  EXPECT_EQ(of_stranger.error(), "The certificate " + file("tls.crt") +
                                     " was not issued by the authority of " + file("ca.crt") + ".");
  const auto of_nothing = keep_identity(place(), "", authority.certificate());
  ASSERT_FALSE(of_nothing);
  EXPECT_FALSE(fs::exists(file("tls.crt")));
  EXPECT_FALSE(fs::exists(file("ca.crt")));
}

TEST_F(IdentityFiles, SayWhatIsMissing) {
  EXPECT_EQ(why_not(), "The key file " + file("tls.key") + " does not exist.");
  ASSERT_TRUE(make_identity_request(place()));
  EXPECT_EQ(why_not(), "The certificate " + file("tls.crt") + " does not exist.");
  enrol();
  fs::remove(file("ca.crt"));
  EXPECT_EQ(why_not(), "The certificate " + file("ca.crt") + " does not exist.");
}

TEST_F(IdentityFiles, AreRefusedWhenOthersCanReadTheKey) {
  enrol();
  fs::permissions(file("tls.key"), fs::perms::owner_read | fs::perms::others_read);
  const std::string sentence = "The key file " + file("tls.key") +
                               " can be read by others than its owner; run: chmod 600 " +
                               file("tls.key") + ".";
  EXPECT_EQ(why_not(), sentence);
  EXPECT_EQ(make_identity_request(place()).error(), sentence);
}

TEST_F(IdentityFiles, AreRefusedWhenTheyDoNotFitTogether) {
  enrol();
  const test::TemporaryDirectory elsewhere;
  ASSERT_TRUE(make_identity_request(elsewhere.path().string()));
  fs::copy_file(elsewhere.path() / "tls.key", file("tls.key"),
                fs::copy_options::overwrite_existing);
  EXPECT_EQ(why_not(), "The key file " + file("tls.key") + " does not fit the certificate " +
                           file("tls.crt") + ".");
  std::ofstream(file("tls.key")) << "secret";
  EXPECT_EQ(why_not(), "The key file " + file("tls.key") + " holds no P-256 key.");
}

TEST_F(IdentityFiles, AreRefusedOutOfTheirTime) {
  enrol();
  EXPECT_EQ(why_not(WallTime(1'900'000'000'001)),
            "The certificate " + file("tls.crt") + " expired on 2030-03-17T17:46:40.000Z.");
  EXPECT_EQ(why_not(WallTime(1'699'999'999'999)),
            "The certificate " + file("tls.crt") +
                " is not valid before 2023-11-14T22:13:20.000Z (is this machine's clock right?).");
}

TEST_F(IdentityFiles, NameExactlyOneParty) {
  test::Trust trust;
  const auto papers = trust.papers(Party::store(17));
  const auto why = [&](const std::string& names) {
    const auto facts = read_certificate(trust.odd_certificate(papers, names, "CA:FALSE"));
    return facts ? "it was read" : facts.error();
  };
  EXPECT_EQ(why("URI:perk:store:17"), "it was read");
  EXPECT_EQ(why(""), "it names no party");
  EXPECT_EQ(why("URI:perk:store:017"), "it names no party");
  EXPECT_EQ(why("DNS:perk.example"), "it names no party");
  EXPECT_EQ(why("URI:perk:store:17,URI:perk:store:18"), "it does not name exactly one party");
  EXPECT_EQ(why("URI:perk:store:17,DNS:perk.example"), "it does not name exactly one party");
}

}  // namespace
}  // namespace perk::sync
