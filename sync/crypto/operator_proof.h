// How an operator's tool proves to head office who asks: a signature over the request and over a challenge that
// head office gave this connection, so that nothing of it can be said again on another one (FORMAT.md
// "Operators' words"). By libsodium. Thread-safe.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "ledger/operator_word.h"
#include "sync/crypto/keys.h"

namespace perk::sync {

/// 32 bytes from the system's random source.
[[nodiscard]] Digest random_challenge();

[[nodiscard]] KeyId key_id_of(const PublicKey& key);

/// "perk.operator.v1" 0x00, challenge, counter, SHA-256 of the request's bytes.
[[nodiscard]] std::vector<std::uint8_t> operator_bytes(const Digest& challenge, WordCounter counter,
                                                       const Digest& request);

[[nodiscard]] OperatorWord word_of(const std::string& name, const LogKey& key,
                                   const Digest& challenge, WordCounter counter,
                                   std::span<const std::uint8_t> request);

/// Whether the holder of the key said it. The id of the key in the word is not looked at.
[[nodiscard]] bool is_said_with(const OperatorWord& word, const PublicKey& key);

}  // namespace perk::sync
