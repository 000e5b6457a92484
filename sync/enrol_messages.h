// What a shop that has no certificate yet and head office say to each other (PROTOCOL.md "Enrolment"): one
// hello, one answer or refusal, and the connection ends. A shop that has one may ask for its card numbers
// instead. Plain values.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "ledger/ids.h"
#include "ledger/money.h"
#include "ledger/number_range.h"

namespace perk::sync {

using EnrolSecret = std::array<std::uint8_t, 16>;
/// The first 80 bits of the SHA-256 of an authority's certificate (DER).
using AuthorityMark = std::array<std::uint8_t, 10>;

struct EnrolHello {
  EnrolSecret secret{};  ///< Of the one-time code.
  PublicKey log_key;     ///< That the shop's log will be signed with.
  std::string request;   ///< PKCS#10, PEM: proves the key that the certificate is asked for.
  Signature proof;       ///< By the log key, over all of it.
  friend bool operator==(const EnrolHello&, const EnrolHello&) = default;
};

struct SecretNumberKey {
  std::uint32_t version = 0;
  std::array<std::uint8_t, 32> key{};
  friend bool operator==(const SecretNumberKey&, const SecretNumberKey&) = default;
};

struct EnrolAnswer {
  std::string certificate;  ///< PEM, as the next.
  std::string authority;
  StoreId store;
  std::string name;
  Currency currency;
  std::uint16_t shard_count = 0;
  std::vector<SecretNumberKey> number_keys;
  std::vector<NumberRange> number_ranges;
  friend bool operator==(const EnrolAnswer&, const EnrolAnswer&) = default;
};

/// Never says more than this of a code: whoever guesses learns nothing.
enum class EnrolRefusal : std::uint8_t {
  Refused = 1,  ///< No such code, or it was used or has expired, or the hello is none.
  TryLater = 2  ///< Nothing was looked at: too many ask, or the database is away.
};

using EnrolReply = std::variant<EnrolAnswer, EnrolRefusal>;

/// Of a shop that shows its certificate: which numbers does the chain take now, and by which keys?
struct NumberAsk {
  StoreId store;             ///< Who it is; it must be the store of the certificate.
  std::uint32_t newest = 0;  ///< The latest version among the keys that it holds.
  friend bool operator==(const NumberAsk&, const NumberAsk&) = default;
};

struct NumberNews {
  std::vector<SecretNumberKey> keys;
  std::vector<NumberRange> ranges;
  friend bool operator==(const NumberNews&, const NumberNews&) = default;
};

using NumberReply = std::variant<NumberNews, EnrolRefusal>;

}  // namespace perk::sync
