#include "store_node/till.h"

#include <algorithm>

#include "ledger/check.h"
#include "ledger/mutant.h"
#include "store_node/bringing.h"
#include "store_node/epoch_change.h"
#include "store_node/key_rotation.h"
#include "store_node/renouncing.h"
#include "store_node/rights_keeping.h"

namespace perk::store_node {

Till::Till(Journal& journal, const Clock& clock, SigningKeys keys,
           std::vector<sync::CardNumberKey> number_keys, TillSettings settings)
    : tools_{journal,
             clock,
             std::move(keys),
             CardReader(std::move(number_keys), settings.numbers),
             std::move(settings),
             {}},
      books_(journal.identity().incarnation, tools_.settings.shard_count, clock.monotonic()),
      waiting_(tools_.settings.asking),
      guesses_(tools_.settings.guesses),
      chores_done_(clock.monotonic()) {}

void Till::use_numbers(std::vector<sync::CardNumberKey> keys, std::vector<NumberRange> ranges) {
  tools_.settings.numbers.ranges = std::move(ranges);
  tools_.card_reader = CardReader(std::move(keys), tools_.settings.numbers);
}

void Till::bring_from(Origin log, LogReader& events) {
  tools_.former.push_back({log, &events});
  books_.former.watch(log);
}

Result<Done, StorageError> Till::load() {
  auto loaded = books_.load(tools_.journal, tools_.clock.wall());
  if (loaded) tools_.keys.follow(books_.key_changes);
  return loaded;
}

std::optional<GroupAnswers> Till::serve(const GroupWork& work) {
  PERK_CHECK(is_settled(), "nothing is served while a group is in doubt");
  PERK_CHECK(!given_up_, "nothing is served from a log that is given up");
  PERK_CHECK(work.requests.size() <= kGroupRequestsMax, "a group is bounded");
  auto group = std::make_unique<Group>(tools_, books_, waiting_, guesses_);
  decide(*group, work);
  const Commit& commit = group->draft().commit();
  if (commit.is_empty()) return group->became_durable();
  const auto stored = tools_.journal.commit(commit);
  if (stored) return group->became_durable();
  if (PERK_PLANTED(Mutant::AnswersFailedCommit)) return group->became_durable();
  if (stored.error().failure != StorageFailure::OutcomeUnknown) return group->was_not_stored();
  in_doubt_ = std::move(group);
  return std::nullopt;
}

/// Sales first: what is given back is what they leave.
void Till::decide(Group& group, const GroupWork& work) {
  const Instant now = tools_.clock.monotonic();
  waiting_.tick(now);
  KeyRotation key(tools_, books_, group.draft());
  key.begin_log();
  for (const sync::Batch& batch : work.batches) group.take(batch);
  go_on_in_new_epoch(group.draft());
  group.take_who_waited_enough();
  for (const SaleRequest& request : work.requests) group.take(request);
  group.take_who_waited_enough();
  for (const HandBack& hand_back : work.hand_backs) group.take(hand_back);
  RightsKeeping rights(tools_, books_, waiting_, group.draft());
  // Nobody is promised that a recall is heeded: one that meets a commit that fails is forgotten.
  for (const sync::RightsRecall& recall : std::exchange(recalls_, {})) rights.recall(recall);
  if (now - chores_done_ >= tools_.settings.chores_every) {
    chores_done_ = now;
    rights.do_chores();
    Bringing(tools_, books_, group.draft()).go_on();
    Renouncing(books_, group.draft()).go_on();
    key.go_on(known_type_max_);
    has_guesses_to_tell_ = books_.line.is_connected() && guesses_.counts().wrong > wrong_told_;
  }
  rights.give_back();
}

void Till::go_on_in_new_epoch(Draft& draft) {
  if (partings_.empty()) return;
  const auto from = where_to_go_on(books_, tools_.journal, std::exchange(partings_, {}));
  if (from) draft.go_back(from.value());
}

Instant Till::wakes_at() const {
  if (!recalls_.empty() || !partings_.empty()) return Instant();
  const Instant chores = chores_done_ + tools_.settings.chores_every;
  return std::min(waiting_.wakes_at().value_or(chores), chores);
}

std::optional<GroupAnswers> Till::settle() {
  PERK_CHECK(!is_settled(), "there is a group in doubt");
  if (!tools_.journal.reopen()) return std::nullopt;
  if (!books_.agree_with(tools_.journal) && !load()) return std::nullopt;
  GroupAnswers answers = PERK_PLANTED(Mutant::ApprovesWhatWasInDoubt) ? in_doubt_->became_durable()
                                                                      : in_doubt_->settled();
  in_doubt_.reset();
  return answers;
}

std::vector<sync::Word> Till::take_words() {
  std::vector<sync::Word> words;
  for (const sync::RightsRequest& request : waiting_.take_words()) words.emplace_back(request);
  if (std::exchange(has_guesses_to_tell_, false)) {
    wrong_told_ = guesses_.counts().wrong;
    words.emplace_back(sync::WrongNumbers{wrong_told_, guesses_.recent(tools_.clock.monotonic())});
  }
  return words;
}

void Till::head_office_connected() {
  wrong_told_ = 0;
  books_.line.connected(tools_.clock.monotonic());
  waiting_.connected();
}

void Till::head_office_lost() {
  books_.line.lost();
  waiting_.lost();
}

void Till::head_office_said(const sync::Word& word) {
  if (const auto* answer = std::get_if<sync::RightsAnswer>(&word))
    waiting_.hear(*answer, tools_.clock.monotonic());
  if (const auto* recall = std::get_if<sync::RightsRecall>(&word))
    if (recalls_.size() < kRecallsMax) recalls_.push_back(*recall);
  if (const auto* caution = std::get_if<sync::Caution>(&word))
    guesses_.be_cautious(caution->is_on, tools_.clock.monotonic());
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

bool Till::confirms(const Witness& witness) {
  const bool is_of_this_log = LogIdentity{witness.store, witness.incarnation} == identity();
  if (!is_of_this_log || witness.seq == Seq()) return true;
  if (PERK_PLANTED(Mutant::WitnessIsIgnored)) return true;
  const auto held = tools_.journal.own_event(witness.seq);
  return !held || (held.value() && held.value()->hash == witness.hash);
}

}  // namespace perk::store_node
