// What a group's requests hear: once it is durable, if it was not stored, and if nobody knew for a while.
#include <algorithm>

#include "ledger/mutant.h"
#include "store_node/group.h"

namespace perk::store_node {

void Group::answer_sales(GroupAnswers& answers, Answering answering) const {
  std::size_t index = 0;
  for (const Asked& asked : asked_) {
    if (asked.waited) {
      answers.released.push_back({*asked.waited, (this->*answering)(asked)});
      continue;
    }
    if (const auto* number = std::get_if<WaitingNumber>(&asked.outcome)) {
      answers.waiting.push_back({index, *number});
    } else {
      answers.sales.push_back((this->*answering)(asked));
    }
    ++index;
  }
}

SaleAnswer Group::answer_of(const Asked& asked) const {
  if (const auto* declined = std::get_if<Declined>(&asked.outcome)) return declined->answer;
  if (const auto* repeated = std::get_if<Repeated>(&asked.outcome)) return repeated->answer;
  if (const auto* approved = std::get_if<Approved>(&asked.outcome))
    return approved_answer(asked.request.id, draft_.written(approved->seq), approved->card,
                           draft_.receipt_of(approved->seq, seal_),
                           PERK_PLANTED(Mutant::ReceiptsCoveredTooSoon)
                               ? approved->seq
                               : books_.unsynced.synced_through());
  return answer_from_journal(asked);
}

SaleAnswer Group::answer_from_journal(const Asked& asked) const {
  const auto first = tools_.journal.find_request(asked.request.id);
  if (!first || !first.value()) return unknown(asked.request, Rejection::StorageUnavailable);
  return repeated_answer(tools_, books_, asked.request, *first.value());
}

SaleAnswer Group::answer_if_not_stored(const Asked& asked) const {
  if (const auto* repeated = std::get_if<Repeated>(&asked.outcome)) return repeated->answer;
  return unknown(asked.request, Rejection::StorageUnavailable);
}

SaleAnswer Group::unknown(const SaleRequest& request, Rejection why) const {
  return unknown_answer(request, why, books_.unsynced.synced_through());
}

GroupAnswers Group::was_not_stored() const {
  return failed_answers(&Group::answer_if_not_stored, "the store could not record it");
}

GroupAnswers Group::settled() const {
  return failed_answers(&Group::answer_from_journal, "the store's journal had to be reopened");
}

GroupAnswers Group::failed_answers(Answering answering, const char* why) const {
  GroupAnswers answers;
  answer_sales(answers, answering);
  for (std::size_t i = 0; i < batches_.size(); ++i)
    answers.batches.emplace_back(
        failed(sync::AppendFailure{sync::RefusalCode::StorageFailed, why}));
  for (const HandBackAnswer& answer : hand_backs_)
    answers.hand_backs.push_back(
        {answer.number,
         std::vector<HandBackOutcome>(answer.outcomes.size(), HandBackOutcome::Unspecified)});
  return answers;
}

bool Group::has(const RequestId& request) const {
  return std::any_of(asked_.begin(), asked_.end(),
                     [&](const Asked& asked) { return asked.request.id == request; });
}

}  // namespace perk::store_node
