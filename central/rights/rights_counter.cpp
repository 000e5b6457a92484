#include "central/rights/rights_counter.h"

#include <algorithm>

namespace perk::central {

void RightsCounter::came(const ConnectedStore& store, RightsPeer& peer) {
  const std::scoped_lock lock(mutex_);
  peers_[store.incarnation] = {store, &peer, ++last_serial_};
}

void RightsCounter::left(Origin incarnation, const RightsPeer& peer) {
  const Peer* const known = find(incarnation);
  if (known == nullptr || known->line != &peer) return;
  std::erase_if(asks_, [&](const auto& ask) { return ask.second.serial == known->serial; });
  const std::scoped_lock lock(mutex_);
  peers_.erase(incarnation);
}

RightsCounter::Peer* RightsCounter::find(Origin incarnation) {
  const auto found = peers_.find(incarnation);
  return found == peers_.end() ? nullptr : &found->second;
}

void RightsCounter::hear(Origin incarnation, const sync::RightsRequest& request) {
  const Peer* const peer = find(incarnation);
  if (peer == nullptr) return;
  const Millis patience = std::min(request.patience, kPatienceMax);
  Ask ask{incarnation, peer->serial, request, clock_.monotonic() + patience};
  const auto [at, is_new] = asks_.emplace(std::pair(peer->serial, request.number), ask);
  if (is_new) take_to_desk(at->second);
}

void RightsCounter::take_to_desk(Ask& ask) {
  ask.is_at_desk = true;
  ask.has_news = false;
  const RightsWanted wanted{ask.by, ask.request.card, ask.request.wanted - ask.granted};
  send_out(
      places_, [this, wanted] { return desk_.grant(wanted); },
      [this, serial = ask.serial, number = ask.request.number](const auto& given) {
        on_desk(serial, number, given);
      });
}

void RightsCounter::on_desk(Serial serial, std::uint64_t number, const Stored<RightsGiven>& given) {
  const auto at = asks_.find({serial, number});
  if (at == asks_.end()) return;
  Ask& ask = at->second;
  ask.is_at_desk = false;
  // What became of it is not known, or nothing did: a grant that was made is in the feed.
  if (!given) return finish(at, sync::RightsOutcome::Busy);
  if (!given.value().is_card_usable) return finish(at, sync::RightsOutcome::CardUnusable);
  ask.granted += given.value().granted;
  if (ask.granted >= ask.request.wanted) return finish(at, sync::RightsOutcome::Granted);
  const bool is_over = clock_.monotonic() >= ask.until;
  if (is_over) return finish(at, sync::RightsOutcome::TooLate);
  if (!std::exchange(ask.was_recalled, true) && !call_back(ask, given.value().holders))
    return finish(at, sync::RightsOutcome::NothingLeft);
  if (ask.has_news) take_to_desk(ask);
}

/// False: nobody who holds some can be asked.
bool RightsCounter::call_back(const Ask& ask, const std::vector<RightsWish>& holders) {
  bool was_asked = false;
  for (const RightsWish& holder : holders) {
    Peer* const peer = find(holder.incarnation);
    if (peer == nullptr || holder.incarnation == ask.by) continue;
    peer->line->say(sync::RightsRecall{ask.request.card, holder.amount});
    was_asked = true;
  }
  return was_asked;
}

void RightsCounter::finish(Asks::iterator at, sync::RightsOutcome when_nothing) {
  const Ask ask = at->second;
  asks_.erase(at);
  const bool is_part = ask.granted.is_positive() && when_nothing != sync::RightsOutcome::Granted;
  answer(ask, is_part ? sync::RightsOutcome::GrantedInPart : when_nothing);
}

void RightsCounter::answer(const Ask& ask, sync::RightsOutcome outcome) {
  Peer* const peer = find(ask.by);
  if (peer == nullptr || peer->serial != ask.serial) return;
  peer->line->say(sync::RightsAnswer{ask.request.number, outcome, ask.granted});
}

void RightsCounter::tick() {
  const Instant now = clock_.monotonic();
  std::vector<Asks::key_type> over;
  for (const auto& [name, ask] : asks_) {
    // One at the desk may be granted yet, and is answered then.
    if (now >= ask.until && !ask.is_at_desk) over.push_back(name);
  }
  // Saying something may end a connection, and with it its other requests.
  for (const auto& name : over) {
    if (const auto at = asks_.find(name); at != asks_.end())
      finish(at, sync::RightsOutcome::NothingLeft);
  }
}

void RightsCounter::shard_grew(Shard shard) {
  boost::asio::post(places_.home, [this, shard] { look_at(shard); });
}

void RightsCounter::look_at(Shard shard) {
  for (auto& [name, ask] : asks_) {
    if (shard_of(ask.request.card, shard_count_) != shard) continue;
    ask.has_news = true;
    if (!ask.is_at_desk) take_to_desk(ask);
  }
}

std::vector<ConnectedStore> RightsCounter::connected() const {
  const std::scoped_lock lock(mutex_);
  std::vector<ConnectedStore> stores;
  stores.reserve(peers_.size());
  for (const auto& [incarnation, peer] : peers_) stores.push_back(peer.store);
  return stores;
}

void RightsCounter::recall(Origin holder, const CardId& card, Amount wanted) {
  boost::asio::post(places_.home, [this, holder, card, wanted] {
    if (Peer* const peer = find(holder)) peer->line->say(sync::RightsRecall{card, wanted});
  });
}

}  // namespace perk::central
