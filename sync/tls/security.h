// How a program's streams are protected: by TLS with its identity; or, on this machine's loopback only, not
// at all, for whoever tries Perk out. A program chooses once, at its start, and hands this to all that
// listens or dials. A value; thread-safe.
#pragma once

#include <optional>
#include <string>
#include <utility>

#include "ledger/result.h"
#include "ledger/time.h"
#include "sync/tls/identity.h"

namespace perk::sync {

class Security {
 public:
  /// Nothing is encrypted and nobody proves who they are; nothing reaches beyond this machine.
  [[nodiscard]] static Security insecure_loopback() { return Security(std::nullopt); }
  [[nodiscard]] static Security tls(Identity own) { return Security(std::move(own)); }

  /// None without TLS.
  [[nodiscard]] const std::optional<Identity>& identity() const { return identity_; }

 private:
  explicit Security(std::optional<Identity> own) : identity_(std::move(own)) {}
  std::optional<Identity> identity_;
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
