// An identity as OpenSSL holds it. For the files of this folder only.
#pragma once

#include "sync/tls/identity.h"
#include "sync/tls/openssl.h"

namespace perk::sync {

struct Identity::State {
  openssl::Key key;
  openssl::Certificate certificate;
  openssl::Certificate authority;
  CertificateFacts facts;
  Digest authority_fingerprint;
};

}  // namespace perk::sync
