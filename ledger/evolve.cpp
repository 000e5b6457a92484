// How a recorded event changes a card. Nothing is refused here: what was recorded happened.
#include <algorithm>
#include <tuple>

#include "ledger/card.h"
#include "ledger/closed_log.h"
#include "ledger/mutant.h"

namespace perk {
namespace {

/// Adds a signed effect to the one of two growing totals that it belongs to.
void grow(Amount& in, Amount& out, Amount effect) {
  if (effect.is_negative()) {
    out -= effect;
  } else {
    in += effect;
  }
}

/// The part of an event that every version understands, whatever its type.
void fold_envelope(CardState& card, OriginTotals& writer, const Envelope& envelope) {
  grow(writer.value_in, writer.value_out, envelope.value_effect);
  grow(writer.held_in, writer.held_out, envelope.held_effect);
  grow(writer.own_rights_in, writer.own_rights_out, envelope.own_rights_effect);
  grow(writer.reserve_in, writer.reserve_out, envelope.reserve_effect);
  for (const NamedRightsEffect& effect : envelope.named_rights) {
    NamedRights& named = card.named_rights[effect.incarnation];
    grow(named.in, named.out, effect.amount);
  }
  card.last_event = std::max(card.last_event, envelope.hlc);
}

/// The part that only a version that knows the type understands.
class BodyFold {
 public:
  BodyFold(CardState& card, OriginTotals& writer, const RecordedEvent& recorded)
      : card_(card), writer_(writer), id_(recorded.id), envelope_(recorded.event.envelope) {}

  void operator()(const CardIssued& issued) {
    hear_issue(card_, {envelope_.hlc, id_, issued.last_four, issued.programme, envelope_.currency});
  }

  void operator()(const ValueLoaded& loaded) {
    writer_.loaded += envelope_.value_effect;
    Load& load = card_.loads[id_];
    load.loaded += envelope_.value_effect;
    load.tender = loaded.tender;
  }

  void operator()(const ValueRedeemed&) {
    writer_.redeemed -= envelope_.value_effect;
    Redemption& redemption = card_.redemptions[id_];
    redemption.from_rights -= envelope_.own_rights_effect;
    redemption.beyond_rights -= envelope_.reserve_effect;
    redemption.at = envelope_.hlc;
  }

  void operator()(const RedemptionReversed&) {
    writer_.reversed += envelope_.value_effect;
    // Counted although the purchase may not have been heard yet: facts of two origins commute.
    if (!envelope_.original) return;
    Redemption& redemption = card_.redemptions[*envelope_.original];
    redemption.reversed += envelope_.value_effect;
    if (envelope_.original->origin != id_.origin)
      redemption.reversed_elsewhere += envelope_.value_effect;
  }

  void operator()(const CardFrozen& frozen) { hear_freeze({id_, true, frozen.reason}); }
  void operator()(const CardUnfrozen& unfrozen) { hear_freeze({id_, false, unfrozen.reason}); }

  // The envelope said all that these move.
  void operator()(const RightsReleased&) {}
  void operator()(const RightsGranted&) {}
  void operator()(const RightsReturnedByDecision&) {
    for (const NamedRightsEffect& effect : envelope_.named_rights)
      card_.named_rights[effect.incarnation].returned -= effect.amount;
  }

  // Of the allowance, not of the card: stand_in.h folds them.
  void operator()(const StandInGranted&) {}
  void operator()(const StandInReplenished&) {}
  void operator()(const AllowanceLapsed&) {}

  void operator()(const OverdraftOpened& opened) {
    Overdraft& overdraft = card_.overdrafts[id_];
    overdraft.cause = opened.cause;
    overdraft.owner = opened.owner;
    overdraft.opened += envelope_.value_effect;
  }
  void operator()(const OverdraftRecovered&) {
    if (envelope_.original)
      card_.overdrafts[*envelope_.original].recovered -= envelope_.value_effect;
  }
  void operator()(const OverdraftWrittenOff& off) {
    if (envelope_.original) card_.overdrafts[*envelope_.original].written_off += off.amount;
  }

  /// Nobody gives away another's right.
  void operator()(const RefundRightRenounced&) {
    if (envelope_.original && envelope_.original->origin == id_.origin)
      card_.redemptions[*envelope_.original].is_renounced = true;
  }
  // Of no card: policy_book.h and incarnations.h fold them.
  void operator()(const PolicySet&) {}
  void operator()(const IncarnationClosed&) {}
  void operator()(const ClosedLogEventRecorded&) {}  // Counted by evolve() itself.
  void operator()(const EpochBegun&) {}
  void operator()(const LogEndProven&) {}

  void operator()(const HoldPlaced& placed) {
    Hold& hold = card_.holds[id_];
    hold.placed += envelope_.held_effect;
    hold.expires_at = placed.expires_at;
  }
  /// A purchase from rights that were set aside before: it can be taken back as any other.
  void operator()(const HoldCaptured&) {
    writer_.redeemed -= envelope_.value_effect;
    Redemption& redemption = card_.redemptions[id_];
    redemption.from_rights -= envelope_.value_effect;
    redemption.at = envelope_.hlc;
    end_hold();
  }
  void operator()(const HoldReleased&) { end_hold(); }
  void operator()(const HoldLapsed&) { end_hold(); }

  void operator()(const LoadReversed&) {
    writer_.unloaded -= envelope_.value_effect;
    if (envelope_.original && envelope_.original->origin == id_.origin)
      card_.loads[*envelope_.original].reversed -= envelope_.value_effect;
  }
  void operator()(const ChargedBack&) {
    writer_.unloaded -= envelope_.value_effect;
    if (envelope_.original) card_.loads[*envelope_.original].charged_back -= envelope_.value_effect;
  }
  void operator()(const BalanceAdjusted&) {
    grow(writer_.adjusted_up, writer_.adjusted_down, envelope_.value_effect);
  }
  void operator()(const EpochSettled&) {}
  void operator()(const OperatorAdmitted&) {}
  void operator()(const OperatorRoleChanged&) {}
  void operator()(const OperatorDismissed&) {}
  void operator()(const ApprovalLimitSet&) {}
  void operator()(const DecisionProposed&) {}
  void operator()(const DecisionSettled&) {}
  void operator()(const StoreRevoked&) {}
  void operator()(const QuarantineSettled&) {}
  void operator()(const NumberKeyMade&) {}
  void operator()(const ReasonErased&) {}
  void operator()(const LogKeyRotated&) {}
  void operator()(const LogHandedIn&) {}
  void operator()(const UnknownBody&) {}

 private:
  /// Counted although the placing may not have been heard yet.
  void end_hold() {
    if (!envelope_.original) return;
    Hold& hold = card_.holds[*envelope_.original];
    const bool is_own = envelope_.original->origin == id_.origin;
    (is_own ? hold.ended : hold.ended_elsewhere) -= envelope_.held_effect;
  }

  /// Only head office's word counts, and of its words the last: its origins grow with the epoch.
  void hear_freeze(const Freeze& heard) {
    if (!id_.origin.is_head_office()) return;
    card_.freeze_words[id_] = {envelope_.hlc, heard.is_frozen};
    if (!card_.freeze || card_.freeze->by < heard.by) card_.freeze = heard;
  }

  CardState& card_;
  OriginTotals& writer_;
  const EventId id_;
  const Envelope& envelope_;
};

}  // namespace

void hear_issue(CardState& state, const Issue& heard) {
  const bool is_first =
      !state.issue || std::tie(heard.hlc, heard.by) < std::tie(state.issue->hlc, state.issue->by);
  if (is_first) state.issue = heard;
}

void evolve(CardState& state, const RecordedEvent& recorded) {
  OriginTotals& writer = state.origins[recorded.id.origin];
  const bool is_repeat = recorded.id.seq <= writer.watermark;
  if (is_repeat && !PERK_PLANTED(Mutant::FoldCountsRepeats)) return;
  writer.watermark = recorded.id.seq;
  if (const auto* wrapped = std::get_if<ClosedLogEventRecorded>(&recorded.event.body)) {
    state.last_event = std::max(state.last_event, recorded.event.envelope.hlc);
    return count(state, *wrapped);
  }
  note_move(state, recorded);
  fold_envelope(state, writer, recorded.event.envelope);
  std::visit(BodyFold(state, writer, recorded), recorded.event.body);
}

}  // namespace perk
