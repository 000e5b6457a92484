#include "tests/simulation/order.h"

#include "ledger/closed_log.h"
#include "sync/crypto/hash_chain.h"
#include "sync/wire/event_codec.h"

namespace perk::simulation {
namespace {

constexpr std::size_t kReadMax = 10'000;

std::string name(const CardId& card) {
  std::string text;
  constexpr char kHex[] = "0123456789abcdef";
  for (std::size_t i = 0; i < 4; ++i) {
    text += kHex[card.bytes[i] >> 4U];
    text += kHex[card.bytes[i] & 15U];
  }
  return text;
}

}  // namespace

std::vector<std::string> Order::read_on(central::MemoryEventStore& events) {
  std::vector<std::string> broken;
  const bool was_settled = is_settled();
  for (std::size_t i = 0; i < shards_.size(); ++i) {
    const Shard shard(static_cast<std::uint16_t>(i));
    if (genesis_.size() <= i)
      genesis_.push_back(events.shard_hash_at(shard, Position()).value().value());
    for (;;) {
      const auto more = events.read_shard(shard, Position(shards_[i].size()), kReadMax).value();
      for (const central::StoredEvent& stored : more) read(stored, broken);
      if (more.size() < kReadMax) break;
    }
  }
  read_quarantined(events);
  if (is_settled() && !was_settled) look_at_all_escrow();
  return broken;
}

void Order::read(const central::StoredEvent& stored, std::vector<std::string>& broken) {
  const std::size_t place = stored.shard.value();
  const Digest expected =
      sync::shard_link(shards_[place].empty() ? genesis_[place] : shards_[place].back(),
                       stored.position, stored.id, stored.bytes);
  if (stored.position.value() != shards_[place].size() + 1)
    broken.push_back("a shard's positions have a gap");
  if (stored.shard_hash != expected)
    broken.push_back("a shard's running hash is not that of its events");
  shards_[place].push_back(stored.shard_hash);
  ++size_;
  const Digest bytes = sync::sha256(stored.bytes);
  note_log(stored.id, stored.store, bytes);
  const auto event = sync::decode_event(stored.bytes);
  if (!event || !is_foldable(event.value())) {
    broken.push_back("an event in the order cannot be folded");
    return;
  }
  count({stored.id, event.value()}, bytes, broken);
}

void Order::look_at_all_escrow() {
  first_broken_escrow_.reset();
  for (const auto& [card, state] : cards())
    if (!first_broken_escrow_) first_broken_escrow_ = escrow_broken(card);
}

void Order::read_quarantined(central::MemoryEventStore& events) {
  for (const auto& event : events.quarantined(quarantined_, kReadMax).value()) {
    quarantined_ = event.id;
    note_log(event.event, event.store, sync::sha256(event.bytes));
    known_.insert({event.event, sync::sha256(event.bytes)});
  }
}

void Order::note_log(const EventId& event, StoreId store, const Digest& bytes) {
  if (event.origin.is_head_office()) return;
  LogSoFar& log = logs_[event.origin];
  if (log.chain.empty() && log.waiting.empty())
    log.genesis = sync::log_genesis(store, event.origin);
  if (event.seq.value() > log.chain.size()) log.waiting.emplace(event.seq, bytes);
  for (auto next = log.waiting.begin();
       next != log.waiting.end() && next->first.value() == log.chain.size() + 1;
       next = log.waiting.erase(next))
    log.chain.push_back(sync::log_link_digest(log.chain.empty() ? log.genesis : log.chain.back(),
                                              next->first, next->second));
}

void Order::count(const RecordedEvent& recorded, const Digest& bytes,
                  std::vector<std::string>& broken) {
  checker_.add(recorded);
  epochs_.fold(recorded);
  const Envelope& envelope = recorded.event.envelope;
  const auto* wrapped = std::get_if<ClosedLogEventRecorded>(&recorded.event.body);
  EventId event = recorded.id;
  Digest digest = bytes;
  const Event* inner = &recorded.event;
  if (wrapped != nullptr) {
    // It is an event of its bringer's log, which may become a former one. What was wrapped again is here
    // too, though it counts no more.
    known_.insert({recorded.id, bytes});
    for (const ClosedLogEventRecorded* layer = wrapped; layer != &innermost(*wrapped);
         layer = std::get_if<ClosedLogEventRecorded>(&layer->event.get()->body))
      known_.insert({layer->name, sync::sha256(layer->bytes)});
    const ClosedLogEventRecorded& told = innermost(*wrapped);
    event = told.name;
    digest = sync::sha256(told.bytes);
    inner = told.event.get();
  }
  const bool is_new = known_.insert({event, digest}).second;
  if (!is_new && wrapped == nullptr) broken.push_back("an event stands in the order twice");
  if (!is_new) return;
  stand_in_.count({event, *inner});
  if (const auto* closed = std::get_if<IncarnationClosed>(&inner->body))
    closed_.insert(closed->incarnation);
  const Envelope& said = inner->envelope;
  if (said.request && said.card)
    requests_[*said.request].insert(
        {{event, digest}, *said.card, said.value_effect, type_name(inner->body)});
  const auto* reversed = std::get_if<RedemptionReversed>(&inner->body);
  if (reversed != nullptr && reversed->reason == ReversalReason::DoubleAnswer && said.original)
    taken_back_.insert(*said.original);
  if (!envelope.card) return;
  CardSums& sums = sums_[*envelope.card];
  sums.value += said.value_effect;
  sums.drawn += said.allowance_drawn;
  const bool is_overdraft = std::holds_alternative<OverdraftOpened>(inner->body) ||
                            std::holds_alternative<OverdraftRecovered>(inner->body);
  if (is_overdraft) sums.covered += said.value_effect;
  if (std::holds_alternative<ChargedBack>(inner->body)) sums.charged_back -= said.value_effect;
  const CardState& card = checker_.cards().at(*envelope.card);
  if (!rights_cover_available(card))
    broken.push_back("card " + name(*envelope.card) +
                     ": reserve and rights are not what is available");
  if (card.balance() != sums.value)
    broken.push_back("card " + name(*envelope.card) + " holds " +
                     std::to_string(card.balance().minor()) + ", and its events add up to " +
                     std::to_string(sums.value.minor()));
  if (!first_broken_escrow_) first_broken_escrow_ = escrow_broken(*envelope.card);
}

std::optional<std::string> Order::escrow_broken(const CardId& id) const {
  const CardState& card = cards().at(id);
  for (const auto& [origin, totals] : card.origins)
    if (card.rights_of(origin).is_negative())
      return "of card " + name(id) + " a shop has spent " +
             std::to_string(-card.rights_of(origin).minor()) + " of rights that it never held";
  const auto sums = sums_.find(id);
  const Amount charged_back = sums == sums_.end() ? Amount() : sums->second.charged_back;
  const Amount reserve =
      card.reserve() - card.open_overdraft() + stand_in_.unpaid(id) + charged_back;
  if (!reserve.is_negative()) return std::nullopt;
  return "the reserve of card " + name(id) + " lacks " + std::to_string(-reserve.minor()) +
         " that no stand-in explains";
}

Position Order::end(Shard shard) const { return Position(shards_[shard.value()].size()); }

std::optional<Digest> Order::hash_at(Shard shard, Position position) const {
  const auto& hashes = shards_[shard.value()];
  if (position.value() > hashes.size()) return std::nullopt;
  if (position == Position()) return genesis_.at(shard.value());
  return hashes[position.value() - 1];
}

Seq Order::held_through(Origin log) const {
  const auto found = logs_.find(log);
  return found == logs_.end() ? Seq() : Seq(found->second.chain.size());
}

std::optional<Digest> Order::log_hash_at(Origin log, StoreId store, Seq seq) const {
  if (seq == Seq()) return sync::log_genesis(store, log);
  if (held_through(log) < seq) return std::nullopt;
  return logs_.at(log).chain[seq.value() - 1];
}

const std::set<Told>& Order::told_of(const RequestId& request) const {
  static const std::set<Told> none;
  const auto found = requests_.find(request);
  return found == requests_.end() ? none : found->second;
}

}  // namespace perk::simulation
