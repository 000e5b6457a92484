// A handshake by a paired key in place of certificates: TLS 1.3 with an external pre-shared key (RFC 8446, 2.2), and
// always with a fresh (EC)DHE exchange besides, so that a key that is read later opens no session of before. The
// till names itself in the clear ("perk:terminal:42"); everything else is as with certificates. For the files of this
// folder only.
#pragma once

#include <optional>

#include "sync/tls/tls_settings.h"

namespace perk::sync {

/// A client that is to prove its settings' paired key, and shows nothing else.
[[nodiscard]] bool show_paired_key(SSL_CTX* context);
/// A server that takes its rules' paired keys as well as certificates.
[[nodiscard]] bool take_paired_keys(SSL_CTX* context);
/// After the handshake: whom the peer's key speaks for; none if it proved none.
[[nodiscard]] std::optional<CertificateFacts> holder_of_paired_key(SSL* connection,
                                                                   const TlsHandshake& handshake);

}  // namespace perk::sync
