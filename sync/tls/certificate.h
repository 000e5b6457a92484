// What is read of a certificate as it is kept and shown (PEM). Thread-safe; no clock, no files.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "ledger/result.h"
#include "sync/tls/certificate_facts.h"

namespace perk::sync {

/// More than any certificate or request of ours takes, as PEM.
inline constexpr std::size_t kPemBytesMax = 16 * 1024;

/// Of a party's certificate; the error says what is wrong, as in "it names no party". Says nothing of
/// whether it is genuine or valid now.
[[nodiscard]] Result<CertificateFacts, std::string> read_certificate(std::string_view pem);

/// SHA-256 of any certificate (DER), also an authority's; none if it is no certificate.
[[nodiscard]] std::optional<Digest> fingerprint_of(std::string_view pem);

}  // namespace perk::sync
