#include "tests/simulation/judge.h"

#include "ledger/closed_log.h"
#include "sync/crypto/hash_chain.h"

namespace perk::simulation {

using store_node::Outcome;

void Judge::object(const std::string& law, const std::string& sentence) {
  if (!objection_) objection_ = law + ": " + sentence;
}

void Judge::note(std::string_view what, std::uint64_t a, std::uint64_t b) {
  std::vector<std::uint8_t> bytes(trace_.bytes.begin(), trace_.bytes.end());
  bytes.insert(bytes.end(), what.begin(), what.end());
  for (const std::uint64_t number : {a, b})
    for (int shift = 0; shift < 64; shift += 8)
      bytes.push_back(static_cast<std::uint8_t>(number >> shift));
  trace_ = sync::sha256(bytes);
}

void Judge::on_sent(std::size_t shop, Side from, const sync::Message& message) {
  ++counts_.messages;
  note("sent", shop * 2 + static_cast<std::uint64_t>(from), message.index());
  if (const auto* ack = std::get_if<sync::Ack>(&message)) return hear_ack(shop, from, *ack);
  const auto* batch = std::get_if<sync::Batch>(&message);
  if (batch == nullptr || from != Side::Office || !batch->feed.is_shard()) return;
  // What head office tells of a shard must be, and stay, what stands there.
  claims_[{batch->feed.as_shard(), Position(batch->through.value())}] = batch->through_hash;
  check_claims();
}

/// "I hold this feed durably through here, and this is its hash."
void Judge::hear_ack(std::size_t shop, Side from, const sync::Ack& ack) {
  if (from == Side::Office) {
    if (!ack.feed.is_log()) return;
    has_grown_ = true;  // Quarantined events ring no bell.
    read_order();
    const Origin log = *Origin::from_value(ack.feed.key());
    const Seq through(ack.through.value());
    const Seq held = order_.held_through(log);
    if (held < through)
      return object("an ack promises",
                    "head office acknowledged a log through " + std::to_string(through.value()) +
                        " and holds it durably through " + std::to_string(held.value()));
    const auto hash = order_.log_hash_at(log, StoreId(), through);
    if (through != Seq() && hash != ack.hash)
      object("an ack promises", "head office acknowledged a log with another hash than it holds");
    return;
  }
  if (!ack.feed.is_shard()) return;
  logs_[present_[shop]].acked[ack.feed.as_shard()] = {ack.through, ack.hash};
}

void Judge::check_claims() {
  std::erase_if(claims_, [&](const auto& claim) {
    const auto hash = order_.hash_at(claim.first.first, claim.first.second);
    if (!hash) return false;
    if (*hash != claim.second)
      object("a position once read never changes",
             "a shop was told of shard " + std::to_string(claim.first.first.value()) +
                 " through position " + std::to_string(claim.first.second.value()) +
                 ", and something else stands there");
    return true;
  });
}

void Judge::on_asked(std::size_t shop, const store_node::SaleRequest& request, std::size_t) {
  ++counts_.asked;
  requests_[request.id] = {request.kind, shop, std::nullopt};
}

void Judge::on_answered(std::size_t shop, const store_node::SaleRequest& request, std::size_t,
                        const store_node::SaleAnswer& answer) {
  note("answered", request.id.counter.value(), static_cast<std::uint64_t>(answer.outcome));
  Request& known = requests_[request.id];
  if (answer.id != request.id) object("answers", "a till was answered another request");
  if (known.answer) object("answers", "a request was answered twice for good");
  known.answer = answer;
  const bool is_approved = answer.outcome != Outcome::Declined;
  ++(is_approved ? counts_.approved : counts_.declined);
  if (!is_approved) return;
  hear_witness(request.id.terminal, answer);
  if (answer.receipt) {
    LogTruth& truth = logs_[answer.receipt->incarnation];
    truth.approved_through = std::max(truth.approved_through, answer.receipt->seq);
    const bool is_stored =
        harmed_.contains(answer.receipt->incarnation) ||
        (answer.receipt->seq.value() <= truth.digests.size() &&
         truth.digests[answer.receipt->seq.value() - 1] == sync::sha256(answer.receipt->event));
    if (!is_stored)
      object("an approval is durable",
             "a till of shop " + std::to_string(shop + 1) + " was given a receipt of event " +
                 std::to_string(answer.receipt->seq.value()) + ", which its log, that reaches " +
                 std::to_string(truth.digests.size()) + ", does not hold so");
  } else if (!answer.event) {
    object("answers", "an approval names no event");
  }
}

/// A till has shown the last head it was given to whoever serves it: a log that ran back behind it is given up.
void Judge::hear_witness(TerminalId till, const store_node::SaleAnswer& answer) {
  if (!answer.receipt) return;
  EventId& last = witnesses_[till];
  const EventId event{answer.receipt->incarnation, answer.receipt->seq};
  if (event.origin == last.origin && event.seq <= last.seq)
    object("a witness is heeded", "a till that was given event " +
                                      std::to_string(last.seq.value()) +
                                      " of a log was given event " +
                                      std::to_string(event.seq.value()) + " of it after that");
  last = event;
}

void Judge::read_order() {
  if (office_->database().state() == DatabaseState::OffQuorum) return;
  if (!std::exchange(has_grown_, false)) return;
  for (const std::string& sentence : order_.read_on(office_->events()))
    object("the order", sentence);
  note("order", order_.size(), 0);
  // Copies have a term of their own.
  const bool is_escrow_strict = !may_have_copies_ && order_.is_settled() && harmed_.empty();
  if (is_escrow_strict && order_.first_broken_escrow())
    object("escrow", *order_.first_broken_escrow());
  for (const Origin log : order_.closed())
    if (!harmed_.contains(log) && !may_have_copies_)
      object("a sound log goes on",
             "head office closed " + to_string(log) + ", which never ran back");
  check_claims();
}

void Judge::office_was_restored() {
  order_ = Order(shard_count_);
  claims_.clear();
  was_restored_ = true;
  has_grown_ = true;
  read_order();
}

/// What cut-off shops have drawn and head office does not know of, it must have shown before.
void Judge::look_at_exposure() {
  if (!office_->is_up() || office_->database().state() != DatabaseState::Well) return;
  read_order();
  std::erase_if(unheard_, [&](const auto& unheard) {
    if (!order_.holds(unheard.first.first, unheard.first.second)) return false;
    unheard_drawn_ -= unheard.second;
    return true;
  });
  const auto reply = office_->ask(central::ExposureRequest{});
  const auto* shown = std::get_if<central::ExposureReply>(&reply);
  if (shown == nullptr || shown->exposure.kind != Exposure::Kind::Known) return;
  const Amount amount = shown->exposure.parts.sum();
  counts_.exposure_peak = std::max(counts_.exposure_peak, amount);
  const Amount copies = may_have_copies_ ? shown->copies : Amount();
  if (unheard_drawn_ > amount + copies)
    object("exposure", "shops have drawn " + std::to_string(unheard_drawn_.minor()) +
                           " that head office has not heard of, and it shows " +
                           std::to_string(amount.minor()));
}

Judge::Counts Judge::counts() const {
  Counts counts = counts_;
  for (const auto& [id, request] : requests_)
    if (!request.answer) ++counts.unanswered;
  for (const auto& [id, card] : order_.cards())
    for (const auto& [opening, overdraft] : card.overdrafts) counts.overdrafts += overdraft.opened;
  return counts;
}

}  // namespace perk::simulation
