// The event store on PostgreSQL. Uses the connections of a Database that outlives it; everything else
// is in the tables. Positions are gapless and in the order of commits because each append holds its
// shard's counter row from before it reads to after it has committed.
#pragma once

#include "central/event_store.h"
#include "central/office_register.h"
#include "central/postgres/database.h"

namespace perk::central {

/// term_is_over() unless this is the present term, which does not end before the transaction does. Part of the
/// caller's transaction.
void must_serve(pqxx::work& work, Term term);

class PostgresEventStore : public EventStore, public OfficeRegister {
 public:
  explicit PostgresEventStore(Database& database) : database_(database) {}

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

 private:
  [[nodiscard]] Stored<std::uint16_t> shard_count();
  [[nodiscard]] Term term() const { return Term(term_); }
  /// A transaction that writes where no counter row says whose term it is.
  template <typename Work>
  auto write(const Work& body) {
    return database_.transact([&](pqxx::work& work) {
      must_serve(work, term());
      return body(work);
    });
  }

  Database& database_;
  std::atomic<std::uint64_t> term_{0};
  std::atomic<std::uint16_t> shard_count_{0};  // 0: not read yet. It never changes.
};

}  // namespace perk::central
