#include "tests/model/nodes.h"

#include "tests/support/ledger_builders.h"

namespace perk::model {
namespace {

std::uint64_t digest_of(const std::map<CardId, SentSnapshot>& snapshots) {
  std::uint64_t digest = snapshots.size();
  for (const auto& [card, sent] : snapshots)
    digest = mixed(mixed(digest, card.bytes[7]), sent.digest);
  return digest;
}

}  // namespace

Stamp ShopNode::stamp() const {
  const Hlc now = test::hlc(hours * kHour);
  return {life, now, now.wall(), PolicyVersion(1)};
}

RequestId ShopNode::next_request() const { return test::request(requests + 1, place + 1); }

std::uint64_t ShopNode::digest() const {
  std::uint64_t digest = mixed(life.value(), model::digest_of(log));
  digest = mixed(digest, model::digest_of(replica));
  digest = mixed(digest, mixed(digest_of(in_flight), digest_of(taken)));
  if (hello) digest = mixed(digest, hello->log_end * 1'000 + hello->challenge_made_at + 1);
  digest = mixed(digest, mixed(durable, acked));
  return mixed(digest, mixed(static_cast<std::uint64_t>(hours), scars));
}

Origin Office::origin() const { return test::head_office(epoch); }

Seq Office::held_of(Origin origin) const {
  const auto held = progress.find(origin);
  return held == progress.end() ? Seq() : held->second;
}

const Fact* Office::find(const EventId& id) const {
  for (const FactPtr& fact : order) {
    if (fact->id() == id) return fact.get();
  }
  return nullptr;
}

void Office::append(const FactPtr& fact) {
  order.push_back(fact);
  progress[fact->origin()] = fact->id().seq;
  view.fold(fact->recorded);
  const bool is_reversal = std::holds_alternative<RedemptionReversed>(fact->recorded.event.body);
  if (is_reversal && fact->origin().is_head_office()) own_reversals.push_back(fact);
  const auto& card = fact->envelope().card;
  if (card) beside_allowances[*card] = exposure_beside_allowances(view.card(*card), {});
}

void Office::forget_after(std::size_t count) {
  Facts kept(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(count));
  order.clear();
  progress.clear();
  view = View();
  beside_allowances.clear();
  own_reversals.clear();
  for (const FactPtr& fact : kept) append(fact);
  durable = count;
}

std::uint64_t Office::digest() const {
  std::uint64_t digest = mixed(model::digest_of(order), durable);
  digest =
      mixed(digest, mixed(epoch * 2 + (awaits_reports ? 1 : 0), static_cast<std::uint64_t>(hours)));
  for (const std::size_t place : reported) digest = mixed(digest, place + 1);
  digest = mixed(digest, instant);
  for (const auto& [life, doubt] : doubts)
    digest = mixed(digest, doubt.through * 1'000 + doubt.read_at);
  return digest;
}

}  // namespace perk::model
