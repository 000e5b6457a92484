#include "store_node/terminal/terminal_proto.h"

namespace perk::store_node {

std::string to_bytes(const SaleRequest& request) {
  v1::SaleRequest wire;
  wire.set_terminal(request.id.terminal.value());
  wire.set_counter(request.id.counter.value());
  wire.set_kind(static_cast<v1::RequestKind>(request.kind));
  wire.set_card_number(request.card_number);
  put_money(request.money, *wire.mutable_money());
  wire.set_partial_accepted(request.partial == PartialApproval::Accepted);
  if (request.original) {
    wire.mutable_original()->set_origin(request.original->origin.value());
    wire.mutable_original()->set_seq(request.original->seq.value());
  }
  wire.set_reversal_reason(static_cast<v1::ReversalReason>(request.reversal_reason));
  wire.set_tender(static_cast<v1::Tender>(request.tender));
  wire.set_programme(request.programme.value());
  wire.set_manager(request.manager);
  wire.set_tip_minor(request.tip.minor());
  wire.set_keeps_rest(request.rest == RestOfHold::Kept);
  return wire.SerializeAsString();
}

DecodedTerminalMessage sale_request_from(const PayloadBytes& bytes) {
  v1::SaleRequest wire;
  if (!parse(wire, bytes)) return malformed("the bytes are not a SaleRequest");
  if (wire.terminal() == 0 || wire.counter() == 0)
    return malformed("a SaleRequest has no request id");
  if (wire.card_number().size() > kCardNumberBytesMax)
    return malformed("a SaleRequest's card number is too long");
  const auto money = read_money(wire.money());
  if (!money) return malformed("a SaleRequest's currency is no currency code");
  SaleRequest request;
  request.id = {TerminalId(wire.terminal()), RequestCounter(wire.counter())};
  request.kind = enumerator(wire.kind(), RequestKind::ReverseLoad);
  if (request.kind == RequestKind::Unspecified)
    return malformed("a SaleRequest of a kind that this version does not know");
  request.card_number = wire.card_number();
  request.money = *money;
  request.partial = wire.partial_accepted() ? PartialApproval::Accepted : PartialApproval::Refused;
  if (const auto origin = Origin::from_value(wire.original().origin()))
    request.original = EventId{*origin, Seq(wire.original().seq())};
  if (request.kind == RequestKind::Reverse && !request.original)
    return malformed("a reversal names no purchase");
  if (names_original(request.kind) && !request.original)
    return malformed("a SaleRequest names no hold or load");
  request.reversal_reason = enumerator(wire.reversal_reason(), ReversalReason::Refund);
  request.tender = enumerator(wire.tender(), Tender::Complimentary);
  request.programme = ProgrammeId(wire.programme());
  if (wire.manager().size() > kTextBytesMax)
    return malformed("a SaleRequest's manager has too long a name");
  request.manager = wire.manager();
  request.tip = Amount(wire.tip_minor());
  request.rest = wire.keeps_rest() ? RestOfHold::Kept : RestOfHold::GivenBack;
  return TerminalMessage(std::move(request));
}

std::string to_bytes(const SaleAnswer& answer) {
  v1::SaleAnswer wire;
  wire.set_terminal(answer.id.terminal.value());
  wire.set_counter(answer.id.counter.value());
  wire.set_outcome(static_cast<v1::Outcome>(answer.outcome));
  wire.set_reason(answer.reason);
  wire.set_sentence(answer.sentence);
  wire.set_retry_may_help(answer.retry == Retry::MayHelp);
  put_money(answer.amount, *wire.mutable_amount());
  put_money(answer.remaining, *wire.mutable_remaining());
  wire.set_basis(static_cast<v1::Basis>(answer.basis));
  wire.set_as_of_wall_ms(wire_wall(answer.as_of.wall));
  wire.set_known_through(answer.as_of.known_through.value());
  wire.set_cut_off_for_ms(sync::unsigned_millis(answer.as_of.cut_off_for));
  if (answer.receipt) put_receipt(*answer.receipt, *wire.mutable_receipt());
  wire.set_synced_through(answer.synced_through.value());
  if (answer.event) {
    wire.mutable_event()->set_origin(answer.event->origin.value());
    wire.mutable_event()->set_seq(answer.event->seq.value());
  }
  return wire.SerializeAsString();
}

DecodedTerminalMessage sale_answer_from(const PayloadBytes& bytes) {
  v1::SaleAnswer wire;
  if (!parse(wire, bytes)) return malformed("the bytes are not a SaleAnswer");
  if (wire.reason().size() > kTextBytesMax || wire.sentence().size() > kTextBytesMax)
    return malformed("a SaleAnswer's text is too long");
  const auto amount = read_money(wire.amount());
  const auto remaining = read_money(wire.remaining());
  if (!amount || !remaining) return malformed("a SaleAnswer's currency is no currency code");
  SaleAnswer answer;
  answer.id = {TerminalId(wire.terminal()), RequestCounter(wire.counter())};
  answer.outcome = enumerator(wire.outcome(), Outcome::Unknown);
  answer.reason = wire.reason();
  answer.sentence = wire.sentence();
  answer.retry = wire.retry_may_help() ? Retry::MayHelp : Retry::Useless;
  answer.amount = *amount;
  answer.remaining = *remaining;
  answer.basis = enumerator(wire.basis(), Basis::Central);
  answer.as_of = {read_wall(wire.as_of_wall_ms()), Position(wire.known_through()),
                  read_millis(wire.cut_off_for_ms())};
  answer.synced_through = Seq(wire.synced_through());
  if (const auto origin = Origin::from_value(wire.event().origin()))
    answer.event = EventId{*origin, Seq(wire.event().seq())};
  if (!wire.has_receipt()) return TerminalMessage(std::move(answer));
  answer.receipt = read_receipt(wire.receipt());
  if (!answer.receipt) return malformed("a SaleAnswer's receipt cannot be read");
  return TerminalMessage(std::move(answer));
}

std::string to_bytes(const BalanceInquiry& inquiry) {
  v1::BalanceInquiry wire;
  wire.set_number(inquiry.number);
  wire.set_card_number(inquiry.card_number);
  return wire.SerializeAsString();
}

DecodedTerminalMessage balance_inquiry_from(const PayloadBytes& bytes) {
  v1::BalanceInquiry wire;
  if (!parse(wire, bytes)) return malformed("the bytes are not a BalanceInquiry");
  if (wire.card_number().size() > kCardNumberBytesMax)
    return malformed("a BalanceInquiry's card number is too long");
  return TerminalMessage(BalanceInquiry{wire.number(), wire.card_number()});
}

std::string to_bytes(const BalanceInquiryAnswer& answer) {
  v1::BalanceInquiryAnswer wire;
  wire.set_number(answer.number);
  wire.set_known(answer.is_known);
  wire.set_frozen(answer.is_frozen);
  put_money(answer.available, *wire.mutable_available());
  wire.set_as_of_wall_ms(wire_wall(answer.as_of.wall));
  wire.set_known_through(answer.as_of.known_through.value());
  wire.set_cut_off_for_ms(sync::unsigned_millis(answer.as_of.cut_off_for));
  wire.set_reason(answer.reason);
  wire.set_own_rights_minor(answer.own_rights.minor());
  wire.set_beyond_rights_minor(answer.beyond_rights.minor());
  return wire.SerializeAsString();
}

DecodedTerminalMessage balance_answer_from(const PayloadBytes& bytes) {
  v1::BalanceInquiryAnswer wire;
  if (!parse(wire, bytes)) return malformed("the bytes are not a BalanceInquiryAnswer");
  if (wire.reason().size() > kTextBytesMax) return malformed("a balance's reason is too long");
  const auto available = read_money(wire.available());
  if (!available) return malformed("a balance's currency is no currency code");
  return TerminalMessage(BalanceInquiryAnswer{
      wire.number(), wire.known(), wire.frozen(), *available,
      AsOf{read_wall(wire.as_of_wall_ms()), Position(wire.known_through()),
           read_millis(wire.cut_off_for_ms())},
      wire.reason(), Amount(wire.own_rights_minor()), Amount(wire.beyond_rights_minor())});
}

}  // namespace perk::store_node
