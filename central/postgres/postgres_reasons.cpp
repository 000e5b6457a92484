// What sealed reasons say, of the event store on PostgreSQL.
#include "central/postgres/postgres_event_store.h"
#include "central/postgres/sql_values.h"

namespace perk::central {
namespace {

ReasonSalt salt_from(const pqxx::field& field) {
  const pqxx::binarystring bytes(field);
  ReasonSalt salt;
  if (bytes.size() != salt.bytes.size())
    throw std::runtime_error("the salt of a reason has " + std::to_string(bytes.size()) + " bytes");
  std::copy_n(bytes.data(), salt.bytes.size(), salt.bytes.begin());
  return salt;
}

}  // namespace

Stored<Done> PostgresEventStore::keep_reason(const Digest& commitment, const ReasonOpening& opening,
                                             WallTime now) {
  return write([&](pqxx::work& work) {
    // Written to also by a repeat, so that its commit means that what is there is durable.
    work.exec_params(
        "insert into reasons (commitment, salt, text, kept_at) values ($1, $2, $3, $4)"
        " on conflict (commitment) do update set kept_at = reasons.kept_at",
        as_bytea(commitment.bytes), as_bytea(opening.salt.bytes), opening.text, now.millis());
    return Done{};
  });
}

Stored<std::map<Digest, ReasonOpening>> PostgresEventStore::reasons(
    std::span<const Digest> commitments) {
  if (commitments.empty()) return std::map<Digest, ReasonOpening>();
  SqlArray wanted;
  for (const Digest& commitment : commitments) wanted.add(commitment.bytes);
  return database_.transact([&](pqxx::work& work) {
    const auto rows = work.exec_params(
        "select commitment, salt, text from reasons where commitment = any($1::bytea[])",
        wanted.text());
    std::map<Digest, ReasonOpening> found;
    for (const auto& row : rows)
      found.emplace(digest_from(row[0]),
                    ReasonOpening{salt_from(row[1]), row[2].as<std::string>()});
    return found;
  });
}

Stored<Done> PostgresEventStore::erase_reason(const Digest& commitment) {
  return write([&](pqxx::work& work) {
    work.exec_params("delete from reasons where commitment = $1", as_bytea(commitment.bytes));
    work.exec("update counters set value = value + 1 where name = 'reasons'");
    return Done{};
  });
}

}  // namespace perk::central
