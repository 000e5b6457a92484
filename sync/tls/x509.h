// Reading and making certificates with OpenSSL: what authority, identity and handshake share. For the files
// of this folder only. Thread-safe; no clock.
#pragma once

#include <optional>
#include <string>

#include "ledger/result.h"
#include "sync/tls/certificate_facts.h"
#include "sync/tls/openssl.h"

namespace perk::sync {

/// What a party's certificate says; the error says what is wrong, as in "it names no party".
[[nodiscard]] Result<CertificateFacts, std::string> facts_of(X509* certificate);

/// SHA-256 of the whole certificate (DER).
[[nodiscard]] std::optional<Digest> fingerprint_of(X509* certificate);

/// Whole seconds; null before 1970 or after 9999.
[[nodiscard]] openssl::Time to_asn1_time(WallTime time);
[[nodiscard]] Result<WallTime, std::string> to_wall_time(const ASN1_TIME* time);

/// What all certificates of ours begin with: version 3, 128 random bits as the number, these dates and this
/// key, this name for people to read. False if OpenSSL fails.
[[nodiscard]] bool begin_certificate(X509* certificate, EVP_PKEY* key, const std::string& name,
                                     WallTime from, WallTime until);
/// In the notation of openssl.cnf; `issuer` may be the certificate itself.
[[nodiscard]] bool add_extension(X509* certificate, X509* issuer, int which, const char* value);

}  // namespace perk::sync
