#include "sync/crypto/sodium.h"

#include "ledger/check.h"

namespace perk::sync {

void make_sodium_ready() {
  static const int outcome =
      sodium_init();  // 1: somebody else did it before; -1: no random source.
  PERK_CHECK(outcome >= 0, "libsodium found no source of random numbers");
}

std::string hex_of(std::span<const std::uint8_t> bytes) {
  std::string hex(bytes.size() * 2 + 1, '\0');
  sodium_bin2hex(hex.data(), hex.size(), bytes.data(), bytes.size());
  hex.pop_back();
  return hex;
}

bool bytes_from_hex(std::string_view hex, std::span<std::uint8_t> bytes) {
  if (hex.size() != bytes.size() * 2) return false;
  std::size_t written = 0;
  return sodium_hex2bin(bytes.data(), bytes.size(), hex.data(), hex.size(), nullptr, &written,
                        nullptr) == 0 &&
         written == bytes.size();
}

}  // namespace perk::sync
