// What people read of the projections: each answer from one snapshot, always of the live version.
#include "central/postgres/postgres_projection_store.h"
#include "central/postgres/projection_rows.h"
#include "central/postgres/sql_values.h"

namespace perk::central {
namespace {

StorageError not_made() { return {StorageFailure::Retry, "the projections are not made yet"}; }

/// The live version and its checkpoint, in front of the rows that are joined to it.
std::string live_checkpoint(const std::string& columns, const std::string& rest) {
  return "select c.folded, " + columns +
         " from projections p join projection_checkpoints c on c.projection = p.projection"
         " and c.version = p.live and c.shard = $1 " +
         rest;
}

std::string prefixed(std::string_view columns, const std::string& table) {
  std::string all = table + ".";
  for (const char letter : columns) {
    if (letter == ' ') continue;
    all += letter;
    if (letter == ',') all += table + ".";
  }
  return all;
}

void read_rows(pqxx::work& work, Shard shard, ShardView& view) {
  const auto rows_of = [&](const char* columns, const char* order) {
    return work.exec_params(std::string("select ") + columns + " from " +
                                std::string(table_of(view.projection.kind)) +
                                " where shard = $1 and version = $2 order by " + order,
                            shard.value(), as_bigint(view.projection.version.value()));
  };
  switch (view.projection.kind) {
    case ProjectionKind::Balance:
      for (const auto& row : rows_of(kBalanceColumns, "card")) {
        view.rows.balances.insert(balance_from(row, 0));
      }
      return;
    case ProjectionKind::Statement:
      for (const auto& row : rows_of(kStatementColumns, "position")) {
        view.rows.lines.push_back(statement_from(row, 0));
      }
      return;
    case ProjectionKind::StorePosition:
      for (const auto& row : rows_of(kStoreColumns, "store")) {
        view.rows.stores.insert(store_from(row, 0));
      }
      return;
  }
}

void read_parked(pqxx::work& work, Shard shard, ShardView& view) {
  const auto rows = work.exec_params(
      "select position, origin, seq, why from projection_parked"
      " where shard = $1 and projection = $2 and version = $3 order by position",
      shard.value(), std::string(projection_name(view.projection.kind)),
      as_bigint(view.projection.version.value()));
  for (const auto& row : rows) {
    const EventId event{Origin::from_value(from_bigint(row[1])).value_or(Origin()),
                        Seq(from_bigint(row[2]))};
    view.parked.push_back({Position(from_bigint(row[0])), event, row[3].as<std::string>()});
  }
}

}  // namespace

using Store = PostgresProjectionStore;

Store::Answer<BalanceView> Store::balance(Shard shard, const CardId& card) {
  return database_.transact([&](pqxx::work& work) {
    const auto rows = work.exec_params(
        live_checkpoint(prefixed(kBalanceColumns, "b"),
                        "left join balance b on b.shard = $1 and b.version = p.live"
                        " and b.card = $2 where p.projection = 'balance'"),
        shard.value(), as_bytea(card.bytes));
    if (rows.empty()) throw RolledBack{not_made()};
    BalanceView view{std::nullopt, Position(from_bigint(rows[0][0]))};
    if (!rows[0][1].is_null()) view.row = balance_from(rows[0], 1).second;
    return view;
  });
}

Store::Answer<StatementView> Store::statement(Shard shard, const CardId& card) {
  return database_.transact([&](pqxx::work& work) {
    const auto rows = work.exec_params(
        live_checkpoint(prefixed(kStatementColumns, "s"),
                        "left join card_statement s on s.shard = $1 and s.version = p.live"
                        " and s.card = $2 where p.projection = 'statement' order by s.position"),
        shard.value(), as_bytea(card.bytes));
    if (rows.empty()) throw RolledBack{not_made()};
    StatementView view{{}, Position(from_bigint(rows[0][0]))};
    for (const auto& row : rows) {
      if (!row[1].is_null()) view.lines.push_back(statement_from(row, 1));
    }
    return view;
  });
}

Store::Answer<std::map<StoreId, StorePositionRow>> Store::store_positions() {
  return database_.transact([](pqxx::work& work) {
    std::map<StoreId, StorePositionRow> totals;
    const auto rows = work.exec("select " + prefixed(kStoreColumns, "s") +
                                " from projections p join store_position s on s.version = p.live"
                                " where p.projection = 'store_position'");
    for (const auto& row : rows) {
      const auto [store, part] = store_from(row, 0);
      add_up(totals[store], part);
    }
    return totals;
  });
}

Store::Answer<ShardView> Store::shard_view(ProjectionKind kind, Shard shard) {
  return database_.transact([&](pqxx::work& work) {
    work.exec("set transaction isolation level repeatable read");
    const auto rows = work.exec_params(live_checkpoint("p.live", "where p.projection = $2"),
                                       shard.value(), std::string(projection_name(kind)));
    if (rows.empty()) throw RolledBack{not_made()};
    ShardView view{{kind, ProjectionVersion(from_bigint(rows[0][1]))},
                   {},
                   Position(from_bigint(rows[0][0])),
                   {}};
    read_rows(work, shard, view);
    read_parked(work, shard, view);
    return view;
  });
}

}  // namespace perk::central
