// What a till shows of itself: a card's balance, its own state, its first word to a terminal.
#include <algorithm>

#include "store_node/bringing.h"
#include "store_node/till.h"

namespace perk::store_node {

/// If all that is available were bought now, and head office said nothing.
Amount Till::approvable_beyond_rights(const CardId& card, const CardState& state) const {
  if (state.is_frozen() || !state.available().is_positive()) return Amount();
  const bool is_cut_off = !books_.line.is_connected();
  const WallTime now = books_.wall_now(tools_.clock.wall());
  const PurchaseView all_of_it{state.available(),
                               std::max(Amount(), state.rights_of(books_.own)),
                               state.available(),
                               PartialApproval::Accepted,
                               is_cut_off ? Line::CutOff : Line::Connected,
                               books_.allowances.on_hand(card, StandInKind::Till, now)};
  const auto approved = authorize(policy_of(tools_, books_.policies, state), all_of_it);
  return approved ? approved.value().beyond_rights : Amount();
}

BalanceInquiryAnswer Till::balance(const BalanceInquiry& inquiry, TerminalId terminal) {
  BalanceInquiryAnswer answer;
  answer.number = inquiry.number;
  answer.available.currency = tools_.settings.limits.currency;
  const Instant now = tools_.clock.monotonic();
  const auto refuse = [&](Rejection why) {
    answer.reason = describe(why).name;
    return answer;
  };
  if (guesses_.wait(terminal, now) > Millis(0)) return refuse(Rejection::TooManyWrongNumbers);
  const auto card = tools_.card_reader.read(inquiry.card_number, books_.cards);
  if (!card || card->refusal) {
    guesses_.was_wrong(terminal, now);
    return refuse(card ? *card->refusal : Rejection::CardNumberInvalid);
  }
  const CardState& state = books_.cards.find(card->id);
  answer.is_known = state.is_known();
  if (!answer.is_known && books_.line.is_connected()) guesses_.was_wrong(terminal, now);
  answer.is_frozen = state.is_frozen();
  answer.available.amount = state.available();
  if (state.issue) answer.available.currency = state.issue->currency;
  answer.own_rights = std::max(Amount(), state.rights_of(books_.own));
  answer.beyond_rights = approvable_beyond_rights(card->id, state);
  answer.as_of = books_.as_of(card->id, state, tools_.clock.monotonic());
  return answer;
}

StatusAnswer Till::status(std::uint64_t number) const {
  StatusAnswer status;
  status.number = number;
  status.store = identity().store;
  status.store_name = tools_.settings.store_name;
  status.incarnation = identity().incarnation;
  status.log_end = books_.head.seq;
  status.log_end_hash = books_.head.hash;
  status.synced_through = books_.unsynced.synced_through();
  status.is_connected = books_.line.is_connected();
  status.cut_off_for = books_.line.cut_off_for(tools_.clock.monotonic());
  status.approved = books_.counts.approved;
  status.declined = books_.counts.declined;
  status.unsynced_value = books_.unsynced.value();
  status.handed_back = books_.handed_back;
  status.cards = books_.cards.size();
  status.clock_too_far_ahead = books_.counts.too_far_ahead;
  status.replica_events = books_.replica_events;
  status.policy = policy_name(policy_of(tools_, books_.policies, CardState()).kind);
  const WallTime now = books_.wall_now(tools_.clock.wall());
  const OwnAllowances::Left left = books_.allowances.left(StandInKind::Till, now);
  status.allowance_left = left.amount;
  status.allowance_expires_at = left.expires_at;
  status.manager_allowance_left = books_.allowances.left(StandInKind::Manager, now).amount;
  status.asks_waiting = waiting_.all().size();
  status.is_line_slow = waiting_.is_slow();
  status.on_rights = books_.counts.on_rights;
  status.on_cached = books_.counts.on_cached;
  status.on_stand_in = books_.counts.on_stand_in;
  status.on_central = books_.counts.on_central;
  status.wrong_numbers = guesses_.counts().wrong;
  status.guesses_stopped = guesses_.counts().stopped;
  status.is_bringing = is_bringing(tools_, books_);
  return status;
}

TerminalWelcome Till::welcome() const {
  return {kTerminalProtocolVersion, identity().store, tools_.settings.store_name,
          identity().incarnation,   books_.head.seq,  books_.unsynced.synced_through()};
}

}  // namespace perk::store_node
