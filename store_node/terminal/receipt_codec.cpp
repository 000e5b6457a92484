#include "store_node/terminal/terminal_proto.h"
#include "sync/wire/event_codec.h"

namespace perk::store_node {

using sync::exactly;
using sync::to_wire_bytes;

void put_receipt(const sync::Receipt& receipt, v1::Receipt& wire) {
  wire.set_store(receipt.store.value());
  wire.set_incarnation(receipt.incarnation.value());
  wire.set_seq(receipt.seq.value());
  wire.set_previous_hash(to_wire_bytes(receipt.previous_hash.bytes));
  wire.set_event(to_wire_bytes(receipt.event));
  for (const Digest& digest : receipt.later_digests)
    wire.add_later_digests(to_wire_bytes(digest.bytes));
  wire.set_signature(to_wire_bytes(receipt.signature.bytes));
}

std::optional<sync::Receipt> read_receipt(const v1::Receipt& wire) {
  const auto incarnation = Origin::from_value(wire.incarnation());
  const auto previous = exactly<32>(wire.previous_hash());
  const auto signature = exactly<64>(wire.signature());
  if (!incarnation || !previous || !signature || wire.event().empty()) return std::nullopt;
  const bool is_too_large = wire.event().size() > sync::kEventBytesMax ||
                            wire.later_digests_size() > kReceiptLaterDigestsMax;
  if (is_too_large) return std::nullopt;
  sync::Receipt receipt{StoreId(wire.store()),
                        *incarnation,
                        Seq(wire.seq()),
                        Digest{*previous},
                        {wire.event().begin(), wire.event().end()},
                        {},
                        Signature{*signature}};
  for (const std::string& later : wire.later_digests()) {
    const auto digest = exactly<32>(later);
    if (!digest) return std::nullopt;
    receipt.later_digests.push_back(Digest{*digest});
  }
  return receipt;
}

std::string to_bytes(const HandBack& hand_back) {
  v1::HandBack wire;
  wire.set_number(hand_back.number);
  for (const sync::Receipt& receipt : hand_back.receipts)
    put_receipt(receipt, *wire.add_receipts());
  return wire.SerializeAsString();
}

DecodedTerminalMessage hand_back_from(const PayloadBytes& bytes) {
  v1::HandBack wire;
  if (!parse(wire, bytes)) return malformed("the bytes are not a HandBack");
  HandBack hand_back{wire.number(), {}};
  for (const v1::Receipt& one : wire.receipts()) {
    auto receipt = read_receipt(one);
    if (!receipt) return malformed("a receipt that is handed back cannot be read");
    hand_back.receipts.push_back(std::move(*receipt));
  }
  return TerminalMessage(std::move(hand_back));
}

std::string to_bytes(const HandBackAnswer& answer) {
  v1::HandBackAnswer wire;
  wire.set_number(answer.number);
  for (const HandBackOutcome outcome : answer.outcomes)
    wire.add_outcomes(static_cast<v1::HandBackOutcome>(outcome));
  return wire.SerializeAsString();
}

DecodedTerminalMessage hand_back_answer_from(const PayloadBytes& bytes) {
  v1::HandBackAnswer wire;
  if (!parse(wire, bytes)) return malformed("the bytes are not a HandBackAnswer");
  HandBackAnswer answer{wire.number(), {}};
  for (const int outcome : wire.outcomes())
    answer.outcomes.push_back(enumerator(outcome, HandBackOutcome::Covered));
  return TerminalMessage(std::move(answer));
}

}  // namespace perk::store_node
