// Builders that let a test say only what it is about:
//
//   value_redeemed(card(1), 300).beyond_rights(100).recorded(store(1), 3)
//   redeem(card(1), 500).accepting_partial().asked_as(request(7))
//
// All amounts are minor units, in euro unless said otherwise. Values; no clock, no chance.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "ledger/card.h"
#include "ledger/command.h"
#include "ledger/decider.h"
#include "ledger/event.h"

namespace perk::test {

Currency currency(std::string_view code);
Currency eur();
Money eur(std::int64_t minor);
/// The number is the first 8 bytes, big-endian: of N shards it is in shard `number` modulo N.
CardId card(std::uint64_t number);
/// An incarnation of a store.
Origin store(std::uint64_t number);
Origin head_office(std::uint64_t epoch = 1);
RequestId request(std::uint64_t counter, std::uint64_t terminal = 1);
EventId event_id(Origin origin, std::uint64_t seq);
/// A time, in milliseconds after an arbitrary morning.
Hlc hlc(std::int64_t millis);

class EventBuilder {
 public:
  EventBuilder(CardId card, EventBody body);

  EventBuilder& value(std::int64_t minor);
  EventBuilder& held(std::int64_t minor);
  EventBuilder& own_rights(std::int64_t minor);
  EventBuilder& reserve(std::int64_t minor);
  EventBuilder& named_rights(Origin incarnation, std::int64_t minor);
  /// Of a purchase or reversal: this much moves the reserve instead of the writer's rights.
  EventBuilder& beyond_rights(std::int64_t minor);
  EventBuilder& taking_back(EventId original);
  EventBuilder& drawing_on(AllowanceId allowance, std::int64_t minor);
  EventBuilder& about_no_card();
  EventBuilder& in(Currency currency);
  EventBuilder& at(Hlc hlc);
  EventBuilder& asked_as(RequestId request);
  EventBuilder& under(PolicyVersion version);
  /// With an envelope made elsewhere.
  EventBuilder& as(const Envelope& envelope);

  [[nodiscard]] Event build() const { return event_; }
  [[nodiscard]] RecordedEvent recorded(Origin origin, std::uint64_t seq) const;

 private:
  Event event_;
};

EventBuilder card_issued(CardId card);
EventBuilder value_loaded(CardId card, std::int64_t minor);
/// All of it from the writer's rights, unless beyond_rights() says otherwise.
EventBuilder value_redeemed(CardId card, std::int64_t minor);
EventBuilder redemption_reversed(CardId card, EventId original, std::int64_t minor);
EventBuilder card_frozen(CardId card);
EventBuilder card_unfrozen(CardId card);

EventBuilder rights_released(CardId card, std::int64_t minor);
EventBuilder rights_granted(CardId card, Origin to, std::int64_t minor);
EventBuilder rights_returned(CardId card, Origin from, std::int64_t minor);
EventBuilder refund_right_renounced(CardId card, EventId original);
/// Caused by stand-in of store(1), unless told otherwise.
EventBuilder overdraft_opened(CardId card, std::int64_t minor,
                              OverdraftCause cause = OverdraftCause::StandIn,
                              Origin owner = store(1));
EventBuilder overdraft_recovered(CardId card, EventId opening, std::int64_t minor);
EventBuilder overdraft_written_off(CardId card, EventId opening, std::int64_t minor);

/// From the writer's rights.
EventBuilder hold_placed(CardId card, std::int64_t minor);
/// All that is captured ends of the hold, unless held() says otherwise.
EventBuilder hold_captured(CardId card, EventId hold, std::int64_t minor);
EventBuilder hold_released(CardId card, EventId hold, std::int64_t minor);
EventBuilder hold_lapsed(CardId card, EventId hold, std::int64_t minor);
EventBuilder load_reversed(CardId card, EventId load, std::int64_t minor);
EventBuilder charged_back(CardId card, EventId load, std::int64_t minor);
EventBuilder balance_adjusted(CardId card, std::int64_t minor);

/// What an allowance of a till allows. Expires in an hour, by hlc().
StandInGranted stand_in_terms(Origin incarnation, std::int64_t amount, std::int64_t per_card_cap,
                              std::int64_t per_purchase_cap);
EventBuilder stand_in_granted(AllowanceId allowance, const StandInGranted& terms);
EventBuilder stand_in_replenished(AllowanceId allowance, Origin incarnation, std::int64_t minor,
                                  std::uint64_t heard_through = 1);
EventBuilder card_cap_restored(AllowanceId allowance, Origin incarnation, CardId card,
                               std::int64_t minor, std::uint64_t heard_through = 1);
EventBuilder allowance_lapsed(AllowanceId allowance, std::int64_t left);

/// 0 is every store, and every programme.
EventBuilder policy_set(StoreId store, ProgrammeId programme, PolicyKind kind,
                        std::uint64_t version);

EventBuilder incarnation_closed(Origin incarnation, std::uint64_t known_through,
                                ClosedWhy why = ClosedWhy::RanBack);
EventBuilder log_end_proven(Origin incarnation, std::uint64_t through);
EventBuilder epoch_begun(std::uint64_t epoch, std::uint64_t previous);
/// As another incarnation brings it. Events of one name differ by their branch of a forked log; proofs
/// are left out.
ClosedLogEventRecorded in_closed_log(const RecordedEvent& recorded, std::uint8_t branch = 0);
Event wrapped(const RecordedEvent& recorded, Origin by, std::uint8_t branch = 0);

/// Of a type this version does not know; its effects are given one by one.
EventBuilder event_of_unknown_type(CardId card, std::uint32_t type = 77);

class CommandBuilder {
 public:
  CommandBuilder(CardId card, decltype(Command::body) body);

  CommandBuilder& in(Currency currency);
  CommandBuilder& accepting_partial();
  CommandBuilder& overridden_by(std::string manager);
  CommandBuilder& asked_as(RequestId request);
  [[nodiscard]] Command build() const { return command_; }

 private:
  Command command_;
};

CommandBuilder issue(CardId card);
CommandBuilder load(CardId card, std::int64_t minor);
CommandBuilder redeem(CardId card, std::int64_t minor);
CommandBuilder reverse(CardId card, EventId original, std::int64_t minor);
CommandBuilder freeze(CardId card, std::string reason = "lost");
CommandBuilder unfreeze(CardId card, std::string reason = "found");
CommandBuilder place_hold(CardId card, std::int64_t minor);
CommandBuilder capture_hold(CardId card, EventId hold, std::int64_t minor, std::int64_t tip = 0,
                            RestOfHold rest = RestOfHold::GivenBack);
CommandBuilder release_hold(CardId card, EventId hold);
CommandBuilder reverse_load(CardId card, EventId load, std::int64_t minor);
CommandBuilder charge_back(CardId card, EventId load, std::int64_t minor,
                           std::string reason = "stolen credit card");
CommandBuilder adjust(CardId card, std::int64_t minor, std::string reason = "goodwill");

/// A euro chain with the default limits.
DecisionContext context_of(Origin origin);

/// What a card became of events that are recorded one after another, each in its origin's log.
class CardHistory {
 public:
  CardHistory& append(Origin origin, const EventBuilder& event);
  CardHistory& append(Origin origin, const Event& event);
  [[nodiscard]] const CardState& card() const { return card_; }
  [[nodiscard]] const std::vector<RecordedEvent>& events() const { return events_; }

 private:
  CardState card_;
  std::vector<RecordedEvent> events_;
};

}  // namespace perk::test
