#include "sync/tls/authority.h"

#include <filesystem>
#include <fstream>
#include <set>

#include <gtest/gtest.h>

#include "sync/tls/certificate.h"
#include "sync/tls/openssl.h"
#include "tests/tls/trust.h"

namespace perk::sync {
namespace {

namespace fs = std::filesystem;
using test::kHour;
using test::time_now;

std::string request_of_new_key() {
  const test::TemporaryDirectory directory;
  return make_identity_request(directory.path().string()).value();
}

std::string why_not_issued(const Authority& authority, const std::string& request,
                           const Party& party = Party::store(17), Millis until = kHour) {
  const auto issued = authority.issue(request, party, time_now(), time_now() + until);
  return issued ? "it was issued" : issued.error();
}

TEST(Authority, IssuesWhatItsCertificateSays) {
  test::Trust trust;
  const WallTime from(1'700'000'000'000);
  const WallTime until(1'800'000'000'000);
  const auto young = Authority::make(from).value();
  const auto pem = young.issue(request_of_new_key(), Party::store(17), from, until);
  ASSERT_TRUE(pem) << pem.error();
  const auto facts = read_certificate(pem.value());
  ASSERT_TRUE(facts) << facts.error();
  EXPECT_EQ(facts.value().party, Party::store(17));
  EXPECT_EQ(facts.value().not_before, from);
  EXPECT_EQ(facts.value().not_after, until);
  const auto certificate = openssl::certificate_from_pem(pem.value());
  EXPECT_EQ(X509_check_ca(certificate.get()), 0);
  EXPECT_EQ(X509_get_key_usage(certificate.get()), std::uint32_t{KU_DIGITAL_SIGNATURE});
  const auto authority = openssl::certificate_from_pem(young.certificate());
  EXPECT_EQ(X509_verify(certificate.get(), X509_get0_pubkey(authority.get())), 1);
}

TEST(Authority, IsAnAuthorityOverPartiesOnlyAndForTenYears) {
  const WallTime from(1'700'000'000'000);
  const auto made = Authority::make(from).value();
  const auto own = openssl::certificate_from_pem(made.certificate());
  EXPECT_EQ(X509_check_ca(own.get()), 1);
  EXPECT_EQ(X509_get_pathlen(own.get()), 0);
  EXPECT_EQ(X509_get_key_usage(own.get()), std::uint32_t{KU_KEY_CERT_SIGN});
  int days = 0;
  int seconds = 0;
  ASSERT_EQ(ASN1_TIME_diff(&days, &seconds, X509_get0_notBefore(own.get()),
                           X509_get0_notAfter(own.get())),
            1);
  EXPECT_EQ(days, 3'653);
}

TEST(Authority, GivesEachPartyItsUses) {
  const auto made = Authority::make(time_now()).value();
  const std::vector<std::pair<Party, std::uint32_t>> uses = {
      {Party::head_office(), XKU_SSL_SERVER},
      {Party::store(1), XKU_SSL_CLIENT | XKU_SSL_SERVER},
      {Party::operator_named("ana"), XKU_SSL_CLIENT},
      {Party::terminal(1), XKU_SSL_CLIENT}};
  for (const auto& [party, use] : uses) {
    const auto pem = made.issue(request_of_new_key(), party, time_now(), time_now() + kHour);
    const auto certificate = openssl::certificate_from_pem(pem.value());
    EXPECT_EQ(X509_get_extended_key_usage(certificate.get()), use) << to_string(party);
  }
}

TEST(Authority, NumbersItsCertificatesByChance) {
  const auto made = Authority::make(time_now()).value();
  const std::string request = request_of_new_key();
  std::set<CertificateSerial> serials;
  for (int i = 0; i < 20; ++i) {
    const auto pem = made.issue(request, Party::store(1), time_now(), time_now() + kHour);
    serials.insert(read_certificate(pem.value()).value().serial);
  }
  EXPECT_EQ(serials.size(), 20U);
}

TEST(Authority, RefusesARequestThatDoesNotProveItsKey) {
  const auto made = Authority::make(time_now()).value();
  const auto request = openssl::request_from_pem(request_of_new_key());
  const auto other = openssl::make_key();
  ASSERT_EQ(X509_REQ_set_pubkey(request.get(), other.get()), 1);  // Signed by the key it had.
  EXPECT_EQ(why_not_issued(made, openssl::to_pem(request.get())),
            "The request does not prove that its key is had.");
}

TEST(Authority, RefusesOtherKindsOfKeys) {
  const auto made = Authority::make(time_now()).value();
  for (const bool is_rsa : {true, false}) {
    const openssl::Key key(is_rsa ? EVP_RSA_gen(2048U) : EVP_EC_gen("P-384"));
    const openssl::Request request(X509_REQ_new());
    ASSERT_EQ(X509_REQ_set_pubkey(request.get(), key.get()), 1);
    ASSERT_GT(X509_REQ_sign(request.get(), key.get(), EVP_sha256()), 0);
    EXPECT_EQ(why_not_issued(made, openssl::to_pem(request.get())),
              "The request's key is not of P-256.");
  }
}

TEST(Authority, BelievesNothingOfARequestButItsKey) {
  const auto made = Authority::make(time_now()).value();
  const auto request = openssl::request_from_pem(request_of_new_key());
  const auto key = openssl::make_key();
  const unsigned char name[] = "head office";
  X509_NAME_add_entry_by_NID(X509_REQ_get_subject_name(request.get()), NID_commonName,
                             MBSTRING_UTF8, name, -1, -1, 0);
  STACK_OF(X509_EXTENSION)* asked = sk_X509_EXTENSION_new_null();
  sk_X509_EXTENSION_push(
      asked, X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, "URI:perk:head-office"));
  sk_X509_EXTENSION_push(asked,
                         X509V3_EXT_conf_nid(nullptr, nullptr, NID_basic_constraints, "CA:TRUE"));
  X509_REQ_add_extensions(request.get(), asked);
  sk_X509_EXTENSION_pop_free(asked, X509_EXTENSION_free);
  X509_REQ_set_pubkey(request.get(), key.get());
  ASSERT_GT(X509_REQ_sign(request.get(), key.get(), EVP_sha256()), 0);

  const auto pem =
      made.issue(openssl::to_pem(request.get()), Party::store(17), time_now(), time_now() + kHour);
  ASSERT_TRUE(pem) << pem.error();
  EXPECT_EQ(read_certificate(pem.value()).value().party, Party::store(17));
  EXPECT_EQ(X509_check_ca(openssl::certificate_from_pem(pem.value()).get()), 0);
}

TEST(Authority, RefusesWhatIsNoRequestNoPartyOrNoTime) {
  const auto made = Authority::make(time_now()).value();
  const std::string request = request_of_new_key();
  EXPECT_EQ(why_not_issued(made, ""), "That is no certificate request.");
  EXPECT_EQ(why_not_issued(made, made.certificate()), "That is no certificate request.");
  EXPECT_EQ(why_not_issued(made, std::string(100'000, 'A')), "That is no certificate request.");
  EXPECT_EQ(why_not_issued(made, request, Party::store(0)), "No certificate can name that party.");
  const std::string no_time =
      "A certificate is valid for a while, and no longer than its authority.";
  EXPECT_EQ(why_not_issued(made, request, Party::store(1), Millis(-1)), no_time);
  EXPECT_EQ(why_not_issued(made, request, Party::store(1), Millis(4'000 * 24 * kHour.count())),
            no_time);
  EXPECT_EQ(ERR_peek_error(), 0U) << "an error was left behind";
}

class AuthorityFiles : public ::testing::Test {
 protected:
  std::string file(const std::string& name) const { return (directory.path() / name).string(); }
  std::string why_not() const {
    const auto loaded = Authority::load(directory.path().string());
    return loaded ? "it was loaded" : loaded.error();
  }
  test::TemporaryDirectory directory;
  const Authority made = Authority::make(time_now()).value();
};

TEST_F(AuthorityFiles, KeepItAndItsKeySecret) {
  ASSERT_TRUE(made.save(directory.path().string()));
  EXPECT_EQ(fs::status(file("ca.key")).permissions(),
            fs::perms::owner_read | fs::perms::owner_write);
  const auto loaded = Authority::load(directory.path().string());
  ASSERT_TRUE(loaded) << loaded.error();
  EXPECT_EQ(loaded.value().certificate(), made.certificate());
  const auto pem =
      loaded.value().issue(request_of_new_key(), Party::store(1), time_now(), time_now() + kHour);
  const auto issued = openssl::certificate_from_pem(pem.value());
  const auto authority = openssl::certificate_from_pem(made.certificate());
  EXPECT_EQ(X509_verify(issued.get(), X509_get0_pubkey(authority.get())), 1);
}

TEST_F(AuthorityFiles, AreNeverOverwritten) {
  ASSERT_TRUE(made.save(directory.path().string()));
  const auto again = Authority::make(time_now()).value().save(directory.path().string());
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error(),
            "The key file " + file("ca.key") + " exists already and is not overwritten.");
}

TEST_F(AuthorityFiles, AreRefusedWhenOthersCanReadTheKey) {
  ASSERT_TRUE(made.save(directory.path().string()));
  fs::permissions(file("ca.key"), fs::perms::owner_read | fs::perms::group_read);
  EXPECT_EQ(why_not(), "The key file " + file("ca.key") +
                           " can be read by others than its owner; run: chmod 600 " +
                           file("ca.key") + ".");
}

TEST_F(AuthorityFiles, SayWhatIsWrongWithThem) {
  EXPECT_EQ(why_not(), "The key file " + file("ca.key") + " does not exist.");
  ASSERT_TRUE(made.save(directory.path().string()));
  std::ofstream(file("ca.crt")) << Authority::make(time_now()).value().certificate();
  EXPECT_EQ(why_not(), "The key file " + file("ca.key") + " does not fit " + file("ca.crt") + ".");
  std::ofstream(file("ca.crt"))
      << made.issue(request_of_new_key(), Party::store(1), time_now(), time_now() + kHour).value();
  EXPECT_EQ(why_not(), "The certificate " + file("ca.crt") + " is no authority's.");
  std::ofstream(file("ca.key")) << "secret";
  EXPECT_EQ(why_not(), "The key file " + file("ca.key") + " holds no private key.");
}

}  // namespace
}  // namespace perk::sync
