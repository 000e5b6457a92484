#include "sync/tls/authority.h"

#include "sync/crypto/private_file.h"
#include "sync/tls/certificate.h"
#include "sync/tls/tls_words.h"
#include "sync/tls/x509.h"

namespace perk::sync {
namespace {

constexpr Millis kTenYears(std::int64_t{3'653} * 86'400'000);

std::string key_path(const std::string& directory) { return directory + "/ca.key"; }
std::string certificate_path(const std::string& directory) { return directory + "/ca.crt"; }

const char* uses_of(PartyKind kind) {
  if (kind == PartyKind::HeadOffice) return "serverAuth";
  return kind == PartyKind::Store ? "clientAuth,serverAuth" : "clientAuth";
}

bool add_authority_extensions(X509* own) {
  return add_extension(own, own, NID_basic_constraints, "critical,CA:TRUE,pathlen:0") &&
         add_extension(own, own, NID_key_usage, "critical,keyCertSign") &&
         add_extension(own, own, NID_subject_key_identifier, "hash") &&
         add_extension(own, own, NID_authority_key_identifier, "keyid:always");
}

bool add_party_extensions(X509* certificate, X509* issuer, const Party& party) {
  const std::string name = "URI:" + to_uri(party);
  return add_extension(certificate, issuer, NID_basic_constraints, "critical,CA:FALSE") &&
         add_extension(certificate, issuer, NID_key_usage, "critical,digitalSignature") &&
         add_extension(certificate, issuer, NID_ext_key_usage, uses_of(party.kind)) &&
         add_extension(certificate, issuer, NID_subject_alt_name, name.c_str()) &&
         add_extension(certificate, issuer, NID_subject_key_identifier, "hash") &&
         add_extension(certificate, issuer, NID_authority_key_identifier, "keyid:always");
}

}  // namespace

struct Authority::State {
  openssl::Key key;
  openssl::Certificate certificate;
  std::string pem;
};

Result<Authority, std::string> Authority::make(WallTime from) {
  const openssl::QuietErrors quiet;
  auto state = std::make_shared<State>();
  state->key = openssl::make_key();
  state->certificate.reset(X509_new());
  X509* own = state->certificate.get();
  const bool is_made = state->key && own != nullptr &&
                       begin_certificate(own, state->key.get(), "Perk certificate authority", from,
                                         from + kTenYears) &&
                       X509_set_issuer_name(own, X509_get_subject_name(own)) == 1 &&
                       add_authority_extensions(own) &&
                       X509_sign(own, state->key.get(), EVP_sha256()) > 0;
  if (!is_made) return failed(std::string("The certificate authority cannot be made."));
  state->pem = openssl::to_pem(own);
  return Authority(std::move(state));
}

Result<Authority, std::string> Authority::load(const std::string& directory) {
  const openssl::QuietErrors quiet;
  const std::string key_file = key_path(directory);
  const std::string certificate_file = certificate_path(directory);
  auto state = std::make_shared<State>();
  openssl::SecretText key;
  const auto read_key = read_small_file(key_file, Readers::OwnerOnly, kPemBytesMax, key.text);
  if (!read_key) return complaint("key file", key_file, read_key.error());
  state->key = openssl::key_from_pem(key.text);
  if (!state->key) return complaint("key file", key_file, "holds no private key");
  const auto read = read_small_file(certificate_file, Readers::Everybody, kPemBytesMax, state->pem);
  if (!read) return complaint("certificate", certificate_file, read.error());
  state->certificate = openssl::certificate_from_pem(state->pem);
  if (!state->certificate || X509_check_ca(state->certificate.get()) != 1)
    return complaint("certificate", certificate_file, "is no authority's");
  if (X509_check_private_key(state->certificate.get(), state->key.get()) != 1)
    return complaint("key file", key_file, "does not fit " + certificate_file);
  return Authority(std::move(state));
}

Result<Done, std::string> Authority::save(const std::string& directory) const {
  const openssl::QuietErrors quiet;
  openssl::SecretText key;
  if (!openssl::to_pem(state_->key.get(), key))
    return failed(std::string("The certificate authority's key cannot be written."));
  const std::string key_file = key_path(directory);
  const std::string certificate_file = certificate_path(directory);
  const auto kept = write_new_file(key_file, Readers::OwnerOnly, key.text);
  if (!kept) return complaint("key file", key_file, kept.error());
  const auto shown = write_new_file(certificate_file, Readers::Everybody, state_->pem);
  if (!shown) return complaint("certificate", certificate_file, shown.error());
  return Done{};
}

Result<std::string, std::string> Authority::issue(std::string_view request, const Party& party,
                                                  WallTime from, WallTime until) const {
  const openssl::QuietErrors quiet;
  if (!is_valid(party)) return failed(std::string("No certificate can name that party."));
  const auto asked = request.size() <= kPemBytesMax ? openssl::request_from_pem(request) : nullptr;
  EVP_PKEY* key = asked ? X509_REQ_get0_pubkey(asked.get()) : nullptr;
  if (key == nullptr) return failed(std::string("That is no certificate request."));
  if (!openssl::is_p256(key)) return failed(std::string("The request's key is not of P-256."));
  if (X509_REQ_verify(asked.get(), key) != 1)
    return failed(std::string("The request does not prove that its key is had."));
  const auto end = to_wall_time(X509_get0_notAfter(state_->certificate.get()));
  if (from >= until || !end || until > end.value())
    return failed(
        std::string("A certificate is valid for a while, and no longer than its authority."));

  X509* issuer = state_->certificate.get();
  const openssl::Certificate made(X509_new());
  const bool is_made = made && begin_certificate(made.get(), key, to_string(party), from, until) &&
                       X509_set_issuer_name(made.get(), X509_get_subject_name(issuer)) == 1 &&
                       add_party_extensions(made.get(), issuer, party) &&
                       X509_sign(made.get(), state_->key.get(), EVP_sha256()) > 0;
  std::string pem = is_made ? openssl::to_pem(made.get()) : std::string();
  if (pem.empty()) return failed(std::string("The certificate cannot be made."));
  return pem;
}

const std::string& Authority::certificate() const { return state_->pem; }

}  // namespace perk::sync
