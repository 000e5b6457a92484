#include "central/postgres/postgres_event_store.h"

#include "central/placing.h"
#include "central/postgres/event_rows.h"
#include "central/postgres/sql_values.h"
#include "central/stored_event.h"

namespace perk::central {
namespace {

[[noreturn]] void give_up(std::string why) {
  throw RolledBack{{StorageFailure::GiveUp, std::move(why)}};
}

AppendedGroup append_under_lock(pqxx::work& work, Term writer, const ShardGroup& group,
                                WallTime now) {
  CounterRow counter = lock_counter(work, group.shard, writer);
  const auto fresh = fresh_events(group, held_events(work, group));
  if (!fresh) give_up("event " + to_string(fresh.error().event) + " came with other bytes");
  insert_events(work, place(counter.end, fresh.value(), now));
  save_counter(work, counter);
  const std::size_t appended = fresh.value().size();
  return {counter.end, appended, group.events.size() - appended};
}

std::vector<StoredEvent> card_events(pqxx::work& work, Shard shard, const CardId& card) {
  return events_from(work.exec_params(std::string("select ") + kEventColumns +
                                          " from events where shard = $1 and card = $2"
                                          " order by position",
                                      shard.value(), as_bytea(card.bytes)));
}

template <typename T>
T readable(Result<T, sync::Malformed> read) {
  if (!read) give_up("a stored event is unreadable: " + read.error().why);
  return std::move(read).value();
}

/// What head office made of this request before, whatever card it was for.
std::optional<StoredEvent> event_of(pqxx::work& work, const RequestId& request) {
  const auto bound = work.exec_params(
      "select shard, position from head_office_requests where terminal = $1 and counter = $2",
      as_bigint(request.terminal.value()), as_bigint(request.counter.value()));
  if (bound.empty()) return std::nullopt;
  return event_from(work.exec_params1(
      std::string("select ") + kEventColumns + " from events where shard = $1 and position = $2",
      bound[0][0].as<std::uint16_t>(), bound[0][1].as<std::int64_t>()));
}

/// Waits for whoever binds the same request in another shard at this moment; if they did, all is tried
/// again, and finds what they made of it.
void bind(pqxx::work& work, const RequestId& request, Shard shard, Position position) {
  const auto bound = work.exec_params(
      "insert into head_office_requests (terminal, counter, shard, position)"
      " values ($1, $2, $3, $4) on conflict do nothing",
      as_bigint(request.terminal.value()), as_bigint(request.counter.value()), shard.value(),
      as_bigint(position.value()));
  if (bound.affected_rows() == 0) {
    throw RolledBack{{StorageFailure::Retry, "the request is answered for another card just now"}};
  }
}

struct DeskQuestion {
  Term writer;
  Shard shard;
  const CardId& card;
  const RequestId& request;
  const DeskDecision& decide;
};

Result<DecidedAppend, Rejection> decide_under_lock(pqxx::work& work, const DeskQuestion& asked,
                                                   WallTime now) {
  CounterRow counter = lock_counter(work, asked.shard, asked.writer);
  const CardState card = readable(fold_stored(card_events(work, asked.shard, asked.card)));
  const auto prior = event_of(work, asked.request);
  const PriorEvent recorded = readable(decode_stored(prior));
  const auto decision =
      asked.decide({card, recorded, counter.end.position, counter.own_log.origin});
  if (!decision) return failed(decision.error());
  if (!decision.value().is_repeat()) {
    bind(work, asked.request, asked.shard, counter.end.position.next());
    insert_events(work, place(counter.end, number(counter.own_log, decision.value().events), now));
    save_counter(work, counter);
  }
  return described(decision.value(), counter.end, counter.own_log, prior);
}

/// The head office that writes, and where.
struct OwnPage {
  Term writer;
  Shard shard;
};

OwnAppend write_own(pqxx::work& work, OwnPage page, const std::optional<CardId>& about,
                    const OfficeDecision& decide, WallTime now) {
  const Shard shard = page.shard;
  CounterRow counter = lock_counter(work, shard, page.writer);
  const CardState card =
      about ? readable(fold_stored(card_events(work, shard, *about))) : CardState();
  const auto events =
      decide({card, counter.end.position, counter.own_log.origin, counter.own_log.end});
  const auto numbered = number(counter.own_log, events);
  insert_events(work, place(counter.end, numbered, now));
  save_counter(work, counter);
  return {counter.end, ids_of(numbered)};
}

}  // namespace

Stored<ChainSettings> PostgresEventStore::chain() {
  return database_.transact([](pqxx::work& work) {
    const auto row = work.exec1("select currency, shard_count, epoch from chain");
    const auto currency = Currency::from_code(row[0].as<std::string>());
    if (!currency) give_up("the chain's currency is damaged");
    return ChainSettings{*currency, row[1].as<std::uint16_t>(), Epoch(from_bigint(row[2]))};
  });
}

Stored<std::uint16_t> PostgresEventStore::shard_count() {
  if (shard_count_ != 0) return shard_count_.load();
  auto settings = chain();
  if (!settings) return failed(settings.error());
  shard_count_ = settings.value().shard_count;
  return shard_count_.load();
}

Stored<AppendedGroup> PostgresEventStore::append(const ShardGroup& group, WallTime now) {
  return database_.transact(
      [&](pqxx::work& work) { return append_under_lock(work, term(), group, now); });
}

Stored<Result<DecidedAppend, Rejection>> PostgresEventStore::append_decided(
    const CardId& card, const RequestId& request, const DeskDecision& decide, WallTime now) {
  const auto count = shard_count();
  if (!count) return failed(count.error());
  const Shard shard = shard_of(card, count.value());
  return database_.transact([&](pqxx::work& work) {
    return decide_under_lock(work, {term(), shard, card, request, decide}, now);
  });
}

Stored<OwnAppend> PostgresEventStore::append_own(Shard shard, const std::optional<CardId>& card,
                                                 const OfficeDecision& decide, WallTime now) {
  return database_.transact([&](pqxx::work& work) {
    return write_own(work, {term(), shard}, card, decide, now);
  });
}

Stored<std::vector<StoredEvent>> PostgresEventStore::read_shard(Shard shard, Position after,
                                                                std::size_t limit) {
  return database_.transact([&](pqxx::work& work) {
    return events_from(work.exec_params(std::string("select ") + kEventColumns +
                                            " from events where shard = $1 and position > $2"
                                            " order by position limit $3",
                                        shard.value(), as_bigint(after.value()), limit));
  });
}

Stored<std::vector<StoredEvent>> PostgresEventStore::read_card(const CardId& card) {
  const auto count = shard_count();
  if (!count) return failed(count.error());
  const Shard shard = shard_of(card, count.value());
  return database_.transact([&](pqxx::work& work) { return card_events(work, shard, card); });
}

Stored<std::vector<LogEntry>> PostgresEventStore::read_log(Origin origin, Seq after,
                                                           std::size_t limit) {
  return database_.transact([&](pqxx::work& work) {
    // `shard` leads the key, so each shard is asked for its first few and the best of those are taken.
    const auto rows = work.exec_params(
        "select held.seq, held.bytes, false as is_quarantined from shards s cross join lateral"
        " (select e.seq, e.bytes from events e"
        "  where e.shard = s.shard and e.origin = $1 and e.seq > $2 order by e.seq limit $3) held"
        " union all"
        " select q.seq, q.bytes, true from quarantine q where q.origin = $1 and q.seq > $2"
        " order by seq, is_quarantined limit $3",
        as_bigint(origin.value()), as_bigint(after.value()), limit);
    std::vector<LogEntry> entries;
    for (const auto& row : rows) {
      entries.push_back({Seq(from_bigint(row[0])), bytes_from(row[1]), row[2].as<bool>()});
    }
    return entries;
  });
}

}  // namespace perk::central
