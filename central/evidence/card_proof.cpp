#include "central/evidence/card_proof.h"

#include <algorithm>
#include <limits>
#include <string_view>

#include "central/evidence/lines.h"

namespace perk::central {
namespace {

constexpr std::string_view kProofFirstLine = "perk-card-proof 1\n";

class ByteWriter {
 public:
  template <typename Bytes>
  void raw(const Bytes& bytes) {
    bytes_.insert(bytes_.end(), bytes.begin(), bytes.end());
  }
  /// Seven bits a byte, the lowest first; the top bit says that more follow.
  void number(std::uint64_t value) {
    for (; value > 0x7f; value >>= 7) bytes_.push_back(static_cast<std::uint8_t>(value | 0x80U));
    bytes_.push_back(static_cast<std::uint8_t>(value));
  }
  void amount(Amount amount) { number(static_cast<std::uint64_t>(amount.minor())); }
  [[nodiscard]] std::vector<std::uint8_t> take() && { return std::move(bytes_); }

 private:
  std::vector<std::uint8_t> bytes_;
};

/// Collects whether something was wrong, so that fields can be read in a row.
class ByteReader {
 public:
  explicit ByteReader(std::span<const std::uint8_t> bytes) : rest_(bytes) {}

  template <typename Name>
  [[nodiscard]] Name raw() {
    Name name;
    if (rest_.size() < name.bytes.size()) {
      is_good_ = false;
      return name;
    }
    std::copy_n(rest_.begin(), name.bytes.size(), name.bytes.begin());
    rest_ = rest_.subspan(name.bytes.size());
    return name;
  }
  [[nodiscard]] std::uint64_t number() {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 63 && !rest_.empty(); shift += 7) {
      const std::uint8_t byte = rest_.front();
      rest_ = rest_.subspan(1);
      value |= std::uint64_t{byte & 0x7fU} << shift;
      if (byte < 0x80) return value;
    }
    is_good_ = false;
    return 0;
  }
  /// Sixty-three bits at the most, so never negative.
  [[nodiscard]] Amount amount() { return Amount(static_cast<std::int64_t>(number())); }
  [[nodiscard]] Currency currency() {
    std::string code;
    for (std::size_t letter = 0; letter < 3 && !rest_.empty(); ++letter) {
      code += static_cast<char>(rest_.front());
      rest_ = rest_.subspan(1);
    }
    const auto known = Currency::from_code(code);
    if (!known) is_good_ = false;
    return known.value_or(Currency());
  }
  [[nodiscard]] bool is_good() const { return is_good_; }
  [[nodiscard]] bool is_at_end() const { return rest_.empty(); }

 private:
  std::span<const std::uint8_t> rest_;
  bool is_good_ = true;
};

Failed<ProofFault> not_a_proof(const char* sentence) {
  return failed(ProofFault{ProofFault::Kind::NotAProof, sentence});
}
Failed<ProofFault> proves_nothing(const char* sentence) {
  return failed(ProofFault{ProofFault::Kind::ProvesNothing, sentence});
}

}  // namespace

std::optional<sync::LiabilityRoot> root_of(const CardProof& proof) {
  return sync::root_of({{sync::blinded_id(proof.nonce, proof.card), proof.balance},
                        proof.index,
                        proof.said.statement.root.leaf_count,
                        proof.siblings});
}

std::vector<std::uint8_t> write_card_proof(const CardProof& proof) {
  const LiabilityStatement& statement = proof.said.statement;
  ByteWriter out;
  out.raw(kProofFirstLine);
  out.raw(statement.currency.code());
  out.number(static_cast<std::uint64_t>(statement.taken.millis()));
  out.number(statement.root.leaf_count);
  out.number(statement.overdrawn);
  out.amount(statement.owed);
  out.raw(statement.snapshot.bytes);
  out.raw(proof.said.key.bytes);
  out.raw(proof.said.signature.bytes);
  out.raw(proof.card.bytes);
  out.raw(proof.nonce.bytes);
  out.amount(proof.balance);
  out.number(proof.index);
  for (const sync::LiabilityNode& sibling : proof.siblings) {
    out.raw(sibling.hash.bytes);
    out.amount(sibling.sum);
  }
  return std::move(out).take();
}

Result<CardProof, ProofFault> read_card_proof(std::span<const std::uint8_t> bytes) {
  const bool is_marked =
      bytes.size() >= kProofFirstLine.size() &&
      std::ranges::equal(bytes.first(kProofFirstLine.size()), kProofFirstLine, {}, {},
                         [](char letter) { return static_cast<std::uint8_t>(letter); });
  if (!is_marked) return not_a_proof("It is no proof: it does not begin with 'perk-card-proof 1'.");
  ByteReader in(bytes.subspan(kProofFirstLine.size()));
  CardProof proof;
  LiabilityStatement& statement = proof.said.statement;
  statement.currency = in.currency();
  const std::uint64_t taken = in.number();
  if (taken > static_cast<std::uint64_t>(kLastMillis)) return not_a_proof("Its time is absurd.");
  statement.taken = WallTime(static_cast<std::int64_t>(taken));
  statement.root.leaf_count = in.number();
  statement.overdrawn = in.number();
  statement.owed = in.amount();
  statement.snapshot = in.raw<Digest>();
  proof.said.key = in.raw<PublicKey>();
  proof.said.signature = in.raw<Signature>();
  proof.card = in.raw<CardId>();
  proof.nonce = in.raw<sync::CardNonce>();
  proof.balance = in.amount();
  proof.index = in.number();
  if (!in.is_good()) return not_a_proof("It is cut short, or holds what no proof has.");
  if (proof.index >= statement.root.leaf_count)
    return proves_nothing("It names a place that is beyond the cards it counts.");
  for (std::size_t left = sync::path_length(proof.index, statement.root.leaf_count);
       left > 0 && in.is_good(); --left) {
    const auto hash = in.raw<Digest>();
    proof.siblings.push_back({hash, in.amount()});
  }
  if (!in.is_good() || !in.is_at_end())
    return not_a_proof("It is cut short, or something was added to it.");
  const auto root = root_of(proof);
  if (!root) return proves_nothing("Its sums are beyond what can be owed.");
  statement.root = *root;
  if (!std::ranges::equal(write_card_proof(proof), bytes))
    return not_a_proof("It is not written as head office writes proofs.");
  if (!is_genuine(proof.said)) {
    return proves_nothing(
        "It was altered, or was never signed: where its card and sums lead is not what the key "
        "that it names has signed.");
  }
  return proof;
}

}  // namespace perk::central
