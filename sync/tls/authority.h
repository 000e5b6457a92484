// The chain's certificate authority: one key that says who is head office, a store, a terminal, an
// operator. Whoever has it can be anyone, so it lives in a directory of its own: `ca.key`, readable by its
// owner only, and `ca.crt`, which everybody needs.
//
//   auto authority = Authority::make(now);
//   authority.value().save("/var/lib/perk-ca");
//   auto certificate = authority.value().issue(request, Party::store(17), now, now + a_year);
//
// No clock inside: times are arguments. Thread-safe once made. Errors are one sentence.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "ledger/result.h"
#include "ledger/time.h"
#include "sync/tls/party.h"

namespace perk::sync {

class Authority {
 public:
  /// A new P-256 key, and a certificate of its own for ten years.
  [[nodiscard]] static Result<Authority, std::string> make(WallTime from);
  [[nodiscard]] static Result<Authority, std::string> load(const std::string& directory);
  /// Durable on return. Refuses to overwrite.
  [[nodiscard]] Result<Done, std::string> save(const std::string& directory) const;

  /// A certificate (PEM) for the key that the request (PKCS#10, PEM) proves to have; nothing else of the
  /// request is believed. Head office's serves, a store's serves its tills and is a client of head office,
  /// an operator's and a terminal's is a client. Refused: a request that is none of a P-256 key, a party
  /// that no URI names, times that are no span or that end after the authority does.
  [[nodiscard]] Result<std::string, std::string> issue(std::string_view request, const Party& party,
                                                       WallTime from, WallTime until) const;

  /// What everybody trusts, as PEM.
  [[nodiscard]] const std::string& certificate() const;

 private:
  struct State;
  explicit Authority(std::shared_ptr<const State> state) : state_(std::move(state)) {}
  std::shared_ptr<const State> state_;
};

}  // namespace perk::sync
