#include "central/evidence/liabilities_file.h"

#include "central/evidence/lines.h"
#include "sync/crypto/canonical_bytes.h"
#include "sync/crypto/hash_chain.h"

namespace perk::central {
namespace {

constexpr char kLiabilitiesFirstLine[] = "perk-liabilities 1\n";

std::vector<std::uint8_t> signed_bytes(const LiabilityStatement& statement) {
  sync::CanonicalBytes bytes("perk.liabilities.v1");
  bytes.text(statement.currency.code())
      .number(static_cast<std::uint64_t>(statement.taken.millis()))
      .number(statement.root.leaf_count)
      .number(static_cast<std::uint64_t>(statement.root.total.minor()))
      .raw(statement.root.hash.bytes)
      .number(statement.overdrawn)
      .number(static_cast<std::uint64_t>(statement.owed.minor()))
      .raw(statement.snapshot.bytes);
  return std::move(bytes).take();
}

/// Reads the lines in their order; the first that is not as it must be ends it.
class LiabilitiesReader {
 public:
  explicit LiabilitiesReader(std::string_view text) : lines_(text) {}

  [[nodiscard]] bool read() {
    if (!lines_.take("perk-liabilities", 1) || !read_when() || !read_sums()) return false;
    while (const auto words = lines_.take("shard", 7)) {
      if (!read_shard(*words)) return false;
    }
    found.said.statement.snapshot = snapshot_digest(found.shards);
    return read_close() && lines_.is_at_end();
  }
  [[nodiscard]] std::size_t line() const { return lines_.line(); }

  Liabilities found;

 private:
  bool read_when() {
    const auto currency = lines_.read("currency", 1, 0, Currency::from_code);
    if (!currency) return false;
    const auto taken = lines_.read("taken", 2, 1, wall_from_text);
    if (!taken) return false;
    found.said.statement.currency = *currency;
    found.said.statement.taken = *taken;
    return true;
  }

  bool read_sums() {
    LiabilityStatement& said = found.said.statement;
    if (!read_sum("cards", said.root.leaf_count, said.root.total)) return false;
    if (!read_sum("overdrawn", said.overdrawn, said.owed)) return false;
    const auto root = lines_.read("root", 1, 0, digest_from_hex);
    if (!root) return false;
    said.root.hash = *root;
    return true;
  }

  /// "cards 5 total 2678".
  bool read_sum(std::string_view keyword, std::uint64_t& count, Amount& sum) {
    const auto words = lines_.take(keyword, 3);
    if (!words) return false;
    const auto number = number_from_text(words->at(0));
    const auto amount = amount_from_text(words->at(2));
    if (!number || !amount) return false;
    count = *number;
    sum = *amount;
    return true;
  }

  bool read_shard(const Lines::Words& words) {
    if (words.at(0) != std::to_string(found.shards.size()) || found.shards.size() > 0xffff)
      return false;
    const auto epoch = number_from_text(words.at(2));
    const auto position = number_from_text(words.at(4));
    const auto hash = digest_from_hex(words.at(6));
    if (!epoch || !position || !hash) return false;
    const Shard shard(static_cast<std::uint16_t>(found.shards.size()));
    found.shards.push_back({shard, Epoch(*epoch), Position(*position), *hash});
    return true;
  }

  bool read_close() {
    const auto key = lines_.read("key", 1, 0, public_key_from_hex);
    if (!key) return false;
    const auto signature = lines_.read("signature", 1, 0, signature_from_text);
    if (!signature) return false;
    found.said.key = *key;
    found.said.signature = *signature;
    return true;
  }

  Lines lines_;
};

}  // namespace

SignedStatement sign(const LiabilityStatement& statement, const sync::LogKey& key) {
  return {statement, key.public_key(), key.sign(signed_bytes(statement))};
}

bool is_genuine(const SignedStatement& said) {
  return sync::verify(said.key, signed_bytes(said.statement), said.signature);
}

Digest snapshot_digest(const std::vector<ShardEnd>& shards) {
  sync::CanonicalBytes bytes("perk.snapshot.v1");
  bytes.number(shards.size());
  for (const ShardEnd& end : shards) {
    bytes.number(end.shard.value())
        .number(end.epoch.value())
        .number(end.position.value())
        .raw(end.hash.bytes);
  }
  return sync::sha256(bytes.view());
}

Digest blinding_secret(const Digest& snapshot, const sync::LogKey& key) {
  const Signature mixed =
      key.sign(sync::CanonicalBytes("perk.liability.secret.v1").raw(snapshot.bytes).view());
  return sync::sha256(mixed.bytes);
}

std::string write_liabilities(const Liabilities& liabilities) {
  const LiabilityStatement& statement = liabilities.said.statement;
  std::string text = kLiabilitiesFirstLine;
  text += "currency " + std::string(statement.currency.code()) + "\n";
  text += "taken " + wall_text(statement.taken) + "\n";
  text += "cards " + std::to_string(statement.root.leaf_count) + " total " +
          std::to_string(statement.root.total.minor()) + "\n";
  text += "overdrawn " + std::to_string(statement.overdrawn) + " owed " +
          std::to_string(statement.owed.minor()) + "\n";
  text += "root " + to_hex(statement.root.hash) + "\n";
  for (const ShardEnd& end : liabilities.shards) {
    text += "shard " + std::to_string(end.shard.value()) + " epoch " +
            std::to_string(end.epoch.value()) + " position " +
            std::to_string(end.position.value()) + " hash " + to_hex(end.hash) + "\n";
  }
  return text + "key " + to_hex(liabilities.said.key) + "\nsignature " +
         hex_text(liabilities.said.signature) + "\n";
}

Result<Liabilities, std::string> read_liabilities(std::string_view text) {
  if (!text.starts_with(kLiabilitiesFirstLine)) {
    return failed(
        std::string("It is no statement of liabilities: its first line is not "
                    "'perk-liabilities 1'."));
  }
  LiabilitiesReader reader(text);
  if (!reader.read()) {
    return failed("It is not whole: line " + std::to_string(reader.line()) +
                  " is not what a statement of liabilities has there.");
  }
  if (write_liabilities(reader.found) != text)
    return failed(std::string("It was altered: it is not written as head office writes it."));
  if (!is_genuine(reader.found.said))
    return failed(std::string("It was altered, or its signature is not that of the key it names."));
  return std::move(reader.found);
}

}  // namespace perk::central
