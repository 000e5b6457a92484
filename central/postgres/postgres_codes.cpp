// One-time codes of the event store on PostgreSQL.
#include "central/postgres/postgres_event_store.h"
#include "central/postgres/postgres_stores.h"
#include "central/postgres/sql_values.h"

namespace perk::central {

Stored<OfferOutcome> PostgresEventStore::offer_code(const OfferedCode& code, WallTime now) {
  return write([&](pqxx::work& work) {
    work.exec_params(
        "insert into enrolment_codes (secret_hash, name, offered_at, expires_at)"
        " values ($1, $2, $3, $4) on conflict do nothing",
        as_bytea(code.secret_hash.bytes), code.name, now.millis(), code.expires.millis());
    const auto known = work.exec_params("select 1 from stores where name = $1", code.name);
    return known.empty() ? OfferOutcome::ForNewStore : OfferOutcome::ForKnownStore;
  });
}

Stored<std::optional<StoreRecord>> PostgresEventStore::redeem_code(const Digest& secret_hash,
                                                                   const PublicKey& key,
                                                                   WallTime now) {
  return write([&](pqxx::work& work) -> std::optional<StoreRecord> {
    // Written to also by a repeat, so that of two at once one waits for the other, and so that its commit
    // means that what was read is durable.
    const auto rows = work.exec_params(
        "update enrolment_codes set used_at = coalesce(used_at, $3), used_by = $2"
        " where secret_hash = $1 and expires_at > $3 and (used_by is null or used_by = $2)"
        " returning name",
        as_bytea(secret_hash.bytes), as_bytea(key.bytes), now.millis());
    if (rows.empty()) return std::nullopt;
    const Enrolment enrolled = enrol_in(work, rows[0][0].as<std::string>(), key, now);
    if (enrolled.outcome != EnrolOutcome::NameTaken) return enrolled.store;
    // Nothing changed, so that the code does not count as used.
    work.exec_params(
        "update enrolment_codes set used_at = null, used_by = null where secret_hash = $1",
        as_bytea(secret_hash.bytes));
    return std::nullopt;
  });
}

}  // namespace perk::central
