// What a TlsServer or a TlsClient is inside, and what one handshake finds out. For the files of this folder
// only. The settings are shared by all connections and never change.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "sync/tls/certificate_facts.h"
#include "sync/tls/openssl.h"
#include "sync/tls/service.h"
#include "sync/tls/tls.h"

namespace perk::sync {

enum class TlsRole { Client, Server };

struct TlsSettings {
  TlsRole role = TlsRole::Client;
  Service service = Service::Sync;
  Party server;       ///< A client's: whom it expects.
  ServerRules rules;  ///< A server's.
  /// A newcomer's, in place of an authority that it trusts.
  std::optional<AuthorityMark> authority_mark;
  openssl::Certificate authority;       ///< A server's: newcomers are shown it.
  std::optional<PairedKey> paired_key;  ///< A till's, in place of an identity.
  openssl::Context context;
};

/// One connection's; stays where it is while the connection lives.
struct TlsHandshake {
  std::shared_ptr<const TlsSettings> settings;
  std::optional<Service> service;  ///< That both ends agreed on.
  std::optional<CertificateFacts>
      peer;  ///< Whose certificate was found good, or who holds the paired key.
  std::optional<CertificateFacts>
      named;            ///< A server's: whose key the client says it holds; not proven yet.
  std::string refusal;  ///< Why this end refuses, as in "its certificate expired".
};

/// Null if OpenSSL fails.
[[nodiscard]] openssl::Connection begin_connection(TlsHandshake& handshake);
/// After OpenSSL calls the handshake done: whether what was agreed on is enough. Fills in the service.
[[nodiscard]] bool is_agreed(SSL* connection, TlsHandshake& handshake);

/// What was agreed on, as soon as it was.
[[nodiscard]] std::optional<Service> service_of(const SSL* connection);

/// As an SSL_CTX_set_cert_verify_callback: the chain, then who the peer is.
int verify_peer(X509_STORE_CTX* store, void* unused);
/// The handshake that a connection belongs to.
[[nodiscard]] TlsHandshake& handshake_of(const SSL* connection);

}  // namespace perk::sync
