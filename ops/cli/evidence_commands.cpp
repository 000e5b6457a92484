#include "ops/cli/evidence_commands.h"

#include <CLI/CLI.hpp>

namespace perk::ops {
namespace {

using Wish = Result<std::optional<EvidenceWish>, std::string>;

Wish wish(EvidenceTask task) { return std::optional<EvidenceWish>(std::move(task)); }

void add_proofs(CLI::App& app, RawEvidence& raw) {
  auto* proof = app.add_subcommand(
      "proof", "What is owed to all cards, signed; that one card is counted in it; and the check");
  proof->require_subcommand(1);
  auto* all = proof->add_subcommand("liabilities", "What is owed to all cards together, and where");
  all->add_option("--out", raw.out, "Write the signed statement into this new file");
  auto* card = proof->add_subcommand("card", "That a card's balance is counted in that sum");
  card->add_option("CARD", raw.card, "Card number or card id")->required();
  card->add_option("--out", raw.out, "The new file to write it into")->required();
  card->add_option("--at", raw.at, "A statement of before that it must lead to (default: now)");
  auto* check = proof->add_subcommand("check", "Check a card's proof; asks nobody");
  check->add_option("FILE", raw.file, "The card's proof")->required();
  check->add_option("--root", raw.root, "The published statement, or its root: 64 hex digits")
      ->required();
  check->add_option("--card", raw.cards, "The card id it must be of; may be said again");
  check->add_option("--key", raw.key, "Head office's key, as `perk health` shows it");
}

/// None: no key was given. The error is a sentence.
Result<std::optional<PublicKey>, std::string> key_of(const RawEvidence& raw) {
  if (raw.key.empty()) return std::optional<PublicKey>();
  const auto key = public_key_from_hex(raw.key);
  if (key) return std::optional(*key);
  return failed(std::string("--key wants the 64 hex digits that `perk health` shows."));
}

Wish check_wish(const RawEvidence& raw) {
  CheckProof check{raw.file, raw.root, {}, {}};
  auto key = key_of(raw);
  if (!key) return failed(key.error());
  check.key = key.value();
  for (const std::string& text : raw.cards) {
    const auto card = card_id_from_hex(text);
    if (!card) {
      return failed(
          std::string("--card wants a card id (32 hex digits), as `perk proof card` shows it: only "
                      "the chain's key turns a card number into one."));
    }
    check.cards.push_back(*card);
  }
  return wish(std::move(check));
}

Wish verify_wish(const RawEvidence& raw) {
  const auto depth = raw.deep ? central::VerifyDepth::Deep : central::VerifyDepth::Usual;
  auto key = key_of(raw);
  if (!key) return failed(key.error());
  if (!raw.against.empty()) return wish(VerifyAgainst{depth, raw.against, raw.heads, key.value()});
  if (!raw.heads.empty() || key.value())
    return failed(std::string("--heads and --key belong to --against FILE or --against CODE."));
  return std::optional<EvidenceWish>(central::AdminRequest(central::VerifyRequest{depth, {}, {}}));
}

central::CardRef card_named(const std::string& text) {
  if (const auto id = card_id_from_hex(text)) return {"", id};
  return {text, std::nullopt};
}

}  // namespace

void add_evidence_commands(CLI::App& app, RawEvidence& raw) {
  auto* heads = app.add_subcommand(
      "heads",
      "How far every log and shard goes now, signed: to keep where head office cannot reach");
  heads->add_option("--out", raw.out, "The new file to write them into")->required();
  auto* verify = app.add_subcommand(
      "verify", "Recompute every chain and every projection from the log, and compare");
  verify->add_flag("--deep", raw.deep,
                   "Also what stands in the events' own bytes: writers, proofs");
  verify->add_option("--against", raw.against,
                     "A file of heads of before, or its code: nothing before them may be missing");
  verify->add_option("--heads", raw.heads, "The file, if --against is a code");
  verify->add_option("--key", raw.key, "That must have signed it (default: head office's own)");
  add_proofs(app, raw);
}

Result<std::optional<EvidenceWish>, std::string> evidence_wish(const CLI::App& app,
                                                               const RawEvidence& raw) {
  if (app.get_subcommand("heads")->parsed()) return wish(ExportHeads{raw.out});
  if (app.get_subcommand("verify")->parsed()) return verify_wish(raw);
  const CLI::App& proof = *app.get_subcommand("proof");
  if (!proof.parsed()) return std::optional<EvidenceWish>();
  if (proof.get_subcommand("liabilities")->parsed()) return wish(StateLiabilities{raw.out});
  if (proof.get_subcommand("card")->parsed())
    return wish(ProveCard{card_named(raw.card), raw.out, raw.at});
  return check_wish(raw);
}

}  // namespace perk::ops
