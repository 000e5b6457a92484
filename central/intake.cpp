#include "central/intake.h"

#include <map>

#include "ledger/mutant.h"
#include "sync/batch_form.h"
#include "sync/crypto/hash_chain.h"
#include "sync/crypto/log_key_proof.h"
#include "sync/crypto/receipt.h"
#include "sync/wire/event_codec.h"

namespace perk::central {
namespace {

using sync::AppendFailure;
using sync::Batch;
using sync::RefusalCode;

Failed<AppendFailure> refuse_batch(RefusalCode code, std::string sentence) {
  return failed(AppendFailure{code, std::move(sentence)});
}

bool is_seq(sync::FeedIndex index, Seq seq) { return index.value() == seq.value(); }

/// Folds the batch's chain and compares it with what is held wherever both say something.
Result<Done, AppendFailure> check_chain(const LogHeld& held, const Batch& batch) {
  Digest hash = batch.after_hash;
  if (is_seq(batch.after, held.through) && hash != held.hash) {
    return refuse_batch(RefusalCode::Forked, "the log continues another history than the one held");
  }
  for (const sync::Item& item : batch.items) {
    hash = sync::log_link(hash, item.event.seq, item.bytes);
    if (is_seq(item.index, held.through) && hash != held.hash) {
      return refuse_batch(RefusalCode::Forked,
                          "event " + to_string(item.event) + " was heard otherwise");
    }
  }
  if (hash != batch.through_hash) {
    return refuse_batch(RefusalCode::Malformed, "the batch's hash is not that of its events");
  }
  return Done{};
}

Result<Done, AppendFailure> check(const LogHeld& held, const Batch& batch) {
  if (batch.feed != sync::FeedId::log(held.origin)) {
    return refuse_batch(RefusalCode::Malformed, "a batch of another feed than the store's log");
  }
  if (const auto fault = sync::fault_in_form(batch))
    return refuse_batch(RefusalCode::Malformed, *fault);
  if (batch.after.value() > held.through.value()) {
    return refuse_batch(RefusalCode::OutOfOrder, "the batch leaves out events after what is held");
  }
  return check_chain(held, batch);
}

/// By what the batch itself says of keys: from a change on, the former one seals nothing.
Result<Done, AppendFailure> check_seal(const LogHeld& held, const LogKeys& keys,
                                       const Batch& batch) {
  if (sync::is_signed_head(keys, held.store, held.origin, Seq(batch.through.value()),
                           batch.through_hash, batch.seal))
    return Done{};
  return refuse_batch(RefusalCode::BadSignature,
                      "the batch is not sealed with the store's key that is in force there");
}

std::optional<std::string> reason_against(const Event& event, const ChainSettings& chain) {
  if (is_head_offices(event.body)) return "only head office may write it";
  if (!is_foldable(event)) return "its amounts are absurd or do not add up";
  const Currency currency = event.envelope.currency;
  if (!currency.is_none() && currency != chain.currency) {
    return "it is in " + std::string(currency.code()) + ", not the chain's currency";
  }
  return std::nullopt;
}

/// Sorts the events of a checked batch into shards and quarantine.
class Sorting {
 public:
  Sorting(const LogHeld& held, const ChainSettings& chain, WallTime now)
      : held_(held), chain_(chain), now_(now), keys_(held.keys) {}

  void add(const sync::Item& item) {
    const auto event = sync::decode_event(item.bytes);
    if (!event) return set_aside(item, "it is unreadable: " + event.error().why);
    if (auto reason = reason_against(event.value(), chain_)) return set_aside(item, *reason);
    if (const auto* wrapped = std::get_if<ClosedLogEventRecorded>(&event.value().body)) {
      if (!sync::is_genuine_throughout(*wrapped, held_.store, keys_))
        return set_aside(item, "it does not prove what it brings");
      brought_.push_back({item.event, *wrapped});
    }
    if (auto reason = change_key({item.event, event.value()})) return set_aside(item, *reason);
    const auto card = event.value().envelope.card;
    const Shard shard =
        card ? shard_of(*card, chain_.shard_count) : shard_of(held_.store, chain_.shard_count);
    auto& group = groups_[shard];
    group.push_back({item.event, held_.store, card, item.bytes});
    if (PERK_PLANTED(Mutant::TakesNewestFirst)) std::swap(group.front(), group.back());
  }

  [[nodiscard]] const LogKeys& keys() const { return keys_; }
  [[nodiscard]] TakenIn take(const OriginProgress& progress) && {
    TakenIn taken{{},       std::move(quarantined_), std::move(brought_),
                  progress, std::move(key_changes_), keys_};
    for (auto& [shard, events] : groups_) taken.groups.push_back({shard, std::move(events)});
    return taken;
  }

 private:
  /// If the event says so and may; else why not.
  [[nodiscard]] std::optional<std::string> change_key(const RecordedEvent& recorded) {
    const auto change = key_change_of(recorded);
    if (!change) return std::nullopt;
    const auto& rotated = std::get<LogKeyRotated>(recorded.event.body);
    if (!sync::is_genuine(rotated, held_.store, recorded.id))
      return "it changes the log's key without the word of both keys";
    // Again after a stop between its append and the log's progress.
    if (!keys_.has(*change) && !keys_.follows(*change))
      return "it changes another key than the one in force, or to a former one";
    if (!keys_.has(*change)) keys_.add(*change);
    key_changes_.push_back(*change);
    return std::nullopt;
  }
  void set_aside(const sync::Item& item, std::string reason) {
    quarantined_.push_back({0, item.event, held_.store, std::move(reason), item.bytes, now_});
  }

  const LogHeld& held_;
  const ChainSettings& chain_;
  const WallTime now_;
  LogKeys keys_;
  std::vector<LogKeyChange> key_changes_;
  std::map<Shard, std::vector<ArrivedEvent>> groups_;
  std::vector<QuarantinedEvent> quarantined_;
  std::vector<BroughtEvent> brought_;
};

}  // namespace

std::size_t TakenIn::event_count() const {
  std::size_t count = quarantined.size();
  for (const ShardGroup& group : groups) count += group.events.size();
  return count;
}

Result<TakenIn, AppendFailure> take_in(const LogHeld& held, const ChainSettings& chain,
                                       const Batch& batch, WallTime now) {
  if (auto checked = check(held, batch); !checked) return failed(checked.error());
  Sorting sorting(held, chain, now);
  for (const sync::Item& item : batch.items) sorting.add(item);
  if (auto sealed = check_seal(held, sorting.keys(), batch); !sealed) return failed(sealed.error());
  return std::move(sorting).take(
      {held.origin, held.store, Seq(batch.through.value()), batch.through_hash, batch.seal, now});
}

}  // namespace perk::central
