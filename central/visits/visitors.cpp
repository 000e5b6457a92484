#include "central/visits/visitors.h"

#include <algorithm>

#include <boost/asio/post.hpp>

namespace perk::central {
namespace {

/// When a store was last heard is written down every so many ticks.
constexpr unsigned kTicksBetweenNotes = 10;
/// A store lets go of a caution that it hears no more of; see PROTOCOL.md.
constexpr Millis kWarnAgainAfter{60'000};

}  // namespace

Visitors::~Visitors() {
  for (const auto& visit : visits_) visit->forget_watcher();
}

std::shared_ptr<StoreVisit> Visitors::take_in(sync::Link& link, std::string peer,
                                              const sync::Nonce& nonce,
                                              std::optional<sync::Party> party) {
  VisitWatcher& watcher = *this;
  auto visit =
      std::make_shared<StoreVisit>(around_, watcher, link, std::move(peer), std::move(party));
  visits_.push_back(visit);
  visit->start(nonce);
  return visit;
}

void Visitors::stop() {
  for (const auto& visit : present()) {
    visit->forget_watcher();
    visit->end({sync::RefusalCode::Busy, "head office is going down", Millis(1'000)});
  }
  visits_.clear();
}

void Visitors::tick() {
  for (const auto& visit : present()) {
    visit->tick();
    if (visit->is_revoked()) visit->end(store_revoked());
    // It comes back, and hears why.
    if (visit->is_shut_out())
      visit->end({sync::RefusalCode::Busy, "head office closes this log for ever", {}});
  }
  around_.rights.tick();
  look_for_guesses();
  if (++ticks_ % kTicksBetweenNotes == 0) note_heard();
}

/// A note that fails is made again with the next word of that store; meanwhile the board knows.
void Visitors::note_heard() {
  auto heard = around_.board.take_heard();
  if (heard.empty()) return;
  boost::asio::post(around_.places.workers, [store = &store_, heard = std::move(heard)] {
    static_cast<void>(store->note_heard(heard).has_value());
  });
}

void Visitors::on_guesses(StoreId store, std::uint64_t recent) {
  guesses_.told(store, recent, around_.clock.monotonic());
}

void Visitors::look_for_guesses() {
  const Instant now = around_.clock.monotonic();
  const GuessesSeen seen = guesses_.look(now, around_.board.connected_count());
  around_.board.set_guesses(seen);
  const bool has_turned = seen.is_run != is_warned_;
  if (has_turned) {
    const std::string count = std::to_string(seen.recent) + " wrong ones in the last ten minutes";
    seen.is_run ? around_.log.warning("card numbers are being tried across the chain: " + count +
                                      "; tills are told to be careful")
                : around_.log.info("card numbers are not being tried any more: " + count);
  }
  if (!has_turned && !(seen.is_run && now - warned_at_ >= kWarnAgainAfter)) return;
  is_warned_ = seen.is_run;
  warned_at_ = now;
  for (const auto& visit : present()) visit->warn(seen.is_run);
}

void Visitors::shard_grew(const ShardEnd& end) {
  {
    const std::scoped_lock lock(mutex_);
    const bool told_already = !grown_.empty();
    Position& grown = grown_[end.shard];
    grown = std::max(grown, end.position);
    if (told_already) return;
  }
  boost::asio::post(around_.places.home, [this] { tell_growth(); });
}

void Visitors::tell_growth() {
  std::map<Shard, Position> grown;
  {
    const std::scoped_lock lock(mutex_);
    grown.swap(grown_);
  }
  for (const auto& visit : present()) {
    for (const auto& [shard, end] : grown) visit->shard_grew(shard, end);
  }
}

void Visitors::on_let_in(StoreVisit& visit) {
  if (is_warned_) visit.warn(true);
  for (const auto& older : present()) {
    if (older.get() == &visit || older->store() != visit.store()) continue;
    older->end({sync::RefusalCode::Superseded, "the store has opened a newer connection", {}});
  }
}

void Visitors::on_over(StoreVisit& visit) {
  std::erase(visits_, visit.shared_from_this());
  const bool another = std::ranges::any_of(
      visits_, [&](const auto& other) { return other->store() == visit.store(); });
  if (visit.store() != StoreId() && !another) around_.board.ended(visit.store());
}

}  // namespace perk::central
