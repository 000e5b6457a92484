#include "sync/wire/event_codec.h"

#include "ledger/mutant.h"
#include "perk/v1/event.pb.h"
#include "sync/wire/checked.h"
#include "sync/wire/event_body_codec.h"
#include "sync/wire/operator_body_proto.h"
#include "sync/wire/parse_proto.h"

namespace perk::sync {
namespace {

void put_effects(const Envelope& envelope, v1::Event& wire) {
  wire.set_value_effect_minor(envelope.value_effect.minor());
  wire.set_held_effect_minor(envelope.held_effect.minor());
  wire.set_own_rights_effect_minor(envelope.own_rights_effect.minor());
  wire.set_reserve_effect_minor(envelope.reserve_effect.minor());
  if (PERK_PLANTED(Mutant::CodecLosesSign))
    wire.set_reserve_effect_minor(std::abs(envelope.reserve_effect.minor()));
  for (const NamedRightsEffect& effect : envelope.named_rights) {
    auto* named = wire.add_named_rights();
    named->set_incarnation(effect.incarnation.value());
    named->set_amount_minor(effect.amount.minor());
  }
  wire.set_allowance(envelope.allowance.value());
  wire.set_allowance_drawn_minor(envelope.allowance_drawn.minor());
}

void put_envelope(const Envelope& envelope, v1::Event& wire) {
  if (envelope.card) wire.set_card(to_wire_bytes(envelope.card->bytes));
  if (!envelope.currency.is_none()) wire.set_currency(std::string(envelope.currency.code()));
  put_effects(envelope, wire);
  wire.set_hlc(envelope.hlc.packed());
  wire.set_raw_clock_offset_ms((envelope.raw_clock - envelope.hlc.wall()).count());
  if (envelope.request && !PERK_PLANTED(Mutant::CodecDropsRequest)) {
    wire.set_request_terminal(envelope.request->terminal.value());
    wire.set_request_counter(envelope.request->counter.value());
  }
  wire.set_policy_version(envelope.policy_version.value());
  if (envelope.original) {
    wire.mutable_original()->set_origin(envelope.original->origin.value());
    wire.mutable_original()->set_seq(envelope.original->seq.value());
  }
  if (envelope.word) put_word(*envelope.word, *wire.mutable_operator_word());
}

// Each reads one part of the envelope into `envelope`, or says why it cannot.
using Complaint = std::optional<Malformed>;

Complaint read_card_and_currency(const v1::Event& wire, Envelope& envelope) {
  if (!wire.card().empty()) {
    const auto card = exactly<16>(wire.card());
    if (!card) return Malformed{"a card id is 16 bytes, not " + std::to_string(wire.card().size())};
    envelope.card = CardId{*card};
  }
  if (!wire.currency().empty()) {
    const auto currency = Currency::from_code(wire.currency());
    if (!currency) return Malformed{"the currency is not a code of three capital letters"};
    envelope.currency = *currency;
  }
  return std::nullopt;
}

Complaint read_effects(const v1::Event& wire, Envelope& envelope) {
  envelope.value_effect = Amount(wire.value_effect_minor());
  envelope.held_effect = Amount(wire.held_effect_minor());
  envelope.own_rights_effect = Amount(wire.own_rights_effect_minor());
  envelope.reserve_effect = Amount(wire.reserve_effect_minor());
  for (const v1::NamedRightsEffect& effect : wire.named_rights()) {
    const auto incarnation = Origin::from_value(effect.incarnation());
    if (!incarnation) return Malformed{"rights are moved of an incarnation without a name"};
    envelope.named_rights.push_back({*incarnation, Amount(effect.amount_minor())});
  }
  envelope.allowance = AllowanceId(wire.allowance());
  envelope.allowance_drawn = Amount(wire.allowance_drawn_minor());
  return std::nullopt;
}

Complaint read_clocks(const v1::Event& wire, Envelope& envelope) {
  envelope.hlc = Hlc(wire.hlc());
  const auto raw = checked_add(envelope.hlc.wall().millis(), wire.raw_clock_offset_ms());
  if (!raw) return Malformed{"the raw clock is beyond any time"};
  envelope.raw_clock = WallTime(*raw);
  return std::nullopt;
}

Complaint read_references(const v1::Event& wire, Envelope& envelope) {
  if (wire.request_counter() != 0) {
    envelope.request =
        RequestId{TerminalId(wire.request_terminal()), RequestCounter(wire.request_counter())};
  }
  envelope.policy_version = PolicyVersion(wire.policy_version());
  if (wire.has_original()) {
    const auto origin = Origin::from_value(wire.original().origin());
    if (!origin || wire.original().seq() == 0)
      return Malformed{"the original is an event without a name"};
    envelope.original = EventId{*origin, Seq(wire.original().seq())};
  }
  return std::nullopt;
}

Complaint read_word(const v1::Event& wire, Envelope& envelope) {
  if (!wire.has_operator_word()) return std::nullopt;
  envelope.word = word_from_wire(wire.operator_word());
  if (!envelope.word) return Malformed{"an operator's word has parts of another length"};
  return std::nullopt;
}

Complaint read_envelope(const v1::Event& wire, Envelope& envelope) {
  for (const auto read :
       {read_card_and_currency, read_effects, read_clocks, read_references, read_word}) {
    if (auto complaint = read(wire, envelope)) return complaint;
  }
  return std::nullopt;
}

/// A log that brought another's events may be closed in its turn; nobody does that this often.
constexpr int kWrapsMax = 8;

Result<Event, Malformed> decode_wrapped(std::span<const std::uint8_t> bytes, int wraps_left);

/// Where a body that holds an event keeps it.
struct Holder {
  const EventBytes& bytes;
  WrappedEvent& event;
};

std::optional<Holder> holder_in(EventBody& body) {
  if (auto* const wrapped = std::get_if<ClosedLogEventRecorded>(&body))
    return Holder{wrapped->bytes, wrapped->event};
  auto* const settled = std::get_if<QuarantineSettled>(&body);
  if (settled == nullptr || settled->verdict != QuarantineVerdict::Accepted) return std::nullopt;
  return Holder{settled->bytes, settled->brought};
}

/// Reads the event that an event of a closed log, or a verdict on one, holds.
Complaint unwrap(EventBody& body, int wraps_left) {
  const auto holder = holder_in(body);
  if (!holder) return std::nullopt;
  if (wraps_left == 0) return Malformed{"an event is wrapped too often"};
  auto inner = decode_wrapped(holder->bytes, wraps_left - 1);
  if (!inner) return Malformed{"in an event that holds another: " + inner.error().why};
  holder->event = WrappedEvent(std::move(inner).value());
  return std::nullopt;
}

Result<Event, Malformed> decode_wrapped(std::span<const std::uint8_t> bytes, int wraps_left) {
  if (bytes.size() > kEventBytesMax)
    return failed(Malformed{"the event is larger than an event may be"});
  v1::Event wire;
  if (!parse_quietly(wire, bytes)) {
    return failed(Malformed{"the bytes are not an event"});
  }
  if (wire.type() == v1::EVENT_TYPE_UNSPECIFIED)
    return failed(Malformed{"the event does not say what happened"});
  Envelope envelope;
  if (auto complaint = read_envelope(wire, envelope)) return failed(std::move(*complaint));
  auto body = decode_event_body(wire.type(), wire.body(), envelope.value_effect);
  if (!body) return failed(body.error());
  Event event{std::move(envelope), std::move(body).value()};
  if (auto complaint = unwrap(event.body, wraps_left)) return failed(std::move(*complaint));
  return event;
}

}  // namespace

EventBytes encode_event(const Event& event) {
  v1::Event wire;
  wire.set_type(event_type_of(event.body));
  put_envelope(event.envelope, wire);
  wire.set_body(encode_event_body(event.body, event.envelope.value_effect));
  const std::string bytes = wire.SerializeAsString();
  return {bytes.begin(), bytes.end()};
}

Result<Event, Malformed> decode_event(std::span<const std::uint8_t> bytes) {
  return decode_wrapped(bytes, kWrapsMax);
}

}  // namespace perk::sync
