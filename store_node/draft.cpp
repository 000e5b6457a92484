#include "store_node/draft.h"

#include <algorithm>

#include "ledger/mutant.h"
#include "sync/crypto/hash_chain.h"
#include "sync/wire/event_codec.h"

namespace perk::store_node {

namespace {

bool says_of_logs(const Event& event) {
  return std::holds_alternative<IncarnationClosed>(event.body) ||
         std::holds_alternative<LogEndProven>(event.body) ||
         std::holds_alternative<EpochBegun>(event.body) ||
         std::holds_alternative<EpochSettled>(event.body);
}

bool brings_of_logs(const Event& event) {
  return std::holds_alternative<ClosedLogEventRecorded>(event.body);
}

}  // namespace

Policy policy_of(const TillTools& tools, const PolicyBook& heard, const CardState& card) {
  const ProgrammeId programme = card.issue ? card.issue->programme : ProgrammeId();
  const Policy policy = heard.policy_for(tools.journal.identity().store, programme);
  return policy.version == kBuiltInPolicy.version ? tools.settings.policy : policy;
}

Draft::Draft(const TillTools& tools, Books& books)
    : tools_(tools),
      books_(books),
      base_(books.head),
      head_(books.head),
      cards_(books.cards),
      allowances_(books.allowances) {}

Policy Draft::policy_of(const CardState& card) const {
  return store_node::policy_of(tools_, policies(), card);
}

sync::Cursor Draft::cursor_of(Shard shard) const {
  const auto heard = cursors_.find(shard);
  return heard == cursors_.end() ? books_.cursor_of(shard) : heard->second;
}

Knowledge Draft::knowledge_of(const CardId& card) const {
  const sync::Cursor cursor = cursor_of(shard_of(card, books_.shard_count));
  return {Position(cursor.index.value()), books_.line.cut_off_for(tools_.clock.monotonic())};
}

AsOf Draft::as_of(const CardId& card, const CardState& state) const {
  const Knowledge knowledge = knowledge_of(card);
  return {state.last_event.wall(), knowledge.known_through, knowledge.cut_off_for};
}

Amount Draft::own_rights(const CardState& card) const {
  return std::max(Amount(), card.rights_of(books_.own));
}

void Draft::hear(CheckedBatch batch) {
  const Shard shard = batch.run.through.feed.as_shard();
  for (const HeardEvent& heard : batch.to_fold) {
    books_.observe(heard.event.event.envelope.hlc, tools_.clock.wall());
    fold(heard.event);
    if (says_of_logs(heard.event.event) || brings_of_logs(heard.event.event))
      of_logs_.push_back(heard.event);
    if (std::holds_alternative<ValueRedeemed>(heard.event.event.body))
      purchases_.push_back(heard.event);
    const bool sets_policy =
        books_.is_of_policies(shard) && std::holds_alternative<PolicySet>(heard.event.event.body);
    if (!sets_policy) continue;
    if (!policies_) policies_ = books_.policies;
    policies_->fold(heard.event, heard.position);
  }
  replica_events_ += batch.to_fold.size() + batch.unfolded;
  unfolded_ += batch.unfolded;
  cursors_[shard] = batch.run.through;
  if (!batch.run.items.empty()) commit_.replica.push_back(std::move(batch.run));
}

void Draft::go_back(const std::vector<sync::Cursor>& partings) {
  for (const sync::Cursor& parting : partings) cursors_[parting.feed.as_shard()] = parting;
  commit_.partings = partings;
}

Seq Draft::append(Event event, std::optional<RequestId> request) {
  const Seq seq = head_.seq.next();
  EventBytes bytes = sync::encode_event(event);
  digests_.push_back(sync::sha256(bytes));
  const Digest& before = PERK_PLANTED(Mutant::ChainsToGroupsStart) ? base_.hash : head_.hash;
  head_ = {seq, sync::log_link_digest(before, seq, digests_.back())};
  if (PERK_PLANTED(Mutant::RequestIsNotRemembered)) request.reset();
  commit_.own.push_back({seq, head_.hash, std::move(bytes), request});
  own_.push_back({{books_.own, seq}, std::move(event)});
  fold(own_.back());
  return seq;
}

const RecordedEvent& Draft::written(Seq seq) const {
  return own_.at(seq.value() - base_.seq.value() - 1);
}

void Draft::fold(const RecordedEvent& recorded) {
  cards_.fold(recorded);
  allowances_.fold(recorded);
  if (const auto use = use_of(recorded, books_.own)) uses_.push_back(*use);
}

Stamp Draft::stamp(PolicyVersion policy) {
  const WallTime wall = tools_.clock.wall();
  return {books_.own, books_.hybrid_clock.tick(wall), wall, policy};
}

const Commit& Draft::commit() {
  const Seq synced = books_.unsynced.synced_through();
  if (!commit_.is_empty() && synced != books_.synced_recorded) commit_.synced_through = synced;
  return commit_;
}

void Draft::keep() {
  cards_.keep();
  allowances_.keep();
  if (policies_) books_.policies = std::move(*policies_);
  policies_.reset();
  for (const RecordedEvent& word : of_logs_) {
    books_.logs.fold(word);
    books_.former.note(word.event, Seq());
    books_.double_sales.note(word);
  }
  for (const ReplicaRun& run : commit_.replica)
    for (const ReplicaItem& item : run.items) books_.former.hear(item.event, item.bytes);
  for (const auto& [log, at] : looked_through_) books_.former_looked_through[log] = at;
  if (receipts_seen_) books_.receipts_seen = *receipts_seen_;
  for (const CardId& card : forgotten_uses_) books_.uses.forget(card);
  for (const CardUse& use : uses_) books_.uses.note(use);
  books_.head = head_;
  for (const auto& [shard, cursor] : cursors_) books_.cursors[shard] = cursor;
  for (const RecordedEvent& event : own_) {
    books_.count_own(event.id.seq, event.event);
    books_.former.note(event.event, event.id.seq);
    books_.double_sales.note(event);
  }
  for (const RecordedEvent& purchase : purchases_) books_.double_sales.note(purchase);
  if (commit_.synced_through) books_.synced_recorded = *commit_.synced_through;
  books_.counts.declined += commit_.declines.size();
  books_.counts.unfolded += unfolded_;
  books_.replica_events += replica_events_;
  books_.handed_back += commit_.handed_back.size();
  tools_.keys.follow(books_.key_changes);
}

Signature Draft::seal() const {
  if (own_.empty()) return Signature();
  return seal_of(tools_.keys.present(), tools_.journal.identity(), head_);
}

sync::Receipt Draft::receipt_of(Seq seq, const Signature& seal) const {
  const LogIdentity log = tools_.journal.identity();
  const std::size_t at = seq.value() - base_.seq.value() - 1;
  const OwnEvent& event = commit_.own.at(at);
  const auto later = digests_.begin() + static_cast<std::ptrdiff_t>(at) + 1;
  const Digest& previous = at == 0 ? base_.hash : commit_.own[at - 1].hash;
  return {log.store,   log.incarnation,         event.seq, previous,
          event.bytes, {later, digests_.end()}, seal};
}

}  // namespace perk::store_node
