#include "tests/tls/trust.h"

#include <chrono>
#include <fstream>
#include <sstream>

#include "sync/tls/x509.h"

namespace perk::test {
namespace {

using namespace sync;

template <typename T>
T must(Result<T, std::string> made) {
  PERK_CHECK(made.has_value(), "a test's certificates could not be made");
  return std::move(made).value();
}

}  // namespace

WallTime time_now() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return WallTime(std::chrono::duration_cast<std::chrono::milliseconds>(now).count());
}

std::string text_of(const std::string& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

Trust::Trust() : authority_(must(Authority::make(time_now() + Millis(-48 * kHour.count())))) {}

std::string Trust::new_directory() { return directories_.emplace_back().path().string(); }

std::string Trust::directory_of(const Party& party, Validity valid) {
  std::string directory = new_directory();
  const WallTime now = time_now();
  const auto request = must(make_identity_request(directory));
  const auto certificate =
      must(authority_.issue(request, party, now + valid.from, now + valid.until));
  static_cast<void>(must(keep_identity(directory, certificate, authority_.certificate())));
  return directory;
}

Identity Trust::identity(const Party& party, Validity valid) {
  const std::string directory = directory_of(party, valid);
  return must(Identity::load(directory, time_now() + valid.from + Millis(1'000)));
}

Papers Trust::papers(const Party& party, Validity valid) {
  const std::string directory = directory_of(party, valid);
  return {text_of(directory + "/tls.key"), text_of(directory + "/tls.crt"),
          authority_.certificate()};
}

std::string Trust::odd_certificate(const Papers& papers, const std::string& names,
                                   const std::string& constraints, const Papers* signer) {
  const std::string directory = new_directory();
  static_cast<void>(must(authority_.save(directory)));
  const auto key = openssl::key_from_pem(papers.key);
  const auto signing = openssl::key_from_pem(signer ? signer->key : text_of(directory + "/ca.key"));
  const auto issuer =
      openssl::certificate_from_pem(signer ? signer->certificate : authority_.certificate());
  const openssl::Certificate made(X509_new());
  X509* odd = made.get();
  const WallTime now = time_now();
  const bool is_made =
      begin_certificate(odd, key.get(), "odd", now + Millis(-kHour.count()), now + kHour) &&
      X509_set_issuer_name(odd, X509_get_subject_name(issuer.get())) == 1 &&
      add_extension(odd, issuer.get(), NID_basic_constraints, constraints.c_str()) &&
      add_extension(odd, issuer.get(), NID_ext_key_usage, "clientAuth,serverAuth") &&
      (names.empty() || add_extension(odd, issuer.get(), NID_subject_alt_name, names.c_str())) &&
      add_extension(odd, issuer.get(), NID_subject_key_identifier, "hash") &&
      add_extension(odd, issuer.get(), NID_authority_key_identifier, "keyid:always") &&
      X509_sign(odd, signing.get(), EVP_sha256()) > 0;
  PERK_CHECK(is_made, "a test's odd certificate could not be made");
  return openssl::to_pem(odd);
}

}  // namespace perk::test
