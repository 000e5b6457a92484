// Of the target evidence: files as head office writes them, and some that it never would.
#include "tests/evidence/owed.h"
#include "tests/fuzz/evidence.h"
#include "tests/fuzz/seeds.h"

namespace perk::fuzz {
namespace {

constexpr std::uint8_t kHeads = 0;
constexpr std::uint8_t kLiabilities = 1;
constexpr std::uint8_t kCard = 2;
constexpr std::uint8_t kSealed = 128;

std::string with(std::string text, const std::string& what, const std::string& instead) {
  return text.replace(text.find(what), what.size(), instead);
}

}  // namespace

void add_evidence_seeds(std::vector<Seed>& seeds) {
  const auto add = [&seeds](const char* name, std::uint8_t what, const auto& content) {
    std::vector<std::uint8_t> bytes{what};
    bytes.insert(bytes.end(), content.begin(), content.end());
    seeds.push_back({"evidence", name, std::move(bytes)});
  };
  const std::string heads = central::write_heads(test::shown_heads(), kSeedKey);
  add("heads", kHeads, heads);
  add("heads_sealed_here", kHeads + kSealed, heads);
  add("heads_of_another_seq", kHeads, with(heads, "seq 57", "seq 58"));
  add("heads_of_another_seq_sealed", kHeads + kSealed, with(heads, "seq 57", "seq 58"));
  add("heads_with_a_zero_before", kHeads + kSealed, with(heads, "seq 57", "seq 057"));
  add("heads_of_a_missing_shard", kHeads + kSealed, with(heads, "shards 2", "shards 3"));
  auto empty = test::shown_heads();
  empty.logs.clear();
  add("heads_without_logs", kHeads, central::write_heads(empty, kSeedKey));
  const test::Owed owed({Amount(100), Amount(0), Amount(2'500), Amount(77), Amount(1)});
  add("liabilities", kLiabilities, owed.statement());
  add("liabilities_of_more", kLiabilities, with(owed.statement(), "total 2678", "total 2679"));
  add("liabilities_of_nobody", kLiabilities, test::Owed({}).statement());
  add("card", kCard, central::write_card_proof(owed.proof_of(3)));
  add("last_card", kCard, central::write_card_proof(owed.proof_of(5)));
  add("only_card", kCard, central::write_card_proof(test::Owed({Amount(9)}).proof_of(1)));
  auto altered = central::write_card_proof(owed.proof_of(1));
  altered.back() ^= 1;
  add("card_of_another_sum", kCard, altered);
}

}  // namespace perk::fuzz
