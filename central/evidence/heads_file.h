// Heads that can be shown to others: how far every log and every shard went when head office said so, and
// under which hash. Whoever keeps one can show later that something before it was changed or cut off
// (`perk verify --against`). README.md has the form. Pure; thread-safe.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "central/records.h"
#include "ledger/result.h"
#include "sync/crypto/keys.h"

namespace perk::central {

/// How far a log went. `store` is 0 for head office's own.
struct LogHead {
  Origin origin;
  StoreId store;
  Seq seq;
  Digest hash;
  friend bool operator==(const LogHead&, const LogHead&) = default;
};

struct Heads {
  ChainSettings chain;
  WallTime taken;                ///< By head office's clock; not before 1970, not after 9999.
  std::vector<LogHead> logs;     ///< By origin, each once.
  std::vector<ShardEnd> shards;  ///< All of them, in order.
  friend bool operator==(const Heads&, const Heads&) = default;
};

struct SignedHeads {
  Heads heads;
  PublicKey
      key;  ///< Whose signature it has. Whether that is head office's key, the reader must know.
  Digest digest;  ///< Of all that is signed.
};

/// The one text of these heads, signed.
[[nodiscard]] std::string write_heads(const Heads& heads, const sync::LogKey& key);
/// Of such a text, whole, unaltered and signed by the key that it names. The error is one sentence.
[[nodiscard]] Result<SignedHeads, std::string> read_heads(std::string_view text);

/// What a shop pins to the wall, without the date: the short code of the digest (sync/crypto/short_code.h).
[[nodiscard]] std::string code_of(const SignedHeads& heads);

}  // namespace perk::central
