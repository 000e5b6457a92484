#include "store_node/bringing.h"

#include "ledger/closed_log.h"
#include "ledger/mutant.h"
#include "sync/crypto/hash_chain.h"
#include "sync/wire/event_codec.h"

namespace perk::store_node {
namespace {

constexpr std::size_t kRunBytesMax = 64 * 1'024;

ReceiptsSeen receipts_now(const Books& books) {
  return {books.handed_back, books.logs.all_closed().size()};
}

}  // namespace

void Bringing::go_on() {
  for (std::size_t index = 0; index < tools_.former.size() && left_ > 0; ++index) {
    LookedThrough at = books_.looked_through(index);
    go_on(tools_.former[index], at);
    draft_.look_through(index, std::move(at));
  }
  go_on_with_receipts();
}

/// First what waited to be heard, then further on. What cannot be read now is read at the next turn.
void Bringing::go_on(const FormerSource& source, LookedThrough& at) {
  const IncarnationClosed* closed = books_.logs.closed(source.log);
  if (closed == nullptr) return;
  const Seq same = same_through(source, *closed);
  at.is_done = false;
  for (const Seq seq : std::set<Seq>(at.not_heard)) {
    if (left_ == 0) return;
    if (!books_.former.was_heard({source.log, seq})) continue;
    const auto event = source.events->own_event(seq);
    if (!event || !event.value()) return;
    at.not_heard.erase(seq);
    look_at(source, *closed, same, *event.value(), at);
  }
  const auto run = source.events->read_log(at.through, kRunBytesMax);
  at.is_done = at.not_heard.empty() && (!run || run.value().empty());
  if (!run) return;
  for (const OwnEvent& event : run.value()) {
    if (left_ == 0) return;
    look_at(source, *closed, same, event, at);
    at.through = event.seq;
  }
}

Seq Bringing::same_through(const FormerSource& source, const IncarnationClosed& closed) const {
  if (closed.known_through == Seq()) return Seq();
  const auto event = source.events->own_event(closed.known_through);
  const bool is_same = event && event.value() && event.value()->hash == closed.known_hash;
  return is_same ? closed.known_through : Seq();
}

void Bringing::look_at(const FormerSource& source, const IncarnationClosed& closed, Seq same,
                       const OwnEvent& event, LookedThrough& at) {
  if (was_brought({{source.log, event.seq}, event.hash})) return;
  switch (books_.former.holding_of(closed, event, same)) {
    case FormerEvents::Holding::Held:
      return;
    case FormerEvents::Holding::NotHeardYet:
      at.not_heard.insert(event.seq);
      return;
    case FormerEvents::Holding::Lacking:
      bring(source, event);
  }
}

/// What its own chain does not prove, or no fold could count, stays where it is: on this disk.
void Bringing::bring(const FormerSource& source, const OwnEvent& event) {
  const LogIdentity log{tools_.journal.identity().store, source.log};
  ClosedLogEventRecorded closed;
  closed.name = {source.log, event.seq};
  closed.hash = event.hash;
  closed.previous_hash = sync::log_genesis(log.store, log.incarnation);
  if (event.seq > Seq(1)) {
    const auto before = source.events->own_event(Seq(event.seq.value() - 1));
    if (!before || !before.value()) return;
    closed.previous_hash = before.value()->hash;
  }
  if (sync::log_link(closed.previous_hash, event.seq, event.bytes) != event.hash) return;
  closed.bytes = event.bytes;
  closed.signature = seal_of(tools_.keys.present(), log, {event.seq, event.hash});
  append(std::move(closed));
}

/// Only when there is something new to look at, or it was not heard yet what head office holds in a place.
void Bringing::go_on_with_receipts() {
  const ReceiptsSeen now = receipts_now(books_);
  if (now == books_.receipts_seen) return;
  bool is_whole = true;
  const auto read = tools_.journal.replay_handed_back(
      [&](const sync::Receipt& receipt) { is_whole = left_ > 0 && look_at(receipt) && is_whole; });
  if (read && is_whole) draft_.see_receipts(now);
}

/// Within what head office holds of a log it may be this very event that is held: then it is left.
bool Bringing::look_at(const sync::Receipt& receipt) {
  const IncarnationClosed* closed = books_.logs.closed(receipt.incarnation);
  if (closed == nullptr || receipt.incarnation == books_.own) return true;
  ClosedLogEventRecorded proven;
  proven.name = {receipt.incarnation, receipt.seq};
  proven.previous_hash = receipt.previous_hash;
  proven.hash = sync::hash_at(receipt);
  proven.bytes = receipt.event;
  proven.later_digests = receipt.later_digests;
  proven.signature = receipt.signature;
  const OwnEvent event{receipt.seq, proven.hash, receipt.event, {}};
  const auto holding = books_.former.holding_of(*closed, event, Seq());
  if (was_brought({proven.name, proven.hash})) return true;
  if (holding == FormerEvents::Holding::Lacking) append(std::move(proven));
  return holding != FormerEvents::Holding::NotHeardYet;
}

bool Bringing::was_brought(const ClosedLogName& name) const {
  return brought_now_.contains(name) || books_.former.was_brought(name);
}

void Bringing::append(ClosedLogEventRecorded proven) {
  if (PERK_PLANTED(Mutant::FormerLogIsNotBrought)) return;
  auto decoded = sync::decode_event(proven.bytes);
  if (!decoded) return;
  const ClosedLogName name{proven.name, proven.hash};
  const auto card = decoded.value().envelope.card;
  const PolicyVersion version =
      card ? draft_.policy_of(draft_.card(*card)).version : kBuiltInPolicy.version;
  proven.event = WrappedEvent(std::move(decoded).value());
  Event wrapped = wrap(std::move(proven), draft_.stamp(version));
  if (!is_foldable(wrapped)) return;
  draft_.append(std::move(wrapped));
  brought_now_.insert(name);
  --left_;
}

bool is_bringing(const TillTools& tools, const Books& books) {
  if (books.receipts_seen != receipts_now(books)) return true;
  for (std::size_t index = 0; index < tools.former.size(); ++index) {
    const bool is_closed = books.logs.closed(tools.former[index].log) != nullptr;
    if (is_closed && !books.looked_through(index).is_done) return true;
  }
  return false;
}

}  // namespace perk::store_node
