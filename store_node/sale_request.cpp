#include "store_node/sale_request.h"

#include <algorithm>

#include "ledger/check.h"
#include "sync/crypto/canonical_bytes.h"
#include "sync/crypto/hash_chain.h"

namespace perk::store_node {
namespace {

EventId original_of(const SaleRequest& request) {
  PERK_CHECK(request.original, "the codec refuses what names no purchase, hold or load");
  return *request.original;
}

decltype(Command::body) body_of(const SaleRequest& request, const CardReader::Card& card) {
  switch (request.kind) {
    case RequestKind::Issue:
      return IssueCard{card.last_four, request.programme, card.key_version, request.money.currency};
    case RequestKind::Load:
      return LoadValue{request.money, request.tender};
    case RequestKind::Redeem:
      return Redeem{request.money, request.partial, request.manager};
    case RequestKind::Reverse:
      return ReverseRedemption{original_of(request), request.money, request.reversal_reason};
    case RequestKind::Hold:
      return PlaceHold{request.money};
    case RequestKind::Capture:
      return CaptureHold{original_of(request), request.money, request.tip, request.rest};
    case RequestKind::ReleaseHold:
      return ReleaseHold{original_of(request)};
    case RequestKind::ReverseLoad:
      return ReverseLoad{original_of(request), request.money};
    case RequestKind::Unspecified:
      break;
  }
  PERK_CHECK(false, "the codec refuses a request of no kind");
}

}  // namespace

CardReader::CardReader(std::vector<sync::CardNumberKey> keys, NumberRules rules)
    : keys_(std::move(keys)), rules_(std::move(rules)) {
  PERK_CHECK(!keys_.empty(), "an enrolled store has a card number key");
  std::sort(keys_.begin(), keys_.end(),
            [](const auto& a, const auto& b) { return a.version() > b.version(); });
}

template <typename Cards>
std::optional<CardReader::Card> CardReader::read_among(std::string_view digits,
                                                       const Cards& known) const {
  const auto number = CardNumber::parse(digits);
  if (!number) return std::nullopt;
  const CardId first = keys_.back().card_id(*number);
  for (const sync::CardNumberKey& key : keys_) {
    const CardId id = key.version() == keys_.back().version() ? first : key.card_id(*number);
    if (known.contains(id)) return Card{id, first, key.version(), number->last_four()};
  }
  const sync::CardNumberKey& key = key_for(*number);
  return Card{key.card_id(*number), first, key.version(), number->last_four(), refusal_of(*number)};
}

const sync::CardNumberKey& CardReader::key_for(const CardNumber& number) const {
  const NumberRange* const range = range_of(number, rules_.ranges);
  if (range != nullptr && range->kind == RangeKind::SelfProving) {
    const sync::CardNumberKey* const proves = sync::proving_key(number, *range, keys_);
    if (proves != nullptr) return *proves;
  }
  const auto key = std::find_if(keys_.begin(), keys_.end(), [&](const sync::CardNumberKey& each) {
    return range != nullptr && each.version() == range->key_version;
  });
  return key == keys_.end() ? keys_.back() : *key;
}

std::optional<Rejection> CardReader::refusal_of(const CardNumber& number) const {
  switch (sync::judge(number, rules_.ranges, keys_)) {
    case sync::NumberVerdict::Proven:
    case sync::NumberVerdict::Foreign:
      return std::nullopt;
    case sync::NumberVerdict::Invented:
      return Rejection::CardNumberInvented;
    case sync::NumberVerdict::InNoRange:
      break;
  }
  if (rules_.unknown == UnknownRange::Taken) return std::nullopt;
  return Rejection::CardNumberNotTaken;
}

std::optional<CardReader::Card> CardReader::read(std::string_view digits,
                                                 const CardTable& known) const {
  return read_among(digits, known);
}

std::optional<CardReader::Card> CardReader::read(std::string_view digits,
                                                 const CardDraft& known) const {
  return read_among(digits, known);
}

std::optional<CardReader::Card> CardReader::read_as(std::string_view digits,
                                                    const CardId& id) const {
  const auto number = CardNumber::parse(digits);
  if (!number) return std::nullopt;
  for (const sync::CardNumberKey& key : keys_) {
    if (key.card_id(*number) != id) continue;
    return Card{id, keys_.back().card_id(*number), key.version(), number->last_four()};
  }
  return std::nullopt;
}

Command command_of(const SaleRequest& request, const CardReader::Card& card) {
  return {request.id, card.id, body_of(request, card)};
}

Digest content_of(const SaleRequest& request, const std::optional<CardReader::Card>& card) {
  const EventId original = request.original.value_or(EventId());
  sync::CanonicalBytes bytes("perk.request.v1");
  bytes.number(static_cast<std::uint64_t>(request.kind));
  bytes.number(card ? 1 : 0).raw(card ? card->first_id.bytes : CardId().bytes);
  bytes.number(static_cast<std::uint64_t>(request.money.amount.minor()));
  bytes.text(request.money.currency.code());
  bytes.number(static_cast<std::uint64_t>(request.partial));
  bytes.number(original.origin.value()).number(original.seq.value());
  bytes.number(static_cast<std::uint64_t>(request.reversal_reason));
  bytes.number(static_cast<std::uint64_t>(request.tender)).number(request.programme.value());
  // Only if there is one: what was refused before managers were named stays what it was.
  if (!request.manager.empty()) bytes.text(request.manager);
  if (request.kind == RequestKind::Capture) {
    bytes.number(static_cast<std::uint64_t>(request.tip.minor()));
    bytes.number(static_cast<std::uint64_t>(request.rest));
  }
  return sync::sha256(bytes.view());
}

}  // namespace perk::store_node
