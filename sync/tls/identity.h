// What a machine shows to prove who it is: its own key, its certificate, and the authority that it trusts,
// in one directory: `tls.key` (readable by its owner only; it never leaves the machine), `tls.crt`, `ca.crt`.
//
//   auto request = make_identity_request(directory);           // goes to the authority
//   keep_identity(directory, certificate, authority);          // what came back
//   auto identity = Identity::load(directory, clock.wall());
//
// No clock inside. Thread-safe once made. Errors are one sentence for the person who starts the program,
// and never hold any of a key.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "ledger/result.h"
#include "ledger/time.h"
#include "sync/crypto/private_file.h"
#include "sync/tls/certificate_facts.h"

namespace perk::sync {

/// A request (PKCS#10, PEM) that proves to have the directory's key, which is made first if there is none.
[[nodiscard]] Result<std::string, std::string> make_identity_request(const std::string& directory);
/// Keeps a certificate that was issued for the directory's key, and its authority's (both PEM); replaces
/// those of before. Durable on return. Refused, and nothing written, if the key does not fit or the
/// authority did not issue it.
[[nodiscard]] Result<Done, std::string> keep_identity(const std::string& directory,
                                                      const std::string& certificate,
                                                      const std::string& authority,
                                                      Readers readers = Readers::Everybody);

class Identity {
 public:
  /// Refused: files that are missing or no such thing, a key that others can read or that does not fit the
  /// certificate, a certificate of another authority, or one that is not valid at `now`.
  [[nodiscard]] static Result<Identity, std::string> load(const std::string& directory,
                                                          WallTime now);

  [[nodiscard]] const CertificateFacts& facts() const;
  [[nodiscard]] const Party& party() const { return facts().party; }
  /// SHA-256 of the certificate of the authority that it trusts (DER).
  [[nodiscard]] const Digest& authority_fingerprint() const;

  /// For the files of this folder.
  struct State;
  [[nodiscard]] const State& state() const { return *state_; }

 private:
  explicit Identity(std::shared_ptr<const State> state) : state_(std::move(state)) {}
  std::shared_ptr<const State> state_;
};

}  // namespace perk::sync
