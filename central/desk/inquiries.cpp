#include "central/desk/inquiries.h"

#include <algorithm>

#include "central/desk/risk_desk.h"
#include "central/stored_event.h"

namespace perk::central {
namespace {

/// How long a statement waits for its projection to come as far as the balance above it.
constexpr Millis kStatementPatience{5'000};

AdminFault too_late(Position position, Shard shard) {
  return {"timeout", "Position " + std::to_string(position.value()) + " of shard " +
                         std::to_string(shard.value()) + " was not folded in time."};
}

void fill(BalanceReply& reply, const BalanceRow& row) {
  reply.last_four = row.last_four;
  if (!row.currency.is_none()) reply.currency = row.currency;
  reply.balance = row.value;
  reply.available = row.value - row.held;
  reply.loaded = row.loaded;
  reply.redeemed = row.redeemed;
  reply.reversed = row.reversed;
  reply.reserve = row.reserve;
  reply.is_frozen = row.is_frozen;
  reply.freeze_reason = row.freeze_reason;
}

void fill(BalanceReply& reply, const CardState& card) {
  if (card.issue) {
    reply.last_four = card.issue->last_four;
    reply.currency = card.issue->currency;
  }
  reply.balance = card.balance();
  reply.available = card.available();
  reply.loaded = card.loaded();
  reply.redeemed = card.redeemed();
  reply.reversed = card.reversed();
  reply.reserve = card.reserve();
  reply.is_frozen = card.is_frozen();
  if (card.freeze) reply.freeze_reason = card.freeze->reason;
}

StatementLine line_of(const StatementRow& row, const StoreNames& names) {
  StatementLine line;
  line.position = row.position;
  line.event = row.event;
  line.type = row.type;
  line.value_effect = row.value_effect;
  line.balance_after = row.balance_after;
  line.store = row.store;
  if (const auto name = names.find(row.store); name != names.end()) line.store_name = name->second;
  line.happened = row.happened.wall();
  line.recorded = row.recorded;
  line.terminal = row.terminal;
  line.cut_off_for = row.cut_off_for;
  line.note = row.note;
  return line;
}

}  // namespace

DeskAnswer<BalanceReply> Inquiries::balance(const BalanceRequest& request) {
  const auto card = resolve(request.card, around_.events);
  if (!card) return failed(card.error());
  const Shard shard = shard_of(card.value(), around_.chain.shard_count);
  const bool must_wait = request.at_least > Position();
  if (must_wait && !around_.checkpoints.wait_for(ProjectionKind::Balance, shard, request.at_least,
                                                 request.deadline)) {
    return failed(too_late(request.at_least, shard));
  }
  if (request.as_of) return balance_as_of(card.value(), *request.as_of);
  auto reply = folded_balance(card.value());
  // A database that lost its last moments folds them again: what was reached may be ahead once more.
  if (reply && reply.value().position < request.at_least) {
    return failed(too_late(request.at_least, shard));
  }
  if (!reply) return reply;
  auto rights = RiskDesk(around_).rights(card.value());
  if (!rights) return failed(rights.error());
  reply.value().rights = std::move(rights).value();
  return reply;
}

DeskAnswer<BalanceReply> Inquiries::folded_balance(const CardId& card) {
  auto reply = framed(card);
  if (!reply) return reply;
  const Shard shard = reply.value().shard;
  const auto view = around_.projections.balance(shard, card);
  if (!view) return failed(fault_of(view.error()));
  if (!view.value().row) return failed(card_unknown());
  fill(reply.value(), *view.value().row);
  reply.value().position = view.value().folded;
  // The end was read before: the projection may have come further since.
  reply.value().shard_end = std::max(reply.value().shard_end, view.value().folded);
  const auto recorded = recorded_at(shard, view.value().folded);
  if (!recorded) return failed(fault_of(recorded.error()));
  reply.value().position_wall = recorded.value();
  return reply;
}

/// From the log itself: projections know only the present.
DeskAnswer<BalanceReply> Inquiries::balance_as_of(const CardId& card, WallTime then) {
  auto reply = framed(card);
  if (!reply) return reply;
  const auto events = around_.events.read_card(card);
  if (!events) return failed(fault_of(events.error()));
  std::vector<StoredEvent> known;
  for (const StoredEvent& stored : events.value()) {
    const auto recorded = decode_stored(stored);
    if (!recorded || !is_foldable(recorded.value().event)) continue;  // `verify` names it.
    if (recorded.value().event.envelope.hlc.wall() <= then) known.push_back(stored);
  }
  if (known.empty()) return failed(card_unknown());
  const auto state = fold_stored(known);
  if (!state) return failed(AdminFault{"storage_failed", state.error().why});
  fill(reply.value(), state.value());
  reply.value().as_of = then;
  reply.value().position = std::max(reply.value().shard_end, events.value().back().position);
  reply.value().shard_end = reply.value().position;
  reply.value().position_wall = known.back().recorded_at;
  return reply;
}

DeskAnswer<BalanceReply> Inquiries::framed(const CardId& card) {
  BalanceReply reply;
  reply.card = card;
  reply.currency = around_.chain.currency;
  reply.shard = shard_of(card, around_.chain.shard_count);
  reply.now = around_.clock.wall();
  const auto ends = around_.events.shard_ends();
  if (!ends) return failed(fault_of(ends.error()));
  for (const ShardEnd& end : ends.value()) {
    if (end.shard == reply.shard) reply.shard_end = end.position;
  }
  auto silent = unheard();
  if (!silent) return failed(fault_of(silent.error()));
  reply.unheard = std::move(silent).value();
  return reply;
}

Stored<std::vector<StoreUnheard>> Inquiries::unheard() {
  const auto stores = around_.events.stores();
  if (!stores) return failed(stores.error());
  std::map<StoreId, StoreLine> lines;
  for (const StoreLine& line : around_.lines.lines()) lines[line.store] = line;
  std::vector<StoreUnheard> silent;
  for (const StoreRecord& store : stores.value()) {
    StoreUnheard row{store.store, store.name, store.last_heard};
    if (const auto line = lines.find(store.store); line != lines.end()) {
      const Millis silence = around_.clock.wall() - line->second.last_heard;
      if (line->second.is_connected && silence <= kUnheardAfter) continue;
      row.last_heard = std::max(line->second.last_heard, store.last_heard.value_or(WallTime()));
    }
    silent.push_back(std::move(row));
  }
  return silent;
}

Stored<WallTime> Inquiries::recorded_at(Shard shard, Position position) {
  if (position == Position()) return WallTime();
  const auto found = around_.events.read_shard(shard, Position(position.value() - 1), 1);
  if (!found) return failed(found.error());
  return found.value().empty() ? WallTime() : found.value().front().recorded_at;
}

DeskAnswer<StatementReply> Inquiries::statement(const StatementRequest& request) {
  const auto card = resolve(request.card, around_.events);
  if (!card) return failed(card.error());
  auto above = folded_balance(card.value());
  if (!above) return failed(above.error());
  StatementReply reply{std::move(above).value(), {}};
  const Shard shard = reply.balance.shard;
  const Position through = reply.balance.position;
  const bool is_there =
      around_.checkpoints.wait_for(ProjectionKind::Statement, shard, through, kStatementPatience);
  const auto view = around_.projections.statement(shard, card.value());
  if (!view) return failed(fault_of(view.error()));
  if (!is_there && view.value().folded < through) return failed(too_late(through, shard));
  const auto names = store_names(around_.events);
  if (!names) return failed(fault_of(names.error()));
  for (const StatementRow& row : view.value().lines) {
    // The balance above is the last line's: what was folded since comes with the next statement.
    if (row.position <= through) reply.lines.push_back(line_of(row, names.value()));
  }
  return reply;
}

}  // namespace perk::central
