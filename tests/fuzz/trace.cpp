// Input: the currency, then the text of a trace.
#include "ops/simulate/trace.h"

#include <algorithm>
#include <array>
#include <set>

#include "tests/fuzz/calendar.h"
#include "tests/fuzz/input_reader.h"
#include "tests/fuzz/targets.h"

namespace perk::fuzz {
namespace {

constexpr std::array kCurrencies{"EUR", "JPY", "BHD"};  // Two decimals, none, three.

constexpr WallTime kYearZero{-62'167'219'200'000};  // 0000-01-01T00:00:00.

std::string csv_of(const ops::Trace& trace, Currency currency) {
  std::string csv = "occurred_at,card,amount,item\n";
  for (const ops::TracePurchase& one : trace.purchases) {
    const std::string money = to_string(Money{one.amount, currency});
    csv += calendar_text(kYearZero + one.offset) + ",c" + std::to_string(one.card) + ',' +
           money.substr(0, money.find(' ')) + ",coffee\n";
  }
  return csv;
}

void check(const ops::Trace& trace) {
  require(!trace.purchases.empty(), "a trace has a purchase");
  require(trace.purchases.front().offset == Millis(0), "time counts from the first purchase");
  require(std::ranges::is_sorted(trace.purchases, {}, &ops::TracePurchase::offset),
          "purchases are in the order of time");
  std::set<std::size_t> cards;
  for (const ops::TracePurchase& one : trace.purchases) {
    require(one.card <= cards.size(), "cards are numbered as they first appear");
    require(one.amount.is_positive() && one.amount <= kEventAmountMax, "an amount can be paid");
    cards.insert(one.card);
  }
  require(cards.size() == trace.cards, "every card is counted once");
}

}  // namespace

void trace(Input input) {
  InputReader reader(input);
  const auto currency = *Currency::from_code(kCurrencies.at(reader.byte() % kCurrencies.size()));
  const auto trace = ops::parse_trace(reader.rest_as_text(), currency);
  if (!trace) return require(!trace.error().empty(), "a trace is refused with a reason");
  check(trace.value());
  const auto again = ops::parse_trace(csv_of(trace.value(), currency), currency);
  require(again.has_value(), "a trace that is written again can be read");
  require(again.value().purchases == trace.value().purchases, "and is the same trace");
}

}  // namespace perk::fuzz
