#include "central/desk/decisions.h"

#include <algorithm>

#include "central/desk/rows_max.h"
#include "ledger/reason.h"

namespace perk::central {
namespace {

std::string last_four_of(const CardState& card) { return card.issue ? card.issue->last_four : ""; }

AdminFault nothing_left() {
  return {"rejected", "Nothing is left of this overdraft: it was paid or written off before."};
}

AdminFault overdraft_unknown(EventId event) {
  return {"overdraft_unknown", "Event " + to_string(event) +
                                   " opened no overdraft that head office knows: `perk overdrafts "
                                   "--all` lists them."};
}

AdminFault is_up(const std::string& name) {
  return {"store_connected",
          name + " is connected now, so it is not lost: what it holds can be recalled."};
}

/// A failure in the middle of many decisions: those made stand.
AdminFault stopped_after(std::uint64_t done, std::uint64_t total, const StorageError& error) {
  AdminFault fault = fault_of(error);
  fault.sentence = "It stopped after " + std::to_string(done) + " of " + std::to_string(total) +
                   " cards, and what was done stands: say it again to go on. (" + error.detail +
                   ")";
  return fault;
}

}  // namespace

DeskAnswer<WriteOffReply> Decisions::write_off(const WriteOffRequest& request) {
  if (auto fault = fault_in_texts(request.reason, request.operator_name))
    return failed(std::move(*fault));
  if (auto fault = fault_in_epoch(around_)) return failed(std::move(*fault));
  const auto view = RiskView::look(around_, Patience::AsLongAsItTakes);
  if (!view) return failed(view.error());
  WriteOffReply reply;
  reply.opening = request.opening;
  reply.currency = around_.chain.currency;
  const bool is_known = around_.risk.read([&](const ChainRisk& risk) {
    const auto opening = risk.overdrafts().find(request.opening);
    if (opening == risk.overdrafts().end()) return false;
    reply.card = opening->second.card;
    reply.last_four = last_four_of(risk.card(reply.card));
    return true;
  });
  if (!is_known) return failed(overdraft_unknown(request.opening));
  if (is_blank(request.reason)) return failed(fault_of(RightsRefusal::ReasonMissing));
  const auto written = around_.rights.write_off(reply.card, request.opening, request.reason,
                                                request.operator_name, request.word);
  if (!written) return failed(fault_of(written.error()));
  const Result<Amount, RightsRefusal>& off = written.value();
  if (!off && off.error() == RightsRefusal::MoreThanOwed) return failed(nothing_left());
  if (!off) return failed(fault_of(off.error()));
  reply.amount = off.value();
  return reply;
}

bool Decisions::is_connected(StoreId store) const {
  const std::vector<StoreLine> lines = around_.lines.lines();
  return std::ranges::any_of(
      lines, [&](const StoreLine& line) { return line.store == store && line.is_connected; });
}

DeskAnswer<Done> Decisions::return_all(const DeclareLostRequest& request, StoreId store,
                                       const std::vector<HeldRights>& held,
                                       const DeskProgress& on_progress, DeclareLostReply& reply) {
  std::uint64_t done = 0;
  for (const HeldRights& one : held) {
    if (is_connected(store)) {
      AdminFault fault = is_up(reply.name);
      if (done > 0)
        fault.sentence += " It came back after " + std::to_string(done) + " of " +
                          std::to_string(held.size()) + " cards; what was done stands.";
      return failed(std::move(fault));
    }
    const auto returned = around_.rights.return_by_decision(
        one.card, one.incarnation, request.reason, request.operator_name, request.word);
    if (!returned) return failed(stopped_after(done, held.size(), returned.error()));
    on_progress({"declare lost", ++done, held.size()});
    if (!returned.value().is_positive()) continue;  // Somebody was faster.
    ++reply.card_count;
    reply.returned += returned.value();
    if (reply.cards.size() < kRowsMax)
      reply.cards.push_back({one.card, one.last_four, returned.value()});
  }
  return Done{};
}

/// Its end can then be declared proven, and a node that comes back all the same begins a new log.
DeskAnswer<Done> Decisions::close_all(StoreId store, const std::vector<Origin>& logs,
                                      const std::optional<OperatorWord>& word) {
  for (const Origin log : logs) {
    const auto closed = around_.closed.close(store, log, ClosedWhy::Decided, word);
    if (!closed) return failed(fault_of(closed.error()));
    if (!closed.value())
      return failed(
          AdminFault{"outcome_unknown",
                     "Its rights are returned, but what came of its log before is still being "
                     "stored: say it again to close the log."});
  }
  return Done{};
}

DeskAnswer<DeclareLostReply> Decisions::declare_lost(const DeclareLostRequest& request,
                                                     const DeskProgress& on_progress) {
  if (auto fault = fault_in_texts(request.reason, request.operator_name))
    return failed(std::move(*fault));
  if (auto fault = fault_in_epoch(around_)) return failed(std::move(*fault));
  if (is_blank(request.reason)) return failed(fault_of(RightsRefusal::ReasonMissing));
  const auto before = RiskView::look(around_, Patience::AsLongAsItTakes);
  if (!before) return failed(before.error());
  const StoreRecord* const store = before.value().find(request.store);
  if (store == nullptr) return failed(store_unknown(request.store));
  if (is_connected(store->store)) return failed(is_up(store->name));
  DeclareLostReply reply;
  reply.store = store->store;
  reply.name = store->name;
  reply.currency = around_.chain.currency;
  const std::vector<Origin>& incarnations = before.value().incarnations_of(store->store);
  const auto unproven = [&] {
    return around_.risk.read([&](const ChainRisk& risk) {
      return risk.of_incarnations(incarnations).returned_unproven;
    });
  };
  const Amount unproven_before = unproven();
  const auto returned = return_all(request, store->store,
                                   rights_held_by(around_.risk, incarnations), on_progress, reply);
  if (!returned) return failed(returned.error());
  if (const auto closed = close_all(store->store, incarnations, request.word); !closed)
    return failed(closed.error());
  const auto after = RiskView::look(around_, Patience::AsLongAsItTakes);
  if (!after) return failed(after.error());
  reply.opened = unproven() - unproven_before;
  reply.exposure = around_.risk.read([&](const ChainRisk& risk) {
    return after.value().shown(risk.of_chain(), after.value().may_be_unbounded(risk));
  });
  return reply;
}

}  // namespace perk::central
