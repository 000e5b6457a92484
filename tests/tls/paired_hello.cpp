#include "tests/tls/paired_hello.h"

#include <algorithm>
#include <array>
#include <memory>
#include <string_view>

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include "ledger/check.h"

namespace perk::test {
namespace {

using Bytes = std::vector<std::uint8_t>;
constexpr std::size_t kHashBytes = 32;
constexpr std::size_t kRecordHeader = 5;
/// The proof stands last, behind the length of the list and its own.
constexpr std::size_t kProofEnd = kHashBytes + 3;

Bytes keyed_hash(const Bytes& key, const Bytes& text) {
  Bytes hash(kHashBytes);
  HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), text.data(), text.size(),
       hash.data(), nullptr);
  return hash;
}

Bytes hash_of(const Bytes& text) {
  Bytes hash(kHashBytes);
  EVP_Digest(text.data(), text.size(), hash.data(), nullptr, EVP_sha256(), nullptr);
  return hash;
}

/// HKDF-Expand-Label of one block.
Bytes expand(const Bytes& secret, std::string_view label, const Bytes& context) {
  const std::string full = "tls13 " + std::string(label);
  Bytes info = {0, kHashBytes, static_cast<std::uint8_t>(full.size())};
  info.insert(info.end(), full.begin(), full.end());
  info.push_back(static_cast<std::uint8_t>(context.size()));
  info.insert(info.end(), context.begin(), context.end());
  info.push_back(1);
  return keyed_hash(secret, info);
}

/// That whoever said this much of a hello holds the key.
Bytes proof_of(const Bytes& secret, const Bytes& hello) {
  const Bytes early = keyed_hash(Bytes(kHashBytes, 0), secret);
  const Bytes binder_key = expand(early, "ext binder", hash_of({}));
  return keyed_hash(expand(binder_key, "finished", {}), hash_of(hello));
}

Bytes usual_hello(const RawKey& key) {
  const std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context(SSL_CTX_new(TLS_client_method()),
                                                                  SSL_CTX_free);
  SSL_CTX_set_min_proto_version(context.get(), TLS1_3_VERSION);
  SSL_CTX_set_ciphersuites(context.get(), "TLS_AES_128_GCM_SHA256");
  constexpr std::string_view kOffer = "\x0fperk-terminal/1";
  SSL_CTX_set_alpn_protos(context.get(), reinterpret_cast<const unsigned char*>(kOffer.data()),
                          kOffer.size());
  offer_key(context.get(), key);
  const std::unique_ptr<SSL, decltype(&SSL_free)> connection(SSL_new(context.get()), SSL_free);
  BIO* const said = BIO_new(BIO_s_mem());
  SSL_set_bio(connection.get(), BIO_new(BIO_s_mem()), said);
  SSL_connect(connection.get());
  Bytes hello(16'384);
  const int size = BIO_read(said, hello.data(), static_cast<int>(hello.size()));
  PERK_CHECK(size > static_cast<int>(kRecordHeader + kProofEnd), "a test could not say hello");
  hello.resize(static_cast<std::size_t>(size));
  return hello;
}

}  // namespace

Bytes paired_hello(const RawKey& key, KeyUse use) {
  Bytes hello = usual_hello(key);
  constexpr std::array<std::uint8_t, 6> kUses = {0, 0x2d, 0, 2, 1, 1};
  const auto uses = std::search(hello.begin(), hello.end(), kUses.begin(), kUses.end());
  PERK_CHECK(uses != hello.end(), "a hello says how a key is used");
  *(uses + 5) = static_cast<std::uint8_t>(use);
  const Bytes said(hello.begin() + kRecordHeader, hello.end() - kProofEnd);
  const Bytes proof = proof_of(key.secret, said);
  std::copy(proof.begin(), proof.end(), hello.end() - kHashBytes);
  return hello;
}

bool takes_the_key(const Bytes& answer) {
  constexpr std::array<std::uint8_t, 6> kFirstKey = {0, 0x29, 0, 2, 0, 0};
  return std::search(answer.begin(), answer.end(), kFirstKey.begin(), kFirstKey.end()) !=
         answer.end();
}

}  // namespace perk::test
