#include "sync/tls/identity.h"

#include <filesystem>

#include "sync/crypto/private_file.h"
#include "sync/tls/certificate.h"
#include "sync/tls/identity_state.h"
#include "sync/tls/renewal.h"
#include "sync/tls/tls_words.h"
#include "sync/tls/x509.h"

namespace perk::sync {
namespace {

struct Paths {
  explicit Paths(const std::string& directory)
      : key(directory + "/tls.key"),
        certificate(directory + "/tls.crt"),
        authority(directory + "/ca.crt") {}
  std::string key;
  std::string certificate;
  std::string authority;
};

Result<Done, std::string> load_key(const std::string& path, openssl::Key& key) {
  openssl::SecretText pem;
  const auto read = read_small_file(path, Readers::OwnerOnly, kPemBytesMax, pem.text);
  if (!read) return complaint("key file", path, read.error());
  key = openssl::key_from_pem(pem.text);
  if (!openssl::is_p256(key.get())) return complaint("key file", path, "holds no P-256 key");
  return Done{};
}

Result<Done, std::string> load_certificate(const std::string& path,
                                           openssl::Certificate& certificate) {
  std::string pem;
  const auto read = read_small_file(path, Readers::Everybody, kPemBytesMax, pem);
  if (!read) return complaint("certificate", path, read.error());
  certificate = openssl::certificate_from_pem(pem);
  if (!certificate) return complaint("certificate", path, "is none");
  return Done{};
}

Result<Done, std::string> check_fit(const Identity::State& state, const Paths& paths) {
  X509* certificate = state.certificate.get();
  if (X509_check_private_key(certificate, state.key.get()) != 1)
    return complaint("key file", paths.key, "does not fit the certificate " + paths.certificate);
  EVP_PKEY* authority = X509_get0_pubkey(state.authority.get());
  if (X509_check_ca(state.authority.get()) != 1 || X509_verify(certificate, authority) != 1) {
    return complaint("certificate", paths.certificate,
                     "was not issued by the authority of " + paths.authority);
  }
  return Done{};
}

Result<Done, std::string> check_time(const CertificateFacts& facts, WallTime now,
                                     const std::string& path) {
  if (now > facts.not_after)
    return complaint("certificate", path, "expired on " + to_iso8601(facts.not_after));
  if (now < facts.not_before) {
    return complaint("certificate", path,
                     "is not valid before " + to_iso8601(facts.not_before) +
                         " (is this machine's clock right?)");
  }
  return Done{};
}

/// A name for people; whoever issues the certificate writes its own.
openssl::Request request_of(EVP_PKEY* key) {
  openssl::Request request(X509_REQ_new());
  const bool is_made = request && X509_REQ_set_version(request.get(), X509_REQ_VERSION_1) == 1 &&
                       X509_REQ_set_pubkey(request.get(), key) == 1 &&
                       X509_REQ_sign(request.get(), key, EVP_sha256()) > 0;
  return is_made ? std::move(request) : nullptr;
}

Result<Done, std::string> make_key_file(const std::string& path) {
  const openssl::Key key = openssl::make_key();
  openssl::SecretText pem;
  if (!key || !openssl::to_pem(key.get(), pem))
    return complaint("key file", path, "cannot be made");
  const auto kept = write_new_file(path, Readers::OwnerOnly, pem.text);
  return kept ? Result<Done, std::string>(Done{}) : complaint("key file", path, kept.error());
}

}  // namespace

Result<std::string, std::string> make_identity_request(const std::string& directory) {
  const openssl::QuietErrors quiet;
  const Paths paths(directory);
  openssl::Key key;
  auto loaded = load_key(paths.key, key);
  std::error_code unknown;
  if (!loaded && !std::filesystem::exists(paths.key, unknown) && !unknown) {
    if (auto made = make_key_file(paths.key); !made) return failed(made.error());
    loaded = load_key(paths.key, key);
  }
  if (!loaded) return failed(loaded.error());
  const auto request = request_of(key.get());
  std::string pem = request ? openssl::to_pem(request.get()) : std::string();
  if (pem.empty()) return complaint("key file", paths.key, "cannot sign a request");
  return pem;
}

Result<Done, std::string> keep_identity(const std::string& directory,
                                        const std::string& certificate,
                                        const std::string& authority, Readers readers) {
  const openssl::QuietErrors quiet;
  const Paths paths(directory);
  Identity::State state;
  if (auto key = load_key(paths.key, state.key); !key) return key;
  state.certificate = openssl::certificate_from_pem(certificate);
  state.authority = openssl::certificate_from_pem(authority);
  if (!state.certificate || !state.authority)
    return failed(std::string("What was issued is no certificate."));
  if (auto fits = check_fit(state, paths); !fits) return fits;
  const auto trusted = replace_file(paths.authority, readers, authority);
  if (!trusted) return complaint("certificate", paths.authority, trusted.error());
  const auto kept = replace_file(paths.certificate, readers, certificate);
  if (!kept) return complaint("certificate", paths.certificate, kept.error());
  return Done{};
}

Result<Identity, std::string> Identity::load(const std::string& directory, WallTime now) {
  const openssl::QuietErrors quiet;
  const Paths paths(directory);
  if (auto whole = finish_renewal(directory); !whole) return failed(whole.error());
  auto state = std::make_shared<State>();
  if (auto key = load_key(paths.key, state->key); !key) return failed(key.error());
  auto own = load_certificate(paths.certificate, state->certificate);
  if (!own) return failed(own.error());
  auto authority = load_certificate(paths.authority, state->authority);
  if (!authority) return failed(authority.error());
  if (auto fits = check_fit(*state, paths); !fits) return failed(fits.error());
  auto facts = facts_of(state->certificate.get());
  if (!facts)
    return complaint("certificate", paths.certificate, "cannot be used: " + facts.error());
  state->facts = std::move(facts).value();
  state->authority_fingerprint = fingerprint_of(state->authority.get()).value_or(Digest());
  auto in_time = check_time(state->facts, now, paths.certificate);
  if (!in_time) return failed(in_time.error());
  return Identity(std::move(state));
}

const CertificateFacts& Identity::facts() const { return state_->facts; }
const Digest& Identity::authority_fingerprint() const { return state_->authority_fingerprint; }

}  // namespace perk::sync
