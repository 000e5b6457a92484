// An event store that fails as databases do: before it did anything, or after, without saying which.
// Thread-safe, like the store behind it.
#pragma once

#include <atomic>
#include <functional>
#include <mutex>

#include "central/event_store.h"

namespace perk::test {

class FlakyEventStore : public central::EventStore {
 public:
  explicit FlakyEventStore(central::EventStore& behind) : behind_(behind) {}

  /// Asked before each append and each write of progress. `Retry` and `GiveUp`: nothing is done.
  /// `OutcomeUnknown`: it is done, and reported as unknown.
  using Fate = std::function<std::optional<StorageFailure>(const central::ShardGroup&)>;
  void set_append_fate(Fate fate) {
    const std::scoped_lock lock(mutex_);
    fate_ = std::move(fate);
  }
  void set_progress_failure(std::optional<StorageFailure> failure) { progress_failure_ = failure; }
  /// Of reads of a shard.
  void set_read_failure(std::optional<StorageFailure> failure) { read_failure_ = failure; }

  [[nodiscard]] std::size_t appends() const { return appends_; }

  central::Stored<central::AppendedGroup> append(const central::ShardGroup& group,
                                                 WallTime now) override {
    ++appends_;
    const auto fate = fate_of(group);
    if (fate && *fate != StorageFailure::OutcomeUnknown) return failed(StorageError{*fate, "fate"});
    auto appended = behind_.append(group, now);
    if (fate && appended) return failed(StorageError{*fate, "fate"});
    return appended;
  }
  central::Stored<Done> write_progress(std::span<const central::OriginProgress> progress) override {
    const auto failure = progress_failure_.load();
    if (failure) return failed(StorageError{*failure, "fate"});
    return behind_.write_progress(progress);
  }

  // The rest is as it is behind.
  central::Stored<central::ChainSettings> chain() override { return behind_.chain(); }
  central::Stored<std::vector<central::StoredNumberKey>> number_keys() override {
    return behind_.number_keys();
  }
  central::Stored<Result<central::DecidedAppend, Rejection>> append_decided(
      const CardId& card, const RequestId& request, const central::DeskDecision& decide,
      WallTime now) override {
    return behind_.append_decided(card, request, decide, now);
  }
  central::Stored<central::OwnAppend> append_own(Shard shard, const std::optional<CardId>& card,
                                                 const central::OfficeDecision& decide,
                                                 WallTime now) override {
    return behind_.append_own(shard, card, decide, now);
  }
  central::Stored<std::vector<central::StoredEvent>> read_shard(Shard shard, Position after,
                                                                std::size_t limit) override {
    ++reads_;
    if (const auto failure = read_failure_.load()) return failed(StorageError{*failure, "fate"});
    return behind_.read_shard(shard, after, limit);
  }
  [[nodiscard]] std::size_t reads() const { return reads_; }
  central::Stored<std::vector<central::StoredEvent>> read_card(const CardId& card) override {
    return behind_.read_card(card);
  }
  central::Stored<std::vector<central::LogEntry>> read_log(Origin origin, Seq after,
                                                           std::size_t limit) override {
    return behind_.read_log(origin, after, limit);
  }
  central::Stored<std::vector<central::ShardEnd>> shard_ends() override {
    return behind_.shard_ends();
  }
  central::Stored<std::optional<Digest>> shard_hash_at(Shard shard, Position position) override {
    return behind_.shard_hash_at(shard, position);
  }
  central::Stored<std::vector<central::HeadOfficeLog>> head_office_logs() override {
    return behind_.head_office_logs();
  }
  central::Stored<Done> begin_epoch(const Event& begun, WallTime now) override {
    return behind_.begin_epoch(begun, now);
  }
  central::Stored<std::vector<central::EpochStart>> epoch_starts() override {
    return behind_.epoch_starts();
  }
  central::Stored<Done> note_reported(Epoch epoch, Origin incarnation, WallTime now) override {
    return behind_.note_reported(epoch, incarnation, now);
  }
  central::Stored<std::set<Origin>> reported(Epoch epoch) override {
    return behind_.reported(epoch);
  }
  central::Stored<bool> register_incarnation(StoreId store, Origin origin, WallTime now) override {
    return behind_.register_incarnation(store, origin, now);
  }
  central::Stored<std::optional<central::OriginProgress>> progress(Origin origin) override {
    return behind_.progress(origin);
  }
  central::Stored<std::vector<central::OriginProgress>> origins() override {
    return behind_.origins();
  }
  central::Stored<std::optional<central::OriginProgress>> touch_progress(Origin origin) override {
    return behind_.touch_progress(origin);
  }
  central::Stored<central::Enrolment> enrol(const std::string& name, const PublicKey& key,
                                            WallTime now) override {
    return behind_.enrol(name, key, now);
  }
  central::Stored<std::vector<central::StoreRecord>> stores() override { return behind_.stores(); }
  central::Stored<std::optional<central::StoreRecord>> find_store(StoreId store) override {
    return behind_.find_store(store);
  }
  central::Stored<Done> note_key_changes(StoreId store,
                                         std::span<const LogKeyChange> changes) override {
    return behind_.note_key_changes(store, changes);
  }
  central::Stored<Done> note_heard(std::span<const central::HeardFrom> heard) override {
    return behind_.note_heard(heard);
  }
  central::Stored<central::OfferOutcome> offer_code(const central::OfferedCode& code,
                                                    WallTime now) override {
    return behind_.offer_code(code, now);
  }
  central::Stored<std::optional<central::StoreRecord>> redeem_code(const Digest& secret_hash,
                                                                   const PublicKey& key,
                                                                   WallTime now) override {
    return behind_.redeem_code(secret_hash, key, now);
  }
  central::Stored<central::KeyOutcome> add_number_key(
      const central::StoredNumberKey& key) override {
    return behind_.add_number_key(key);
  }
  central::Stored<std::vector<central::StoredNumberRange>> number_ranges() override {
    return behind_.number_ranges();
  }
  central::Stored<central::RangeOutcome> add_number_range(const NumberRange& range,
                                                          WallTime now) override {
    return behind_.add_number_range(range, now);
  }
  central::Stored<std::optional<CardSerial>> take_serials(const NumberRange& range,
                                                          std::uint64_t count) override {
    return behind_.take_serials(range, count);
  }
  central::Stored<Done> keep_reason(const Digest& commitment, const ReasonOpening& opening,
                                    WallTime now) override {
    return behind_.keep_reason(commitment, opening, now);
  }
  central::Stored<std::map<Digest, ReasonOpening>> reasons(
      std::span<const Digest> commitments) override {
    return behind_.reasons(commitments);
  }
  central::Stored<Done> erase_reason(const Digest& commitment) override {
    return behind_.erase_reason(commitment);
  }
  central::Stored<Done> quarantine(std::span<const central::QuarantinedEvent> events) override {
    return behind_.quarantine(events);
  }
  central::Stored<std::vector<central::QuarantinedEvent>> quarantined(std::uint64_t after_id,
                                                                      std::size_t limit) override {
    return behind_.quarantined(after_id, limit);
  }

 private:
  std::optional<StorageFailure> fate_of(const central::ShardGroup& group) {
    const std::scoped_lock lock(mutex_);
    return fate_ ? fate_(group) : std::nullopt;
  }

  central::EventStore& behind_;
  std::mutex mutex_;
  Fate fate_;
  std::atomic<std::optional<StorageFailure>> progress_failure_{};
  std::atomic<std::optional<StorageFailure>> read_failure_{};
  std::atomic<std::size_t> appends_{0};
  std::atomic<std::size_t> reads_{0};
};

}  // namespace perk::test
