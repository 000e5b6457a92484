#include "sync/crypto/operator_proof.h"

#include <algorithm>

#include "sync/crypto/canonical_bytes.h"
#include "sync/crypto/hash_chain.h"
#include "sync/crypto/sodium.h"

namespace perk::sync {

Digest random_challenge() {
  make_sodium_ready();
  Digest challenge;
  randombytes_buf(challenge.bytes.data(), challenge.bytes.size());
  return challenge;
}

KeyId key_id_of(const PublicKey& key) {
  const Digest digest = sha256(key.bytes);
  KeyId id;
  std::copy_n(digest.bytes.begin(), id.bytes.size(), id.bytes.begin());
  return id;
}

std::vector<std::uint8_t> operator_bytes(const Digest& challenge, WordCounter counter,
                                         const Digest& request) {
  return std::move(CanonicalBytes("perk.operator.v1")
                       .raw(challenge.bytes)
                       .number(counter.value())
                       .raw(request.bytes))
      .take();
}

OperatorWord word_of(const std::string& name, const LogKey& key, const Digest& challenge,
                     WordCounter counter, std::span<const std::uint8_t> request) {
  OperatorWord word{name, key_id_of(key.public_key()), sha256(request), counter, challenge, {}};
  word.signature = key.sign(operator_bytes(challenge, counter, word.request));
  return word;
}

bool is_said_with(const OperatorWord& word, const PublicKey& key) {
  return verify(key, operator_bytes(word.challenge, word.counter, word.request), word.signature);
}

}  // namespace perk::sync
