// What of a certificate matters here, once it was found good: who it speaks for, by which names it can be
// revoked, and until when it is valid. Plain values; reads no certificate.
#pragma once

#include <array>
#include <cstdint>

#include "ledger/ids.h"
#include "ledger/time.h"
#include "sync/tls/party.h"

namespace perk::sync {

/// The number that the certificate authority gave a certificate: 128 random bits.
struct CertificateSerial {
  std::array<std::uint8_t, 16> bytes{};
  friend auto operator<=>(const CertificateSerial&, const CertificateSerial&) = default;
};

struct CertificateFacts {
  Party party;
  CertificateSerial serial;
  Digest fingerprint;  ///< SHA-256 of the whole certificate (DER).
  WallTime not_before;
  WallTime not_after;
  friend bool operator==(const CertificateFacts&, const CertificateFacts&) = default;
};

}  // namespace perk::sync
