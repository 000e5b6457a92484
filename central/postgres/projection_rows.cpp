#include "central/postgres/projection_rows.h"

#include <array>

#include "central/postgres/sql_values.h"

namespace perk::central {
namespace {

/// The columns of a statement that writes many rows: one array each, after the fixed parameters.
template <std::size_t extent>
class Columns {
 public:
  explicit Columns(const FoldedRun& run)
      : fixed_{std::to_string(run.shard.value()),
               std::to_string(as_bigint(run.projection.version.value()))} {}

  SqlArray& operator[](std::size_t column) { return arrays_.at(column); }

  void insert(pqxx::work& work, const std::string& statement) const {
    std::vector<std::string> parameters(fixed_.begin(), fixed_.end());
    for (const SqlArray& array : arrays_) parameters.push_back(array.text());
    work.exec_params(statement, pqxx::prepare::make_dynamic_params(parameters));
  }

 private:
  std::array<std::string, 2> fixed_;
  std::array<SqlArray, extent> arrays_;
};

CardId card_of(const pqxx::field& field) { return card_from(field).value_or(CardId()); }
Amount amount_from(const pqxx::field& field) { return Amount(field.as<std::int64_t>()); }

/// Origin and seq of an event that may be absent (seq 0, no origin).
EventId event_from(const pqxx::field& origin, const pqxx::field& seq) {
  return {Origin::from_value(from_bigint(origin)).value_or(Origin()), Seq(from_bigint(seq))};
}

/// Reads fields one after another.
class Fields {
 public:
  Fields(const pqxx::row& row, int first) : row_(row), next_(first) {}
  pqxx::field next() { return row_[next_++]; }
  std::string text() { return next().as<std::string>(); }
  Amount amount() { return amount_from(next()); }
  std::uint64_t number() { return from_bigint(next()); }
  EventId event() {
    const pqxx::field origin = next();
    return event_from(origin, next());
  }

 private:
  const pqxx::row& row_;
  int next_;
};

void add_balance(Columns<18>& columns, const CardId& card, const BalanceRow& row) {
  columns[0].add(card.bytes);
  columns[1].add_text(row.last_four);
  columns[2].add_text(row.currency.is_none() ? "" : row.currency.code());
  columns[3].add(row.issued_at.packed());
  columns[4].add(row.issued_by.origin.value());
  columns[5].add(row.issued_by.seq.value());
  const std::array amounts{row.value,  row.held,     row.rights,  row.reserve,
                           row.loaded, row.redeemed, row.reversed};
  for (std::size_t at = 0; at < amounts.size(); ++at)
    columns[6 + at].add_signed(amounts[at].minor());
  columns[13].add_text(row.is_frozen ? "t" : "f");
  columns[14].add_text(row.freeze_reason);
  columns[15].add(row.frozen_by.origin.value());
  columns[16].add(row.frozen_by.seq.value());
  columns[17].add(row.last_position.value());
}

void add_line(Columns<13>& columns, const StatementRow& line) {
  columns[0].add(line.card.bytes);
  columns[1].add(line.position.value());
  columns[2].add(line.event.origin.value());
  columns[3].add(line.event.seq.value());
  columns[4].add(line.store.value());
  columns[5].add_text(line.type);
  columns[6].add_signed(line.value_effect.minor());
  columns[7].add_signed(line.balance_after.minor());
  columns[8].add(line.happened.packed());
  columns[9].add_signed(line.recorded.millis());
  columns[10].add(line.terminal.value());
  columns[11].add_signed(line.cut_off_for.count());
  columns[12].add_text(line.note);
}

void add_store(Columns<9>& columns, StoreId store, const StorePositionRow& row) {
  columns[0].add(store.value());
  columns[1].add_signed(row.sold.minor());
  columns[2].add_signed(row.loaded.minor());
  columns[3].add_signed(row.reversed.minor());
  columns[4].add_signed(row.sold_cut_off.minor());
  columns[5].add(row.purchases);
  columns[6].add(row.purchases_cut_off);
  columns[7].add(row.events);
  columns[8].add(row.last_event.packed());
}

}  // namespace

std::string_view table_of(ProjectionKind kind) {
  switch (kind) {
    case ProjectionKind::Balance:
      return "balance";
    case ProjectionKind::Statement:
      return "card_statement";
    case ProjectionKind::StorePosition:
      break;
  }
  return "store_position";
}

std::pair<CardId, BalanceRow> balance_from(const pqxx::row& row, int first) {
  Fields fields(row, first);
  const CardId card = card_of(fields.next());
  BalanceRow balance;
  balance.last_four = fields.text();
  balance.currency = Currency::from_code(fields.text()).value_or(Currency());
  balance.issued_at = Hlc(fields.number());
  balance.issued_by = fields.event();
  for (Amount* const amount : {&balance.value, &balance.held, &balance.rights, &balance.reserve,
                               &balance.loaded, &balance.redeemed, &balance.reversed}) {
    *amount = fields.amount();
  }
  balance.is_frozen = fields.next().as<bool>();
  balance.freeze_reason = fields.text();
  balance.frozen_by = fields.event();
  balance.last_position = Position(fields.number());
  return {card, balance};
}

StatementRow statement_from(const pqxx::row& row, int first) {
  Fields fields(row, first);
  StatementRow line;
  line.card = card_of(fields.next());
  line.position = Position(fields.number());
  line.event = fields.event();
  line.store = StoreId(fields.number());
  line.type = fields.text();
  line.value_effect = fields.amount();
  line.balance_after = fields.amount();
  line.happened = Hlc(fields.number());
  line.recorded = wall_from(fields.next());
  line.terminal = TerminalId(fields.number());
  line.cut_off_for = Millis(fields.next().as<std::int64_t>());
  line.note = fields.text();
  return line;
}

std::pair<StoreId, StorePositionRow> store_from(const pqxx::row& row, int first) {
  Fields fields(row, first);
  const StoreId store(fields.number());
  StorePositionRow position;
  position.sold = fields.amount();
  position.loaded = fields.amount();
  position.reversed = fields.amount();
  position.sold_cut_off = fields.amount();
  position.purchases = fields.number();
  position.purchases_cut_off = fields.number();
  position.events = fields.number();
  position.last_event = Hlc(fields.number());
  return {store, position};
}

void write_balances(pqxx::work& work, const FoldedRun& run) {
  if (run.rows.balances.empty()) return;
  Columns<18> columns(run);
  for (const auto& [card, row] : run.rows.balances) add_balance(columns, card, row);
  columns.insert(
      work, std::string("insert into balance (shard, version, ") + kBalanceColumns +
                ") select $1::smallint, $2::bigint, r.* from unnest($3::bytea[], $4::text[],"
                " $5::text[], $6::bigint[], $7::bigint[], $8::bigint[], $9::bigint[],"
                " $10::bigint[], $11::bigint[], $12::bigint[], $13::bigint[], $14::bigint[],"
                " $15::bigint[], $16::boolean[], $17::text[], $18::bigint[], $19::bigint[],"
                " $20::bigint[]) r on conflict (shard, version, card) do update set"
                " last_four = excluded.last_four, currency = excluded.currency,"
                " issued_at = excluded.issued_at, issued_origin = excluded.issued_origin,"
                " issued_seq = excluded.issued_seq, value = excluded.value, held = excluded.held,"
                " rights = excluded.rights, reserve = excluded.reserve, loaded = excluded.loaded,"
                " redeemed = excluded.redeemed, reversed = excluded.reversed,"
                " is_frozen = excluded.is_frozen, freeze_reason = excluded.freeze_reason,"
                " frozen_origin = excluded.frozen_origin, frozen_seq = excluded.frozen_seq,"
                " last_position = excluded.last_position");
}

void write_statement(pqxx::work& work, const FoldedRun& run) {
  if (run.rows.lines.empty()) return;
  Columns<13> columns(run);
  for (const StatementRow& line : run.rows.lines) add_line(columns, line);
  columns.insert(work,
                 std::string("insert into card_statement (shard, version, ") + kStatementColumns +
                     ") select $1::smallint, $2::bigint, r.* from unnest($3::bytea[],"
                     " $4::bigint[], $5::bigint[], $6::bigint[], $7::bigint[], $8::text[],"
                     " $9::bigint[], $10::bigint[], $11::bigint[], $12::bigint[], $13::bigint[],"
                     " $14::bigint[], $15::text[]) r");
}

void write_stores(pqxx::work& work, const FoldedRun& run) {
  if (run.rows.stores.empty()) return;
  Columns<9> columns(run);
  for (const auto& [store, row] : run.rows.stores) add_store(columns, store, row);
  columns.insert(work,
                 std::string("insert into store_position (shard, version, ") + kStoreColumns +
                     ") select $1::smallint, $2::bigint, r.* from unnest($3::bigint[],"
                     " $4::bigint[], $5::bigint[], $6::bigint[], $7::bigint[], $8::bigint[],"
                     " $9::bigint[], $10::bigint[], $11::bigint[]) r"
                     " on conflict (shard, version, store) do update set sold = excluded.sold,"
                     " loaded = excluded.loaded, reversed = excluded.reversed,"
                     " sold_cut_off = excluded.sold_cut_off, purchases = excluded.purchases,"
                     " purchases_cut_off = excluded.purchases_cut_off, events = excluded.events,"
                     " last_event = excluded.last_event");
}

void write_parked(pqxx::work& work, const FoldedRun& run) {
  for (const ParkedEvent& parked : run.poison) {
    work.exec_params(
        "insert into projection_parked (shard, projection, version, position, origin, seq, why)"
        " values ($1, $2, $3, $4, $5, $6, $7)",
        run.shard.value(), std::string(projection_name(run.projection.kind)),
        as_bigint(run.projection.version.value()), as_bigint(parked.position.value()),
        as_bigint(parked.event.origin.value()), as_bigint(parked.event.seq.value()), parked.why);
  }
}

}  // namespace perk::central
