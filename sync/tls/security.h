// How a program's streams are protected: by TLS with its identity; of a till, by TLS with the key that it shares with
// its store; or, on this machine's loopback only, not at all, for whoever tries Perk out. A program chooses once, at its start, and hands this to all that
// listens or dials. A value; thread-safe.
#pragma once

#include <optional>
#include <string>
#include <utility>

#include "ledger/result.h"
#include "ledger/time.h"
#include "sync/tls/identity.h"
#include "sync/tls/paired_key.h"

namespace perk::sync {

class Security {
 public:
  /// Nothing is encrypted and nobody proves who they are; nothing reaches beyond this machine.
  [[nodiscard]] static Security insecure_loopback() { return {}; }
  [[nodiscard]] static Security tls(Identity own) {
    Security security;
    security.identity_ = std::move(own);
    return security;
  }
  /// Of a till that dials its store; nobody listens with it.
  [[nodiscard]] static Security paired(PairedKey key) {
    Security security;
    security.paired_key_ = std::move(key);
    return security;
  }

  /// None without TLS, or of a paired till.
  [[nodiscard]] const std::optional<Identity>& identity() const { return identity_; }
  [[nodiscard]] const std::optional<PairedKey>& paired_key() const { return paired_key_; }

 private:
  Security() = default;
  std::optional<Identity> identity_;
  std::optional<PairedKey> paired_key_;
};

/// As a program is told: `tls.directory`, or `security.insecure_loopback = true`.
struct SecuritySettings {
  std::string tls_directory;
  bool insecure_loopback = false;
};

/// Reads the directory. A program that is told neither, or both, must not start; the error is one sentence.
[[nodiscard]] Result<Security, std::string> open_security(const SecuritySettings& settings,
                                                          WallTime now);

}  // namespace perk::sync
