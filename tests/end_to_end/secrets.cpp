#include "tests/end_to_end/secrets.h"

#include <algorithm>
#include <array>
#include <set>
#include <stdexcept>

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include "ops/demo_run/stage_files.h"

namespace perk::test {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kEnough = 18;

std::string hex(std::string_view bytes, const char* digits) {
  std::string text;
  for (const char letter : bytes) {
    const auto byte = static_cast<unsigned char>(letter);
    text += digits[byte >> 4U];
    text += digits[byte & 15U];
  }
  return text;
}

/// What of base64 depends on nothing but these bytes, if `before` others (0 to 2) begin its first group.
std::string base64(std::string_view bytes, std::size_t before) {
  static const std::string letters =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  const std::string padded = std::string(before, '\0') + std::string(bytes);
  std::string text;
  unsigned bits = 0;
  unsigned value = 0;
  for (const char letter : padded) {
    value = (value << 8U) | static_cast<unsigned char>(letter);
    for (bits += 8; bits >= 6; bits -= 6) text += letters[(value >> (bits - 6)) & 63U];
  }
  return text.substr(before == 0 ? 0 : before + 1);
}

std::string from_hex(const std::string& line) {
  std::string bytes;
  for (std::size_t at = 0; at + 1 < line.size(); at += 2)
    bytes += static_cast<char>(std::stoi(line.substr(at, 2), nullptr, 16));
  return bytes;
}

std::string must_read(const fs::path& file) {
  auto content = ops::read_whole(file);
  if (!content) throw std::runtime_error("there is no " + file.string());
  return *std::move(content);
}

std::size_t two(char first, char second) {
  return static_cast<std::size_t>(static_cast<unsigned char>(first)) << 8U |
         static_cast<unsigned char>(second);
}

}  // namespace

Secret secret_text(std::string what, const std::string& text) { return {std::move(what), {text}}; }

Secret secret_bytes(std::string what, std::string_view bytes) {
  if (bytes.size() < 16) throw std::runtime_error(what + " is too short to be looked for");
  const auto part = bytes.substr(bytes.size() - std::min(bytes.size(), kEnough));
  return {std::move(what),
          {std::string(part), hex(part, "0123456789abcdef"), hex(part, "0123456789ABCDEF"),
           base64(part, 0), base64(part, 1), base64(part, 2)}};
}

Secret key_in_hex(std::string what, const fs::path& file) {
  return secret_bytes(std::move(what), from_hex(must_read(file)));
}

Secret key_in_pairing(std::string what, const fs::path& file) {
  const std::string text = must_read(file);
  const auto at = text.rfind("key ");
  if (at == std::string::npos) throw std::runtime_error("there is no key in " + file.string());
  return secret_bytes(std::move(what), from_hex(text.substr(at + 4)));
}

Secret key_in_pem(std::string what, const fs::path& file) {
  const std::string pem = must_read(file);
  BIO* const in = BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size()));
  EVP_PKEY* const key = PEM_read_bio_PrivateKey(in, nullptr, nullptr, nullptr);
  BIO_free(in);
  BIGNUM* scalar = nullptr;
  std::array<unsigned char, 32> bytes{};
  const bool is_read = key != nullptr &&
                       EVP_PKEY_get_bn_param(key, OSSL_PKEY_PARAM_PRIV_KEY, &scalar) == 1 &&
                       BN_bn2binpad(scalar, bytes.data(), static_cast<int>(bytes.size())) == 32;
  BN_clear_free(scalar);
  EVP_PKEY_free(key);
  if (!is_read) throw std::runtime_error("there is no P-256 key in " + file.string());
  return secret_bytes(std::move(what), {reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

SecretSearch::SecretSearch(const std::vector<Secret>& secrets)
    : begins_(65'536), by_beginning_(65'536) {
  for (std::size_t secret = 0; secret < secrets.size(); ++secret)
    for (const std::string& form : secrets[secret].forms) {
      begins_[two(form[0], form[1])] = 1;
      by_beginning_[two(form[0], form[1])].push_back({form, secret});
    }
}

std::vector<std::size_t> SecretSearch::in(std::string_view text) const {
  std::set<std::size_t> found;
  const char* const letters = text.data();  // Bare, for there are a hundred million of them.
  const char* const begins = begins_.data();
  for (std::size_t at = 0; at + 1 < text.size(); ++at) {
    const std::size_t beginning = two(letters[at], letters[at + 1]);
    if (begins[beginning] == 0) continue;
    for (const Needle& needle : by_beginning_[beginning])
      if (text.substr(at, needle.form.size()) == needle.form) found.insert(needle.secret);
  }
  return {found.begin(), found.end()};
}

}  // namespace perk::test
