#include "central/desk/hand_in_desk.h"

#include <algorithm>

#include "central/desk/chain_pen.h"
#include "ledger/reason.h"
#include "sync/crypto/hash_chain.h"
#include "sync/wire/hand_in_file.h"

namespace perk::central {
namespace {

AdminFault malformed(const std::string& sentence) { return {"malformed", sentence}; }

AdminFault log_unknown(Origin log) {
  return {"log_unknown", "Head office never heard of log " + to_string(log) +
                             ": only a log that was connected once can be handed in."};
}

AdminFault log_open(Origin log, const StoreRecord& store) {
  return {"log_open", "Log " + to_string(log) + " of " + store.name +
                          " is not closed: its node will bring these events itself. If its machine "
                          "is not to come back, revoke the store first."};
}

AdminFault log_unproven(const std::string& why) {
  return {"log_unproven", "Nothing of this is taken: " + why + "."};
}

AdminFault left_out(Seq held) {
  return {"log_incomplete",
          "Events are left out before this: head office holds the log through event " +
              std::to_string(held.value()) +
              ". Hand it in from there, and from the beginning of the file."};
}

std::size_t memory_of(const std::vector<sync::Batch>& batches) {
  std::size_t bytes = 0;
  for (const sync::Batch& batch : batches) bytes += sync::memory_of(batch);
  return bytes;
}

/// Of the first batch's; none: it is no store's log.
std::optional<Origin> log_of(const BringLogRequest& request) {
  if (request.batches.empty() || !request.batches.front().feed.is_log()) return std::nullopt;
  const auto log = Origin::from_value(request.batches.front().feed.key());
  return log && log->is_incarnation() ? log : std::nullopt;
}

bool continues(const sync::Batch& batch, const sync::Batch& before) {
  return batch.after == before.through && batch.after_hash == before.through_hash;
}

/// A change that the log's own line never brought.
const LogKeyChange* unheard_change(const TakenIn& taken, const LogKeys& known) {
  const auto found = std::ranges::find_if(
      taken.key_changes, [&](const LogKeyChange& change) { return !known.has(change); });
  return found == taken.key_changes.end() ? nullptr : &*found;
}

}  // namespace

DeskAnswer<BringLogReply> HandInDesk::bring(const BringLogRequest& request) {
  if (auto fault = fault_in_texts(request.reason, request.operator_name))
    return failed(std::move(*fault));
  if (auto fault = fault_in_epoch(around_)) return failed(std::move(*fault));
  if (is_blank(request.reason)) return failed(fault_of(RightsRefusal::ReasonMissing));
  const std::scoped_lock lock(one_by_one_);
  const auto log = closed_log(request);
  if (!log) return failed(log.error());
  auto rows = check(log.value(), request);
  if (!rows) return failed(rows.error());
  auto fresh = news(std::move(rows).value());
  if (!fresh) return failed(fresh.error());
  if (const auto kept = keep(log.value(), request, fresh.value()); !kept)
    return failed(kept.error());
  const sync::Batch& first = request.batches.front();
  const sync::Batch& last = request.batches.back();
  reached_.insert({{log.value().held.origin, Seq(last.through.value())}, last.through_hash});
  BringLogReply reply{log.value().store.store, log.value().store.name, log.value().held.origin,
                      log.value().held.through, Seq(last.through.value())};
  reply.brought = fresh.value().size();
  reply.known = last.through.value() - first.after.value() - reply.brought;
  reply.useless = static_cast<std::uint64_t>(
      std::ranges::count_if(fresh.value(), [](const HandedInRow& row) { return !row.wrapped; }));
  return reply;
}

DeskAnswer<HandInDesk::ClosedLog> HandInDesk::closed_log(const BringLogRequest& request) {
  const auto origin = log_of(request);
  if (!origin) return failed(malformed("What was handed in is no log of a store."));
  if (memory_of(request.batches) > kBringBytesMax)
    return failed(malformed("One request may bring half a MiB of a log at most."));
  const auto registered = around_.events.progress(*origin);
  if (!registered) return failed(fault_of(registered.error()));
  if (!registered.value()) return failed(log_unknown(*origin));
  const StoreId owner = registered.value()->store;
  if (owner != request.store)
    return failed(log_unproven("log " + to_string(*origin) + " is of store " +
                               std::to_string(owner.value()) + ", not of store " +
                               std::to_string(request.store.value())));
  const auto store = around_.events.find_store(owner);
  if (!store) return failed(fault_of(store.error()));
  if (!store.value()) return failed(log_unknown(*origin));
  const auto is_closed = around_.closed.has(owner, *origin);
  if (!is_closed) return failed(fault_of(is_closed.error()));
  if (!is_closed.value()) return failed(log_open(*origin, *store.value()));
  // Once more: what was on its way when it was closed is held by now.
  const auto held = around_.events.progress(*origin);
  if (!held) return failed(fault_of(held.error()));
  return ClosedLog{*store.value(), held.value().value_or(*registered.value())};
}

DeskAnswer<LogHeld> HandInDesk::continued(const ClosedLog& log, const sync::Batch& first) const {
  LogHeld held{log.held.origin, log.store.store, keys_of(log.store), log.held.through,
               log.held.hash};
  const Seq after(first.after.value());
  if (after <= held.through) return held;
  if (!reached_.contains({{held.origin, after}, first.after_hash}))
    return failed(left_out(held.through));
  held.through = after;
  held.hash = first.after_hash;
  return held;
}

DeskAnswer<std::vector<HandedInRow>> HandInDesk::check(const ClosedLog& log,
                                                       const BringLogRequest& request) const {
  auto held = continued(log, request.batches.front());
  if (!held) return failed(held.error());
  const LogKeys known = held.value().keys;
  const WallTime now = around_.clock.wall();
  std::vector<HandedInRow> rows;
  const sync::Batch* before = nullptr;
  for (const sync::Batch& batch : request.batches) {
    if (before != nullptr && !continues(batch, *before))
      return failed(log_unproven("its batches do not continue each other"));
    before = &batch;
    if (!sync::is_cut_to_hand_in(batch))
      return failed(malformed("A batch holds more than a store puts together."));
    const auto taken = take_in(held.value(), around_.chain, batch, now);
    if (!taken) return failed(log_unproven(taken.error().sentence));
    if (const LogKeyChange* const change = unheard_change(taken.value(), known))
      return failed(log_unproven("with event " + std::to_string(change->seq.value()) +
                                 " it goes on under a key that head office never heard of"));
    if (auto same = agree(log.held, batch); !same) return failed(same.error());
    if (batch.through.value() <= held.value().through.value()) continue;
    held.value().through = Seq(batch.through.value());
    held.value().hash = batch.through_hash;
    for (HandedInRow& row : rows_of(batch, taken.value(), log.store.store, now))
      if (row.row.event.seq > log.held.through) rows.push_back(std::move(row));
  }
  return rows;
}

/// One that reaches as far as what is held was compared with the chain's hash there (take_in).
DeskAnswer<Done> HandInDesk::agree(const OriginProgress& held, const sync::Batch& batch) const {
  if (batch.through.value() >= held.through.value()) return Done{};
  // Twice: what conflicts stands beside what is held.
  const auto entries =
      around_.events.read_log(held.origin, Seq(batch.after.value()), 2 * batch.items.size());
  if (!entries) return failed(fault_of(entries.error()));
  for (const sync::Item& item : batch.items) {
    const bool is_held = std::ranges::any_of(entries.value(), [&](const LogEntry& entry) {
      return entry.seq == item.event.seq && entry.bytes == item.bytes;
    });
    if (!is_held)
      return failed(log_unproven("event " + to_string(item.event) +
                                 " was heard otherwise: this is another copy of the log"));
  }
  return Done{};
}

DeskAnswer<std::vector<HandedInRow>> HandInDesk::news(std::vector<HandedInRow> rows) {
  if (auto done = places_.catch_up(around_.events); !done) return failed(fault_of(done.error()));
  if (auto done = around_.risk.catch_up(); !done) return failed(fault_of(done.error()));
  std::vector<HandedInRow> fresh;
  for (HandedInRow& row : rows) {
    const auto known = is_known(row);
    if (!known) return failed(fault_of(known.error()));
    if (known.value()) continue;
    if (places_.find(row.row.event) != nullptr)
      return failed(log_unproven("event " + std::to_string(row.row.event.seq.value()) +
                                 " was handed in otherwise before, from another copy of this log"));
    fresh.push_back(std::move(row));
  }
  return fresh;
}

/// In quarantine, in whatever log it was brought; or counted; or held from its own log since head office was restored.
Stored<bool> HandInDesk::is_known(const HandedInRow& row) const {
  const EventId& event = row.row.event;
  if (places_.has({event, row.hash})) return true;
  const Digest* const there = places_.find(event);
  if (!row.wrapped) return there != nullptr && *there == sync::sha256(row.row.bytes);
  const auto& wrapped = std::get<ClosedLogEventRecorded>(row.wrapped->body);
  // As it is, with no proof: it came in a larger batch then.
  if (there != nullptr && *there == sync::sha256(wrapped.bytes)) return true;
  if (places_.has(counted_as(wrapped))) return true;
  const auto card = row.wrapped->envelope.card;
  const bool counts = card && around_.risk.read([&](const ChainRisk& risk) {
    return is_counted(risk.card(*card), *row.wrapped);
  });
  if (counts) return true;
  const auto held = around_.events.read_log(event.origin, Seq(event.seq.value() - 1), 1);
  if (!held) return failed(held.error());
  return !held.value().empty() && held.value()[0].seq == event.seq &&
         !held.value()[0].is_quarantined && held.value()[0].bytes == wrapped.bytes;
}

/// The word first: a crash between the two leaves a word without rows, and asking again writes both.
DeskAnswer<Done> HandInDesk::keep(const ClosedLog& log, const BringLogRequest& request,
                                  const std::vector<HandedInRow>& rows) {
  if (rows.empty()) return Done{};
  const sync::Batch& last = request.batches.back();
  const Seq after = std::max(log.held.through, Seq(request.batches.front().after.value()));
  const LogHandedIn said{log.held.origin,   after,          Seq(last.through.value()),
                         last.through_hash, request.reason, request.operator_name};
  const Page page = around_.pen.page_of(log.store.store);
  const auto written = around_.pen.write(
      page, [&](const OfficeDesk& desk) { return std::vector{chain_event(said, desk.stamp())}; },
      request.word);
  if (!written) return failed(fault_of(written.error()));
  std::vector<QuarantinedEvent> quarantined;
  for (const HandedInRow& row : rows) quarantined.push_back(row.row);
  const auto kept = until_known([&] { return around_.events.quarantine(quarantined); });
  if (!kept) return failed(fault_of(kept.error()));
  if (auto done = around_.risk.catch_up(page.shard); !done) return failed(fault_of(done.error()));
  return Done{};
}

}  // namespace perk::central
