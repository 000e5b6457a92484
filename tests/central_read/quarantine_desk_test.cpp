// What an operator says of the quarantine: on books in memory and in PostgreSQL.
#include <gtest/gtest.h>

#include "central/rights/handed_back.h"
#include "tests/central_read/quarantine_books.h"

namespace perk::test {
namespace {

using namespace central;

class QuarantineDeskOn : public ::testing::TestWithParam<ShelfMaker> {
 protected:
  const std::unique_ptr<Shelf> shelf_ = GetParam().make();
  QuarantineBooks books_{*shelf_};
};

TEST_P(QuarantineDeskOn, WhatIsAcceptedCountsOnceAndEverythingHolds) {
  ASSERT_EQ(books_.broken(), "");
  ASSERT_EQ(books_.rows(QuarantineScope::Open).size(), 3U);
  EXPECT_EQ(books_.rows()[0].reason, "its store was revoked before this was brought");
  EXPECT_EQ(books_.rows()[0].brings.rfind("ValueRedeemed of -3.00 EUR, event ", 0), 0U)
      << books_.rows()[0].brings;
  const auto reply = books_.ask<SettleQuarantineReply>(books_.accepting(books_.kCoffee));
  EXPECT_FALSE(reply.was_repeated);
  EXPECT_EQ(reply.value_effect, Amount(-300));
  EXPECT_EQ(reply.event, books_.rows()[0].event);
  EXPECT_EQ(books_.folded().balance(), Amount(700));
  EXPECT_EQ(books_.folded().redeemed(), Amount(300));
  EXPECT_EQ(books_.shown_balance(), Amount(700)) << "as the fold says";
  const auto row = books_.rows()[0];
  EXPECT_EQ(row.state, QuarantineState::Accepted);
  EXPECT_EQ(row.settled_by, "ada");
  EXPECT_EQ(row.settled_reason, "the till has the receipt");
  EXPECT_EQ(books_.rows(QuarantineScope::Open).size(), 2U);
  EXPECT_EQ(books_.broken(), "");
}

TEST_P(QuarantineDeskOn, TheSameRequestIsAnsweredAgainAlsoAfterAStart) {
  const auto first = books_.ask<SettleQuarantineReply>(books_.accepting(books_.kCoffee));
  const std::size_t before = books_.written().size();
  for (int round = 0; round < 2; ++round) {
    const auto again = books_.ask<SettleQuarantineReply>(books_.accepting(books_.kCoffee));
    EXPECT_TRUE(again.was_repeated);
    EXPECT_EQ(again.value_effect, first.value_effect);
    EXPECT_EQ(again.brings, first.brings);
    books_.restart();
  }
  EXPECT_EQ(books_.written().size(), before);
  EXPECT_EQ(books_.folded().balance(), Amount(700));
}

TEST_P(QuarantineDeskOn, WhatIsSettledIsNotSettledAgain) {
  static_cast<void>(books_.ask<SettleQuarantineReply>(books_.accepting(books_.kCoffee)));
  for (const auto& second :
       {books_.accepting(books_.kCoffee, 2), books_.refusing(books_.kCoffee, 3)})
    EXPECT_EQ(books_.refusal(second),
              "quarantine_settled: It was accepted by ada before, for ever.");
  EXPECT_EQ(books_.refusal(books_.refusing(books_.kCoffee)).rfind("rejected: request_reused", 0),
            0U);
  EXPECT_EQ(books_.folded().balance(), Amount(700));
}

TEST_P(QuarantineDeskOn, ARefusalChangesNoBalance) {
  const auto reply = books_.ask<SettleQuarantineReply>(books_.refusing(books_.kUnreadable));
  EXPECT_EQ(reply.verdict, QuarantineVerdict::Refused);
  EXPECT_TRUE(reply.currency.is_none());
  const auto second = books_.ask<SettleQuarantineReply>(books_.refusing(books_.kCoffee, 2));
  EXPECT_EQ(second.value_effect, Amount());
  EXPECT_EQ(books_.refusal(books_.accepting(books_.kCoffee, 3)),
            "quarantine_settled: It was refused by ada before, for ever.");
  EXPECT_EQ(books_.folded().balance(), Amount(1'000));
  EXPECT_EQ(books_.shown_balance(), Amount(1'000));
  EXPECT_EQ(books_.broken(), "");
}

TEST_P(QuarantineDeskOn, OnlyWhatItsStoreProvesIsAccepted) {
  EXPECT_EQ(books_.refusal(books_.accepting(books_.kUnreadable)),
            "rejected: not_acceptable: It cannot be accepted: it brings no event of a closed log "
            "that can be folded.");
  EXPECT_EQ(books_.refusal(books_.accepting(books_.kForged)),
            "rejected: not_acceptable: It cannot be accepted: it does not prove what it brings.");
  EXPECT_EQ(books_.refusal(books_.accepting(99)),
            "quarantine_unknown: No quarantined event has this number.");
  auto blank = books_.accepting(books_.kCoffee);
  blank.reason = " ";
  EXPECT_EQ(books_.refusal(blank).rfind("rejected: reason_missing", 0), 0U);
  auto other = books_.accepting(books_.kCoffee);
  other.hash = Digest{{1}};
  EXPECT_EQ(books_.refusal(other).rfind("quarantine_changed: ", 0), 0U);
  EXPECT_EQ(books_.rows(QuarantineScope::Open).size(), 3U);
  EXPECT_EQ(books_.folded().balance(), Amount(1'000));
}

/// A crash leaves both or none: they stand side by side, and no other event can come between.
TEST_P(QuarantineDeskOn, TheVerdictAndItsMoneyAreOneAppend) {
  const std::size_t before = books_.written().size();
  static_cast<void>(books_.ask<SettleQuarantineReply>(books_.accepting(books_.kCoffee)));
  const auto written = books_.written();
  ASSERT_EQ(written.size(), before + 2);
  const StoredEvent& word = written[before];
  const StoredEvent& money = written[before + 1];
  EXPECT_EQ(money.position, word.position.next());
  EXPECT_EQ(money.recorded_at, word.recorded_at);
  const auto said = decode_stored(word).value().event;
  const auto counted = decode_stored(money).value().event;
  EXPECT_EQ(*accepted_by(std::get<QuarantineSettled>(said.body)),
            std::get<ClosedLogEventRecorded>(counted.body));
}

INSTANTIATE_TEST_SUITE_P(All, QuarantineDeskOn, ::testing::Values(memory_shelf(), postgres_shelf()),
                         [](const auto& param) { return param.param.name; });

/// Head office was restored to before an operator accepted; a shop had heard the verdict, and not what follows it.
class RestoredVerdict : public ::testing::Test {
 protected:
  RestoredVerdict() {
    auto& events = dynamic_cast<MemoryEventStore&>(shelf_.events());
    const auto backup = events.back_up();
    static_cast<void>(books_.ask<SettleQuarantineReply>(books_.accepting(books_.kCoffee)));
    const auto written = books_.written();
    word_ = written[written.size() - 2];
    money_ = written.back();
    events.restore(backup);
    EXPECT_TRUE(events.begin_epoch(epoch_begun(2, 1).build(), kMorning));
    rebuild();
    books_.restart();
  }
  /// The read models of a restored head office are folded anew.
  void rebuild() { fold_all(shelf_); }
  void hand_back(const StoredEvent& event) {
    HandedBack taking(shelf_.events(), books_.office().risk, shelf_.events().chain().value(),
                      [](const ShardEnd&) {});
    const std::vector<sync::Item> items{{sync::FeedIndex(1), event.id, event.bytes}};
    EXPECT_EQ(taking.take(StoreId(1), items, kMorning).value().stored, 1U);
    EXPECT_TRUE(books_.office().risk.catch_up());
  }
  void settle_epoch() {
    std::vector<Origin> without;
    for (const EpochHolder& holder : books_.office().epochs.holders().value())
      without.push_back(holder.incarnation);
    ASSERT_TRUE(books_.office().epochs.settle(without, "all came", "ada", {}).value());
    ASSERT_TRUE(books_.office().risk.catch_up());
  }
  void count_what_is_missing() {
    ASSERT_TRUE(count_what_was_accepted(books_.office().pen, books_.office().risk));
  }

  MemoryShelf shelf_;
  QuarantineBooks books_{shelf_};
  StoredEvent word_, money_;
};

TEST_F(RestoredVerdict, ThatCameBackWithoutItsMoneyIsMadeWhole) {
  hand_back(word_);
  EXPECT_EQ(books_.broken(), "") << "until the epoch is settled it may still come back";
  settle_epoch();
  EXPECT_NE(books_.broken().find("accepts what does not count"), std::string::npos);
  count_what_is_missing();
  EXPECT_EQ(books_.broken(), "");
  EXPECT_EQ(books_.folded().balance(), Amount(700));
  EXPECT_EQ(books_.shown_balance(), Amount(700));
  const std::size_t written = books_.written().size();
  count_what_is_missing();
  books_.restart();
  count_what_is_missing();
  EXPECT_EQ(books_.written().size(), written) << "once";
  EXPECT_EQ(books_.rows()[0].state, QuarantineState::Accepted);
}

TEST_F(RestoredVerdict, WhoseMoneyComesBackLateCountsOnce) {
  hand_back(word_);
  settle_epoch();
  count_what_is_missing();
  hand_back(money_);
  EXPECT_EQ(books_.folded().balance(), Amount(700));
  EXPECT_EQ(books_.shown_balance(), Amount(700));
  EXPECT_EQ(books_.broken(), "");
}

TEST_F(RestoredVerdict, ThatCameBackWholeNeedsNothing) {
  hand_back(word_);
  hand_back(money_);
  settle_epoch();
  const std::size_t written = books_.written().size();
  count_what_is_missing();
  EXPECT_EQ(books_.written().size(), written);
  EXPECT_EQ(books_.broken(), "");
}

TEST_F(RestoredVerdict, NothingIsSettledInAnEpochThatIsNot) {
  EXPECT_EQ(books_.refusal(books_.refusing(books_.kForged)).rfind("epoch_unsettled", 0), 0U);
}

}  // namespace
}  // namespace perk::test
