#include "store_node/serving.h"

#include <utility>

namespace perk::store_node {

/// First whether this log is still to be served at all: a till may know that it ran back.
void Serving::serve(WaitingWork group) {
  for (const Question& hello : group.hellos) hello(till_);
  if (till_.given_up()) return;
  const bool has_work = !group.sales.empty() || !group.batches.empty() || !group.hand_backs.empty();
  if (has_work || till_.wakes_at() <= clock_.monotonic()) return commit(std::move(group));
  for (const Question& question : group.questions) question(till_);
}

void Serving::commit(WaitingWork group) {
  GroupWork work;
  for (auto& [request, done] : group.sales) work.requests.push_back(std::move(request));
  for (auto& [batch, done] : group.batches) work.batches.push_back(std::move(batch));
  for (auto& [hand_back, done] : group.hand_backs) work.hand_backs.push_back(std::move(hand_back));
  Group committed{std::move(group), till_.books().head.seq};
  auto answers = till_.serve(work);
  pass_words_on();  // Before anybody is answered: customers wait for them.
  if (answers) return finish(std::move(committed), std::move(*answers));
  in_doubt_ = std::move(committed);
  if (hooks_.on_doubt) hooks_.on_doubt(true);
}

bool Serving::settle() {
  if (is_settled()) return true;
  auto answers = till_.settle();
  if (!answers) return false;
  if (hooks_.on_doubt) hooks_.on_doubt(false);
  Group group = std::move(*in_doubt_);
  in_doubt_.reset();
  finish(std::move(group), std::move(*answers));
  return true;
}

void Serving::finish(Group group, GroupAnswers answers) {
  answer(group.work, std::move(answers));
  if (till_.books().head.seq > group.log_end_before && hooks_.on_grown)
    hooks_.on_grown(till_.books().head);
  for (const Question& question : group.work.questions) question(till_);
}

void Serving::pass_words_on() {
  auto words = till_.take_words();
  if (!words.empty() && hooks_.on_words) hooks_.on_words(till_.line(), std::move(words));
}

WaitingWork Serving::turn_away(WaitingWork group) {
  WaitingWork left;
  for (const Question& hello : group.hellos) hello(till_);
  for (auto& [request, done] : std::exchange(group.sales, {})) {
    if (till_.is_in_doubt(request.id)) {
      left.sales.emplace_back(std::move(request), std::move(done));
    } else {
      done(till_.turn_away(request, Rejection::StorageUnavailable));
    }
  }
  for (auto& [batch, done] : group.batches)
    done(failed(sync::AppendFailure{sync::RefusalCode::StorageFailed,
                                    "the store's journal is being reopened"}));
  for (auto& [hand_back, done] : group.hand_backs)
    done({hand_back.number,
          std::vector<HandBackOutcome>(hand_back.receipts.size(), HandBackOutcome::Unspecified)});
  for (const Question& question : group.questions) question(till_);
  return left;
}

void Serving::answer(WaitingWork& group, GroupAnswers answers) {
  auto waits = answers.waiting.begin();
  auto answer = answers.sales.begin();
  for (std::size_t i = 0; i < group.sales.size(); ++i) {
    OnSale& done = group.sales[i].second;
    if (waits != answers.waiting.end() && waits->index == i) {
      customers_.emplace((waits++)->number, std::move(done));
    } else {
      done(std::move(*answer++));
    }
  }
  for (auto& [number, said] : answers.released) {
    const auto customer = customers_.find(number);
    if (customer == customers_.end()) continue;
    customer->second(std::move(said));
    customers_.erase(customer);
  }
  for (std::size_t i = 0; i < group.batches.size(); ++i)
    group.batches[i].second(std::move(answers.batches[i]));
  for (std::size_t i = 0; i < group.hand_backs.size(); ++i)
    group.hand_backs[i].second(std::move(answers.hand_backs[i]));
}

}  // namespace perk::store_node
