#include "store_node/group.h"

#include "ledger/mutant.h"
#include "sync/crypto/hash_chain.h"

namespace perk::store_node {
namespace {

HandBackOutcome kept_here() {
  if (PERK_PLANTED(Mutant::KeptIsCalledCovered)) return HandBackOutcome::Covered;
  return HandBackOutcome::Kept;
}

}  // namespace

Group::Group(const TillTools& tools, Books& books, WaitingSales& waiting, GuessGuard& guesses)
    : tools_(tools), books_(books), waiting_(waiting), guesses_(guesses), draft_(tools, books) {}

void Group::take(const sync::Batch& batch) {
  const bool is_ours = !batch.feed.is_log() && batch.feed.key() < books_.shard_count;
  if (!is_ours) {
    batches_.emplace_back(
        sync::AppendFailure{sync::RefusalCode::Malformed, "a feed that no store receives"});
    return;
  }
  auto checked = check_batch(batch, draft_.cursor_of(batch.feed.as_shard()), tools_.journal);
  if (!checked) {
    batches_.emplace_back(checked.error());
    return;
  }
  for (const ReplicaItem& item : checked.value().run.items)
    if (item.request) ids_.insert(*item.request);
  batches_.emplace_back(checked.value().run.through);
  draft_.hear(std::move(checked).value());
}

void Group::take(const SaleRequest& request) {
  asked_.push_back({request, std::nullopt, outcome_of(request, Patience::MayWait)});
}

Group::Outcome Group::outcome_of(const SaleRequest& request, Patience patience) {
  const auto first = tools_.journal.find_request(request.id);
  if (!first) return Repeated{unknown(request, Rejection::StorageUnavailable)};
  if (first.value()) return Repeated{repeated_answer(tools_, books_, request, *first.value())};
  const WaitingSale* sale = patience == Patience::MayWait ? waiting_.find(request.id) : nullptr;
  if (sale != nullptr) return stand_in_line(request, sale->card, Amount());
  if (ids_.contains(request.id)) return AskedTwice{};
  return decide_new(request, patience);
}

Group::Outcome Group::decide_new(const SaleRequest& request, Patience patience) {
  if (guesses_.wait(request.id.terminal, tools_.clock.monotonic()) > Millis(0))
    return Repeated{unknown(request, Rejection::TooManyWrongNumbers)};
  const Card card = tools_.card_reader.read(request.card_number, draft_.cards());
  if (!card) return decline_wrong(request, card, Rejection::CardNumberInvalid);
  if (card->refusal) return decline_wrong(request, card, *card->refusal);
  if (takes_rights(request.kind) && patience == Patience::MayWait && waiting_.is_line(card->id))
    return stand_in_line(request, card->id, request.money.amount);
  const CardState& state = draft_.card(card->id);
  const Policy policy = draft_.policy_of(state);
  const Stamp stamp = draft_.stamp(policy.version);
  const StandInKind kind = request.manager.empty() ? StandInKind::Till : StandInKind::Manager;
  const DecisionContext context{books_.own,
                                tools_.settings.limits,
                                policy,
                                draft_.knowledge_of(card->id),
                                stamp.hlc,
                                stamp.raw_clock,
                                draft_.allowances().on_hand(card->id, kind, stamp.hlc.wall())};
  auto decision = decide(state, command_of(request, *card), std::nullopt, context);
  if (patience == Patience::MayWait) {
    const Amount lacking = rights_lacking(request, card->id, context, decision);
    if (auto waits = ask_head_office(request, card->id, lacking)) return *waits;
  }
  const bool is_wrong = !decision && decision.error() == Rejection::CardUnknown;
  if (is_wrong) return decline_wrong(request, card, Rejection::CardUnknown);
  if (!decision) return decline(request, card, decision.error());
  PERK_CHECK(decision.value().events.size() == 1, "a till's request is one event");
  return append(request, std::move(decision.value().events.front()));
}

Group::Approved Group::append(const SaleRequest& request, Event event) {
  ids_.insert(request.id);
  const CardId card = event.envelope.card.value();
  const Seq seq = draft_.append(std::move(event), request.id);
  const CardState& state = draft_.card(card);
  return {seq, CardView{state.available(), draft_.as_of(card, state)}};
}

/// While the shop is cut off a card that it does not know may well be one.
Group::Declined Group::decline_wrong(const SaleRequest& request, const Card& card, Rejection why) {
  if (why != Rejection::CardUnknown || books_.line.is_connected())
    guesses_.was_wrong(request.id.terminal, tools_.clock.monotonic());
  return decline(request, card, why);
}

Group::Declined Group::decline(const SaleRequest& request, const Card& card, Rejection why) {
  ids_.insert(request.id);
  draft_.decline({request.id, content_of(request, card), std::string(describe(why).name)});
  SaleAnswer answer = declined_answer(request, why, books_.unsynced.synced_through());
  if (!card) return {answer};
  const CardState& state = draft_.card(card->id);
  answer.as_of = draft_.as_of(card->id, state);
  if (state.is_known()) answer.remaining = {state.available(), state.issue->currency};
  return {answer};
}

void Group::take(const HandBack& hand_back) {
  HandBackAnswer answer{hand_back.number, {}};
  for (const sync::Receipt& receipt : hand_back.receipts) answer.outcomes.push_back(judge(receipt));
  hand_backs_.push_back(std::move(answer));
}

/// A till asks again and again until its receipt is covered: only what is not known here costs a check of
/// its signature.
HandBackOutcome Group::judge(const sync::Receipt& receipt) {
  const LogIdentity log = tools_.journal.identity();
  if (receipt.store != log.store || receipt.seq == Seq()) return HandBackOutcome::Refused;
  const OwnEvent event{receipt.seq, sync::hash_at(receipt), receipt.event, {}};
  const bool is_of_former = receipt.incarnation != log.incarnation;
  if (!is_of_former) {
    const auto held = tools_.journal.own_event(receipt.seq);
    if (!held) return HandBackOutcome::Unspecified;
    if (held.value() && held.value()->hash == event.hash)
      return receipt.seq <= books_.unsynced.synced_through() ? HandBackOutcome::Covered
                                                             : HandBackOutcome::Held;
  }
  if (is_of_former && is_covered(event, receipt.incarnation)) return HandBackOutcome::Covered;
  const auto kept = tools_.journal.is_kept(receipt);
  if (!kept) return HandBackOutcome::Unspecified;
  if (kept.value()) return kept_here();
  if (!is_genuine(receipt)) return HandBackOutcome::Refused;
  if (is_of_former) {
    if (!books_.watch_former(tools_.journal, receipt.incarnation))
      return HandBackOutcome::Unspecified;
    if (is_covered(event, receipt.incarnation)) return HandBackOutcome::Covered;
  }
  if (!PERK_PLANTED(Mutant::HandedBackIsForgotten)) draft_.keep_receipt(receipt);
  return kept_here();
}

/// Tills keep receipts that were signed before the key was changed.
bool Group::is_genuine(const sync::Receipt& receipt) const {
  const SigningKeys::Held held = tools_.keys.now();
  const PublicKey present = held.present.public_key();
  PublicKey first = present;
  if (held.former) first = held.former->public_key();
  if (!books_.key_changes.empty()) first = books_.key_changes.front().former;
  return sync::is_genuine(receipt, LogKeys(first, books_.key_changes)) ||
         sync::is_genuine(receipt, LogKeys(present));
}

bool Group::is_covered(const OwnEvent& event, Origin log) const {
  return books_.former.is_covered(event, log, books_.unsynced.synced_through());
}

GroupAnswers Group::became_durable() {
  draft_.keep();
  seal_ = draft_.seal();
  for (const Asked& asked : asked_)
    if (const auto* approved = std::get_if<Approved>(&asked.outcome))
      books_.counts.approve(draft_.written(approved->seq).event);
  GroupAnswers answers;
  answer_sales(answers, &Group::answer_of);
  for (const auto& batch : batches_) {
    if (const auto* cursor = std::get_if<sync::Cursor>(&batch)) {
      answers.batches.emplace_back(
          sync::Durable::reported(cursor->feed, cursor->index, cursor->hash));
    } else {
      answers.batches.emplace_back(failed(std::get<sync::AppendFailure>(batch)));
    }
  }
  answers.hand_backs = std::move(hand_backs_);
  return answers;
}

}  // namespace perk::store_node
