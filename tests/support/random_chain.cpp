#include "tests/support/random_chain.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "tests/support/ledger_builders.h"

namespace perk::test {
namespace {

/// An amount that often is more than a card holds.
std::int64_t some_cents(Random& random) { return random.between(1, 1'500); }

/// What a later version might let head office record.
EventBuilder unknown_of_head_office(CardId card, Origin holder, Random& random) {
  const std::int64_t cents = some_cents(random);
  EventBuilder event = event_of_unknown_type(card);
  if (random.chance(50)) return event.reserve(-cents).named_rights(holder, cents);  // a grant
  const std::int64_t change = random.chance(50) ? cents : -cents;
  return event.value(change).reserve(change);  // an adjustment
}

/// What a later version might let a store record of up to `rights` that it holds.
EventBuilder unknown_of_store(CardId card, std::int64_t rights, Random& random) {
  const std::int64_t cents = random.between(0, rights);
  EventBuilder event = event_of_unknown_type(card);
  if (random.chance(50)) return event.own_rights(-cents).reserve(cents);  // a release
  return event.own_rights(-cents).held(cents);                            // a hold
}

}  // namespace

RandomChain::RandomChain(Random& random, const ChainShape& shape) : random_(random) {
  for (std::size_t i = 0; i < shape.cards; ++i) cards_.push_back(card(i + 1));
  nodes_.push_back({head_office(), HybridClock(), {}, {}});
  for (std::size_t i = 0; i < shape.stores; ++i) {
    nodes_.push_back({store(i + 1), HybridClock(), {}, {}});
  }
  for (const Node& node : nodes_) logs_[node.origin];
  for (std::size_t i = 0; i < shape.steps; ++i) step();
}

void RandomChain::step() {
  millis_ += random_.between(0, 50);
  Node& node = nodes_[random_.below(nodes_.size())];
  const std::uint64_t what = random_.below(100);
  if (what < 45) {
    hear(node);
  } else if (what < 90) {
    ask(node);
  } else {
    record_unknown_type(node);
  }
}

void RandomChain::hear(Node& node) {
  const Node& other = random_.one_of(nodes_);
  const std::vector<RecordedEvent>& log = logs_[other.origin];
  std::size_t& heard = node.heard[other.origin];
  if (other.origin == node.origin || heard == log.size()) return;
  const RecordedEvent& next = log[heard++];
  evolve(node.cards[*next.event.envelope.card], next);
  node.clock.observe(next.event.envelope.hlc, hlc(millis_).wall());
}

void RandomChain::ask(Node& node) {
  const CardId card = random_.one_of(cards_);
  const CardState before = node.cards[card];
  const Command command = some_command(node, card);
  DecisionContext context = context_of(node.origin);
  context.hlc = node.clock.tick(hlc(millis_).wall());
  auto decision = decide(before, command, std::nullopt, context);
  if (!decision) return;
  for (Event& event : decision.value().events) {
    approvals_.push_back({command, context, before, record(node, std::move(event))});
  }
}

void RandomChain::record_unknown_type(Node& node) {
  const CardId card = random_.one_of(cards_);
  const Hlc now = node.clock.tick(hlc(millis_).wall());
  if (node.origin.is_head_office()) {
    const Origin holder = random_.one_of(nodes_).origin;
    if (holder.is_head_office()) return;
    record(node, unknown_of_head_office(card, holder, random_).at(now).build());
    return;
  }
  const Amount rights = std::max(Amount(), node.cards[card].rights_of(node.origin));
  record(node, unknown_of_store(card, rights.minor(), random_).at(now).build());
}

Command RandomChain::some_command(const Node& node, CardId card) {
  const CardState& state = node.cards.at(card);
  if (!state.is_known()) return issue(card).asked_as(next_request()).build();
  if (node.origin.is_head_office()) return head_office_command(card, state);
  return store_command(state, card);
}

Command RandomChain::head_office_command(CardId card, const CardState& state) {
  if (random_.chance(60)) {
    const bool freezes = random_.chance(30);
    return (freezes ? freeze(card) : unfreeze(card)).asked_as(next_request()).build();
  }
  const RequestId id = next_request();
  const std::int64_t cents = some_cents(random_) / 4 + 1;
  if (state.loads.empty() || random_.chance(50))
    return adjust(card, random_.chance(50) ? cents : -cents).asked_as(id).build();
  return charge_back(card, some_key_of(state.loads), cents).asked_as(id).build();
}

Command RandomChain::store_command(const CardState& state, CardId card) {
  const RequestId id = next_request();
  const std::int64_t cents = some_cents(random_);
  const std::uint64_t what = random_.below(100);
  if (what < 30) return load(card, cents).asked_as(id).build();
  if (what < 60) return redeem(card, cents).asked_as(id).build();
  if (what < 75) return redeem(card, cents).accepting_partial().asked_as(id).build();
  if (random_.chance(40)) return hold_command(state, card, id);
  if (random_.chance(20) && !state.loads.empty())
    return reverse_load(card, some_key_of(state.loads), cents / 4 + 1).asked_as(id).build();
  if (state.redemptions.empty()) return load(card, cents).asked_as(id).build();
  return reverse(card, some_key_of(state.redemptions), cents / 4 + 1).asked_as(id).build();
}

Command RandomChain::hold_command(const CardState& state, CardId card, RequestId id) {
  const std::int64_t cents = random_.between(1, 100);
  std::map<EventId, Hold> open = state.holds;
  std::erase_if(open, [](const auto& entry) { return entry.second.left().is_zero(); });
  if (open.empty() || random_.chance(40)) return place_hold(card, 3 * cents).asked_as(id).build();
  const EventId hold = some_key_of(open);
  if (random_.chance(20)) return release_hold(card, hold).asked_as(id).build();
  const RestOfHold rest = random_.chance(50) ? RestOfHold::Kept : RestOfHold::GivenBack;
  return capture_hold(card, hold, cents, random_.between(0, cents), rest).asked_as(id).build();
}

template <typename Value>
EventId RandomChain::some_key_of(const std::map<EventId, Value>& named) {
  auto chosen = named.begin();
  std::advance(chosen, static_cast<std::ptrdiff_t>(random_.below(named.size())));
  return chosen->first;
}

RequestId RandomChain::next_request() { return request(++requests_); }

const RecordedEvent& RandomChain::record(Node& node, Event event) {
  std::vector<RecordedEvent>& log = logs_[node.origin];
  log.push_back({event_id(node.origin, log.size() + 1), std::move(event)});
  evolve(node.cards[*log.back().event.envelope.card], log.back());
  return log.back();
}

std::vector<RecordedEvent> merged_at_random(const Logs& logs, Random& random) {
  std::vector<std::pair<const std::vector<RecordedEvent>*, std::size_t>> left;
  for (const auto& [origin, log] : logs) {
    if (!log.empty()) left.emplace_back(&log, 0);
  }
  std::vector<RecordedEvent> merged;
  while (!left.empty()) {
    const std::size_t chosen = random.below(left.size());
    auto& [log, next] = left[chosen];
    merged.push_back((*log)[next++]);
    if (next == log->size()) left.erase(left.begin() + static_cast<std::ptrdiff_t>(chosen));
  }
  return merged;
}

Cards folded(const std::vector<RecordedEvent>& events) {
  Cards cards;
  for (const RecordedEvent& recorded : events) {
    evolve(cards[*recorded.event.envelope.card], recorded);
  }
  return cards;
}

}  // namespace perk::test
