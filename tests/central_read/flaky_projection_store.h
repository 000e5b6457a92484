// A store of projections' rows that fails as databases do, and as a runner that is killed sees it: before
// it saved anything, or after, without saying which. Thread-safe, like the store behind it.
#pragma once

#include <atomic>
#include <functional>
#include <mutex>

#include "central/projections/projection_store.h"

namespace perk::test {

class FlakyProjectionStore : public central::ProjectionStore {
 public:
  /// Asked before each save. `Retry` and `GiveUp`: nothing is saved. `OutcomeUnknown`: it is saved, and
  /// reported as unknown.
  using Fate = std::function<std::optional<StorageFailure>(const central::FoldedRun&)>;
  FlakyProjectionStore(central::ProjectionStore& behind, Fate fate)
      : behind_(behind), fate_(std::move(fate)) {}

  void set_fate(Fate fate) {
    const std::scoped_lock lock(mutex_);
    fate_ = std::move(fate);
  }
  /// The database is away for so many questions about the status.
  void be_away_for(int questions) { away_for_ = questions; }

  Answer<central::SaveOutcome> save(const central::FoldedRun& run) override {
    const auto fate = fate_of(run);
    if (fate && *fate != StorageFailure::OutcomeUnknown) return failed(StorageError{*fate, "fate"});
    auto saved = behind_.save(run);
    if (fate && saved) return failed(StorageError{*fate, "fate"});
    return saved;
  }
  Answer<std::vector<central::ProjectionStatus>> status() override {
    if (away_for_ > 0) {
      --away_for_;
      return failed(StorageError{StorageFailure::Retry, "the database is away"});
    }
    return behind_.status();
  }

  // The rest is as it is behind.
  Answer<Done> prepare(std::uint16_t shard_count) override { return behind_.prepare(shard_count); }
  Answer<central::ProjectionRows> load(const central::ProjectionId& projection, Shard shard,
                                       const central::TouchedKeys& keys) override {
    return behind_.load(projection, shard, keys);
  }
  Answer<central::ProjectionVersion> begin_rebuild(central::ProjectionKind kind) override {
    return behind_.begin_rebuild(kind);
  }
  Answer<central::SwapOutcome> swap(const central::ProjectionId& building) override {
    return behind_.swap(building);
  }
  Answer<Done> drop_old_versions(central::ProjectionKind kind) override {
    return behind_.drop_old_versions(kind);
  }
  Answer<central::BalanceView> balance(Shard shard, const CardId& card) override {
    return behind_.balance(shard, card);
  }
  Answer<central::StatementView> statement(Shard shard, const CardId& card) override {
    return behind_.statement(shard, card);
  }
  Answer<std::map<StoreId, central::StorePositionRow>> store_positions() override {
    return behind_.store_positions();
  }
  Answer<central::ShardView> shard_view(central::ProjectionKind kind, Shard shard) override {
    return behind_.shard_view(kind, shard);
  }

 private:
  std::optional<StorageFailure> fate_of(const central::FoldedRun& run) {
    const std::scoped_lock lock(mutex_);
    return fate_ ? fate_(run) : std::nullopt;
  }

  central::ProjectionStore& behind_;
  std::mutex mutex_;
  Fate fate_;
  std::atomic<int> away_for_{0};
};

}  // namespace perk::test
