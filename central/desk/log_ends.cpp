#include "central/desk/log_ends.h"

#include <algorithm>
#include <set>

#include "central/desk/rows_max.h"

namespace perk::central {
namespace {

/// Head office's other writers may come between a look at the shard and the pen.
constexpr int kTries = 5;

AdminFault refused(LogRefusal why, const std::string& sentence) {
  return {"rejected", std::string(refusal_name(why)) + ": " + sentence};
}

AdminFault log_unknown(const std::string& named) {
  return {"log_unknown", "'" + named +
                             "' is neither a store's name nor a log that head office has heard of: "
                             "`perk stores` lists the stores and their logs."};
}

AdminFault log_incomplete(Origin log, Seq through, Seq known) {
  return {"log_incomplete", "Head office knows of log " + to_string(log) + " through event " +
                                std::to_string(known.value()) +
                                " only: let the tills hand back their receipts "
                                "through event " +
                                std::to_string(through.value()) + " first."};
}

bool holds_rights(const ChainRisk& risk, Origin log) {
  return std::ranges::any_of(
      risk.cards(), [&](const auto& entry) { return entry.second.rights_of(log).is_positive(); });
}

/// What is left of its purchases, and was not head office's to take back already.
Amount refundable_of(const ChainRisk& risk, const std::vector<ProvenLog>& logs) {
  std::set<Origin> ending;
  for (const ProvenLog& log : logs)
    if (!log.was_proven) ending.insert(log.incarnation);
  Amount sum;
  for (const auto& [id, card] : risk.cards()) {
    for (const auto& [purchase, redemption] : card.redemptions) {
      const bool becomes_ours = ending.contains(purchase.origin) && !redemption.is_renounced;
      if (becomes_ours) sum += std::max(Amount(), redemption.left());
    }
  }
  return sum;
}

/// Whether that can be where the log ends.
std::optional<AdminFault> fault_in(const ProvenLog& log, const ChainRisk& risk) {
  if (log.was_proven) return std::nullopt;
  const Seq held = risk.logs().closed(log.incarnation)->known_through;
  if (log.through < held) {
    return refused(LogRefusal::EndsTooEarly,
                   "Head office holds the log through event " + std::to_string(held.value()) + ".");
  }
  const Seq known = risk.known_end(log.incarnation);
  if (log.through > known) return log_incomplete(log.incarnation, log.through, known);
  return std::nullopt;
}

std::vector<Origin> incarnations_in(const std::vector<ProvenLog>& logs) {
  std::vector<Origin> incarnations;
  for (const ProvenLog& log : logs) incarnations.push_back(log.incarnation);
  return incarnations;
}

}  // namespace

DeskAnswer<ProveEndReply> LogEnds::prove(const ProveEndRequest& request,
                                         const DeskProgress& on_progress) {
  if (auto fault = fault_in_texts(request.reason, request.operator_name))
    return failed(std::move(*fault));
  if (auto fault = fault_in_epoch(around_)) return failed(std::move(*fault));
  if (request.reason.find_first_not_of(' ') == std::string::npos)
    return failed(fault_of(RightsRefusal::ReasonMissing));
  const auto before = RiskView::look(around_, Patience::AsLongAsItTakes);
  if (!before) return failed(before.error());
  const StoreRecord* const store = before.value().find(request.log);
  const auto incarnation = log_named(request.log);
  ProveEndReply reply;
  if (store != nullptr) reply.store = store->store;
  if (store == nullptr && incarnation) reply.store = before.value().store_of(*incarnation);
  if (reply.store == StoreId()) return failed(log_unknown(request.log));
  reply.name = before.value().name_of(reply.store);
  reply.currency = around_.chain.currency;
  auto logs = judge(request, store == nullptr ? std::vector{*incarnation}
                                              : before.value().incarnations_of(reply.store));
  if (!logs) return failed(logs.error());
  reply.logs = std::move(logs).value();
  const std::vector<Origin> ending = incarnations_in(reply.logs);
  around_.risk.read([&](const ChainRisk& risk) {
    reply.refundable = refundable_of(risk, reply.logs);
    for (const Origin log : ending) reply.copies_ended += risk.copies_of(log);
  });
  if (const auto done = return_rights(request, on_progress, reply); !done)
    return failed(done.error());
  for (const ProvenLog& log : reply.logs) {
    if (const auto done = write(request, reply.store, log); !done)
      return failed(fault_of(done.error()));
  }
  const auto after = RiskView::look(around_, Patience::AsLongAsItTakes);
  if (!after) return failed(after.error());
  around_.risk.read([&](const ChainRisk& risk) {
    for (const auto& [id, card] : risk.cards()) {
      for (const Origin log : ending) reply.remaining += std::max(Amount(), card.rights_of(log));
    }
    reply.exposure = after.value().shown(risk.of_chain(), after.value().may_be_unbounded(risk));
  });
  return reply;
}

DeskAnswer<std::vector<ProvenLog>> LogEnds::judge(const ProveEndRequest& request,
                                                  const std::vector<Origin>& named) const {
  return around_.risk.read([&](const ChainRisk& risk) -> DeskAnswer<std::vector<ProvenLog>> {
    std::vector<ProvenLog> logs;
    bool is_any_closed = false;
    for (const Origin log : named) {
      if (!risk.logs().is_closed(log)) continue;
      is_any_closed = true;
      const LogEndProven* const proven = risk.logs().proven_end(log);
      if (proven == nullptr) {
        const Seq known = risk.known_end(log);
        logs.push_back({log, request.through == Seq() ? known : request.through, false});
      } else if (holds_rights(risk, log)) {
        logs.push_back({log, proven->through, true});
      }
    }
    if (!is_any_closed)
      return failed(
          refused(LogRefusal::NotClosed,
                  "No such log is closed, so that it may still grow. Head office closes a "
                  "log once its shop began a new one, or was found on another history."));
    if (logs.empty())
      return failed(refused(LogRefusal::AlreadyProven,
                            "Its end was declared proven before, and nothing is left to return."));
    if (request.through != Seq() && logs.size() > 1)
      return failed(AdminFault{"malformed",
                               "Several logs of this store are closed: say which one "
                               "ends at event " +
                                   std::to_string(request.through.value()) + "."});
    for (const ProvenLog& log : logs) {
      if (auto fault = fault_in(log, risk)) return failed(std::move(*fault));
    }
    return logs;
  });
}

DeskAnswer<Done> LogEnds::return_rights(const ProveEndRequest& request,
                                        const DeskProgress& on_progress, ProveEndReply& reply) {
  const auto held = rights_held_by(around_.risk, incarnations_in(reply.logs));
  std::uint64_t done = 0;
  for (const HeldRights& one : held) {
    const auto returned = around_.rights.return_by_decision(
        one.card, one.incarnation, request.reason, request.operator_name, request.word);
    if (!returned) {
      AdminFault fault = fault_of(returned.error());
      fault.sentence = "It stopped after the rights of " + std::to_string(done) + " of " +
                       std::to_string(held.size()) +
                       " cards, and what was done stands: say it again to go on. (" +
                       returned.error().detail + ")";
      return failed(std::move(fault));
    }
    on_progress({"prove end", ++done, held.size()});
    if (!returned.value().is_positive()) continue;  // Somebody was faster.
    ++reply.card_count;
    reply.returned += returned.value();
    if (reply.cards.size() < kRowsMax)
      reply.cards.push_back({one.card, one.last_four, returned.value()});
  }
  return Done{};
}

/// Nothing while the book has missed something that head office wrote: it may be this very word.
Stored<Done> LogEnds::write(const ProveEndRequest& request, StoreId store, const ProvenLog& log) {
  const LogEndProven said{log.incarnation, log.through, request.reason, request.operator_name};
  const Page page = around_.pen.page_of(store);
  for (int tries = 0; tries < kTries; ++tries) {
    if (auto done = around_.risk.catch_up(page.shard); !done) return done;
    const bool is_proven = around_.risk.read(
        [&](const ChainRisk& risk) { return risk.logs().proven_end(log.incarnation) != nullptr; });
    if (is_proven) return Done{};
    const auto written = around_.pen.write(
        page,
        [&](const OfficeDesk& desk) {
          return around_.risk.read([&](const ChainRisk& risk) {
            std::vector<Event> events;
            if (risk.heard_through(desk.origin()) != desk.own_end()) return events;
            auto proven = prove_log_end(risk.logs(), said, desk.stamp());
            if (proven) events.push_back(std::move(proven).value());
            return events;
          });
        },
        request.word);
    if (!written) return failed(written.error());
  }
  return failed(StorageError{StorageFailure::OutcomeUnknown, "head office was busy writing"});
}

}  // namespace perk::central
