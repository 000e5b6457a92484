// The key that one till shares with its store, in place of a certificate: 32 bytes of chance, made by the store,
// carried to the till once, in a file that only its owner can read. Both ends keep the same four lines:
//
//   perk pairing 1
//   store 3
//   terminal 42
//   key 64 hexadecimal digits
//
// The key never travels again: each connection agrees on keys of its own (paired_session.h). A cheap copyable handle;
// immutable; wiped with its last copy. Blocks on files. Errors are one sentence, and never hold any of the key.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "ledger/ids.h"
#include "ledger/result.h"
#include "sync/tls/party.h"

namespace perk::sync {

class PairedKey {
 public:
  using Secret = std::array<std::uint8_t, 32>;

  /// A fresh one. Fails if the system has no randomness to give, or a number is 0.
  [[nodiscard]] static Result<PairedKey, std::string> make(StoreId store, TerminalId terminal);
  /// Refused: a file that is missing, that others can read, or that is no such thing to the letter.
  [[nodiscard]] static Result<PairedKey, std::string> load(const std::string& path);
  /// What such a file says. None: it is no such thing to the letter.
  [[nodiscard]] static std::optional<PairedKey> from_text(std::string_view text);
  /// A new file (0600), durable on return; refuses to overwrite one.
  [[nodiscard]] Result<Done, std::string> save(const std::string& path) const;
  /// What save() writes; the caller wipes it.
  [[nodiscard]] std::string secret_text() const;

  [[nodiscard]] const Party& store() const;
  [[nodiscard]] const Party& terminal() const;
  /// SHA-256 of the key: two pairings of one till differ in it.
  [[nodiscard]] const Digest& fingerprint() const;
  /// For the files of this folder: the key, and the terminal's URI, which names it on the line.
  [[nodiscard]] const Secret& secret() const;
  [[nodiscard]] const std::string& uri() const;

 private:
  struct State;
  explicit PairedKey(std::shared_ptr<const State> state) : state_(std::move(state)) {}
  [[nodiscard]] static Result<PairedKey, std::string> of(std::unique_ptr<State> state);
  std::shared_ptr<const State> state_;
};

}  // namespace perk::sync
