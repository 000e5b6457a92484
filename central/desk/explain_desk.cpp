#include "central/desk/explain_desk.h"

#include <algorithm>

#include "central/stored_event.h"
#include "ledger/closed_log.h"

namespace perk::central {
namespace {

constexpr std::size_t kPage = 2'000;

AdminFault event_unknown(EventId event) {
  return {"event_unknown",
          "Head office holds no event " + to_string(event) +
              ": check its name, or wait until its store was heard. Only what was approved is in "
              "the ledger; a declined purchase leaves no event."};
}

/// Of a log that is closed, under its own name (HandInDesk).
bool is_handed_in(const Event& event, EventId id) {
  const auto* const wrapped = std::get_if<ClosedLogEventRecorded>(&event.body);
  return wrapped != nullptr && is_foldable(event) && wrapped->name == id;
}

/// Calls `take` with each event of a log after `after`, until it says false or the log ends.
template <typename Take>
Stored<Done> read_on(EventStore& events, Origin origin, Seq after, Take take) {
  for (;;) {
    const auto page = events.read_log(origin, after, kPage);
    if (!page) return failed(page.error());
    for (const LogEntry& entry : page.value()) {
      auto event = sync::decode_event(entry.bytes);
      const bool is_sound = event && !entry.is_quarantined && is_foldable(event.value());
      if (is_sound && !take(RecordedEvent{{origin, entry.seq}, std::move(event).value()}))
        return Done{};
    }
    if (page.value().size() < kPage) return Done{};
    after = page.value().back().seq;
  }
}

}  // namespace

AdminFault ExplainDesk::tell_of_handed_in(const Event& wrapped, EventId id) const {
  const auto card = wrapped.envelope.card;
  const bool counts = card && around_.risk.read([&](const ChainRisk& risk) {
    return is_counted(risk.card(*card), wrapped);
  });
  const std::string came = "Event " + to_string(id) + " was handed in after its log was closed: ";
  if (counts)
    return {"event_quarantined",
            came + "it counts, by an operator's verdict or because another log brought it."};
  return {"event_quarantined",
          came + "it counts only once an operator accepts it, see `perk quarantine --open`."};
}

DeskAnswer<RecordedEvent> ExplainDesk::find(EventId id) {
  const auto entries = around_.events.read_log(id.origin, Seq(id.seq.value() - 1), 1);
  if (!entries) return failed(fault_of(entries.error()));
  if (entries.value().empty() || entries.value().front().seq != id.seq)
    return failed(event_unknown(id));
  const LogEntry& entry = entries.value().front();
  auto event = sync::decode_event(entry.bytes);
  if (entry.is_quarantined && event && is_handed_in(event.value(), id))
    return failed(tell_of_handed_in(event.value(), id));
  if (entry.is_quarantined || !event || !is_foldable(event.value())) {
    return failed(AdminFault{"event_quarantined",
                             "Event " + to_string(id) +
                                 " could not be folded, so it counts nowhere: `perk quarantine` "
                                 "says why."});
  }
  return RecordedEvent{id, std::move(event).value()};
}

Stored<std::vector<Fact>> ExplainDesk::facts_of(const CardId& card) {
  const auto events = around_.events.read_card(card);
  if (!events) return failed(events.error());
  std::vector<Fact> facts;
  for (const StoredEvent& stored : events.value()) {
    auto recorded = decode_stored(stored);
    if (!recorded || !is_foldable(recorded.value().event)) continue;  // `verify` names it.
    facts.push_back(
        {stored.position, stored.store, stored.recorded_at, std::move(recorded).value()});
  }
  return facts;
}

Stored<Done> ExplainDesk::gather_allowance(PurchaseEvidence& evidence,
                                           const DeskProgress& on_progress) {
  const RecordedEvent& purchase = evidence.purchase.recorded;
  const AllowanceId id = purchase.event.envelope.allowance;
  const auto grant = around_.risk.read([&](const ChainRisk& risk) {
    const Allowance* allowance = risk.stand_in().find(purchase.id.origin, id);
    return allowance == nullptr ? std::nullopt : allowance->grant;
  });
  if (!grant) return Done{};
  const auto given = read_on(around_.events, grant->by.origin, Seq(grant->by.seq.value() - 1),
                             [&](RecordedEvent event) {
                               const Envelope& envelope = event.event.envelope;
                               if (envelope.hlc > purchase.event.envelope.hlc) return false;
                               // What restores one card's cap is among the card's own events.
                               if (envelope.allowance == id && !envelope.card)
                                 evidence.allowance.push_back(std::move(event));
                               return true;
                             });
  if (!given) return given;
  return read_on(around_.events, purchase.id.origin, Seq(), [&](RecordedEvent event) {
    if (event.id.seq >= purchase.id.seq) return false;
    on_progress({"reading the store's log", event.id.seq.value(), purchase.id.seq.value()});
    if (event.event.envelope.allowance == id) evidence.own_draws.push_back(std::move(event));
    return true;
  });
}

DeskAnswer<ExplainReply> ExplainDesk::explain(const ExplainRequest& request,
                                              const DeskProgress& on_progress) {
  const auto found = find(request.event);
  if (!found) return failed(found.error());
  const RecordedEvent& recorded = found.value();
  const auto view = RiskView::look(around_, Patience::AMoment);
  if (!view) return failed(view.error());
  const Envelope& envelope = recorded.event.envelope;
  ExplainReply reply;
  reply.event = recorded.id;
  reply.type = type_name(recorded.event.body);
  reply.store = view.value().store_of(recorded.id.origin);
  reply.store_name = view.value().name_of(reply.store);
  reply.card = envelope.card;
  reply.currency = envelope.currency.is_none() ? around_.chain.currency : envelope.currency;
  reply.happened = envelope.hlc.wall();
  reply.raw_clock = envelope.raw_clock;
  if (envelope.card) {
    if (auto told = tell_of_card(reply, *envelope.card, on_progress); !told)
      return failed(told.error());
  }
  if (reply.purchase) {
    for (UnheardRow& row : reply.purchase->unheard)
      row.store_name = view.value().name_of(row.store);
  }
  const bool is_office = recorded.id.origin.is_head_office();
  reply.said = sentence_of(recorded, is_office ? "Head office" : reply.store_name, reply.last_four);
  return reply;
}

DeskAnswer<Done> ExplainDesk::tell_of_card(ExplainReply& reply, const CardId& id,
                                           const DeskProgress& on_progress) {
  auto facts = facts_of(id);
  if (!facts) return failed(fault_of(facts.error()));
  PurchaseEvidence evidence{{}, std::move(facts).value(), {}, {}};
  CardState card;
  for (const Fact& fact : evidence.card) {
    evolve(card, fact.recorded);
    if (fact.recorded.id == reply.event) evidence.purchase = fact;
  }
  if (card.issue) reply.last_four = card.issue->last_four;
  reply.shard = shard_of(id, around_.chain.shard_count);
  reply.position = evidence.purchase.position;
  reply.recorded = evidence.purchase.recorded_at;
  // It has no place among its card's events: a log and a shard that were read at two moments.
  if (reply.position == Position()) return failed(event_unknown(reply.event));
  const Event& event = evidence.purchase.recorded.event;
  if (!std::holds_alternative<ValueRedeemed>(event.body)) return Done{};
  if (event.envelope.allowance != AllowanceId()) {
    const auto gathered = gather_allowance(evidence, on_progress);
    if (!gathered) return failed(fault_of(gathered.error()));
  }
  reply.purchase = central::explain(evidence);
  return Done{};
}

}  // namespace perk::central
