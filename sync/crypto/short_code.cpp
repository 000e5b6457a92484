#include "sync/crypto/short_code.h"

#include "sync/crypto/base32.h"

namespace perk::sync {
namespace {

constexpr std::size_t kLength = 20;

}  // namespace

std::string short_code(const Digest& digest) { return in_groups(base32_of(digest.bytes, kLength)); }

std::optional<std::string> short_code_from_text(std::string_view text) {
  const auto digits = base32_digits(text);
  if (!digits || digits->size() != kLength) return std::nullopt;
  return in_groups(*digits);
}

}  // namespace perk::sync
