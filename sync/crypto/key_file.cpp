#include "sync/crypto/key_file.h"

#include <string_view>

#include "sync/crypto/private_file.h"
#include "sync/crypto/sodium.h"

namespace perk::sync {
namespace {

constexpr std::size_t kHexDigits = 64;

/// Hex digits on their way to or from a file; wiped like the secret they spell.
struct HexLine {
  std::string text;
  ~HexLine() { sodium_memzero(text.data(), text.size()); }
};

Failed<std::string> complaint(const std::string& path, const std::string& what) {
  return failed("The key file " + path + " " + what + ".");
}

}  // namespace

KeySeed::~KeySeed() { sodium_memzero(bytes.data(), bytes.size()); }

Result<Done, std::string> read_key_file(const std::string& path, KeySeed& seed) {
  HexLine line;
  const auto read = read_small_file(path, Readers::OwnerOnly, kHexDigits + 2, line.text);
  if (!read) return complaint(path, read.error());
  std::string_view digits = line.text;
  if (digits.ends_with('\n')) digits.remove_suffix(1);
  if (!bytes_from_hex(digits, seed.bytes))
    return complaint(path, "is not one line of 64 hexadecimal digits");
  return Done{};
}

Result<Done, std::string> write_key_file(const std::string& path, const KeySeed& seed) {
  const HexLine line{hex_of(seed.bytes) + '\n'};
  const auto written = write_new_file(path, Readers::OwnerOnly, line.text);
  return written ? Result<Done, std::string>(Done{}) : complaint(path, written.error());
}

Result<Done, std::string> replace_key_file(const std::string& path, const KeySeed& seed) {
  const HexLine line{hex_of(seed.bytes) + '\n'};
  const auto written = replace_file(path, Readers::OwnerOnly, line.text);
  return written ? Result<Done, std::string>(Done{}) : complaint(path, written.error());
}

}  // namespace perk::sync
