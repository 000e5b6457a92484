// A journal that lives in memory: for the simulator and for tests. A real implementation that passes
// the same contract as SQLite's; durable for as long as the object lives. Never fails of itself.
#pragma once

#include <map>
#include <tuple>

#include "store_node/journal.h"

namespace perk::store_node {

class MemoryJournal final : public Journal {
 public:
  explicit MemoryJournal(LogIdentity identity);

  Result<LogHead, StorageError> head() override;
  Result<std::vector<sync::Cursor>, StorageError> cursors() override;
  Result<std::optional<OwnEvent>, StorageError> own_event(Seq seq) override;
  Result<std::vector<OwnEvent>, StorageError> read_log(Seq after, std::size_t bytes_max) override;
  Result<std::uint64_t, StorageError> past_end() override { return std::uint64_t{past_.size()}; }
  Result<std::vector<PastEvent>, StorageError> read_past(std::uint64_t after,
                                                         std::size_t bytes_max) override;

  LogIdentity identity() const override { return identity_; }
  Result<Done, StorageError> commit(const Commit& commit) override;
  Result<Done, StorageError> reopen() override { return Done{}; }
  Result<std::optional<Remembered>, StorageError> find_request(const RequestId& request) override;
  Result<bool, StorageError> is_kept(const sync::Receipt& receipt) override;
  Result<std::uint64_t, StorageError> handed_back_count() override;
  Result<Seq, StorageError> synced_through() override { return synced_through_; }
  Result<Done, StorageError> replay_own(const std::function<void(const OwnEvent&)>& visit) override;
  Result<Done, StorageError> replay_replica(
      const std::function<void(const ReplicaItem&)>& visit) override;
  Result<Done, StorageError> replay_shard(
      Shard shard, const std::function<void(const ReplicaItem&)>& visit) override;
  Result<Done, StorageError> replay_past(
      const std::function<void(const PastEvent&)>& visit) override;
  Result<Done, StorageError> replay_handed_back(
      const std::function<void(const sync::Receipt&)>& visit) override;
  void housekeep() override {}

 private:
  using ReceiptKey = std::tuple<Origin, Seq, Digest>;
  [[nodiscard]] LogHead log_head() const;
  void add(const ReplicaItem& item);
  void go_back(const sync::Cursor& parting);

  LogIdentity identity_;
  std::vector<OwnEvent> log_;
  std::map<RequestId, Seq> by_request_;
  std::map<RequestId, Decline> declines_;
  std::map<std::pair<Shard, Position>, ReplicaItem> replica_;
  std::map<RequestId, std::pair<Shard, Position>> heard_by_request_;
  std::map<Shard, sync::Cursor> cursors_;
  std::vector<PastEvent> past_;  // past_[i] has number i + 1.
  std::map<RequestId, ReplicaItem> past_by_request_;
  std::map<ReceiptKey, sync::Receipt> handed_back_;
  Seq synced_through_;
};

}  // namespace perk::store_node
