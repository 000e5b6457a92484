// What several terminal messages share on the wire. For the codecs of this folder only.
#pragma once

#include <optional>
#include <string>

#include "perk/v1/terminal.pb.h"
#include "store_node/terminal/terminal_codec.h"
#include "sync/wire/checked.h"
#include "sync/wire/parse_proto.h"

namespace perk::store_node {

using DecodedTerminalMessage = Result<TerminalMessage, sync::Malformed>;
using PayloadBytes = std::vector<std::uint8_t>;

// What a message may hold; more is no till of ours.
inline constexpr std::size_t kCardNumberBytesMax = 64;  ///< Twice the longest that is read.
inline constexpr std::size_t kTextBytesMax = 1'024;     ///< Names, reasons, sentences.
inline constexpr std::size_t kCurrencyBytesMax = 3;     ///< An ISO 4217 code.
inline constexpr int kReceiptLaterDigestsMax = 4'096;   ///< More than any group of sales.

inline void put_money(const Money& money, v1::TerminalMoney& wire) {
  wire.set_minor(money.amount.minor());
  wire.set_currency(std::string(money.currency.code()));
}
/// None for a currency that is no code; an empty one is no currency.
[[nodiscard]] inline std::optional<Money> read_money(const v1::TerminalMoney& wire) {
  if (wire.currency().size() > kCurrencyBytesMax) return std::nullopt;
  if (wire.currency().empty()) return Money{Amount(wire.minor()), Currency()};
  const auto currency = Currency::from_code(wire.currency());
  if (!currency) return std::nullopt;
  return Money{Amount(wire.minor()), *currency};
}

/// An enumerator of ours by its number on the wire; Unspecified (0) if this version does not know it.
template <typename Enum>
[[nodiscard]] Enum enumerator(int number, Enum last) {
  if (number < 0 || number > static_cast<int>(last)) return static_cast<Enum>(0);
  return static_cast<Enum>(number);
}

/// Times on the wire are unsigned; one that is no time of ours reads as 0.
[[nodiscard]] inline WallTime read_wall(std::uint64_t wire) {
  const auto millis = sync::signed_millis(wire);
  return WallTime(millis ? millis->count() : 0);
}
[[nodiscard]] inline std::uint64_t wire_wall(WallTime wall) {
  return sync::unsigned_millis(wall - WallTime());
}
[[nodiscard]] inline Millis read_millis(std::uint64_t wire) {
  return sync::signed_millis(wire).value_or(Millis());
}

template <typename Wire>
[[nodiscard]] bool parse(Wire& wire, const PayloadBytes& bytes) {
  return sync::parse_quietly(wire, bytes);
}

[[nodiscard]] inline Failed<sync::Malformed> malformed(std::string why) {
  return failed(sync::Malformed{std::move(why)});
}

// terminal_greeting_codec.cpp
[[nodiscard]] std::string to_bytes(const TerminalHello& hello);
[[nodiscard]] std::string to_bytes(const TerminalWelcome& welcome);
[[nodiscard]] std::string to_bytes(const TerminalFault& fault);
[[nodiscard]] DecodedTerminalMessage terminal_hello_from(const PayloadBytes& bytes);
[[nodiscard]] DecodedTerminalMessage terminal_welcome_from(const PayloadBytes& bytes);
[[nodiscard]] DecodedTerminalMessage terminal_fault_from(const PayloadBytes& bytes);

// terminal_status_codec.cpp
[[nodiscard]] std::string to_bytes(const StatusRequest& request);
[[nodiscard]] std::string to_bytes(const StatusAnswer& status);
[[nodiscard]] DecodedTerminalMessage status_request_from(const PayloadBytes& bytes);
[[nodiscard]] DecodedTerminalMessage status_answer_from(const PayloadBytes& bytes);

// terminal_sale_codec.cpp
[[nodiscard]] std::string to_bytes(const SaleRequest& request);
[[nodiscard]] std::string to_bytes(const SaleAnswer& answer);
[[nodiscard]] std::string to_bytes(const BalanceInquiry& inquiry);
[[nodiscard]] std::string to_bytes(const BalanceInquiryAnswer& answer);
[[nodiscard]] DecodedTerminalMessage sale_request_from(const PayloadBytes& bytes);
[[nodiscard]] DecodedTerminalMessage sale_answer_from(const PayloadBytes& bytes);
[[nodiscard]] DecodedTerminalMessage balance_inquiry_from(const PayloadBytes& bytes);
[[nodiscard]] DecodedTerminalMessage balance_answer_from(const PayloadBytes& bytes);

// receipt_codec.cpp
void put_receipt(const sync::Receipt& receipt, v1::Receipt& wire);
[[nodiscard]] std::optional<sync::Receipt> read_receipt(const v1::Receipt& wire);
[[nodiscard]] std::string to_bytes(const HandBack& hand_back);
[[nodiscard]] std::string to_bytes(const HandBackAnswer& answer);
[[nodiscard]] DecodedTerminalMessage hand_back_from(const PayloadBytes& bytes);
[[nodiscard]] DecodedTerminalMessage hand_back_answer_from(const PayloadBytes& bytes);

}  // namespace perk::store_node
