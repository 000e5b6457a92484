// A certificate authority for tests, and whoever it vouches for. Certificates are judged by the system's
// clock, so times are given as distances from now.
#pragma once

#include <list>
#include <string>

#include "sync/tls/authority.h"
#include "sync/tls/identity.h"
#include "tests/wire/temporary_directory.h"

namespace perk::test {

inline constexpr Millis kHour{3'600'000};

[[nodiscard]] WallTime time_now();

/// Distances from now.
struct Validity {
  Millis from = Millis(-kHour.count());
  Millis until = kHour;
};

/// As PEM.
struct Papers {
  std::string key;
  std::string certificate;
  std::string authority;
};

class Trust {
 public:
  Trust();

  [[nodiscard]] const sync::Authority& authority() const { return authority_; }
  /// As its machine would hold it; loaded at a time when it was valid.
  [[nodiscard]] sync::Identity identity(const sync::Party& party, Validity valid = {});
  /// The same, for a peer that is not ours.
  [[nodiscard]] Papers papers(const sync::Party& party, Validity valid = {});
  /// Of a certificate for the key in `papers` that this authority never would issue: with these extensions
  /// (openssl.cnf's notation) in place of its own. `signer`: whose key and name sign it; the authority's if
  /// empty.
  [[nodiscard]] std::string odd_certificate(const Papers& papers, const std::string& names,
                                            const std::string& constraints,
                                            const Papers* signer = nullptr);

 private:
  [[nodiscard]] std::string new_directory();
  [[nodiscard]] std::string directory_of(const sync::Party& party, Validity valid);

  std::list<TemporaryDirectory> directories_;
  sync::Authority authority_;
};

[[nodiscard]] std::string text_of(const std::string& path);

}  // namespace perk::test
