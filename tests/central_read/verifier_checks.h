// What a verification of a shelf found. For tests of the verifier.
#pragma once

#include <gtest/gtest.h>

#include "central/verifier.h"
#include "tests/central_read/books.h"

namespace perk::test {

inline std::vector<central::VerifyCheck> checks_of(Shelf& shelf,
                                                   const central::VerifyScope& scope = {}) {
  const auto verified = central::verify(
      shelf.events(), shelf.projections(), [](std::uint64_t, std::uint64_t) {}, scope);
  EXPECT_TRUE(verified) << verified.error().detail;
  return verified ? verified.value().checks : std::vector<central::VerifyCheck>();
}

/// A line for each check that does not hold.
inline std::string broken_checks(Shelf& shelf, const central::VerifyScope& scope = {}) {
  std::string broken;
  for (const central::VerifyCheck& check : checks_of(shelf, scope)) {
    if (!check.holds) broken += check.name + ": " + check.detail + "\n";
  }
  return broken;
}

/// Bytes as SQL has them.
template <typename Bytes>
std::string as_sql(const Bytes& bytes) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text = "'\\x";
  for (const std::uint8_t byte : bytes) {
    text += kDigits[byte >> 4];
    text += kDigits[byte & 15];
  }
  return text + "'";
}

}  // namespace perk::test
