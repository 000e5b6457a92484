// Input: what it is (0 heads, 1 a statement of liabilities, 2 a card's proof; 128 more: sealed here, with the key of
// our seeds), then the file.
#include "tests/fuzz/evidence.h"

#include <string>

#include "central/evidence/card_proof.h"
#include "central/evidence/heads_file.h"
#include "sync/crypto/hash_chain.h"
#include "tests/fuzz/input_reader.h"
#include "tests/fuzz/targets.h"

namespace perk::fuzz {
namespace {

using central::Heads;
using central::Liabilities;

void require_sentence(const std::string& sentence) {
  require(!sentence.empty() && sentence.find('\n') == std::string::npos,
          "what is refused is refused with one sentence");
}

void check_heads(const std::string& text) {
  const auto read = central::read_heads(text);
  if (!read) return require_sentence(read.error());
  const Heads& heads = read.value().heads;
  require(heads.shards.size() == heads.chain.shard_count, "heads are of every shard");
  require(
      !(read.value().key == kSeedKey.public_key()) || central::write_heads(heads, kSeedKey) == text,
      "heads have one form");
}

void check_liabilities(const std::string& text) {
  const auto read = central::read_liabilities(text);
  if (!read) return require_sentence(read.error());
  require(central::write_liabilities(read.value()) == text, "a statement has one form");
  require(central::is_genuine(read.value().said), "a statement that is taken is signed");
  require(!read.value().said.statement.root.total.is_negative(),
          "nobody is owed less than nothing");
}

void check_card(Input bytes) {
  const auto read = central::read_card_proof(bytes);
  if (!read) return require_sentence(read.error().sentence);
  const auto written = central::write_card_proof(read.value());
  require(std::ranges::equal(written, bytes), "a proof has one form");
  require(central::root_of(read.value()) == read.value().said.statement.root,
          "a proof leads to the root that is signed");
  require(!read.value().balance.is_negative(), "no card is owed less than nothing");
}

/// The same text with a signature that holds, so that what stands before it is looked at, too.
std::string sealed_heads(const std::string& text) {
  const std::string body = text.substr(0, text.find("sha256 "));
  const Digest digest =
      sync::sha256({reinterpret_cast<const std::uint8_t*>(body.data()), body.size()});
  return body + closing_of_heads(digest);
}

}  // namespace

void evidence(Input input) {
  InputReader reader(input);
  const std::uint8_t what = reader.byte();
  if (what % 128 == 2) return check_card(reader.rest());
  const std::string text = reader.rest_as_text();
  if (what % 128 == 1) return check_liabilities(text);
  check_heads(what < 128 ? text : sealed_heads(text));
}

}  // namespace perk::fuzz
