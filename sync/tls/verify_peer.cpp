// Whether the peer's certificate is good, and whether it speaks for one that is expected here.
#include <algorithm>

#include "sync/tls/tls_settings.h"
#include "sync/tls/tls_words.h"
#include "sync/tls/x509.h"

namespace perk::sync {
namespace {

bool may_use(Service service, PartyKind kind) {
  switch (service) {
    case Service::Sync:
      return kind == PartyKind::Store;
    case Service::Admin:
      return kind == PartyKind::Operator;
    case Service::Terminal:
      return kind == PartyKind::Terminal;
    case Service::Enrolment:
      return kind != PartyKind::HeadOffice;
  }
  return false;
}

struct Objection {
  int error = X509_V_OK;  ///< As OpenSSL counts them; decides what the peer is told.
  std::string words;
};

Objection objection_to(const CertificateFacts& facts, const SSL* connection,
                       const TlsSettings& settings) {
  const std::string whose = "its certificate is of " + to_string(facts.party);
  if (settings.role == TlsRole::Client) {
    if (facts.party == settings.server) return {};
    return {X509_V_ERR_INVALID_PURPOSE, whose + ", not of " + to_string(settings.server)};
  }
  const auto service = service_of(connection);
  if (!service || !may_use(*service, facts.party.kind)) {
    return {
        X509_V_ERR_INVALID_PURPOSE,
        whose + ", who may not use " + std::string(name_of(service.value_or(settings.service)))};
  }
  const bool is_welcome = !settings.rules.is_welcome || settings.rules.is_welcome(facts);
  if (is_welcome) return {};
  return {X509_V_ERR_CERT_REVOKED, whose + ", and is revoked"};
}

/// What the peer showed that has the mark, made the one that is trusted. Whoever has another authority's key
/// cannot make a certificate of this fingerprint; one that it shows beside its own is of no use to it.
bool trust_marked(X509_STORE_CTX* store, const AuthorityMark& mark,
                  openssl::Certificates& trusted) {
  trusted.reset(sk_X509_new_null());
  STACK_OF(X509)* shown = X509_STORE_CTX_get0_untrusted(store);
  for (int at = 0; trusted && at < sk_X509_num(shown); ++at) {
    X509* certificate = sk_X509_value(shown, at);
    const auto fingerprint = fingerprint_of(certificate);
    const bool is_marked =
        fingerprint && std::equal(mark.begin(), mark.end(), fingerprint->bytes.begin());
    if (is_marked && X509_check_ca(certificate) == 1) sk_X509_push(trusted.get(), certificate);
  }
  if (!trusted || sk_X509_num(trusted.get()) != 1) return false;
  X509_STORE_CTX_set0_trusted_stack(store, trusted.get());
  return true;
}

}  // namespace

int verify_peer(X509_STORE_CTX* store, void* /*unused*/) {
  const auto* connection = static_cast<const SSL*>(
      X509_STORE_CTX_get_ex_data(store, SSL_get_ex_data_X509_STORE_CTX_idx()));
  TlsHandshake& handshake = handshake_of(connection);
  if (handshake.settings->paired_key) {
    handshake.refusal = "it shows a certificate, and does not take the key of this pairing";
    X509_STORE_CTX_set_error(store, X509_V_ERR_INVALID_PURPOSE);
    return 0;
  }
  openssl::Certificates trusted;  // Until the store is done with it.
  const auto& mark = handshake.settings->authority_mark;
  if (mark && !trust_marked(store, *mark, trusted)) {
    handshake.refusal = "it is not of the chain that the code is for";
    X509_STORE_CTX_set_error(store, X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN);
    return 0;
  }
  if (X509_verify_cert(store) != 1) {
    handshake.refusal = words_for_certificate(X509_STORE_CTX_get_error(store));
    if (X509_STORE_CTX_get_error(store) == X509_V_OK)
      X509_STORE_CTX_set_error(store, X509_V_ERR_UNSPECIFIED);
    return 0;
  }
  auto facts = facts_of(X509_STORE_CTX_get0_cert(store));
  if (!facts) {
    handshake.refusal = "its certificate cannot be used: " + facts.error();
    X509_STORE_CTX_set_error(store, X509_V_ERR_INVALID_PURPOSE);
    return 0;
  }
  const Objection objection = objection_to(facts.value(), connection, *handshake.settings);
  if (objection.error != X509_V_OK) {
    handshake.refusal = objection.words;
    X509_STORE_CTX_set_error(store, objection.error);
    return 0;
  }
  handshake.peer = std::move(facts).value();
  return 1;
}

}  // namespace perk::sync
