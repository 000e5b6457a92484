#include "store_node/memory/memory_journal.h"

#include <algorithm>

#include "ledger/check.h"
#include "sync/crypto/hash_chain.h"

namespace perk::store_node {

MemoryJournal::MemoryJournal(LogIdentity identity) : identity_(identity) {}

LogHead MemoryJournal::log_head() const {
  if (log_.empty()) return {Seq(), sync::log_genesis(identity_.store, identity_.incarnation)};
  return {log_.back().seq, log_.back().hash};
}

Result<LogHead, StorageError> MemoryJournal::head() { return log_head(); }

Result<std::vector<sync::Cursor>, StorageError> MemoryJournal::cursors() {
  std::vector<sync::Cursor> all;
  for (const auto& [shard, cursor] : cursors_) all.push_back(cursor);
  return all;
}

Result<std::optional<OwnEvent>, StorageError> MemoryJournal::own_event(Seq seq) {
  if (seq == Seq() || seq.value() > log_.size()) return std::optional<OwnEvent>();
  return std::optional(log_[seq.value() - 1]);
}

Result<std::vector<OwnEvent>, StorageError> MemoryJournal::read_log(Seq after,
                                                                    std::size_t bytes_max) {
  std::vector<OwnEvent> run;
  std::size_t bytes = 0;
  for (std::size_t at = after.value(); at < log_.size(); ++at) {
    bytes += log_[at].bytes.size();
    if (!run.empty() && bytes > bytes_max) break;
    run.push_back(log_[at]);
  }
  return run;
}

Result<Done, StorageError> MemoryJournal::commit(const Commit& commit) {
  for (const OwnEvent& event : commit.own) {
    PERK_CHECK(event.seq == log_head().seq.next(), "the log is dense");
    log_.push_back(event);
    if (event.request) by_request_.emplace(*event.request, event.seq);
  }
  for (const Decline& decline : commit.declines) declines_.emplace(decline.request, decline);
  for (const ReplicaRun& run : commit.replica) {
    for (const ReplicaItem& item : run.items) add(item);
    cursors_[run.through.feed.as_shard()] = run.through;
  }
  for (const sync::Cursor& parting : commit.partings) go_back(parting);
  for (const sync::Receipt& receipt : commit.handed_back)
    handed_back_.emplace(ReceiptKey(receipt.incarnation, receipt.seq, sync::hash_at(receipt)),
                         receipt);
  if (commit.synced_through) synced_through_ = *commit.synced_through;
  return Done{};
}

void MemoryJournal::add(const ReplicaItem& item) {
  const std::pair place(item.shard, item.position);
  replica_.emplace(place, item);
  if (!item.request) return;
  const auto [known, is_first] = heard_by_request_.emplace(*item.request, place);
  if (!is_first) known->second = std::min(known->second, place);
}

void MemoryJournal::go_back(const sync::Cursor& parting) {
  const Shard shard = parting.feed.as_shard();
  const auto first = replica_.upper_bound({shard, Position(parting.index.value())});
  auto end = first;
  for (; end != replica_.end() && end->first.first == shard; ++end) {
    const ReplicaItem& item = end->second;
    if (item.request) heard_by_request_.erase(*item.request);
    if (item.bytes.empty()) continue;
    past_.push_back({past_.size() + 1, item.event, item.bytes});
    if (item.request) past_by_request_.try_emplace(*item.request, item);
  }
  replica_.erase(first, end);
  cursors_[shard] = parting;
}

Result<std::vector<PastEvent>, StorageError> MemoryJournal::read_past(std::uint64_t after,
                                                                      std::size_t bytes_max) {
  std::vector<PastEvent> run;
  std::size_t bytes = 0;
  for (std::size_t at = after; at < past_.size(); ++at) {
    bytes += past_[at].bytes.size();
    if (!run.empty() && bytes > bytes_max) break;
    run.push_back(past_[at]);
  }
  return run;
}

Result<Done, StorageError> MemoryJournal::replay_past(
    const std::function<void(const PastEvent&)>& visit) {
  for (const PastEvent& event : past_) visit(event);
  return Done{};
}

Result<Done, StorageError> MemoryJournal::replay_shard(
    Shard shard, const std::function<void(const ReplicaItem&)>& visit) {
  for (const auto& [place, item] : replica_)
    if (place.first == shard) visit(item);
  return Done{};
}

Result<std::optional<Remembered>, StorageError> MemoryJournal::find_request(
    const RequestId& request) {
  if (const auto found = by_request_.find(request); found != by_request_.end())
    return std::optional<Remembered>(log_[found->second.value() - 1]);
  if (const auto found = heard_by_request_.find(request); found != heard_by_request_.end())
    return std::optional<Remembered>(replica_.at(found->second));
  if (const auto found = past_by_request_.find(request); found != past_by_request_.end())
    return std::optional<Remembered>(found->second);
  if (const auto found = declines_.find(request); found != declines_.end())
    return std::optional<Remembered>(found->second);
  return std::optional<Remembered>();
}

Result<bool, StorageError> MemoryJournal::is_kept(const sync::Receipt& receipt) {
  return handed_back_.contains(
      ReceiptKey(receipt.incarnation, receipt.seq, sync::hash_at(receipt)));
}

Result<Done, StorageError> MemoryJournal::replay_handed_back(
    const std::function<void(const sync::Receipt&)>& visit) {
  for (const auto& [key, receipt] : handed_back_) visit(receipt);
  return Done{};
}

Result<std::uint64_t, StorageError> MemoryJournal::handed_back_count() {
  return std::uint64_t{handed_back_.size()};
}

Result<Done, StorageError> MemoryJournal::replay_own(
    const std::function<void(const OwnEvent&)>& visit) {
  for (const OwnEvent& event : log_) visit(event);
  return Done{};
}

Result<Done, StorageError> MemoryJournal::replay_replica(
    const std::function<void(const ReplicaItem&)>& visit) {
  for (const auto& [place, item] : replica_)
    if (!item.bytes.empty()) visit(item);
  return Done{};
}

}  // namespace perk::store_node
