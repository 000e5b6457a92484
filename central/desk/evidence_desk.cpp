#include "central/desk/evidence_desk.h"

#include <algorithm>

#include "central/desk/cards_owed.h"
#include "central/evidence/card_proof.h"
#include "central/evidence/heads_file.h"
#include "central/verifier.h"
#include "central/verify/heads_now.h"

namespace perk::central {
namespace {

AdminFault not_summed(sync::LiabilityFault fault) {
  switch (fault) {
    case sync::LiabilityFault::SumTooLarge:
      return {"evidence_impossible", "What is owed to all cards is more than can be counted."};
    case sync::LiabilityFault::NegativeBalance:
    case sync::LiabilityFault::SameIdTwice:
      break;
  }
  return {"evidence_impossible", "The cards' balances cannot be added up."};
}

AdminFault not_ours(const std::string& why) {
  return {"evidence_not_ours", "Head office cannot prove anything under that statement: " + why};
}

/// Blinds and sums up. An overdrawn card counts as nothing; its debt stands beside it.
struct Counted {
  std::vector<sync::LiabilityLeaf> leaves;
  std::uint64_t overdrawn = 0;
  Amount owed;
};
Counted counted(const std::vector<CardOwed>& cards, const Digest& secret) {
  Counted all;
  for (const CardOwed& card : cards) {
    const Digest id = sync::blinded_id(sync::card_nonce(secret, card.card), card.card);
    all.leaves.push_back({id, std::max(card.balance, Amount())});
    if (!card.balance.is_negative()) continue;
    ++all.overdrawn;
    all.owed -= card.balance;
  }
  return all;
}

}  // namespace

DeskAnswer<VerifyReply> EvidenceDesk::verify(const VerifyRequest& request,
                                             const DeskProgress& on_progress) {
  VerifyScope scope{request.depth, {}};
  VerifyCheck key{kHeadsKeyCheck, true, ""};
  if (!request.heads.empty()) {
    auto shown = read_heads(request.heads);
    if (!shown) return failed(AdminFault{"evidence_malformed", shown.error()});
    const PublicKey right = request.heads_key.value_or(around_.key.public_key());
    key.holds = shown.value().key == right;
    if (!key.holds)
      key.detail =
          "they are signed by key " + to_hex(shown.value().key) + ", not by " + to_hex(right);
    scope.against = std::move(shown.value().heads);
  }
  auto verified = central::verify(
      around_.events, around_.projections,
      [&](std::uint64_t done, std::uint64_t total) {
        on_progress({"verify", done, total});
      },
      scope);
  if (!verified) return failed(fault_of(verified.error()));
  if (scope.against) verified.value().checks.push_back(std::move(key));
  return std::move(verified).value();
}

DeskAnswer<HeadsReply> EvidenceDesk::heads() {
  const auto heads = heads_now(around_.events, around_.clock.wall());
  if (!heads) return failed(fault_of(heads.error()));
  return HeadsReply{write_heads(heads.value(), around_.key)};
}

DeskAnswer<EvidenceDesk::Statement> EvidenceDesk::state_now(const DeskProgress& on_progress) {
  const auto cards = cards_owed(around_, std::nullopt, on_progress);
  if (!cards) return failed(fault_of(cards.error()));
  const Digest snapshot = snapshot_digest(cards.value().shards);
  const Digest secret = blinding_secret(snapshot, around_.key);
  Counted all = counted(cards.value().cards, secret);
  auto tree = sync::LiabilityTree::make(std::move(all.leaves));
  if (!tree) return failed(not_summed(tree.error()));
  const LiabilityStatement statement{around_.chain.currency,
                                     around_.clock.wall(),
                                     tree.value().root(),
                                     all.overdrawn,
                                     all.owed,
                                     snapshot};
  return Statement{
      std::move(tree).value(), {sign(statement, around_.key), cards.value().shards}, secret};
}

DeskAnswer<EvidenceDesk::Statement> EvidenceDesk::state_again(const std::string& text,
                                                              const DeskProgress& on_progress) {
  const auto said = read_liabilities(text);
  if (!said) return failed(AdminFault{"evidence_malformed", said.error()});
  if (said.value().said.key != around_.key.public_key())
    return failed(not_ours("it is signed by another key."));
  std::vector<Position> places;
  for (const ShardEnd& shard : said.value().shards) places.push_back(shard.position);
  const auto ends = around_.events.shard_ends();
  if (!ends) return failed(fault_of(ends.error()));
  const bool is_held = std::ranges::equal(
      said.value().shards, ends.value(),
      [](const ShardEnd& then, const ShardEnd& now) { return then.position <= now.position; });
  if (!is_held) return failed(not_ours("it holds less than the statement stands for."));
  const auto cards = cards_owed(around_, places, on_progress);
  if (!cards) return failed(fault_of(cards.error()));
  const LiabilityStatement& statement = said.value().said.statement;
  const Digest secret = blinding_secret(statement.snapshot, around_.key);
  auto tree = sync::LiabilityTree::make(counted(cards.value().cards, secret).leaves);
  if (!tree) return failed(not_summed(tree.error()));
  if (tree.value().root() != statement.root)
    return failed(not_ours("its cards do not give the statement's root."));
  return Statement{std::move(tree).value(), said.value(), secret};
}

DeskAnswer<LiabilitiesReply> EvidenceDesk::liabilities(const DeskProgress& on_progress) {
  const auto statement = state_now(on_progress);
  if (!statement) return failed(statement.error());
  return LiabilitiesReply{write_liabilities(statement.value().liabilities)};
}

DeskAnswer<CardProofReply> EvidenceDesk::card_proof(const CardProofRequest& request,
                                                    const DeskProgress& on_progress) {
  const auto card = resolve(request.card, around_.events);
  if (!card) return failed(card.error());
  const auto statement =
      request.at.empty() ? state_now(on_progress) : state_again(request.at, on_progress);
  if (!statement) return failed(statement.error());
  const sync::CardNonce nonce = sync::card_nonce(statement.value().secret, card.value());
  auto proof = statement.value().tree.prove(sync::blinded_id(nonce, card.value()));
  if (!proof) return failed(card_unknown());
  return CardProofReply{
      write_card_proof({card.value(), nonce, proof->leaf.balance, proof->index,
                        std::move(proof->siblings), statement.value().liabilities.said})};
}

}  // namespace perk::central
