// What tills and nodes say survives the wire; what makes no sense is refused with a reason.
#include "store_node/terminal/terminal_codec.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "tests/support/ledger_builders.h"

namespace perk::test {
namespace {

using namespace store_node;

sync::Receipt some_receipt() {
  return {StoreId(3),    store(9), Seq(12), Digest{{7}}, {1, 2, 3}, {Digest{{8}}, Digest{{9}}},
          Signature{{4}}};
}

std::vector<TerminalMessage> one_of_each() {
  SaleRequest request_with_all{request(5, 2),
                               RequestKind::Reverse,
                               "600612345678",
                               eur(250),
                               PartialApproval::Accepted,
                               event_id(store(9), 4),
                               ReversalReason::Refund,
                               Tender::Card,
                               ProgrammeId(6),
                               "ada",
                               Amount(40),
                               RestOfHold::Kept};
  const AsOf as_of{WallTime(1'000), Position(40), Millis(90)};
  SaleAnswer approved{request(5, 2),
                      Outcome::PartiallyApproved,
                      "",
                      "part",
                      Retry::Useless,
                      eur(200),
                      eur(0),
                      Basis::Cached,
                      as_of,
                      some_receipt(),
                      Seq(11),
                      event_id(store(9), 12)};
  SaleAnswer declined;
  declined.id = request(6, 2);
  declined.outcome = Outcome::Declined;
  declined.reason = "card_unknown";
  declined.retry = Retry::MayHelp;
  SaleAnswer unknown = declined;
  unknown.outcome = Outcome::Unknown;
  unknown.reason = "overloaded";
  StatusAnswer status{
      1, StoreId(3),  "Main St", store(9), Seq(12), Digest{{1}}, Seq(10), true, Millis(5), 7,
      8, Amount(900), 2,         3,        4,       5,           6,       7,    8,         9};
  status.policy = "escrow";
  status.allowance_left = Amount(700);
  status.manager_allowance_left = Amount(800);
  status.allowance_expires_at = WallTime(99'000);
  status.asks_waiting = 10;
  status.is_line_slow = true;
  status.on_rights = 11;
  status.on_cached = 12;
  status.on_stand_in = 13;
  status.on_central = 14;
  status.wrong_numbers = 15;
  status.guesses_stopped = 16;
  status.is_bringing = true;
  return {TerminalHello{1, TerminalId(2), Witness{StoreId(3), store(9), Seq(12), Digest{{7}}}},
          TerminalHello{1, TerminalId(2), std::nullopt},
          TerminalWelcome{1, StoreId(3), "Main St", store(9), Seq(12), Seq(10)},
          request_with_all,
          approved,
          declined,
          unknown,
          BalanceInquiry{3, "600612345678"},
          BalanceInquiryAnswer{3, true, true, eur(70), as_of, "", Amount(40), Amount(30)},
          HandBack{4, {some_receipt(), some_receipt()}},
          HandBackAnswer{
              4, {HandBackOutcome::Held, HandBackOutcome::Refused, HandBackOutcome::Covered}},
          StatusRequest{5},
          status,
          TerminalFault{TerminalFaultCode::Stopping, "bye"}};
}

TEST(TerminalCodec, EveryMessageSurvivesTheWire) {
  for (const TerminalMessage& message : one_of_each()) {
    const auto decoded = decode_terminal_message(encode_terminal_message(message));
    ASSERT_TRUE(decoded) << decoded.error().why;
    EXPECT_EQ(decoded.value(), message) << "message " << message.index();
  }
}

TEST(TerminalCodec, EveryMessageThatIsCutShortIsReadOrRefusedButNeverMore) {
  for (const TerminalMessage& message : one_of_each()) {
    sync::Frame frame = encode_terminal_message(message);
    while (!frame.payload.empty()) {
      frame.payload.pop_back();
      const auto decoded = decode_terminal_message(frame);
      EXPECT_TRUE(!decoded || decoded.value().index() == message.index());
    }
  }
}

TEST(TerminalCodec, ASaleRequestMustSayWhatAndWhose) {
  SaleRequest request_without_kind;
  request_without_kind.id = request(1);
  EXPECT_FALSE(decode_terminal_message(encode_terminal_message(request_without_kind)));
  SaleRequest without_id;
  without_id.kind = RequestKind::Redeem;
  EXPECT_FALSE(decode_terminal_message(encode_terminal_message(without_id)));
  SaleRequest reversal_of_nothing;
  reversal_of_nothing.id = request(1);
  reversal_of_nothing.kind = RequestKind::Reverse;
  const auto refused = decode_terminal_message(encode_terminal_message(reversal_of_nothing));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().why, "a reversal names no purchase");
}

std::string why_refused(const TerminalMessage& message) {
  const auto decoded = decode_terminal_message(encode_terminal_message(message));
  return decoded ? "it was read" : decoded.error().why;
}

TEST(TerminalCodec, WhatIsAboutAHoldOrALoadNamesIt) {
  for (const RequestKind kind :
       {RequestKind::Capture, RequestKind::ReleaseHold, RequestKind::ReverseLoad}) {
    SaleRequest sale;
    sale.id = request(1);
    sale.kind = kind;
    EXPECT_EQ(why_refused(sale), "a SaleRequest names no hold or load");
    sale.original = event_id(store(9), 4);
    EXPECT_EQ(why_refused(sale), "it was read");
  }
}

TEST(TerminalCodec, ACardNumberIsNoLongerThanAnyCardHasRoomFor) {
  SaleRequest sale;
  sale.id = request(1);
  sale.kind = RequestKind::Redeem;
  sale.card_number = std::string(64, '6');
  EXPECT_EQ(why_refused(sale), "it was read");
  sale.card_number += '6';
  EXPECT_EQ(why_refused(sale), "a SaleRequest's card number is too long");
  EXPECT_EQ(why_refused(BalanceInquiry{1, sale.card_number}),
            "a BalanceInquiry's card number is too long");
}

/// Every message with one text in it, and what is said of it when the text is too long.
std::vector<std::pair<TerminalMessage, std::string>> messages_with(const std::string& text) {
  SaleAnswer said;
  said.sentence = text;
  SaleAnswer named;
  named.reason = text;
  StatusAnswer status;
  status.incarnation = store(9);
  status.store_name = text;
  StatusAnswer under_policy;
  under_policy.incarnation = store(9);
  under_policy.policy = text;
  SaleRequest overridden;
  overridden.id = request(1);
  overridden.kind = RequestKind::Redeem;
  overridden.manager = text;
  return {
      {said, "a SaleAnswer's text is too long"},
      {named, "a SaleAnswer's text is too long"},
      {BalanceInquiryAnswer{1, true, false, eur(1), {}, text}, "a balance's reason is too long"},
      {TerminalFault{TerminalFaultCode::Stopping, text}, "a TerminalFault's sentence is too long"},
      {TerminalWelcome{1, StoreId(3), text, store(9), Seq(), Seq()},
       "a TerminalWelcome's store name is too long"},
      {status, "a StatusAnswer's store name is too long"},
      {under_policy, "a StatusAnswer's policy has too long a name"},
      {overridden, "a SaleRequest's manager has too long a name"}};
}

TEST(TerminalCodec, ReasonsSentencesAndStoreNamesHaveALengthThatPeopleRead) {
  const std::string longest(1'024, 'a');
  for (const auto& [message, why] : messages_with(longest)) {
    const auto decoded = decode_terminal_message(encode_terminal_message(message));
    ASSERT_TRUE(decoded) << decoded.error().why;
    EXPECT_EQ(decoded.value(), message) << "to its last letter";
  }
  for (const auto& [message, why] : messages_with(longest + 'a'))
    EXPECT_EQ(why_refused(message), why);
}

/// The message with another currency in one of its sums of money, as a stranger's till would write it: a
/// field that comes twice is merged, and the last currency counts.
sync::Frame with_currency(const TerminalMessage& message, std::uint8_t field,
                          const std::string& code) {
  constexpr std::uint8_t kBytes = 2;  // Protobuf's wire type of strings and messages.
  const auto length = static_cast<std::uint8_t>(code.size());
  sync::Frame frame = encode_terminal_message(message);
  for (const int byte : {field << 3 | kBytes, length + 2, 2 << 3 | kBytes, int{length}})
    frame.payload.push_back(static_cast<std::uint8_t>(byte));
  frame.payload.insert(frame.payload.end(), code.begin(), code.end());
  return frame;
}

TEST(TerminalCodec, ACurrencyIsThreeCapitalsOrNone) {
  SaleRequest sale;
  sale.id = request(1);
  sale.kind = RequestKind::Redeem;
  sale.money = eur(100);
  struct Place {
    TerminalMessage message;
    std::uint8_t field;  // Of terminal.proto.
    std::string why;
  };
  const std::vector<Place> places = {
      {sale, 5, "a SaleRequest's currency is no currency code"},
      {SaleAnswer{}, 7, "a SaleAnswer's currency is no currency code"},
      {SaleAnswer{}, 8, "a SaleAnswer's currency is no currency code"},
      {BalanceInquiryAnswer{}, 4, "a balance's currency is no currency code"}};
  for (const Place& place : places) {
    for (const char* const code : {"USD", ""}) {
      const auto read = decode_terminal_message(with_currency(place.message, place.field, code));
      EXPECT_TRUE(read) << int{place.field} << " " << code << ": " << read.error().why;
    }
    for (const std::string& code : {std::string("EU"), std::string("EURO"), std::string("eur"),
                                    std::string("E1R"), std::string(100, 'E')}) {
      const auto refused = decode_terminal_message(with_currency(place.message, place.field, code));
      ASSERT_FALSE(refused) << int{place.field} << " " << code;
      EXPECT_EQ(refused.error().why, place.why);
    }
  }
  const auto dollars = decode_terminal_message(with_currency(sale, 5, "USD"));
  ASSERT_TRUE(dollars);
  EXPECT_EQ(std::get<SaleRequest>(dollars.value()).money.currency, currency("USD"));
}

TEST(TerminalCodec, AReceiptIsNoLargerThanItsEventAndItsGroupCanBe) {
  sync::Receipt receipt = some_receipt();
  receipt.event.assign(65'537, 1);
  EXPECT_EQ(why_refused(HandBack{1, {receipt}}), "a receipt that is handed back cannot be read");
  receipt = some_receipt();
  receipt.later_digests.assign(4'097, Digest{{8}});
  EXPECT_EQ(why_refused(HandBack{1, {receipt}}), "a receipt that is handed back cannot be read");
}

TEST(TerminalCodec, TextThatIsNoTextIsRefusedWithoutAWordOnStderr) {
  sync::Frame frame =
      encode_terminal_message(TerminalFault{TerminalFaultCode::Stopping, "no text"});
  std::ranges::replace(frame.payload, std::uint8_t{'x'}, std::uint8_t{0xff});
  ::testing::internal::CaptureStderr();
  const bool is_read = decode_terminal_message(frame).has_value();
  EXPECT_EQ(::testing::internal::GetCapturedStderr(), "");
  EXPECT_FALSE(is_read);
}

TEST(TerminalCodec, AnUnknownFrameTypeIsSaidSo) {
  const auto refused = decode_terminal_message({77, {}});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().why, "frame type 77 is unknown to this version");
  EXPECT_FALSE(decode_terminal_message({0, {}}));
}

}  // namespace
}  // namespace perk::test
