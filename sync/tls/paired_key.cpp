#include "sync/tls/paired_key.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <string_view>

#include <openssl/crypto.h>
#include <openssl/rand.h>

#include "sync/crypto/private_file.h"
#include "sync/tls/openssl.h"
#include "sync/tls/tls_words.h"

namespace perk::sync {

struct PairedKey::State {
  Party store, terminal;
  Secret secret{};
  Digest fingerprint;
  std::string uri;
  State() = default;
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  ~State() { OPENSSL_cleanse(secret.data(), secret.size()); }
};

namespace {

constexpr std::string_view kTitle = "perk pairing 1\n";
constexpr std::string_view kStoreWord = "store ";
constexpr std::string_view kTerminalWord = "terminal ";
constexpr std::string_view kKeyWord = "key ";
/// Two numbers of twenty digits and the words fit.
constexpr std::size_t kTextBytesMax = 256;

/// Takes "WORD value\n" off the front; none if it is not there.
std::optional<std::string_view> take_line(std::string_view& text, std::string_view word) {
  const auto end = text.find('\n');
  if (!text.starts_with(word) || end == std::string_view::npos) return std::nullopt;
  const auto value = text.substr(word.size(), end - word.size());
  text.remove_prefix(end + 1);
  return value;
}

std::optional<std::uint64_t> number_in(std::optional<std::string_view> digits) {
  if (!digits || digits->empty() || digits->front() < '1' || digits->front() > '9')
    return std::nullopt;
  std::uint64_t number = 0;
  const char* const end = digits->data() + digits->size();
  const auto [stop, error] = std::from_chars(digits->data(), end, number);
  return error == std::errc() && stop == end ? std::optional(number) : std::nullopt;
}

std::optional<std::uint8_t> digit_in(char letter) {
  if (letter >= '0' && letter <= '9') return static_cast<std::uint8_t>(letter - '0');
  if (letter >= 'a' && letter <= 'f') return static_cast<std::uint8_t>(letter - 'a' + 10);
  return std::nullopt;
}

bool read_hex(std::string_view digits, PairedKey::Secret& secret) {
  if (digits.size() != secret.size() * 2) return false;
  for (std::size_t at = 0; at < secret.size(); ++at) {
    const auto high = digit_in(digits[2 * at]);
    const auto low = digit_in(digits[2 * at + 1]);
    if (!high || !low) return false;
    secret[at] = static_cast<std::uint8_t>(*high << 4U | *low);
  }
  return true;
}

}  // namespace

Result<PairedKey, std::string> PairedKey::of(std::unique_ptr<State> state) {
  const bool is_marked =
      EVP_Digest(state->secret.data(), state->secret.size(), state->fingerprint.bytes.data(),
                 nullptr, EVP_sha256(), nullptr) == 1;
  if (!is_marked) return failed(std::string("A paired key cannot be used on this machine."));
  state->uri = to_uri(state->terminal);
  return PairedKey(std::move(state));
}

Result<PairedKey, std::string> PairedKey::make(StoreId store, TerminalId terminal) {
  const openssl::QuietErrors quiet;
  auto state = std::make_unique<State>();
  state->store = Party::store(store.value());
  state->terminal = Party::terminal(terminal.value());
  if (!is_valid(state->store) || !is_valid(state->terminal))
    return failed(std::string("A till's number is from 1, and so is its store's."));
  if (RAND_priv_bytes(state->secret.data(), static_cast<int>(state->secret.size())) != 1)
    return failed(std::string("This machine has no randomness to make a key of."));
  return of(std::move(state));
}

Result<PairedKey, std::string> PairedKey::load(const std::string& path) {
  const openssl::QuietErrors quiet;
  openssl::SecretText text;
  const auto read = read_small_file(path, Readers::OwnerOnly, kTextBytesMax, text.text);
  if (!read) return complaint("pairing file", path, read.error());
  auto key = from_text(text.text);
  if (!key) return complaint("pairing file", path, "holds no pairing of a till");
  return *std::move(key);
}

std::optional<PairedKey> PairedKey::from_text(std::string_view rest) {
  auto state = std::make_unique<State>();
  const bool is_titled = take_line(rest, kTitle.substr(0, kTitle.size() - 1)) == "";
  const auto store = number_in(take_line(rest, kStoreWord));
  const auto terminal = number_in(take_line(rest, kTerminalWord));
  const auto key = take_line(rest, kKeyWord);
  if (!is_titled || !store || !terminal || !key || !rest.empty() || !read_hex(*key, state->secret))
    return std::nullopt;
  state->store = Party::store(*store);
  state->terminal = Party::terminal(*terminal);
  auto made = of(std::move(state));
  return made ? std::optional(std::move(made).value()) : std::nullopt;
}

Result<Done, std::string> PairedKey::save(const std::string& path) const {
  openssl::SecretText text;
  text.text = secret_text();
  const auto written = write_new_file(path, Readers::OwnerOnly, text.text);
  return written ? Result<Done, std::string>(Done{})
                 : complaint("pairing file", path, written.error());
}

std::string PairedKey::secret_text() const {
  static constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text;
  text.reserve(kTextBytesMax);  // In one piece: a string that grows leaves copies behind.
  text.append(kTitle).append(kStoreWord).append(std::to_string(state_->store.number)) += '\n';
  text.append(kTerminalWord).append(std::to_string(state_->terminal.number)) += '\n';
  text.append(kKeyWord);
  for (const std::uint8_t byte : state_->secret) {
    text += kDigits[byte >> 4U];
    text += kDigits[byte & 15U];
  }
  text += '\n';
  return text;
}

const Party& PairedKey::store() const { return state_->store; }
const Party& PairedKey::terminal() const { return state_->terminal; }
const Digest& PairedKey::fingerprint() const { return state_->fingerprint; }
const PairedKey::Secret& PairedKey::secret() const { return state_->secret; }
const std::string& PairedKey::uri() const { return state_->uri; }

}  // namespace perk::sync
