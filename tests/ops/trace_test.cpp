#include "ops/simulate/trace.h"

#include <gtest/gtest.h>

namespace perk::ops {
namespace {

Currency euros() { return *Currency::from_code("EUR"); }

std::string refusal(const std::string& lines) {
  const auto trace = parse_trace("occurred_at,card,amount,item\n" + lines, euros());
  return trace ? "accepted" : trace.error();
}

TEST(Trace, PurchasesComeInTheOrderOfTimeWithCardsNumberedAsTheyAppear) {
  const auto trace = parse_trace(
      "occurred_at,card,amount,item\r\n"
      "2024-03-01T10:15:00,A,38.70,Latte\r\n"
      "2024-03-02T00:00:00,B,5,Tea\r\n"
      "2024-03-01T12:00:00,C,1.05,Hot \"Milk\"\r\n",
      euros());
  ASSERT_TRUE(trace) << trace.error();
  const std::vector<TracePurchase> expected = {{Millis(0), 0, Amount(3870)},
                                               {Millis(6'300'000), 1, Amount(105)},
                                               {Millis(49'500'000), 2, Amount(500)}};
  EXPECT_EQ(trace.value().purchases, expected);
  EXPECT_EQ(trace.value().cards, 3U);
  EXPECT_EQ(trace.value().span(), Millis(49'500'000));
}

TEST(Trace, MalformedLinesAreRefusedByTheirNumber) {
  EXPECT_EQ(refusal("2024-03-01T10:15:00,A,3.70,Latte\n2024-03-01T10:15:00,A,3.70\n"),
            "line 3: there are 3 fields where 4 belong (occurred_at,card,amount,item)");
  EXPECT_EQ(refusal("\n"),
            "line 2: there are 1 fields where 4 belong (occurred_at,card,amount,item)");
  EXPECT_EQ(refusal("2024-03-01 10:15,A,3.70,Latte\n"),
            "line 2: the time '2024-03-01 10:15' is not like 2024-03-01T10:15:00");
  for (const char* time :
       {"2024-02-30T10:15:00", "2024-13-01T10:15:00", "2024-03-01T24:00:00", "2024-03-01T10:60:00",
        "2024-03-01T10:15:60", "2024-03-01T10:15:0x", "-024-03-01T10:15:00"}) {
    EXPECT_NE(refusal(std::string(time) + ",A,3.70,Latte\n").find(time), std::string::npos) << time;
  }
  EXPECT_EQ(refusal("2024-03-01T10:15:00,,3.70,Latte\n"),
            "line 2: the card '' is not a name of 1 to 64 characters");
  for (const char* amount :
       {"3.705", "-3.70", "0", "0.00", "abc", "", "1e3", "99999999999999999999"}) {
    EXPECT_EQ(refusal("2024-03-01T10:15:00,A," + std::string(amount) + ",Latte\n"),
              "line 2: the amount '" + std::string(amount) + "' is not a positive amount of EUR");
  }
}

TEST(Trace, AFileOfSomethingElseIsRefused) {
  EXPECT_EQ(parse_trace("", euros()).error(),
            "line 1: the header is not 'occurred_at,card,amount,item'");
  EXPECT_EQ(parse_trace("time,who\n", euros()).error(),
            "line 1: the header is not 'occurred_at,card,amount,item'");
  EXPECT_EQ(refusal(""), "there is no purchase in it");
  const auto missing = load_trace("no/such/file.csv", euros());
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error(), "the trace no/such/file.csv cannot be read");
}

}  // namespace
}  // namespace perk::ops
