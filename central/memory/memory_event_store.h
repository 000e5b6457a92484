// The event store in memory, for tests and the simulator. A real implementation: it passes the port's
// contract suite. Durable as long as the object lives. Thread-safe by one lock.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <set>

#include "central/event_store.h"
#include "central/office_register.h"

namespace perk::central {

class MemoryEventStore : public EventStore, public OfficeRegister {
 public:
  MemoryEventStore(const ChainSettings& chain, std::vector<StoredNumberKey> keys);

  /// What another process has that uses the same database.
  [[nodiscard]] std::unique_ptr<MemoryEventStore> another();

  [[nodiscard]] Stored<Tenure> tenure() override;
  [[nodiscard]] Stored<std::optional<Term>> take_office(const Tenure& seen,
                                                        const std::string& holder) override;
  [[nodiscard]] Stored<bool> stay_in_office() override;
  [[nodiscard]] Stored<Done> leave_office() override;

  [[nodiscard]] Stored<ChainSettings> chain() override;
  [[nodiscard]] Stored<std::vector<StoredNumberKey>> number_keys() override;
  [[nodiscard]] Stored<KeyOutcome> add_number_key(const StoredNumberKey& key) override;

  [[nodiscard]] Stored<AppendedGroup> append(const ShardGroup& group, WallTime now) override;
  [[nodiscard]] Stored<Result<DecidedAppend, Rejection>> append_decided(const CardId& card,
                                                                        const RequestId& request,
                                                                        const DeskDecision& decide,
                                                                        WallTime now) override;
  [[nodiscard]] Stored<OwnAppend> append_own(Shard shard, const std::optional<CardId>& card,
                                             const OfficeDecision& decide, WallTime now) override;
  [[nodiscard]] Stored<std::vector<StoredEvent>> read_shard(Shard shard, Position after,
                                                            std::size_t limit) override;
  [[nodiscard]] Stored<std::vector<StoredEvent>> read_card(const CardId& card) override;
  [[nodiscard]] Stored<std::vector<LogEntry>> read_log(Origin origin, Seq after,
                                                       std::size_t limit) override;
  [[nodiscard]] Stored<std::vector<ShardEnd>> shard_ends() override;
  [[nodiscard]] Stored<std::optional<Digest>> shard_hash_at(Shard shard,
                                                            Position position) override;
  [[nodiscard]] Stored<std::vector<HeadOfficeLog>> head_office_logs() override;

  [[nodiscard]] Stored<bool> register_incarnation(StoreId store, Origin origin,
                                                  WallTime now) override;
  [[nodiscard]] Stored<std::optional<OriginProgress>> progress(Origin origin) override;
  [[nodiscard]] Stored<std::vector<OriginProgress>> origins() override;
  [[nodiscard]] Stored<Done> write_progress(std::span<const OriginProgress> progress) override;
  [[nodiscard]] Stored<std::optional<OriginProgress>> touch_progress(Origin origin) override;

  [[nodiscard]] Stored<Done> begin_epoch(const Event& begun, WallTime now) override;
  [[nodiscard]] Stored<std::vector<EpochStart>> epoch_starts() override;
  [[nodiscard]] Stored<Done> note_reported(Epoch epoch, Origin incarnation, WallTime now) override;
  [[nodiscard]] Stored<std::set<Origin>> reported(Epoch epoch) override;

  [[nodiscard]] Stored<Enrolment> enrol(const std::string& name, const PublicKey& key,
                                        WallTime now) override;
  [[nodiscard]] Stored<std::vector<StoreRecord>> stores() override;
  [[nodiscard]] Stored<std::optional<StoreRecord>> find_store(StoreId store) override;
  [[nodiscard]] Stored<Done> note_heard(std::span<const HeardFrom> heard) override;
  [[nodiscard]] Stored<Done> note_key_changes(StoreId store,
                                              std::span<const LogKeyChange> changes) override;
  [[nodiscard]] Stored<OfferOutcome> offer_code(const OfferedCode& code, WallTime now) override;
  [[nodiscard]] Stored<std::optional<StoreRecord>> redeem_code(const Digest& secret_hash,
                                                               const PublicKey& key,
                                                               WallTime now) override;

  [[nodiscard]] Stored<std::vector<StoredNumberRange>> number_ranges() override;
  [[nodiscard]] Stored<RangeOutcome> add_number_range(const NumberRange& range,
                                                      WallTime now) override;
  [[nodiscard]] Stored<std::optional<CardSerial>> take_serials(const NumberRange& range,
                                                               std::uint64_t count) override;

  [[nodiscard]] Stored<Done> keep_reason(const Digest& commitment, const ReasonOpening& opening,
                                         WallTime now) override;
  [[nodiscard]] Stored<std::map<Digest, ReasonOpening>> reasons(
      std::span<const Digest> commitments) override;
  [[nodiscard]] Stored<Done> erase_reason(const Digest& commitment) override;

  [[nodiscard]] Stored<Done> quarantine(std::span<const QuarantinedEvent> events) override;
  [[nodiscard]] Stored<std::vector<QuarantinedEvent>> quarantined(std::uint64_t after_id,
                                                                  std::size_t limit) override;

  class Backup;
  /// All that is kept, as it is at this moment.
  [[nodiscard]] Backup back_up();
  /// Forgets everything since the backup was made, as a database that was restored from it.
  void restore(const Backup& backup);

 private:
  /// The counter row and the events of one shard.
  struct ShardLog {
    ShardEnd end;
    HeadOfficeLog own_log;
    std::vector<StoredEvent> events;  // events[i] is at position i + 1.
    std::map<EventId, std::size_t> places;
  };
  struct CodeUse {
    OfferedCode code;
    std::optional<PublicKey> used_by;
  };
  struct Contents {
    ChainSettings chain;
    Tenure tenure;
    std::vector<ShardLog> shards;
    /// What came of head office's requests: the first event of each.
    std::map<RequestId, std::pair<Shard, Position>> requests;
    std::map<Origin, OriginProgress> origins;
    std::map<StoreId, StoreRecord> stores;
    std::vector<QuarantinedEvent> quarantined;
    std::vector<StoredNumberRange> ranges;
    std::vector<StoredNumberKey> keys;  // By version.
    std::map<Digest, CodeUse> codes;    // By the hash of the secret.
    std::map<Digest, ReasonOpening> reasons;
    std::vector<EpochStart> epoch_starts;
    std::map<Epoch, std::set<Origin>> reported;
  };
  struct Kept {
    std::mutex mutex;
    Contents now;
  };
  explicit MemoryEventStore(std::shared_ptr<Kept> kept)
      : kept_(std::move(kept)), mutex_(kept_->mutex), now_(kept_->now) {}
  /// Under the lock. Why this object must not write; none if it may.
  [[nodiscard]] std::optional<StorageError> over() const;
  [[nodiscard]] Enrolment enrol_locked(const std::string& name, const PublicKey& key, WallTime now);
  [[nodiscard]] ShardLog* find_shard(Shard shard);
  [[nodiscard]] static std::map<EventId, EventBytes> held_of(const ShardLog& shard,
                                                             const ShardGroup& group);
  [[nodiscard]] static std::vector<StoredEvent> card_events(const ShardLog& shard,
                                                            const CardId& card);
  [[nodiscard]] std::optional<StoredEvent> event_of(const RequestId& request) const;
  static void put(ShardLog& shard, std::vector<StoredEvent> placed);

  const std::shared_ptr<Kept> kept_;
  std::mutex& mutex_;
  Contents& now_;
  Term term_;  // Under the lock, too.
};

/// Of one store.
class MemoryEventStore::Backup {
  friend class MemoryEventStore;
  explicit Backup(Contents contents) : contents_(std::move(contents)) {}
  Contents contents_;
};

}  // namespace perk::central
