// A simulated till at a store that says what it was told to: what it takes for an answer, and what not.
#include "ops/simulate/sim_till.h"

#include <deque>
#include <filesystem>
#include <set>

#include <gtest/gtest.h>
#include <unistd.h>

#include "ops/simulate/judge.h"
#include "store_node/terminal/terminal_codec.h"
#include "tests/wire/loopback.h"

namespace perk::ops {
namespace {

using store_node::Outcome;
using store_node::RequestKind;
using store_node::SaleAnswer;
using store_node::SaleRequest;
using test::Loopback;

const Origin kShop = *Origin::from_value(Origin::kFirstIncarnation + 7);

class SimTillTest : public testing::Test {
 protected:
  SimTillTest() {
    floor_.give_up = Floor::Clock::time_point::max();
    floor_.pause_max = Millis(1);
  }
  ~SimTillTest() override { std::filesystem::remove(path_); }

  Loopback::Coroutine serve(Loopback::Stream stream) {
    for (;;) {
      const auto frame = co_await stream->read_frame();
      if (!frame) co_return;
      const auto message = store_node::decode_terminal_message(frame.value());
      PERK_CHECK(message.has_value(), "a till sends what can be read");
      if (const auto* sale = std::get_if<SaleRequest>(&message.value())) {
        stream->send(encode_terminal_message(answer(*sale)));
      } else {
        stream->send(encode_terminal_message(store_node::TerminalWelcome{
            store_node::kTerminalProtocolVersion, StoreId(3), "Main St", kShop, Seq(), Seq()}));
      }
    }
  }

  /// Each refusal of the script once, then the approval, if there is to be one.
  SaleAnswer answer(const SaleRequest& request) {
    asked_.push_back(request.id);
    SaleAnswer answer;
    answer.id = request.id;
    answer.outcome = Outcome::Unknown;
    answer.reason = "overloaded";
    answer.amount.currency = answer.remaining.currency = request.money.currency;
    if (is_never_final_ || asked_.size() <= busy_for_) return answer;
    answer.outcome = Outcome::Approved;
    answer.reason.clear();
    answer.amount = request.money;
    if (!has_receipts_) answer.event = EventId{kShop, Seq(asked_.size())};
    if (!has_receipts_) return answer;
    answer.receipt = sync::Receipt{StoreId(3), kShop, Seq(asked_.size()), {}, {1}, {}, {}};
    return answer;
  }

  Record after_serving(const Errand& errand) {
    SimTill till({0, store_.address(), TerminalId(9)}, floor_, 1);
    EXPECT_TRUE(store_.run(till.serve(errand)));
    auto record = load_record(path_);
    PERK_CHECK(record.has_value(), "a till's record can be read");
    return record.value();
  }

  std::string path_ = testing::TempDir() + "perk-sim-till-" + std::to_string(getpid()) + ".jsonl";
  Loopback store_{[this](Loopback::Stream stream) { return serve(std::move(stream)); }};
  std::size_t busy_for_ = 0;
  bool is_never_final_ = false;
  bool has_receipts_ = true;
  std::vector<RequestId> asked_;

  Record past_;
  RecordFile file_ = RecordFile::open(path_, Deck{}, past_).value();
  Customers customers_{1, 0, 1, {}};
  Tally tally_{{"here"}};
  Floor floor_{Deck{}, *Currency::from_code("EUR"), customers_, file_, tally_, 0, Millis(5'000), {},
               {}};
};

Errand a_coffee() {
  Errand errand;
  errand.purchase = Amount(350);
  return errand;
}

TEST_F(SimTillTest, AnAnswerThatIsNotFinalIsAskedForAgainWithTheSameId) {
  busy_for_ = 25;
  const Record record = after_serving(a_coffee());
  EXPECT_EQ(asked_.size(), 26U);
  EXPECT_EQ(std::set(asked_.begin(), asked_.end()).size(), 1U) << "one request, one id";
  ASSERT_EQ(record.answered.size(), 1U);
  EXPECT_EQ(record.answered[0].outcome, Outcome::Approved);
  EXPECT_EQ(tally_.at(0).repeated, 25U);
  EXPECT_EQ(tally_.declined(), 0U);
}

TEST_F(SimTillTest, AnApprovalNeedsNoReceiptIfItsEventIsNamed) {
  has_receipts_ = false;
  const Record record = after_serving(a_coffee());
  ASSERT_EQ(record.answered.size(), 1U);
  EXPECT_EQ(record.answered[0].event, (EventId{kShop, Seq(1)}));
  EXPECT_EQ(record.answered[0].receipt, std::nullopt);
}

TEST_F(SimTillTest, WhatIsGivenUpIsRecordedAsOpenAndNotAsDeclined) {
  is_never_final_ = true;
  floor_.give_up = Floor::Clock::now() + std::chrono::milliseconds(30);
  const Record record = after_serving(a_coffee());
  ASSERT_EQ(record.asked.size(), 1U);
  ASSERT_EQ(record.answered.size(), 1U);
  EXPECT_EQ(record.answered[0].outcome, Outcome::Unknown);
  EXPECT_EQ(record.answered[0].reason, "overloaded");
  EXPECT_EQ(tally_.declined(), 0U);
  EXPECT_EQ(tally_.at(0).unanswered, 1U);
  EXPECT_EQ(judge(record, {}).indeterminate, 1U);
}

}  // namespace
}  // namespace perk::ops
