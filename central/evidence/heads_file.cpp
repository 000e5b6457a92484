#include "central/evidence/heads_file.h"

#include <algorithm>

#include "central/evidence/lines.h"
#include "sync/crypto/canonical_bytes.h"
#include "sync/crypto/hash_chain.h"
#include "sync/crypto/short_code.h"

namespace perk::central {
namespace {

constexpr char kHeadsFirstLine[] = "perk-heads 1\n";

std::string body_of(const Heads& heads, const PublicKey& key) {
  std::string text = kHeadsFirstLine;
  text += "currency " + std::string(heads.chain.currency.code()) + "\n";
  text += "shards " + std::to_string(heads.chain.shard_count) + "\n";
  text += "epoch " + std::to_string(heads.chain.epoch.value()) + "\n";
  text += "taken " + wall_text(heads.taken) + "\n";
  text += "key " + to_hex(key) + "\n";
  for (const LogHead& log : heads.logs) {
    text += "log " + to_string(log.origin) + " store " + std::to_string(log.store.value()) +
            " seq " + std::to_string(log.seq.value()) + " hash " + to_hex(log.hash) + "\n";
  }
  for (const ShardEnd& shard : heads.shards) {
    text += "shard " + std::to_string(shard.shard.value()) + " epoch " +
            std::to_string(shard.epoch.value()) + " position " +
            std::to_string(shard.position.value()) + " hash " + to_hex(shard.hash) + "\n";
  }
  return text;
}

Digest digest_of(std::string_view body) {
  return sync::sha256({reinterpret_cast<const std::uint8_t*>(body.data()), body.size()});
}

std::vector<std::uint8_t> signed_bytes(const Digest& digest) {
  return std::move(sync::CanonicalBytes("perk.heads.v1").raw(digest.bytes)).take();
}

/// Reads the lines in their order; the first that is not as it must be ends it.
class HeadsReader {
 public:
  explicit HeadsReader(std::string_view text) : lines_(text) {}

  [[nodiscard]] bool read() {
    return lines_.take("perk-heads", 1) && read_chain() && read_key() && read_logs() &&
           read_shards() && read_close() && lines_.is_at_end();
  }
  [[nodiscard]] std::size_t line() const { return lines_.line(); }

  SignedHeads found;
  Digest said;
  Signature signature;

 private:
  bool read_chain() {
    const auto currency = lines_.read("currency", 1, 0, Currency::from_code);
    if (!currency) return false;
    const auto shards = lines_.read("shards", 1, 0, number_from_text);
    if (!shards || *shards < 1 || *shards > 0xffff) return false;
    const auto epoch = lines_.read("epoch", 1, 0, number_from_text);
    if (!epoch) return false;
    const auto taken = lines_.read("taken", 2, 1, wall_from_text);
    if (!taken) return false;
    found.heads.chain = {*currency, static_cast<std::uint16_t>(*shards), Epoch(*epoch)};
    found.heads.taken = *taken;
    return true;
  }

  bool read_key() {
    const auto key = lines_.read("key", 1, 0, public_key_from_hex);
    if (key) found.key = *key;
    return key.has_value();
  }

  bool read_logs() {
    while (const auto words = lines_.take("log", 7)) {
      const auto origin = origin_from_text(words->at(0));
      const auto store = number_from_text(words->at(2));
      const auto seq = number_from_text(words->at(4));
      const auto hash = digest_from_hex(words->at(6));
      if (!origin || !store || !seq || !hash) return false;
      if (!found.heads.logs.empty() && *origin <= found.heads.logs.back().origin) return false;
      found.heads.logs.push_back({*origin, StoreId(*store), Seq(*seq), *hash});
    }
    return true;
  }

  bool read_shards() {
    for (std::uint16_t number = 0; number < found.heads.chain.shard_count; ++number) {
      const auto words = lines_.take("shard", 7);
      if (!words || words->at(0) != std::to_string(number)) return false;
      const auto epoch = number_from_text(words->at(2));
      const auto position = number_from_text(words->at(4));
      const auto hash = digest_from_hex(words->at(6));
      if (!epoch || !position || !hash) return false;
      found.heads.shards.push_back({Shard(number), Epoch(*epoch), Position(*position), *hash});
    }
    return true;
  }

  bool read_close() {
    const auto digest = lines_.read("sha256", 1, 0, digest_from_hex);
    if (!digest) return false;
    const auto sealed = lines_.read("signature", 1, 0, signature_from_text);
    if (!sealed) return false;
    said = *digest;
    signature = *sealed;
    return true;
  }

  Lines lines_;
};

}  // namespace

std::string write_heads(const Heads& heads, const sync::LogKey& key) {
  const std::string body = body_of(heads, key.public_key());
  const Digest digest = digest_of(body);
  return body + "sha256 " + to_hex(digest) + "\nsignature " +
         hex_text(key.sign(signed_bytes(digest))) + "\n";
}

Result<SignedHeads, std::string> read_heads(std::string_view text) {
  if (!text.starts_with(kHeadsFirstLine))
    return failed(std::string("It is not a file of heads: its first line is not 'perk-heads 1'."));
  HeadsReader reader(text);
  if (!reader.read()) {
    return failed("It is not whole: line " + std::to_string(reader.line()) +
                  " is not what a file of heads has there.");
  }
  SignedHeads& found = reader.found;
  const std::string body = body_of(found.heads, found.key);
  if (!text.starts_with(body))
    return failed(std::string("It was altered: it is not written as head office writes heads."));
  found.digest = digest_of(body);
  if (found.digest != reader.said)
    return failed(std::string("It was altered: its lines do not give the SHA-256 that it names."));
  if (!sync::verify(found.key, signed_bytes(found.digest), reader.signature))
    return failed(std::string("Its signature is not that of the key that it names."));
  const std::string close =
      "sha256 " + to_hex(reader.said) + "\nsignature " + hex_text(reader.signature) + "\n";
  if (text.substr(body.size()) != close)
    return failed(std::string("It was altered: it is not written as head office writes heads."));
  return std::move(found);
}

std::string code_of(const SignedHeads& heads) { return sync::short_code(heads.digest); }

}  // namespace perk::central
