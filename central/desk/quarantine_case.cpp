#include "central/desk/quarantine_case.h"

#include "ledger/closed_log.h"
#include "sync/crypto/hash_chain.h"
#include "sync/crypto/receipt.h"
#include "sync/wire/event_codec.h"

namespace perk::central {
namespace {

/// From its own log, as any layer of it says.
Stored<bool> is_held_unwrapped(EventStore& events, const ClosedLogEventRecorded& brought) {
  for (const ClosedLogEventRecorded* layer = &brought; layer != nullptr;) {
    const Seq before(layer->name.seq.value() - 1);
    const auto held = events.read_log(layer->name.origin, before, 1);
    if (!held) return failed(held.error());
    const bool is_held = !held.value().empty() && !held.value()[0].is_quarantined &&
                         held.value()[0].seq == layer->name.seq &&
                         held.value()[0].bytes == layer->bytes;
    if (is_held) return true;
    layer = std::get_if<ClosedLogEventRecorded>(&layer->event.get()->body);
  }
  return false;
}

}  // namespace

const ClosedLogEventRecorded* QuarantineCase::brought() const {
  if (!event || !is_foldable(*event)) return nullptr;
  return std::get_if<ClosedLogEventRecorded>(&event->body);
}

std::string QuarantineCase::brings() const {
  const ClosedLogEventRecorded* const wrapped = brought();
  if (wrapped == nullptr) return "";
  const ClosedLogEventRecorded& counted = innermost(*wrapped);
  const Envelope& envelope = event->envelope;
  const std::string amount =
      envelope.currency.is_none()
          ? ""
          : " of " + to_string(Money{envelope.value_effect, envelope.currency});
  return type_name(counted.event.get()->body) + amount + ", event " + to_string(counted.name);
}

Page QuarantineCase::page(const OfficePen& pen) const {
  return card ? pen.page_of(*card) : pen.page_of(row.store);
}

QuarantineCase case_of(QuarantinedEvent row) {
  QuarantineCase one;
  one.name = {row.event, sync::sha256(row.bytes)};
  if (auto event = sync::decode_event(row.bytes)) {
    one.card = event.value().envelope.card;
    one.event = std::move(event).value();
  }
  one.row = std::move(row);
  return one;
}

DeskAnswer<QuarantineCase> find_case(EventStore& events, std::uint64_t id) {
  auto found = id == 0 ? Stored<std::vector<QuarantinedEvent>>(std::vector<QuarantinedEvent>())
                       : events.quarantined(id - 1, 1);
  if (!found) return failed(fault_of(found.error()));
  if (found.value().empty() || found.value().front().id != id)
    return failed(AdminFault{"quarantine_unknown", "No quarantined event has this number."});
  return case_of(std::move(found.value().front()));
}

Stored<std::optional<std::string>> reason_not_to_count(const DeskSurroundings& around,
                                                       const QuarantineCase& one) {
  using Reason = std::optional<std::string>;
  const ClosedLogEventRecorded* const wrapped = one.brought();
  if (wrapped == nullptr) return Reason("it brings no event of a closed log that can be folded");
  const Currency currency = one.event->envelope.currency;
  if (!currency.is_none() && currency != around.chain.currency)
    return Reason("it is in another currency than the chain");
  const auto store = around.events.find_store(one.row.store);
  if (!store) return failed(store.error());
  if (!store.value() ||
      !sync::is_genuine_throughout(*wrapped, one.row.store, keys_of(*store.value())))
    return Reason("it does not prove what it brings");
  const auto is_held = is_held_unwrapped(around.events, *wrapped);
  if (!is_held) return failed(is_held.error());
  if (is_held.value()) return Reason("head office holds it already, from its own log");
  return Reason();
}

}  // namespace perk::central
