// Who serves as head office, as the event store on PostgreSQL says and keeps it.
#include "central/postgres/event_rows.h"
#include "central/postgres/postgres_event_store.h"
#include "central/postgres/sql_values.h"

namespace perk::central {
namespace {

Tenure tenure_from(const pqxx::row& row) {
  return {Term(from_bigint(row[0])), row[1].as<std::string>(), from_bigint(row[2])};
}

bool begin_term(pqxx::work& work, const Tenure& seen, const std::string& holder) {
  const auto begun = work.exec_params(
      "update head_office set term = $1, holder = $2, renewals = 0"
      " where term = $3 and holder = $4 and renewals = $5",
      as_bigint(seen.term.next().value()), holder, as_bigint(seen.term.value()), seen.holder,
      as_bigint(seen.renewals));
  if (begun.affected_rows() == 0) return false;
  // Waits for every append under way, and comes before every later one.
  work.exec_params("update shards set term = $1", as_bigint(seen.term.next().value()));
  return true;
}

/// Written to, so that its commit means that what was read is durable.
bool stay(pqxx::work& work, Term term, const std::string& holder) {
  const auto stayed = work.exec_params(
      "update head_office set renewals = renewals + 1 where term = $1 and holder = $2",
      as_bigint(term.value()), holder);
  return stayed.affected_rows() == 1;
}

}  // namespace

void must_serve(pqxx::work& work, Term term) {
  const auto row = work.exec_params(
      "select 1 from head_office where one = 1 and term = $1 for share", as_bigint(term.value()));
  if (row.empty()) throw RolledBack{term_is_over()};
}

Stored<Tenure> PostgresEventStore::tenure() {
  return database_.transact([](pqxx::work& work) {
    return tenure_from(work.exec1("select term, holder, renewals from head_office"));
  });
}

Stored<std::optional<Term>> PostgresEventStore::take_office(const Tenure& seen,
                                                            const std::string& holder) {
  const Term next = seen.term.next();
  const auto taken = database_.transact(
      [&](pqxx::work& work) { return begin_term(work, seen, holder) || stay(work, next, holder); });
  if (!taken) return failed(taken.error());
  if (!taken.value()) return std::optional<Term>();
  term_ = next.value();
  return std::optional(next);
}

Stored<bool> PostgresEventStore::stay_in_office() {
  return database_.transact([&](pqxx::work& work) {
    const auto stayed =
        work.exec_params("update head_office set renewals = renewals + 1 where term = $1",
                         as_bigint(term().value()));
    return stayed.affected_rows() == 1;
  });
}

Stored<Done> PostgresEventStore::leave_office() {
  return database_.transact([&](pqxx::work& work) {
    work.exec_params("update head_office set holder = '' where term = $1",
                     as_bigint(term().value()));
    return Done{};
  });
}

}  // namespace perk::central
