#include "store_node/replica_batch.h"

#include "sync/crypto/hash_chain.h"
#include "sync/wire/event_codec.h"

namespace perk::store_node {
namespace {

using sync::AppendFailure;
using sync::RefusalCode;

Failed<AppendFailure> refuse(RefusalCode code, const sync::Batch& batch, const std::string& why) {
  return failed(AppendFailure{code, "shard " + std::to_string(batch.feed.key()) +
                                        ", positions after " + std::to_string(batch.after.value()) +
                                        ": " + why});
}

/// Walks a batch from its first item to its last, linking hashes as it goes.
class BatchCheck {
 public:
  BatchCheck(const sync::Batch& batch, const sync::Cursor& held, Journal& journal)
      : batch_(batch), held_(held), journal_(journal), at_(batch.after), hash_(batch.after_hash) {
    checked_.run.through = held;
  }

  Result<CheckedBatch, AppendFailure> run() {
    if (auto begun = check_beginning(); !begun) return failed(begun.error());
    for (const sync::Item& item : batch_.items)
      if (auto taken = take(item); !taken) return failed(taken.error());
    if (at_ != batch_.through)
      return refuse(RefusalCode::Malformed, batch_, "items are missing at its end");
    if (hash_ != batch_.through_hash)
      return refuse(RefusalCode::Forked, batch_, "the running hash differs from ours");
    if (batch_.through > held_.index)
      checked_.run.through = {batch_.feed, batch_.epoch, batch_.through, batch_.through_hash};
    return std::move(checked_);
  }

 private:
  Result<Done, AppendFailure> check_beginning() {
    if (batch_.epoch != held_.epoch)
      return refuse(RefusalCode::CursorUnknown, batch_, "another epoch than what is held");
    if (batch_.after > held_.index)
      return refuse(RefusalCode::OutOfOrder, batch_, "a gap after what is held");
    return compare_with_held();
  }

  Result<Done, AppendFailure> take(const sync::Item& item) {
    if (item.index != at_.next())
      return refuse(RefusalCode::Malformed, batch_, "its positions are not dense");
    const auto own = own_bytes(item);
    if (!own) return failed(own.error());
    const EventBytes& bytes = own.value() ? *own.value() : item.bytes;
    at_ = item.index;
    hash_ = sync::shard_link(hash_, Position(at_.value()), item.event, bytes);
    if (at_ > held_.index) add(item, own.value().has_value());
    return compare_with_held();
  }

  /// Where what is held ends, both histories must agree.
  Result<Done, AppendFailure> compare_with_held() {
    if (at_ == held_.index && hash_ != held_.hash)
      return refuse(RefusalCode::Forked, batch_, "it differs from what is held");
    return Done{};
  }

  /// The bytes of an event that this log wrote; none for others' events.
  Result<std::optional<EventBytes>, AppendFailure> own_bytes(const sync::Item& item) {
    const bool is_own = item.event.origin == journal_.identity().incarnation;
    if (!is_own && item.bytes.empty())
      return refuse(RefusalCode::Malformed, batch_, "another's event without its bytes");
    if (!is_own) return std::optional<EventBytes>();
    const auto found = journal_.own_event(item.event.seq);
    if (!found) return refuse(RefusalCode::StorageFailed, batch_, found.error().detail);
    const bool is_ours =
        found.value() && (item.bytes.empty() || item.bytes == found.value()->bytes);
    if (!is_ours)
      return refuse(RefusalCode::Forked, batch_,
                    "event " + to_string(item.event) + " is said to be ours and is not");
    return std::optional(found.value()->bytes);
  }

  void add(const sync::Item& item, bool is_own) {
    ReplicaItem kept{batch_.feed.as_shard(), Position(item.index.value()), item.event,
                     is_own ? EventBytes() : item.bytes};
    if (!is_own) kept.request = fold_later(item);
    checked_.run.items.push_back(std::move(kept));
  }

  /// The request that led to another's event, if it can be read and names one.
  std::optional<RequestId> fold_later(const sync::Item& item) {
    auto event = sync::decode_event(item.bytes);
    const auto asked_as = event ? event.value().envelope.request : std::nullopt;
    if (event && is_foldable(event.value())) {
      checked_.to_fold.push_back(
          {Position(item.index.value()), {item.event, std::move(event).value()}});
    } else {
      ++checked_.unfolded;
    }
    return asked_as;
  }

  const sync::Batch& batch_;
  const sync::Cursor& held_;
  Journal& journal_;
  sync::FeedIndex at_;
  Digest hash_;
  CheckedBatch checked_;
};

}  // namespace

Result<CheckedBatch, AppendFailure> check_batch(const sync::Batch& batch, const sync::Cursor& held,
                                                Journal& journal) {
  return BatchCheck(batch, held, journal).run();
}

}  // namespace perk::store_node
