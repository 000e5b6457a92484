// Input: a till's pairing file.
#include <algorithm>
#include <string>

#include "sync/tls/paired_key.h"
#include "tests/fuzz/targets.h"

namespace perk::fuzz {

void pairing(Input input) {
  const std::string text(input.begin(), input.end());
  const auto key = sync::PairedKey::from_text(text);
  if (!key) return;
  require(key->secret_text() == text, "a pairing has one form");
  require(sync::is_valid(key->store()) && sync::is_valid(key->terminal()),
          "a pairing is of a store and a till with numbers");
  require(key->uri() == sync::to_uri(key->terminal()), "a till is named by its number");
  const auto again = sync::PairedKey::from_text(text);
  require(again && again->fingerprint() == key->fingerprint() && again->secret() == key->secret(),
          "one file is one key");
  std::string other = text;
  char& digit = other[other.size() - 2];
  digit = digit == '0' ? '1' : '0';
  const auto another = sync::PairedKey::from_text(other);
  require(another && another->fingerprint() != key->fingerprint(),
          "two keys are told apart by their fingerprints");
}

}  // namespace perk::fuzz
