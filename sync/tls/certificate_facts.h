// What of a certificate matters here, once it was found good: who it speaks for, by which names it can be
// revoked, and until when it is valid. Or of a paired key, which has neither number nor end. Plain values; reads
// no certificate.
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

enum class ShownProof { Certificate, PairedKey };

struct CertificateFacts {
  Party party;
  CertificateSerial serial;
  Digest fingerprint;  ///< SHA-256 of the whole certificate (DER), or of a paired key.
  WallTime not_before;
  WallTime not_after;
  ShownProof proof = ShownProof::Certificate;
  friend bool operator==(const CertificateFacts&, const CertificateFacts&) = default;
};

}  // namespace perk::sync
