#include "tests/support/ledger_builders.h"

#include <utility>

#include "ledger/check.h"
#include "ledger/closed_log.h"

namespace perk::test {
namespace {

constexpr std::int64_t kAMorning = 1'795'255'200'000;  // 2026-11-21T10:00:00Z

}  // namespace

Currency currency(std::string_view code) {
  const auto currency = Currency::from_code(code);
  PERK_CHECK(currency.has_value(), "a test names a currency that cannot be");
  return *currency;
}

Currency eur() { return currency("EUR"); }
Money eur(std::int64_t minor) { return {Amount(minor), eur()}; }

CardId card(std::uint64_t number) {
  CardId id;
  for (std::size_t i = 0; i < 8; ++i) {
    id.bytes[i] = static_cast<std::uint8_t>(number >> (56 - 8 * i));
  }
  return id;
}

Origin store(std::uint64_t number) {
  return Origin::incarnation(Origin::kFirstIncarnation + number).value();
}

Origin head_office(std::uint64_t epoch) { return Origin::head_office(Epoch(epoch), Shard(0)); }

RequestId request(std::uint64_t counter, std::uint64_t terminal) {
  return {TerminalId(terminal), RequestCounter(counter)};
}

EventId event_id(Origin origin, std::uint64_t seq) { return {origin, Seq(seq)}; }

Hlc hlc(std::int64_t millis) { return Hlc::from_parts(WallTime(kAMorning + millis), 0); }

EventBuilder::EventBuilder(CardId card, EventBody body) {
  event_.envelope.card = card;
  event_.envelope.currency = eur();
  event_.envelope.policy_version = PolicyVersion(1);
  event_.body = std::move(body);
  at(test::hlc(0));
}

EventBuilder& EventBuilder::value(std::int64_t minor) {
  event_.envelope.value_effect = Amount(minor);
  return *this;
}
EventBuilder& EventBuilder::held(std::int64_t minor) {
  event_.envelope.held_effect = Amount(minor);
  return *this;
}
EventBuilder& EventBuilder::own_rights(std::int64_t minor) {
  event_.envelope.own_rights_effect = Amount(minor);
  return *this;
}
EventBuilder& EventBuilder::reserve(std::int64_t minor) {
  event_.envelope.reserve_effect = Amount(minor);
  return *this;
}
EventBuilder& EventBuilder::named_rights(Origin incarnation, std::int64_t minor) {
  event_.envelope.named_rights.push_back({incarnation, Amount(minor)});
  return *this;
}
EventBuilder& EventBuilder::beyond_rights(std::int64_t minor) {
  const std::int64_t value = event_.envelope.value_effect.minor();
  const std::int64_t beyond = value < 0 ? -minor : minor;
  if (auto* redeemed = std::get_if<ValueRedeemed>(&event_.body)) redeemed->basis = Basis::Cached;
  return own_rights(value - beyond).reserve(beyond);
}
EventBuilder& EventBuilder::taking_back(EventId original) {
  event_.envelope.original = original;
  return *this;
}
EventBuilder& EventBuilder::drawing_on(AllowanceId allowance, std::int64_t minor) {
  if (auto* redeemed = std::get_if<ValueRedeemed>(&event_.body)) redeemed->basis = Basis::StandIn;
  event_.envelope.allowance = allowance;
  event_.envelope.allowance_drawn = Amount(minor);
  return *this;
}
EventBuilder& EventBuilder::about_no_card() {
  event_.envelope.card.reset();
  return *this;
}
EventBuilder& EventBuilder::in(Currency currency) {
  event_.envelope.currency = currency;
  return *this;
}
EventBuilder& EventBuilder::at(Hlc hlc) {
  event_.envelope.hlc = hlc;
  event_.envelope.raw_clock = hlc.wall();
  return *this;
}
EventBuilder& EventBuilder::under(PolicyVersion version) {
  event_.envelope.policy_version = version;
  return *this;
}
EventBuilder& EventBuilder::asked_as(RequestId request) {
  event_.envelope.request = request;
  return *this;
}

EventBuilder& EventBuilder::as(const Envelope& envelope) {
  event_.envelope = envelope;
  return *this;
}
RecordedEvent EventBuilder::recorded(Origin origin, std::uint64_t seq) const {
  return {event_id(origin, seq), event_};
}

EventBuilder card_issued(CardId card) { return {card, CardIssued{"4242", ProgrammeId(1), 1}}; }

EventBuilder value_loaded(CardId card, std::int64_t minor) {
  return EventBuilder(card, ValueLoaded{Tender::Cash}).value(minor).own_rights(minor);
}

EventBuilder value_redeemed(CardId card, std::int64_t minor) {
  const ValueRedeemed body{Amount(minor), PartialApproval::Refused, Basis::Rights, {}};
  return EventBuilder(card, body).value(-minor).own_rights(-minor);
}

EventBuilder redemption_reversed(CardId card, EventId original, std::int64_t minor) {
  return EventBuilder(card, RedemptionReversed{ReversalReason::Refund})
      .value(minor)
      .own_rights(minor)
      .taking_back(original);
}

EventBuilder card_frozen(CardId card) { return {card, CardFrozen{"lost", "ada"}}; }
EventBuilder card_unfrozen(CardId card) { return {card, CardUnfrozen{"found", "ada"}}; }

EventBuilder rights_released(CardId card, std::int64_t minor) {
  return EventBuilder(card, RightsReleased{ReleaseReason::Idle}).own_rights(-minor).reserve(minor);
}
EventBuilder rights_granted(CardId card, Origin to, std::int64_t minor) {
  const RightsGranted body{GrantReason::Asked, std::nullopt};
  return EventBuilder(card, body).reserve(-minor).named_rights(to, minor);
}
EventBuilder rights_returned(CardId card, Origin from, std::int64_t minor) {
  const RightsReturnedByDecision body{"burnt down", "ada"};
  return EventBuilder(card, body).reserve(minor).named_rights(from, -minor);
}
EventBuilder refund_right_renounced(CardId card, EventId original) {
  return EventBuilder(card, RefundRightRenounced{}).taking_back(original);
}
EventBuilder overdraft_opened(CardId card, std::int64_t minor, OverdraftCause cause, Origin owner) {
  return EventBuilder(card, OverdraftOpened{cause, owner}).value(minor).reserve(minor);
}
EventBuilder overdraft_recovered(CardId card, EventId opening, std::int64_t minor) {
  return EventBuilder(card, OverdraftRecovered{})
      .value(-minor)
      .reserve(-minor)
      .taking_back(opening);
}
EventBuilder overdraft_written_off(CardId card, EventId opening, std::int64_t minor) {
  const OverdraftWrittenOff body{Amount(minor), "not worth asking", "ada"};
  return EventBuilder(card, body).taking_back(opening);
}

EventBuilder hold_placed(CardId card, std::int64_t minor) {
  return EventBuilder(card, HoldPlaced{}).held(minor).own_rights(-minor);
}
EventBuilder hold_captured(CardId card, EventId hold, std::int64_t minor) {
  return EventBuilder(card, HoldCaptured{}).value(-minor).held(-minor).taking_back(hold);
}
EventBuilder hold_released(CardId card, EventId hold, std::int64_t minor) {
  return EventBuilder(card, HoldReleased{}).held(-minor).own_rights(minor).taking_back(hold);
}
EventBuilder hold_lapsed(CardId card, EventId hold, std::int64_t minor) {
  return EventBuilder(card, HoldLapsed{}).held(-minor).own_rights(minor).taking_back(hold);
}
EventBuilder load_reversed(CardId card, EventId load, std::int64_t minor) {
  return EventBuilder(card, LoadReversed{}).value(-minor).own_rights(-minor).taking_back(load);
}
EventBuilder charged_back(CardId card, EventId load, std::int64_t minor) {
  return EventBuilder(card, ChargedBack{"stolen credit card", "ada"})
      .value(-minor)
      .reserve(-minor)
      .taking_back(load);
}
EventBuilder balance_adjusted(CardId card, std::int64_t minor) {
  return EventBuilder(card, BalanceAdjusted{"goodwill", "ada"}).value(minor).reserve(minor);
}

StandInGranted stand_in_terms(Origin incarnation, std::int64_t amount, std::int64_t per_card_cap,
                              std::int64_t per_purchase_cap) {
  return {incarnation,          StandInKind::Till,        Amount(amount),
          Amount(per_card_cap), Amount(per_purchase_cap), hlc(3'600'000).wall()};
}
EventBuilder stand_in_granted(AllowanceId allowance, const StandInGranted& terms) {
  return EventBuilder(CardId(), terms).about_no_card().drawing_on(allowance, 0);
}
EventBuilder stand_in_replenished(AllowanceId allowance, Origin incarnation, std::int64_t minor,
                                  std::uint64_t heard_through) {
  const StandInReplenished body{incarnation, Amount(minor), Amount(), Seq(heard_through)};
  return EventBuilder(CardId(), body).about_no_card().drawing_on(allowance, 0);
}
EventBuilder card_cap_restored(AllowanceId allowance, Origin incarnation, CardId card,
                               std::int64_t minor, std::uint64_t heard_through) {
  const StandInReplenished body{incarnation, Amount(), Amount(minor), Seq(heard_through)};
  return EventBuilder(card, body).drawing_on(allowance, 0);
}
EventBuilder allowance_lapsed(AllowanceId allowance, std::int64_t left) {
  const AllowanceLapsed body{Amount(left)};
  return EventBuilder(CardId(), body).about_no_card().drawing_on(allowance, 0);
}

EventBuilder policy_set(StoreId store, ProgrammeId programme, PolicyKind kind,
                        std::uint64_t version) {
  return EventBuilder(CardId(), PolicySet{store, programme, kind, "ada"})
      .about_no_card()
      .in(Currency())
      .under(PolicyVersion(version));
}

namespace {

EventBuilder about_logs(EventBody body) {
  return EventBuilder(CardId(), std::move(body)).about_no_card().in(Currency());
}

}  // namespace

EventBuilder incarnation_closed(Origin incarnation, std::uint64_t known_through, ClosedWhy why) {
  return about_logs(IncarnationClosed{incarnation, Seq(known_through), Digest(), why});
}
EventBuilder log_end_proven(Origin incarnation, std::uint64_t through) {
  return about_logs(LogEndProven{incarnation, Seq(through), "disk destroyed", "ada"});
}
EventBuilder epoch_begun(std::uint64_t epoch, std::uint64_t previous) {
  return about_logs(EpochBegun{Epoch(epoch), Epoch(previous), "restored", "ada"});
}

ClosedLogEventRecorded in_closed_log(const RecordedEvent& recorded, std::uint8_t branch) {
  ClosedLogEventRecorded closed;
  closed.name = recorded.id;
  closed.hash.bytes[0] = branch;
  closed.hash.bytes[1] = static_cast<std::uint8_t>(recorded.id.seq.value());
  closed.event = WrappedEvent(recorded.event);
  return closed;
}
Event wrapped(const RecordedEvent& recorded, Origin by, std::uint8_t branch) {
  return wrap(in_closed_log(recorded, branch), {by, hlc(0), hlc(0).wall(), PolicyVersion(1)});
}

EventBuilder event_of_unknown_type(CardId card, std::uint32_t type) {
  return {card, UnknownBody{type, {1, 2, 3}}};
}

CommandBuilder::CommandBuilder(CardId card, decltype(Command::body) body)
    : command_{request(1), card, std::move(body)} {}

CommandBuilder& CommandBuilder::in(Currency currency) {
  if (auto* issue = std::get_if<IssueCard>(&command_.body)) issue->currency = currency;
  if (auto* load = std::get_if<LoadValue>(&command_.body)) load->money.currency = currency;
  if (auto* redeem = std::get_if<Redeem>(&command_.body)) redeem->money.currency = currency;
  if (auto* reverse = std::get_if<ReverseRedemption>(&command_.body)) {
    reverse->money.currency = currency;
  }
  if (auto* place = std::get_if<PlaceHold>(&command_.body)) place->money.currency = currency;
  if (auto* capture = std::get_if<CaptureHold>(&command_.body)) capture->money.currency = currency;
  if (auto* reverse = std::get_if<ReverseLoad>(&command_.body)) reverse->money.currency = currency;
  if (auto* back = std::get_if<ChargeBack>(&command_.body)) back->money.currency = currency;
  if (auto* adjust = std::get_if<AdjustBalance>(&command_.body)) adjust->money.currency = currency;
  return *this;
}

CommandBuilder& CommandBuilder::accepting_partial() {
  std::get<Redeem>(command_.body).partial = PartialApproval::Accepted;
  return *this;
}

CommandBuilder& CommandBuilder::overridden_by(std::string manager) {
  std::get<Redeem>(command_.body).manager = std::move(manager);
  return *this;
}

CommandBuilder& CommandBuilder::asked_as(RequestId request) {
  command_.request = request;
  return *this;
}

CommandBuilder issue(CardId card) { return {card, IssueCard{"4242", ProgrammeId(1), 1, eur()}}; }
CommandBuilder load(CardId card, std::int64_t minor) {
  return {card, LoadValue{eur(minor), Tender::Cash}};
}
CommandBuilder redeem(CardId card, std::int64_t minor) {
  return {card, Redeem{eur(minor), PartialApproval::Refused}};
}
CommandBuilder reverse(CardId card, EventId original, std::int64_t minor) {
  return {card, ReverseRedemption{original, eur(minor), ReversalReason::Refund}};
}
CommandBuilder freeze(CardId card, std::string reason) {
  return {card, FreezeCard{std::move(reason), "ada"}};
}
CommandBuilder unfreeze(CardId card, std::string reason) {
  return {card, UnfreezeCard{std::move(reason), "ada"}};
}

CommandBuilder place_hold(CardId card, std::int64_t minor) { return {card, PlaceHold{eur(minor)}}; }
CommandBuilder capture_hold(CardId card, EventId hold, std::int64_t minor, std::int64_t tip,
                            RestOfHold rest) {
  return {card, CaptureHold{hold, eur(minor), Amount(tip), rest}};
}
CommandBuilder release_hold(CardId card, EventId hold) { return {card, ReleaseHold{hold}}; }
CommandBuilder reverse_load(CardId card, EventId load, std::int64_t minor) {
  return {card, ReverseLoad{load, eur(minor)}};
}
CommandBuilder charge_back(CardId card, EventId load, std::int64_t minor, std::string reason) {
  return {card, ChargeBack{load, eur(minor), std::move(reason), "ada"}};
}
CommandBuilder adjust(CardId card, std::int64_t minor, std::string reason) {
  return {card, AdjustBalance{eur(minor), std::move(reason), "ada"}};
}

DecisionContext context_of(Origin origin) {
  DecisionContext context;
  context.origin = origin;
  context.limits.currency = eur();
  context.hlc = hlc(0);
  context.raw_clock = context.hlc.wall();
  return context;
}

CardHistory& CardHistory::append(Origin origin, const EventBuilder& event) {
  return append(origin, event.build());
}

CardHistory& CardHistory::append(Origin origin, const Event& event) {
  std::uint64_t seq = 1;
  for (const RecordedEvent& earlier : events_) {
    if (earlier.id.origin == origin) ++seq;
  }
  events_.push_back({event_id(origin, seq), event});
  evolve(card_, events_.back());
  return *this;
}

}  // namespace perk::test
