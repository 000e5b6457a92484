// Rows of the projections to SQL and back. For central/postgres/ only; every function is part of the
// caller's transaction and throws what libpqxx throws.
#pragma once

#include <pqxx/pqxx>

#include "central/projections/projection_store.h"

namespace perk::central {

/// The table of a projection's rows.
[[nodiscard]] std::string_view table_of(ProjectionKind kind);
/// As libpqxx takes it.
[[nodiscard]] inline std::string name_of(ProjectionKind kind) {
  return std::string(projection_name(kind));
}

// What the functions below read, in their order.
inline constexpr char kBalanceColumns[] =
    "card, last_four, currency, issued_at, issued_origin, issued_seq, value, held, rights, reserve,"
    " loaded, redeemed, reversed, is_frozen, freeze_reason, frozen_origin, frozen_seq,"
    " last_position";
inline constexpr char kStatementColumns[] =
    "card, position, origin, seq, store, type, value_effect, balance_after, happened, recorded,"
    " terminal, cut_off_for, note";
inline constexpr char kStoreColumns[] =
    "store, sold, loaded, reversed, sold_cut_off, purchases, purchases_cut_off, events, last_event";

/// Each reads its columns from `first` on.
[[nodiscard]] std::pair<CardId, BalanceRow> balance_from(const pqxx::row& row, int first);
[[nodiscard]] StatementRow statement_from(const pqxx::row& row, int first);
[[nodiscard]] std::pair<StoreId, StorePositionRow> store_from(const pqxx::row& row, int first);

/// Inserts or overwrites.
void write_balances(pqxx::work& work, const FoldedRun& run);
void write_statement(pqxx::work& work, const FoldedRun& run);
void write_stores(pqxx::work& work, const FoldedRun& run);
void write_parked(pqxx::work& work, const FoldedRun& run);

}  // namespace perk::central
