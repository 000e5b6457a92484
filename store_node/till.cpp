#include "store_node/till.h"

#include <algorithm>

#include "ledger/check.h"

namespace perk::store_node {

Till::Till(Journal& journal, const Clock& clock, sync::LogKey log_key,
           std::vector<sync::CardNumberKey> number_keys, TillSettings settings)
    : tools_{journal, clock, std::move(log_key),
             CardReader(std::move(number_keys), settings.numbers), std::move(settings)},
      books_(tools_.settings.shard_count, clock.monotonic()) {}

Result<Done, StorageError> Till::load() { return books_.load(tools_.journal, tools_.clock.wall()); }

std::optional<GroupAnswers> Till::serve(GroupWork work) {
  PERK_CHECK(is_settled(), "nothing is served while a group is in doubt");
  PERK_CHECK(work.requests.size() <= kGroupRequestsMax, "a group is bounded");
  Group group(tools_, books_);
  for (const sync::Batch& batch : work.batches) group.take(batch);
  for (const SaleRequest& request : work.requests) group.take(request);
  for (const HandBack& hand_back : work.hand_backs) group.take(hand_back);
  if (group.commit().is_empty()) return group.became_durable();
  const auto stored = tools_.journal.commit(group.commit());
  if (stored) return group.became_durable();
  if (stored.error().failure != StorageFailure::OutcomeUnknown) return group.was_not_stored();
  in_doubt_ = std::move(work);
  return std::nullopt;
}

std::optional<GroupAnswers> Till::settle() {
  PERK_CHECK(!is_settled(), "there is a group in doubt");
  if (!tools_.journal.reopen()) return std::nullopt;
  if (!books_.agree_with(tools_.journal) && !load()) return std::nullopt;
  GroupAnswers answers = answer_from_journal(*in_doubt_);
  in_doubt_.reset();
  return answers;
}

GroupAnswers Till::answer_from_journal(const GroupWork& work) {
  GroupAnswers answers;
  for (const SaleRequest& request : work.requests) {
    const auto first = tools_.journal.find_request(request.id);
    const bool is_known = first && first.value();
    answers.sales.push_back(is_known ? repeated_answer(tools_, books_, request, *first.value())
                                     : turn_away(request, Rejection::StorageUnavailable));
  }
  for (std::size_t i = 0; i < work.batches.size(); ++i)
    answers.batches.emplace_back(failed(sync::AppendFailure{
        sync::RefusalCode::StorageFailed, "the store's journal had to be reopened"}));
  for (const HandBack& hand_back : work.hand_backs)
    answers.hand_backs.push_back(
        {hand_back.number,
         std::vector<HandBackOutcome>(hand_back.receipts.size(), HandBackOutcome::Unspecified)});
  return answers;
}

bool Till::is_in_doubt(const RequestId& request) const {
  if (!in_doubt_) return false;
  const auto& requests = in_doubt_->requests;
  return std::any_of(requests.begin(), requests.end(),
                     [&](const SaleRequest& asked) { return asked.id == request; });
}

SaleAnswer Till::turn_away(const SaleRequest& request, Rejection why) const {
  return unknown_answer(request, why, books_.unsynced.synced_through());
}

void Till::close() {
  const Seq synced = books_.unsynced.synced_through();
  if (!is_settled() || synced == books_.synced_recorded) return;
  Commit last;
  last.synced_through = synced;
  // Only a hint for the screen: if it cannot be written, head office will say it again.
  if (tools_.journal.commit(last)) books_.synced_recorded = synced;
}

BalanceInquiryAnswer Till::balance(const BalanceInquiry& inquiry) const {
  BalanceInquiryAnswer answer;
  answer.number = inquiry.number;
  answer.available.currency = tools_.settings.limits.currency;
  const auto card = tools_.card_reader.read(inquiry.card_number, books_.cards);
  if (!card) {
    answer.reason = describe(Rejection::CardNumberInvalid).name;
    return answer;
  }
  if (card->refusal) {
    answer.reason = describe(*card->refusal).name;
    return answer;
  }
  const CardState& state = books_.cards.find(card->id);
  answer.is_known = state.is_known();
  answer.is_frozen = state.is_frozen();
  answer.available.amount = state.available();
  if (state.issue) answer.available.currency = state.issue->currency;
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
  return status;
}

TerminalWelcome Till::welcome() const {
  return {kTerminalProtocolVersion, identity().store, tools_.settings.store_name,
          identity().incarnation,   books_.head.seq,  books_.unsynced.synced_through()};
}

bool Till::confirms(const Witness& witness) {
  const bool is_of_this_log = LogIdentity{witness.store, witness.incarnation} == identity();
  if (!is_of_this_log || witness.seq == Seq()) return true;
  const auto held = tools_.journal.own_event(witness.seq);
  return !held || (held.value() && held.value()->hash == witness.hash);
}

}  // namespace perk::store_node
