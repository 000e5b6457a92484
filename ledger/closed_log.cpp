#include "ledger/closed_log.h"

#include <algorithm>
#include <utility>

#include "ledger/check.h"
#include "ledger/mutant.h"

namespace perk {
namespace {

/// What `original`, an event of the closed log `closed`, does when it comes wrapped.
Envelope effects_of(const Envelope& original, Origin closed) {
  Envelope effects;
  effects.card = original.card;
  effects.currency = original.currency;
  effects.value_effect = original.value_effect;
  effects.held_effect = original.held_effect;
  effects.allowance = original.allowance;
  effects.allowance_drawn = original.allowance_drawn;
  effects.original = original.original;
  const bool moves_only_rights = original.value_effect == original.held_effect;
  if (moves_only_rights) return effects;
  effects.reserve_effect = original.reserve_effect;
  effects.named_rights = original.named_rights;
  if (!original.own_rights_effect.is_zero())
    effects.named_rights.push_back({closed, original.own_rights_effect});
  return effects;
}

/// The part that only a version that knows the type understands.
struct BodyTold {
  FromClosedLog& told;
  const EventId name;
  const Envelope& envelope;

  void operator()(const ValueLoaded& loaded) const {
    told.loaded = envelope.value_effect;
    told.load = name;
    told.load_part.loaded = envelope.value_effect;
    told.load_part.tender = loaded.tender;
  }
  void operator()(const ValueRedeemed&) const {
    told.redeemed = -envelope.value_effect;
    told.purchase = name;
    told.part.from_rights = -envelope.own_rights_effect;
    told.part.beyond_rights = -envelope.reserve_effect;
    told.part.at = envelope.hlc;
  }
  void operator()(const RedemptionReversed&) const {
    told.reversed = envelope.value_effect;
    told.purchase = envelope.original;
    told.part.reversed = envelope.value_effect;
    if (envelope.original && envelope.original->origin != name.origin)
      told.part.reversed_elsewhere = envelope.value_effect;
  }
  void operator()(const RefundRightRenounced&) const {
    if (!envelope.original || envelope.original->origin != name.origin) return;
    told.purchase = envelope.original;
    told.part.is_renounced = true;
  }
  void operator()(const HoldPlaced& placed) const {
    told.hold = name;
    told.hold_part.placed = envelope.held_effect;
    told.hold_part.expires_at = placed.expires_at;
  }
  void operator()(const HoldCaptured&) const {
    told.redeemed = -envelope.value_effect;
    told.purchase = name;
    told.part.from_rights = -envelope.value_effect;
    told.part.at = envelope.hlc;
    end_hold();
  }
  void operator()(const HoldReleased&) const { end_hold(); }
  void operator()(const HoldLapsed&) const { end_hold(); }
  void operator()(const LoadReversed&) const {
    told.unloaded = -envelope.value_effect;
    if (!envelope.original || envelope.original->origin != name.origin) return;
    told.load = envelope.original;
    told.load_part.reversed = -envelope.value_effect;
  }
  /// The envelope said all that counts.
  template <typename Other>
  void operator()(const Other&) const {}

 private:
  void end_hold() const {
    if (!envelope.original) return;
    told.hold = envelope.original;
    const bool is_own = envelope.original->origin == name.origin;
    (is_own ? told.hold_part.ended : told.hold_part.ended_elsewhere) = -envelope.held_effect;
  }
};

}  // namespace

const ClosedLogEventRecorded& innermost(const ClosedLogEventRecorded& wrapped) {
  const ClosedLogEventRecorded* found = &wrapped;
  while (const Event* event = found->event.get()) {
    const auto* deeper = std::get_if<ClosedLogEventRecorded>(&event->body);
    if (deeper == nullptr) break;
    found = deeper;
  }
  return *found;
}

ClosedLogName counted_as(const ClosedLogEventRecorded& wrapped) {
  const ClosedLogEventRecorded& counted = innermost(wrapped);
  return {counted.name, counted.hash};
}

FromClosedLog told_by(const ClosedLogEventRecorded& wrapped) {
  const ClosedLogEventRecorded& counted = innermost(wrapped);
  PERK_CHECK(counted.event.get() != nullptr, "what is not foldable reaches no fold");
  const Envelope effects = effects_of(counted.event.get()->envelope, counted.name.origin);
  FromClosedLog told;
  told.made = making_of(counted.event.get()->envelope);
  told.value = effects.value_effect;
  told.held = effects.held_effect;
  told.reserve = effects.reserve_effect;
  told.rights = effects.named_rights;
  std::visit(BodyTold{told, counted.name, counted.event.get()->envelope},
             counted.event.get()->body);
  return told;
}

void count(CardState& card, const ClosedLogEventRecorded& wrapped) {
  const FromClosedLog told = told_by(wrapped);
  const ClosedLogEventRecorded& counted = innermost(wrapped);
  const auto moved = card.moves.find(counted.name);
  if (moved != card.moves.end() && moved->second == told.made) return;
  const bool is_first = card.closed_logs.try_emplace(counted_as(wrapped), told).second;
  if (!is_first && PERK_PLANTED(Mutant::WrapCountsForEachBringer))
    card.closed_logs[counted_as(wrapped)].value += told.value;
  if (!is_first) return;
  add_parts(card, told);
  const Envelope& envelope = counted.event.get()->envelope;
  if (const auto* issued = std::get_if<CardIssued>(&counted.event.get()->body)) {
    hear_issue(card, {envelope.hlc, counted.name, issued->last_four, issued->programme,
                      envelope.currency});
  }
}

void note_move(CardState& card, const RecordedEvent& recorded) {
  const Envelope& envelope = recorded.event.envelope;
  const bool moves = !envelope.value_effect.is_zero() || !envelope.held_effect.is_zero();
  if (!moves || !recorded.id.origin.is_incarnation()) return;
  const Making made = making_of(envelope);
  card.moves.emplace(recorded.id, made);
  for (auto told = card.closed_logs.lower_bound({recorded.id, Digest()});
       told != card.closed_logs.end() && told->first.event == recorded.id;) {
    if (told->second.made != made) {
      ++told;
      continue;
    }
    take_parts(card, told->second);
    told = card.closed_logs.erase(told);
  }
}

bool is_counted(const CardState& card, const Event& event) {
  const auto* wrapped = std::get_if<ClosedLogEventRecorded>(&event.body);
  if (wrapped == nullptr) return false;
  const ClosedLogEventRecorded& counted = innermost(*wrapped);
  const auto moved = card.moves.find(counted.name);
  const bool is_known_from_its_log = moved != card.moves.end() && counted.event.get() != nullptr &&
                                     moved->second == making_of(counted.event.get()->envelope);
  return is_known_from_its_log || card.closed_logs.contains(counted_as(*wrapped));
}

void add_parts(CardState& card, const FromClosedLog& told) {
  if (told.purchase) {
    Redemption& purchase = card.redemptions[*told.purchase];
    purchase.from_rights += told.part.from_rights;
    purchase.beyond_rights += told.part.beyond_rights;
    purchase.reversed += told.part.reversed;
    purchase.reversed_elsewhere += told.part.reversed_elsewhere;
    purchase.is_renounced = purchase.is_renounced || told.part.is_renounced;
    purchase.at = std::max(purchase.at, told.part.at);
  }
  if (told.hold) {
    Hold& hold = card.holds[*told.hold];
    hold.placed += told.hold_part.placed;
    hold.ended += told.hold_part.ended;
    hold.ended_elsewhere += told.hold_part.ended_elsewhere;
    if (told.hold_part.placed.is_positive())
      hold.expires_at = std::max(hold.expires_at, told.hold_part.expires_at);
  }
  if (told.load) {
    Load& load = card.loads[*told.load];
    load.loaded += told.load_part.loaded;
    load.reversed += told.load_part.reversed;
    load.tender = std::max(load.tender, told.load_part.tender);
  }
}

/// Times, tenders and renouncements stay: of each the latest or largest counts, whoever tells it.
void take_parts(CardState& card, const FromClosedLog& told) {
  if (told.purchase) {
    Redemption& purchase = card.redemptions[*told.purchase];
    purchase.from_rights -= told.part.from_rights;
    purchase.beyond_rights -= told.part.beyond_rights;
    purchase.reversed -= told.part.reversed;
    purchase.reversed_elsewhere -= told.part.reversed_elsewhere;
  }
  if (told.hold) {
    Hold& hold = card.holds[*told.hold];
    hold.placed -= told.hold_part.placed;
    hold.ended -= told.hold_part.ended;
    hold.ended_elsewhere -= told.hold_part.ended_elsewhere;
  }
  if (told.load) {
    Load& load = card.loads[*told.load];
    load.loaded -= told.load_part.loaded;
    load.reversed -= told.load_part.reversed;
  }
}

Event wrap(ClosedLogEventRecorded wrapped, const Stamp& store) {
  PERK_CHECK(wrapped.event.get() != nullptr, "what is wrapped is an event");
  PERK_CHECK(
      store.origin != Origin() && store.origin != wrapped.name.origin,
      "a closed log's events are brought by another incarnation, or recorded by head office");
  Event event{effects_of(wrapped.event.get()->envelope, wrapped.name.origin), {}};
  event.envelope.hlc = store.hlc;
  event.envelope.raw_clock = store.raw_clock;
  event.envelope.policy_version = store.policy_version;
  event.body = std::move(wrapped);
  return event;
}

bool is_sound_wrap(const Envelope& envelope, const ClosedLogEventRecorded& wrapped) {
  const Event* const event = wrapped.event.get();
  const bool is_stores = event != nullptr && wrapped.name.origin.is_incarnation() &&
                         wrapped.name.seq > Seq() && !is_head_offices(event->body);
  if (!is_stores || !is_foldable(*event)) return false;
  Envelope expected = effects_of(event->envelope, wrapped.name.origin);
  expected.hlc = envelope.hlc;
  expected.raw_clock = envelope.raw_clock;
  expected.policy_version = envelope.policy_version;
  return envelope == expected;
}

}  // namespace perk
