#include "store_node/group.h"

#include <algorithm>

#include "sync/crypto/hash_chain.h"
#include "sync/wire/event_codec.h"

namespace perk::store_node {

Group::Group(const TillTools& tools, Books& books)
    : tools_(tools), books_(books), base_(books.head), cards_(books.cards), head_(books.head) {}

const Commit& Group::commit() {
  const Seq synced = books_.unsynced.synced_through();
  if (!commit_.is_empty() && synced != books_.synced_recorded) commit_.synced_through = synced;
  return commit_;
}

sync::Cursor Group::cursor_of(Shard shard) const {
  const auto heard = cursors_.find(shard);
  return heard == cursors_.end() ? books_.cursor_of(shard) : heard->second;
}

Knowledge Group::knowledge_of(const CardId& card) const {
  const sync::Cursor cursor = cursor_of(shard_of(card, books_.shard_count));
  return {Position(cursor.index.value()), books_.line.cut_off_for(tools_.clock.monotonic())};
}

AsOf Group::as_of(const CardId& card, const CardState& state) const {
  const Knowledge knowledge = knowledge_of(card);
  return {state.last_event.wall(), knowledge.known_through, knowledge.cut_off_for};
}

void Group::take(const sync::Batch& batch) {
  const bool is_ours = !batch.feed.is_log() && batch.feed.key() < books_.shard_count;
  if (!is_ours) {
    batches_.emplace_back(
        sync::AppendFailure{sync::RefusalCode::Malformed, "a feed that no store receives"});
    return;
  }
  const Shard shard = batch.feed.as_shard();
  auto checked = check_batch(batch, cursor_of(shard), tools_.journal);
  if (!checked) {
    batches_.emplace_back(checked.error());
    return;
  }
  for (const RecordedEvent& event : checked.value().to_fold) {
    books_.observe(event.event.envelope.hlc, tools_.clock.wall());
    cards_.fold(event);
  }
  for (const ReplicaItem& item : checked.value().run.items)
    if (item.request) ids_.insert(*item.request);
  replica_events_ += checked.value().to_fold.size() + checked.value().unfolded;
  unfolded_ += checked.value().unfolded;
  cursors_[shard] = checked.value().run.through;
  batches_.emplace_back(checked.value().run.through);
  if (!checked.value().run.items.empty()) commit_.replica.push_back(std::move(checked.value().run));
}

void Group::take(const SaleRequest& request) { asked_.push_back({request, outcome_of(request)}); }

Group::Outcome Group::outcome_of(const SaleRequest& request) {
  const auto first = tools_.journal.find_request(request.id);
  if (!first) return Repeated{unknown(request)};
  if (first.value()) return Repeated{repeated_answer(tools_, books_, request, *first.value())};
  const bool is_new = ids_.insert(request.id).second;
  if (!is_new) return AskedTwice{};
  return decide_new(request);
}

Group::Outcome Group::decide_new(const SaleRequest& request) {
  const Card card = tools_.card_reader.read(request.card_number, cards_);
  if (!card) return decline(request, card, Rejection::CardNumberInvalid);
  if (card->refusal) return decline(request, card, *card->refusal);
  const WallTime wall = tools_.clock.wall();
  const DecisionContext context{tools_.journal.identity().incarnation,
                                tools_.settings.limits,
                                tools_.settings.policy,
                                knowledge_of(card->id),
                                books_.hybrid_clock.tick(wall),
                                wall};
  auto decision = decide(cards_.find(card->id), command_of(request, *card), std::nullopt, context);
  if (!decision) return decline(request, card, decision.error());
  PERK_CHECK(decision.value().events.size() == 1, "a till's request is one event");
  return append(request, std::move(decision.value().events.front()));
}

Group::Approved Group::append(const SaleRequest& request, Event event) {
  const Seq seq = head_.seq.next();
  EventBytes bytes = sync::encode_event(event);
  digests_.push_back(sync::sha256(bytes));
  head_ = {seq, sync::log_link_digest(head_.hash, seq, digests_.back())};
  commit_.own.push_back({seq, head_.hash, std::move(bytes), request.id});
  RecordedEvent recorded{{tools_.journal.identity().incarnation, seq}, std::move(event)};
  cards_.fold(recorded);
  const CardId card = *recorded.event.envelope.card;
  const CardState& state = cards_.find(card);
  const CardView view{state.available(), as_of(card, state)};
  return {commit_.own.size() - 1, std::move(recorded), view};
}

Group::Declined Group::decline(const SaleRequest& request, const Card& card, Rejection why) {
  commit_.declines.push_back(
      {request.id, content_of(request, card), std::string(describe(why).name)});
  SaleAnswer answer = declined_answer(request, why, books_.unsynced.synced_through());
  if (!card) return {answer};
  const CardState& state = cards_.find(card->id);
  answer.as_of = as_of(card->id, state);
  if (state.is_known()) answer.remaining = {state.available(), state.issue->currency};
  return {answer};
}

SaleAnswer Group::unknown(const SaleRequest& request) const {
  return unknown_answer(request, Rejection::StorageUnavailable, books_.unsynced.synced_through());
}

void Group::take(const HandBack& hand_back) {
  HandBackAnswer answer{hand_back.number, {}};
  for (const sync::Receipt& receipt : hand_back.receipts) answer.outcomes.push_back(judge(receipt));
  hand_backs_.push_back(std::move(answer));
}

HandBackOutcome Group::judge(const sync::Receipt& receipt) {
  const LogIdentity log = tools_.journal.identity();
  const bool is_genuine = receipt.store == log.store && receipt.seq != Seq() &&
                          sync::is_genuine(receipt, tools_.log_key.public_key());
  if (!is_genuine) return HandBackOutcome::Refused;
  if (receipt.incarnation == log.incarnation) {
    const auto held = tools_.journal.own_event(receipt.seq);
    if (!held) return HandBackOutcome::Unspecified;
    if (held.value() && held.value()->hash == sync::hash_at(receipt)) return HandBackOutcome::Held;
  }
  const auto kept = tools_.journal.is_kept(receipt);
  if (!kept) return HandBackOutcome::Unspecified;
  if (!kept.value()) commit_.handed_back.push_back(receipt);
  return HandBackOutcome::Kept;
}

GroupAnswers Group::became_durable() {
  keep_draft();
  GroupAnswers answers;
  const Signature seal =
      commit_.own.empty() ? Signature() : seal_of(tools_.log_key, tools_.journal.identity(), head_);
  for (const Asked& asked : asked_) answers.sales.push_back(answer_of(asked, seal));
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

void Group::keep_draft() {
  cards_.keep();
  books_.head = head_;
  for (const auto& [shard, cursor] : cursors_) books_.cursors[shard] = cursor;
  for (const Asked& asked : asked_) {
    const auto* approved = std::get_if<Approved>(&asked.outcome);
    if (approved != nullptr) books_.count_own(approved->event.id.seq, approved->event.event);
  }
  if (commit_.synced_through) books_.synced_recorded = *commit_.synced_through;
  books_.counts.approved += commit_.own.size();
  books_.counts.declined += commit_.declines.size();
  books_.counts.unfolded += unfolded_;
  books_.replica_events += replica_events_;
  books_.handed_back += commit_.handed_back.size();
}

SaleAnswer Group::answer_of(const Asked& asked, const Signature& seal) const {
  if (const auto* declined = std::get_if<Declined>(&asked.outcome)) return declined->answer;
  if (const auto* repeated = std::get_if<Repeated>(&asked.outcome)) return repeated->answer;
  if (const auto* approved = std::get_if<Approved>(&asked.outcome))
    return approved_answer(asked.request.id, approved->event, approved->card,
                           receipt_of(approved->at, seal), books_.unsynced.synced_through());
  const auto first = tools_.journal.find_request(asked.request.id);
  if (!first || !first.value()) return unknown(asked.request);
  return repeated_answer(tools_, books_, asked.request, *first.value());
}

SaleAnswer Group::answer_if_not_stored(const Asked& asked) const {
  if (const auto* repeated = std::get_if<Repeated>(&asked.outcome)) return repeated->answer;
  return unknown(asked.request);
}

sync::Receipt Group::receipt_of(std::size_t at, const Signature& seal) const {
  const LogIdentity log = tools_.journal.identity();
  const OwnEvent& event = commit_.own[at];
  const auto later = digests_.begin() + static_cast<std::ptrdiff_t>(at) + 1;
  const Digest& previous = at == 0 ? base_.hash : commit_.own[at - 1].hash;
  return {log.store,   log.incarnation,         event.seq, previous,
          event.bytes, {later, digests_.end()}, seal};
}

GroupAnswers Group::was_not_stored() const {
  GroupAnswers answers;
  for (const Asked& asked : asked_) answers.sales.push_back(answer_if_not_stored(asked));
  for (std::size_t i = 0; i < batches_.size(); ++i)
    answers.batches.emplace_back(failed(
        sync::AppendFailure{sync::RefusalCode::StorageFailed, "the store could not record it"}));
  for (const HandBackAnswer& answer : hand_backs_)
    answers.hand_backs.push_back(
        {answer.number,
         std::vector<HandBackOutcome>(answer.outcomes.size(), HandBackOutcome::Unspecified)});
  return answers;
}

}  // namespace perk::store_node
