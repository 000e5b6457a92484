#include "central/rights/risk_book.h"

#include "central/stored_event.h"

namespace perk::central {
namespace {

/// One run of events, folded while questions wait.
constexpr std::size_t kRunBytesMax = 256 * 1'024;

}  // namespace

RiskBook::RiskBook(EventStore& events, ShardTails& tails, std::uint16_t shard_count)
    : events_(events), tails_(tails), shard_count_(shard_count) {}

Stored<Done> RiskBook::catch_up(Shard shard) {
  for (;;) {
    const auto events = tails_.read(shard, folded(shard), kRunBytesMax);
    if (!events) return failed(events.error());
    const std::scoped_lock lock(mutex_);
    if (events.value().empty()) {
      const bool was_complete = complete_.size() == shard_count_;
      complete_.insert(shard);
      if (!was_complete && complete_.size() == shard_count_) risk_.begin_peak();
      return Done{};
    }
    for (const SharedEvent& stored : events.value()) {
      // Another thread may have come further meanwhile.
      if (stored->position != folded_[shard].next()) continue;
      folded_[shard] = stored->position;
      const auto recorded = decode_stored(*stored);
      if (recorded && is_foldable(recorded.value().event)) {
        risk_.fold(recorded.value(), stored->store, shard, stored->position);
      } else {
        ++passed_over_;
      }
    }
  }
}

/// First how far each log is held, then the shards: all that is held so far is in them.
Stored<Done> RiskBook::catch_up() {
  std::map<Origin, Seq> held;
  for (const Origin origin : read([](const ChainRisk& risk) { return risk.lapses_waiting(); })) {
    const auto progress = events_.progress(origin);
    if (!progress) return failed(progress.error());
    if (progress.value()) held[origin] = progress.value()->through;
  }
  for (std::uint16_t shard = 0; shard < shard_count_; ++shard) {
    if (auto done = catch_up(Shard(shard)); !done) return done;
  }
  const std::scoped_lock lock(mutex_);
  for (const auto& [origin, through] : held) risk_.settle_lapses(origin, through);
  return Done{};
}

bool RiskBook::is_complete() const {
  const std::scoped_lock lock(mutex_);
  return complete_.size() == shard_count_;
}

std::vector<CardId> RiskBook::take_changed() {
  const std::scoped_lock lock(mutex_);
  return risk_.take_changed();
}

Position RiskBook::folded(Shard shard) const {
  const std::scoped_lock lock(mutex_);
  const auto found = folded_.find(shard);
  return found == folded_.end() ? Position() : found->second;
}

std::uint64_t RiskBook::passed_over() const {
  const std::scoped_lock lock(mutex_);
  return passed_over_;
}

}  // namespace perk::central
