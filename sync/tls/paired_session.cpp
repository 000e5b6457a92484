#include "sync/tls/paired_session.h"

#include <string_view>

#include <openssl/crypto.h>
#include <openssl/rand.h>

namespace perk::sync {
namespace {

using Session = std::unique_ptr<SSL_SESSION, openssl::Free<SSL_SESSION_free>>;

/// The key is used with SHA-256, so a till offers the suites of that hash only.
constexpr const char* kTillSuites = "TLS_AES_128_GCM_SHA256:TLS_CHACHA20_POLY1305_SHA256";
constexpr const unsigned char kSuiteOfKey[] = {0x13, 0x01};  // TLS_AES_128_GCM_SHA256
constexpr unsigned char kContext[] = "perk";

Session session_of(SSL* connection, const PairedKey::Secret& secret) {
  const SSL_CIPHER* suite = SSL_CIPHER_find(connection, kSuiteOfKey);
  Session session(SSL_SESSION_new());
  const bool is_made =
      suite != nullptr && session &&
      SSL_SESSION_set1_master_key(session.get(), secret.data(), secret.size()) == 1 &&
      SSL_SESSION_set_cipher(session.get(), suite) == 1 &&
      SSL_SESSION_set_protocol_version(session.get(), TLS1_3_VERSION) == 1;
  return is_made ? std::move(session) : nullptr;
}

CertificateFacts facts_of_key(const Party& party, const PairedKey& key) {
  return {party, {}, key.fingerprint(), {}, {}, ShownProof::PairedKey};
}

/// A client's: names the till; OpenSSL copies neither the name nor the key before it is done with them.
int offer_key(SSL* connection, const EVP_MD* /*hash*/, const unsigned char** name,
              std::size_t* name_size, SSL_SESSION** session) {
  const PairedKey& key = *handshake_of(connection).settings->paired_key;
  auto made = session_of(connection, key.secret());
  if (!made) return 0;
  *name = reinterpret_cast<const unsigned char*>(key.uri().data());
  *name_size = key.uri().size();
  *session = made.release();
  return 1;
}

/// A key that nobody holds: who names a till that is not paired learns no more than who lacks its key.
Session session_of_nobody(SSL* connection) {
  PairedKey::Secret chance{};
  if (RAND_priv_bytes(chance.data(), static_cast<int>(chance.size())) != 1) return nullptr;
  return session_of(connection, chance);
}

/// A server's: the key of whoever the client says it is. Whether it holds that key, OpenSSL looks at next.
int find_key(SSL* connection, const unsigned char* name, std::size_t name_size,
             SSL_SESSION** session) {
  TlsHandshake& handshake = handshake_of(connection);
  handshake.named.reset();
  const auto party = parse_party_uri({reinterpret_cast<const char*>(name), name_size});
  Session made;
  if (!party || party->kind != PartyKind::Terminal) {
    handshake.refusal = "it names a key that no till has";
  } else if (const auto key = handshake.settings->rules.paired_key(*party); !key) {
    handshake.refusal = key.error();
  } else {
    handshake.named = facts_of_key(*party, key.value());
    made = session_of(connection, key.value().secret());
  }
  if (!handshake.named) made = session_of_nobody(connection);
  *session = made.release();
  return *session != nullptr ? 1 : 0;
}

}  // namespace

bool show_paired_key(SSL_CTX* context) {
  SSL_CTX_set_psk_use_session_callback(context, offer_key);
  return SSL_CTX_set_ciphersuites(context, kTillSuites) == 1;
}

bool take_paired_keys(SSL_CTX* context) {
  SSL_CTX_set_psk_find_session_callback(context, find_key);
  SSL_CTX_clear_options(context, SSL_OP_ALLOW_NO_DHE_KEX);
  // OpenSSL demands a name for sessions wherever certificates are demanded too.
  return SSL_CTX_set_session_id_context(context, kContext, sizeof kContext) == 1;
}

std::optional<CertificateFacts> holder_of_paired_key(SSL* connection,
                                                     const TlsHandshake& handshake) {
  // Nothing is ever resumed, so a session that is not new is one of a paired key.
  if (SSL_session_reused(connection) != 1) return std::nullopt;
  const auto& own = handshake.settings->paired_key;
  return own ? std::optional(facts_of_key(own->store(), *own)) : handshake.named;
}

}  // namespace perk::sync
