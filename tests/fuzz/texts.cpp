// Input: one text, read as everything that people write by hand: an amount, a time, a duration, a list,
// an address, a card number, a number range, a reason.
#include <string>

#include "ledger/card_number.h"
#include "ledger/money.h"
#include "ledger/sealed_reason.h"
#include "ops/cli/arguments.h"
#include "store_node/enrolment_ranges.h"
#include "sync/net/address.h"
#include "sync/process/setting_text.h"
#include "tests/fuzz/calendar.h"
#include "tests/fuzz/targets.h"

namespace perk::fuzz {
namespace {

void check_amount(const std::string& text, const char* code) {
  const Currency currency = *Currency::from_code(code);
  const auto amount = parse_amount(text, currency);
  if (!amount) return;
  require(!amount->is_negative() && *amount <= kEventAmountMax, "an amount is within its bound");
  const std::string money = to_string(Money{*amount, currency});
  require(parse_amount(money.substr(0, money.find(' ')), currency) == amount,
          "an amount written reads as itself");
}

void check_time(const std::string& text) {
  const auto time = ops::parse_time(text);
  if (time) require(calendar_text(*time) == text.substr(0, 19), "a time is that of the calendar");
}

void check_duration(const std::string& text) {
  const auto time = sync::parse_duration(text);
  if (!time) return;
  require(*time >= Millis(0), "no time is negative");
  require(sync::parse_duration(sync::duration_text(*time)) == time,
          "a duration written reads as itself");
}

void check_list(const std::string& text) {
  const auto items = sync::parse_list(text);
  std::string joined;
  for (const std::string& item : items) {
    require(!item.empty(), "no item of a list is empty");
    joined += item + ',';
  }
  require(sync::parse_list(joined) == items, "a list written reads as itself");
}

void check_address(const std::string& text) {
  const auto address = sync::parse_address(text);
  if (address)
    require(sync::parse_address(to_string(*address)) == address, "an address reads as itself");
}

void check_card_number(const std::string& text) {
  const auto number = CardNumber::parse(text);
  if (!number) return;
  const std::string digits(number->secret_digits());
  require(digits.size() >= 12 && digits.size() <= 19, "a card number has 12 to 19 digits");
  require(CardNumber::parse(digits) == number, "a card number reads as itself");
  require(CardNumber::with_check_digit(digits.substr(0, digits.size() - 1)) == number,
          "a card number has the one check digit that belongs to it");
}

void check_range(const std::string& text) {
  const std::size_t equals = text.find('=');
  if (equals == std::string::npos) return;
  const auto range = store_node::parse_range(text.substr(0, equals), text.substr(equals + 1));
  if (!range) return;
  require(is_sound(*range), "a range that is taken is sound");
  const auto again =
      store_node::parse_range(store_node::range_name(*range), store_node::range_value(*range));
  require(again == range, "a range written reads as itself");
}

void check_reason(const std::string& text) {
  if (const auto commitment = commitment_in(text))
    require(sealed_form(*commitment) == text, "a sealed reason written reads as itself");
  if (is_sayable(text)) {
    require(text.size() <= kReasonBytesMax, "a reason is within its bound");
    require(text.find_first_of(std::string("\0\n\r\x1b\x7f", 5)) == std::string::npos,
            "a reason is one line that moves no cursor");
  }
  std::size_t parts = 0;
  for (auto part = find_sealed(text, 0); part; part = find_sealed(text, part->at + 1)) {
    require(text.compare(part->at, kSealedFormBytes, sealed_form(part->commitment)) == 0,
            "a seal in a text is one");
    ++parts;
  }
  require(parts * kSealedFormBytes <= text.size(), "no two seals overlap");
}

}  // namespace

void texts(Input input) {
  const std::string text(input.begin(), input.end());
  for (const char* code : {"EUR", "JPY", "BHD"}) check_amount(text, code);
  check_time(text);
  check_duration(text);
  check_list(text);
  check_address(text);
  check_card_number(text);
  check_range(text);
  check_reason(text);
}

}  // namespace perk::fuzz
