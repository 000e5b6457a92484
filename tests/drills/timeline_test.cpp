#include "ops/drill_run/timeline.h"

#include <gtest/gtest.h>

namespace perk::ops {
namespace {

using store_node::Outcome;
using store_node::RequestKind;

constexpr WallTime kBegan(1'000'000);
constexpr const char* kHere = "127.0.0.1:1";
constexpr const char* kThere = "127.0.0.1:2";

WallTime at(std::int64_t millis) { return kBegan + Millis(millis); }

class ARecord {
 public:
  ARecord& asks(std::uint64_t number, const std::string& place, std::int64_t when,
                RequestKind kind = RequestKind::Redeem) {
    Asked asked;
    asked.id = {TerminalId(1), RequestCounter(number)};
    asked.kind = kind;
    asked.store = place;
    asked.at = at(when);
    record_.asked.push_back(asked);
    return *this;
  }
  ARecord& hears(std::uint64_t number, std::int64_t when, Outcome outcome = Outcome::Approved) {
    Answered answered;
    answered.id = {TerminalId(1), RequestCounter(number)};
    answered.outcome = outcome;
    if (outcome == Outcome::Approved)
      answered.event = EventId{Origin::head_office(Epoch(1), Shard(0)), Seq(number)};
    answered.at = at(when);
    record_.answered.push_back(answered);
    return *this;
  }
  operator const Record&() const { return record_; }  // NOLINT(google-explicit-constructor)

 private:
  Record record_;
};

TEST(TimelineOf, CountsApprovedPurchasesInTheSlotOfTheirAnswer) {
  const auto record = ARecord()
                          .asks(1, kHere, 10)
                          .hears(1, 20)
                          .asks(2, kHere, 240)
                          .hears(2, 260)
                          .asks(3, kThere, 0)
                          .hears(3, 5, Outcome::Declined)
                          .asks(4, kThere, 0, RequestKind::Load)
                          .hears(4, 5);
  const Timeline timeline = timeline_of(record, {kHere, kThere}, kBegan);
  EXPECT_EQ(timeline.shops.at(0).approved, (std::vector<std::uint64_t>{1, 1}));
  EXPECT_EQ(timeline.shops.at(1).approved, (std::vector<std::uint64_t>{0}))
      << "neither a refusal nor a load is an approved purchase";
}

TEST(TimelineOf, KeepsTheSlowestAnswerOfASlot) {
  const auto record =
      ARecord().asks(1, kHere, 0).hears(1, 30).asks(2, kHere, 10).hears(2, 200, Outcome::Declined);
  EXPECT_EQ(timeline_of(record, {kHere}, kBegan).shops.at(0).slowest,
            (std::vector<Millis>{Millis(190)}));
}

TEST(TimelineOf, LeavesOutWhatWasNeverFinallyAnsweredOrAskedBeforeSellingBegan) {
  const auto record = ARecord()
                          .asks(1, kHere, 0)
                          .hears(1, 30, Outcome::Unknown)
                          .asks(2, kHere, 40)
                          .asks(3, kHere, -90)
                          .hears(3, -80)
                          .asks(4, "elsewhere", 1)
                          .hears(4, 2);
  EXPECT_TRUE(timeline_of(record, {kHere}, kBegan).shops.at(0).approved.empty());
}

TEST(AskedDuring, CountsRequestsOfThesePlacesWithinAWindowOnceEach) {
  const auto record =
      ARecord().asks(1, kHere, 99).asks(2, kHere, 100).asks(3, kThere, 150).asks(4, kHere, 200);
  const std::vector<Window> twice{{Millis(100), Millis(200)}, {Millis(50), Millis(200)}};
  EXPECT_EQ(asked_during(record, {kHere}, kBegan, {{Millis(100), Millis(200)}}), 1U);
  EXPECT_EQ(asked_during(record, {kHere}, kBegan, twice), 2U);
  EXPECT_EQ(asked_during(record, {}, kBegan, {{Millis(100), Millis(200)}}), 2U);
  EXPECT_EQ(asked_during(record, {kHere}, kBegan, {}), 0U);
}

TEST(WaitsDuring, AreSortedAndOfPurchasesAskedWithinTheWindow) {
  const auto record = ARecord()
                          .asks(1, kHere, 10)
                          .hears(1, 60)
                          .asks(2, kHere, 20)
                          .hears(2, 25)
                          .asks(3, kHere, 500)
                          .hears(3, 510);
  EXPECT_EQ(waits_during(record, kHere, kBegan, {Millis(0), Millis(100)}),
            (std::vector<Millis>{Millis(5), Millis(50)}));
}

}  // namespace
}  // namespace perk::ops
