// The word of an operator who told head office to do something: a signature over the request, kept in every
// event that came of it, with all that is needed to check it later but the operator's key (operator_book.h).
// A value; the signature is made and checked outside the ledger (sync/crypto/operator_proof.h).
#pragma once

#include <array>
#include <cstdint>
#include <string>

#include "ledger/ids.h"

namespace perk {

/// The first 8 bytes of SHA-256 of a public key: says which key it was, and is no key.
struct KeyId {
  std::array<std::uint8_t, 8> bytes{};
  friend constexpr auto operator<=>(const KeyId&, const KeyId&) = default;
};

/// Signed is: the challenge, the counter, the request's digest (FORMAT.md "Operators' words").
struct OperatorWord {
  std::string name;
  KeyId key;
  Digest request;       ///< SHA-256 of the request's bytes as they were sent.
  WordCounter counter;  ///< Which request of its connection it was.
  Digest challenge;     ///< 32 random bytes that head office gave this connection, and no other.
  Signature signature;
  friend bool operator==(const OperatorWord&, const OperatorWord&) = default;
};

}  // namespace perk
