// Of the target terminal: one message of each kind.
#include "store_node/terminal/terminal_codec.h"
#include "tests/fuzz/seeds.h"
#include "tests/wire/golden_story.h"

namespace perk::fuzz {
namespace {

using namespace store_node;

const Origin kStore = *Origin::from_value(0x9c00'0000'0000'0001ULL);
const Currency kEuro = *Currency::from_code("EUR");
const AsOf kAsOf{WallTime(1'700'000'000'000), Position(40), Millis(90)};

SaleRequest sale(RequestKind kind) {
  SaleRequest request;
  request.id = {TerminalId(5), RequestCounter(2)};
  request.kind = kind;
  request.card_number = "6033570000000018";
  request.money = {Amount(350), kEuro};
  if (names_original(kind)) request.original = EventId{kStore, Seq(4)};
  return request;
}

SaleRequest overridden_sale() {
  SaleRequest request = sale(RequestKind::Redeem);
  request.partial = PartialApproval::Accepted;
  request.manager = "ada";
  return request;
}

SaleAnswer answer(Outcome outcome) {
  SaleAnswer answer;
  answer.id = {TerminalId(5), RequestCounter(2)};
  answer.outcome = outcome;
  answer.reason = outcome == Outcome::Declined ? "card_unknown" : "";
  answer.sentence = "said to the person at the till";
  answer.retry = Retry::MayHelp;
  answer.amount = {Amount(350), kEuro};
  answer.remaining = {Amount(0), kEuro};
  answer.basis = Basis::StandIn;
  answer.as_of = kAsOf;
  answer.synced_through = Seq(11);
  if (outcome != Outcome::Approved) return answer;
  answer.receipt = test::golden_receipt();
  answer.event = EventId{kStore, Seq(12)};
  return answer;
}

StatusAnswer status() {
  StatusAnswer status;
  status.store = StoreId(3);
  status.store_name = "Main St";
  status.incarnation = kStore;
  status.log_end = Seq(12);
  status.unsynced_value = Amount(900);
  status.policy = "escrow";
  return status;
}

std::vector<std::pair<std::string, TerminalMessage>> messages_of_each_kind() {
  return {
      {"hello", TerminalHello{1, TerminalId(2), Witness{StoreId(3), kStore, Seq(12), Digest()}}},
      {"hello_of_a_new_till", TerminalHello{1, TerminalId(2), std::nullopt}},
      {"welcome", TerminalWelcome{1, StoreId(3), "Main St", kStore, Seq(12), Seq(10)}},
      {"issue", sale(RequestKind::Issue)},
      {"load", sale(RequestKind::Load)},
      {"redeem", sale(RequestKind::Redeem)},
      {"redeem_by_manager", overridden_sale()},
      {"reverse", sale(RequestKind::Reverse)},
      {"capture", sale(RequestKind::Capture)},
      {"approved", answer(Outcome::Approved)},
      {"declined", answer(Outcome::Declined)},
      {"balance_inquiry", BalanceInquiry{3, "6033570000000018"}},
      {"balance", BalanceInquiryAnswer{3, true, true, {Amount(70), kEuro}, kAsOf, ""}},
      {"hand_back", HandBack{4, {test::golden_receipt(), test::golden_receipt()}}},
      {"handed_back", HandBackAnswer{4, {HandBackOutcome::Held, HandBackOutcome::Refused}}},
      {"status_request", StatusRequest{5}},
      {"status", status()},
      {"fault", TerminalFault{TerminalFaultCode::Stopping, "bye"}},
  };
}

}  // namespace

void add_terminal_seeds(std::vector<Seed>& seeds) {
  for (const auto& [name, message] : messages_of_each_kind())
    seeds.push_back({"terminal", name, as_input(encode_terminal_message(message))});
}

}  // namespace perk::fuzz
