#include "central/rights/epoch_desk.h"

#include <algorithm>
#include <map>

#include "central/placing.h"
#include "ledger/mutant.h"

namespace perk::central {
namespace {

sync::Cursor as_cursor(const ShardEnd& at, Epoch epoch) {
  return {sync::FeedId::shard(at.shard), epoch, sync::FeedIndex(at.position.value()), at.hash};
}

/// The earliest that a later epoch than this one goes back to: what stands before it is everybody's.
const ShardEnd* earliest_after(const std::vector<EpochStart>& starts, Epoch epoch, Shard shard) {
  const ShardEnd* earliest = nullptr;
  for (const EpochStart& start : starts) {
    if (start.epoch <= epoch || start.before.shard != shard) continue;
    if (earliest == nullptr || start.before.position < earliest->position) earliest = &start.before;
  }
  return earliest;
}

}  // namespace

bool EpochDesk::is_settled() const {
  if (is_disputed_) return false;
  if (chain_.epoch == Epoch(1) || PERK_PLANTED(Mutant::GrantsBeforeAllReported)) return true;
  return book_.read([&](const ChainRisk& risk) { return risk.logs().is_settled(chain_.epoch); });
}

Stored<std::vector<sync::Cursor>> EpochDesk::partings(const std::vector<sync::Cursor>& cursors) {
  const auto starts = events_.epoch_starts();
  if (!starts) return failed(starts.error());
  std::vector<sync::Cursor> all;
  for (const sync::Cursor& cursor : cursors) {
    if (!cursor.feed.is_shard() || cursor.epoch >= chain_.epoch) continue;
    const auto from = parting(starts.value(), cursor);
    if (!from) return failed(from.error());
    all.push_back(from.value());
  }
  return all;
}

Stored<sync::Cursor> EpochDesk::parting(const std::vector<EpochStart>& starts,
                                        const sync::Cursor& cursor) {
  const Shard shard = cursor.feed.as_shard();
  const sync::Cursor beginning = as_cursor(empty_shard(chain_.epoch, shard), chain_.epoch);
  const ShardEnd* const earliest = earliest_after(starts, cursor.epoch, shard);
  if (earliest == nullptr) return beginning;
  const Position position(cursor.index.value());
  if (position > earliest->position) return as_cursor(*earliest, chain_.epoch);
  const auto hash = events_.shard_hash_at(shard, position);
  if (!hash) return failed(hash.error());
  const bool is_ours = hash.value() == cursor.hash;
  return is_ours ? as_cursor(*earliest, chain_.epoch) : beginning;
}

void EpochDesk::dispute(std::string how) {
  const std::scoped_lock lock(mutex_);
  if (dispute_.empty()) dispute_ = std::move(how);
  is_disputed_ = true;
}

std::string EpochDesk::dispute() const {
  const std::scoped_lock lock(mutex_);
  return dispute_;
}

Stored<std::set<Origin>> EpochDesk::reported() { return events_.reported(chain_.epoch); }

Stored<bool> EpochDesk::has_reported(Origin incarnation) {
  if (chain_.epoch == Epoch(1)) return true;
  const auto all = reported();
  if (!all) return failed(all.error());
  return all.value().contains(incarnation);
}

Stored<Done> EpochDesk::report(Origin incarnation) {
  if (chain_.epoch == Epoch(1)) return Done{};
  return events_.note_reported(chain_.epoch, incarnation, clock_.wall());
}

Stored<std::vector<EpochHolder>> EpochDesk::holders() {
  const auto origins = events_.origins();
  if (!origins) return failed(origins.error());
  const auto all = reported();
  if (!all) return failed(all.error());
  // What was handed back may tell of logs that began since the backup, before they come themselves.
  std::map<Origin, StoreId> known;
  for (const OriginProgress& log : origins.value()) known.emplace(log.origin, log.store);
  book_.read([&](const ChainRisk& risk) {
    for (const auto& [incarnation, allowances] : risk.stand_in().all())
      known.try_emplace(incarnation, StoreId());
    std::erase_if(known, [&](const auto& log) { return risk.logs().is_closed(log.first); });
  });
  std::vector<EpochHolder> holders;
  for (const auto& [incarnation, store] : known) {
    const bool has_reported = chain_.epoch == Epoch(1) || all.value().contains(incarnation);
    holders.push_back({store, incarnation, has_reported});
  }
  std::ranges::sort(holders, {}, [](const EpochHolder& holder) {
    return std::pair(holder.store, holder.incarnation);
  });
  return holders;
}

Stored<Result<Done, LogRefusal>> EpochDesk::settle(const std::vector<Origin>& without,
                                                   const std::string& reason,
                                                   const std::string& operator_name,
                                                   const std::optional<OperatorWord>& word) {
  // Everything that was handed back must be in what is shown once it is settled.
  if (auto done = book_.catch_up(); !done) return failed(done.error());
  const auto all = holders();
  if (!all) return failed(all.error());
  std::set<Origin> missing;
  for (const EpochHolder& holder : all.value())
    if (!holder.has_reported) missing.insert(holder.incarnation);
  const EpochSettled said{chain_.epoch, without, reason, operator_name};
  std::optional<LogRefusal> refused;
  const auto written = pen_.write(
      pen_.page_of(StoreId()),
      [&](const OfficeDesk& desk) {
        refused.reset();
        auto event = book_.read([&](const ChainRisk& risk) {
          return settle_epoch(risk.logs(), said, missing, desk.stamp());
        });
        if (event) return std::vector<Event>{std::move(event).value()};
        refused = event.error();
        return std::vector<Event>();
      },
      word);
  if (!written) return failed(written.error());
  if (refused) return Result<Done, LogRefusal>(failed(*refused));
  if (auto done = book_.catch_up(written.value().end.shard); !done) return failed(done.error());
  return Result<Done, LogRefusal>(Done{});
}

}  // namespace perk::central
