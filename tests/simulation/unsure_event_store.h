// Head office's database, as one that can be away, lose a commit's answer, or lose what was not on the quorum:
// passes everything on to the event store in memory. Faults are data, set from outside; single-threaded.
#pragma once

#include <optional>

#include "central/memory/memory_event_store.h"
#include "central/projections/memory_projection_store.h"
#include "tests/support/random.h"

namespace perk::simulation {

enum class DatabaseState {
  Well,
  Away,       ///< Nothing is answered: Retry.
  Unsure,     ///< Commits happen or do not, and one in two is not told which.
  OffQuorum,  ///< Commits happen on the primary alone; nobody is told that they did.
};

class UnsureEventStore final : public central::EventStore {
 public:
  UnsureEventStore(central::MemoryEventStore& store, std::uint64_t seed)
      : store_(store), random_(seed) {}

  void become(DatabaseState state) { state_ = state; }
  [[nodiscard]] DatabaseState state() const { return state_; }

  template <typename T>
  using Stored = central::Stored<T>;

  Stored<central::ChainSettings> chain() override {
    return read([&] { return store_.chain(); });
  }
  Stored<std::vector<central::StoredNumberKey>> number_keys() override {
    return read([&] { return store_.number_keys(); });
  }
  Stored<central::AppendedGroup> append(const central::ShardGroup& group, WallTime now) override {
    return write([&] { return store_.append(group, now); });
  }
  Stored<Result<central::DecidedAppend, Rejection>> append_decided(
      const CardId& card, const RequestId& request, const central::DeskDecision& decide,
      WallTime now) override {
    return write([&] { return store_.append_decided(card, request, decide, now); });
  }
  Stored<central::OwnAppend> append_own(Shard shard, const std::optional<CardId>& card,
                                        const central::OfficeDecision& decide,
                                        WallTime now) override {
    return write([&] { return store_.append_own(shard, card, decide, now); });
  }
  Stored<std::vector<central::StoredEvent>> read_shard(Shard shard, Position after,
                                                       std::size_t limit) override {
    return read([&] { return store_.read_shard(shard, after, limit); });
  }
  Stored<std::vector<central::StoredEvent>> read_card(const CardId& card) override {
    return read([&] { return store_.read_card(card); });
  }
  Stored<std::vector<central::LogEntry>> read_log(Origin origin, Seq after,
                                                  std::size_t limit) override {
    return read([&] { return store_.read_log(origin, after, limit); });
  }
  Stored<std::vector<central::ShardEnd>> shard_ends() override {
    return read([&] { return store_.shard_ends(); });
  }
  Stored<std::optional<Digest>> shard_hash_at(Shard shard, Position position) override {
    return read([&] { return store_.shard_hash_at(shard, position); });
  }
  Stored<std::vector<central::HeadOfficeLog>> head_office_logs() override {
    return read([&] { return store_.head_office_logs(); });
  }
  Stored<bool> register_incarnation(StoreId store, Origin origin, WallTime now) override {
    return write([&] { return store_.register_incarnation(store, origin, now); });
  }
  Stored<std::optional<central::OriginProgress>> progress(Origin origin) override {
    return read([&] { return store_.progress(origin); });
  }
  Stored<std::vector<central::OriginProgress>> origins() override {
    return read([&] { return store_.origins(); });
  }
  Stored<Done> write_progress(std::span<const central::OriginProgress> progress) override {
    return write([&] { return store_.write_progress(progress); });
  }
  Stored<std::optional<central::OriginProgress>> touch_progress(Origin origin) override {
    return write([&] { return store_.touch_progress(origin); });
  }
  Stored<Done> begin_epoch(const Event& begun, WallTime now) override {
    return write([&] { return store_.begin_epoch(begun, now); });
  }
  Stored<std::vector<central::EpochStart>> epoch_starts() override {
    return read([&] { return store_.epoch_starts(); });
  }
  Stored<Done> note_reported(Epoch epoch, Origin incarnation, WallTime now) override {
    return write([&] { return store_.note_reported(epoch, incarnation, now); });
  }
  Stored<std::set<Origin>> reported(Epoch epoch) override {
    return read([&] { return store_.reported(epoch); });
  }
  Stored<central::Enrolment> enrol(const std::string& name, const PublicKey& key,
                                   WallTime now) override {
    return write([&] { return store_.enrol(name, key, now); });
  }
  Stored<std::vector<central::StoreRecord>> stores() override {
    return read([&] { return store_.stores(); });
  }
  Stored<std::optional<central::StoreRecord>> find_store(StoreId store) override {
    return read([&] { return store_.find_store(store); });
  }
  Stored<Done> note_key_changes(StoreId store, std::span<const LogKeyChange> changes) override {
    return write([&] { return store_.note_key_changes(store, changes); });
  }
  Stored<Done> note_heard(std::span<const central::HeardFrom> heard) override {
    return write([&] { return store_.note_heard(heard); });
  }
  Stored<central::OfferOutcome> offer_code(const central::OfferedCode& code,
                                           WallTime now) override {
    return write([&] { return store_.offer_code(code, now); });
  }
  Stored<std::optional<central::StoreRecord>> redeem_code(const Digest& secret_hash,
                                                          const PublicKey& key,
                                                          WallTime now) override {
    return write([&] { return store_.redeem_code(secret_hash, key, now); });
  }
  Stored<central::KeyOutcome> add_number_key(const central::StoredNumberKey& key) override {
    return write([&] { return store_.add_number_key(key); });
  }
  Stored<std::vector<central::StoredNumberRange>> number_ranges() override {
    return read([&] { return store_.number_ranges(); });
  }
  Stored<central::RangeOutcome> add_number_range(const NumberRange& range, WallTime now) override {
    return write([&] { return store_.add_number_range(range, now); });
  }
  Stored<std::optional<CardSerial>> take_serials(const NumberRange& range,
                                                 std::uint64_t count) override {
    return write([&] { return store_.take_serials(range, count); });
  }
  Stored<Done> keep_reason(const Digest& commitment, const ReasonOpening& opening,
                           WallTime now) override {
    return write([&] { return store_.keep_reason(commitment, opening, now); });
  }
  Stored<std::map<Digest, ReasonOpening>> reasons(std::span<const Digest> commitments) override {
    return read([&] { return store_.reasons(commitments); });
  }
  Stored<Done> erase_reason(const Digest& commitment) override {
    return write([&] { return store_.erase_reason(commitment); });
  }
  Stored<Done> quarantine(std::span<const central::QuarantinedEvent> events) override {
    return write([&] { return store_.quarantine(events); });
  }
  Stored<std::vector<central::QuarantinedEvent>> quarantined(std::uint64_t after_id,
                                                             std::size_t limit) override {
    return read([&] { return store_.quarantined(after_id, limit); });
  }

 private:
  static auto away() {
    return failed(StorageError{StorageFailure::Retry, "the simulated database is away"});
  }
  static auto unknown() {
    return failed(StorageError{StorageFailure::OutcomeUnknown, "the answer was lost"});
  }
  template <typename Work>
  auto read(Work work) -> decltype(work()) {
    if (state_ == DatabaseState::Away) return away();
    return work();
  }
  template <typename Work>
  auto write(Work work) -> decltype(work()) {
    switch (state_) {
      case DatabaseState::Away:
        return away();
      case DatabaseState::Unsure:
        if (random_.chance(25)) return unknown();
        if (random_.chance(35)) {
          (void)work();
          return unknown();
        }
        return work();
      case DatabaseState::OffQuorum:
        (void)work();
        return unknown();
      case DatabaseState::Well:
        break;
    }
    return work();
  }

  central::MemoryEventStore& store_;
  test::Random random_;
  DatabaseState state_ = DatabaseState::Well;
};

}  // namespace perk::simulation
