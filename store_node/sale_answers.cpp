#include "store_node/sale_answers.h"

#include <algorithm>

#include "sync/crypto/hash_chain.h"
#include "sync/wire/event_codec.h"

namespace perk::store_node {
namespace {

/// The row of a refusal by its stable name; none for one that only another version knows.
const RejectionRow* row_named(std::string_view name) {
  const auto rows = rejection_table();
  const auto row = std::find_if(rows.begin(), rows.end(),
                                [&](const RejectionRow& each) { return each.name == name; });
  return row == rows.end() ? nullptr : &*row;
}

Outcome outcome_of(const Event& event) {
  const auto* redeemed = std::get_if<ValueRedeemed>(&event.body);
  const bool is_part = redeemed != nullptr && redeemed->requested > -event.envelope.value_effect;
  return is_part ? Outcome::PartiallyApproved : Outcome::Approved;
}

Basis basis_of(const Event& event) {
  const auto* redeemed = std::get_if<ValueRedeemed>(&event.body);
  return redeemed == nullptr ? Basis::Unspecified : redeemed->basis;
}

Amount magnitude(Amount amount) { return amount.is_negative() ? -amount : amount; }

/// Of what is set aside, or given back of it, no value moves yet.
Amount amount_of(const Event& event) {
  const bool is_of_hold = std::holds_alternative<HoldPlaced>(event.body) ||
                          std::holds_alternative<HoldReleased>(event.body);
  return magnitude(is_of_hold ? event.envelope.held_effect : event.envelope.value_effect);
}

/// The hash just before an event of the own log.
Result<Digest, StorageError> hash_before(Journal& journal, Seq seq) {
  const LogIdentity log = journal.identity();
  if (seq == Seq(1)) return sync::log_genesis(log.store, log.incarnation);
  const auto before = journal.own_event(Seq(seq.value() - 1));
  if (!before) return failed(before.error());
  if (!before.value()) return failed(StorageError{StorageFailure::GiveUp, "the log has a gap"});
  return before.value()->hash;
}

class Repeat {
 public:
  Repeat(const TillTools& tools, const Books& books, const SaleRequest& request)
      : tools_(tools),
        books_(books),
        request_(request),
        card_(tools.card_reader.read(request.card_number, books.cards)) {}

  SaleAnswer operator()(const OwnEvent& stored) const {
    const auto event = sync::decode_event(stored.bytes);
    if (!event) return unknown();
    if (!is_same(event.value())) return declined(Rejection::RequestIdReused);
    const auto previous = hash_before(tools_.journal, stored.seq);
    if (!previous) return unknown();
    const EventId id{tools_.journal.identity().incarnation, stored.seq};
    return approved({id, event.value()}, receipt_of(stored, previous.value()));
  }

  SaleAnswer operator()(const ReplicaItem& heard) const {
    const auto event = sync::decode_event(heard.bytes);
    if (!event) return unknown();
    if (!is_same(event.value())) return declined(Rejection::RequestIdReused);
    return approved({heard.event, event.value()}, std::nullopt);
  }

  SaleAnswer operator()(const Decline& first) const {
    if (content_of(request_, card_) != first.content) return declined(Rejection::RequestIdReused);
    const RejectionRow* const row = row_named(first.reason);
    if (row != nullptr) return declined(row->rejection);
    SaleAnswer answer = declined(Rejection::StorageUnavailable);
    answer.reason = first.reason;
    answer.retry = Retry::Useless;
    return answer;
  }

 private:
  /// The number asked about as the card that the event is about; none if it is another.
  [[nodiscard]] std::optional<CardReader::Card> card_of(const Event& event) const {
    if (!event.envelope.card) return std::nullopt;
    return tools_.card_reader.read_as(request_.card_number, *event.envelope.card);
  }
  [[nodiscard]] bool is_same(const Event& event) const {
    const auto card = card_of(event);
    return card && has_same_content(command_of(request_, *card), event);
  }
  [[nodiscard]] sync::Receipt receipt_of(const OwnEvent& stored, const Digest& previous) const {
    const LogIdentity log = tools_.journal.identity();
    const Signature seal = seal_of(tools_.keys.present(), log, {stored.seq, stored.hash});
    return {log.store, log.incarnation, stored.seq, previous, stored.bytes, {}, seal};
  }
  /// Of an event that is_same(), so that it is about a card.
  SaleAnswer approved(const RecordedEvent& event, std::optional<sync::Receipt> receipt) const {
    const CardId card = event.event.envelope.card.value();
    const CardState& state = books_.cards.find(card);
    const CardView view{state.available(), books_.as_of(card, state, tools_.clock.monotonic())};
    return approved_answer(request_.id, event, view, std::move(receipt),
                           books_.unsynced.synced_through());
  }
  SaleAnswer declined(Rejection rejection) const {
    return declined_answer(request_, rejection, books_.unsynced.synced_through());
  }
  SaleAnswer unknown() const {
    return unknown_answer(request_, Rejection::StorageUnavailable,
                          books_.unsynced.synced_through());
  }

  const TillTools& tools_;
  const Books& books_;
  const SaleRequest& request_;
  const std::optional<CardReader::Card> card_;
};

}  // namespace

Signature seal_of(const sync::LogKey& key, const LogIdentity& log, const LogHead& head) {
  return key.sign(sync::head_bytes(log.store, log.incarnation, head.seq, head.hash));
}

SaleAnswer approved_answer(const RequestId& id, const RecordedEvent& recorded, const CardView& card,
                           std::optional<sync::Receipt> receipt, Seq synced_through) {
  const Envelope& envelope = recorded.event.envelope;
  SaleAnswer answer;
  answer.id = id;
  answer.outcome = outcome_of(recorded.event);
  if (answer.outcome == Outcome::PartiallyApproved)
    answer.sentence = "The card covers only part of the amount.";
  answer.amount = {amount_of(recorded.event), envelope.currency};
  answer.remaining = {card.available, envelope.currency};
  answer.basis = basis_of(recorded.event);
  answer.as_of = card.as_of;
  answer.receipt = std::move(receipt);
  answer.synced_through = synced_through;
  answer.event = recorded.id;
  return answer;
}

SaleAnswer declined_answer(const SaleRequest& request, Rejection rejection, Seq synced_through) {
  const RejectionRow& row = describe(rejection);
  SaleAnswer answer;
  answer.id = request.id;
  answer.outcome = Outcome::Declined;
  answer.reason = row.name;
  answer.sentence = row.sentence;
  answer.retry = row.retry;
  answer.amount = {Amount(), request.money.currency};
  answer.remaining = {Amount(), request.money.currency};
  answer.synced_through = synced_through;
  return answer;
}

SaleAnswer unknown_answer(const SaleRequest& request, Rejection why, Seq synced_through) {
  SaleAnswer answer = declined_answer(request, why, synced_through);
  answer.outcome = Outcome::Unknown;
  return answer;
}

SaleAnswer repeated_answer(const TillTools& tools, const Books& books, const SaleRequest& request,
                           const Remembered& first) {
  return std::visit(Repeat(tools, books, request), first);
}

}  // namespace perk::store_node
