// What operators decide about rights, and that doing it twice does it once.
#include <gtest/gtest.h>

#include "tests/central_read/risk_fixture.h"

namespace perk::test {
namespace {

using namespace central;

class DecisionsTest : public RiskTest {
 protected:
  static DeclareLostRequest lost(std::string reason = "burnt down") {
    return {"store 1", std::move(reason), "ada"};
  }
  static WriteOffRequest off(EventId opening, std::string reason = "small") {
    return {opening, std::move(reason), "ada"};
  }
};

TEST_F(DecisionsTest, ALostStoresRightsAreReturnedAndAreExposureFromThenOn) {
  spend_from_allowance();
  const auto reply = ask<DeclareLostReply>(lost());
  EXPECT_EQ(reply.name, "store 1");
  EXPECT_EQ(reply.card_count, 1U);
  ASSERT_EQ(reply.cards.size(), 1U);
  EXPECT_EQ(reply.cards[0].card, card(1));
  EXPECT_EQ(reply.returned, Amount(1'000));
  EXPECT_EQ(reply.opened, Amount(1'000));
  // Nothing is covered by rights out any more: what was spent beyond rights is paid by the reserve.
  EXPECT_EQ(reply.exposure.parts, (ExposureParts{Amount(300), Amount(), Amount(1'000)}));
  EXPECT_EQ(exposure().exposure.parts, reply.exposure.parts);
  EXPECT_EQ(exposure().stores.at(0).share.parts.returned_unproven, Amount(1'000));
}

TEST_F(DecisionsTest, ALostStoresLogIsClosedSoThatItsEndCanBeProven) {
  spend_from_allowance();
  static_cast<void>(ask<DeclareLostReply>(lost()));
  const Origin log = books_.open_store(1).origin();
  ASSERT_TRUE(office_->risk.catch_up());
  office_->risk.read([&](const ChainRisk& risk) {
    const IncarnationClosed* closed = risk.logs().closed(log);
    ASSERT_NE(closed, nullptr);
    EXPECT_EQ(closed->why, ClosedWhy::Decided);
    EXPECT_EQ(closed->known_through, books_.open_store(1).end());
  });
}

TEST_F(DecisionsTest, AFormerLogIsShownAsOpenUntilItsStoreIsGivenUp) {
  spend_from_allowance();
  const auto open = [&] { return ask<StoresReply>(StoresRequest{}).stores.at(0).open_former_logs; };
  EXPECT_EQ(open(), 0U);
  books_.begin_anew(books_.open_store(1));
  EXPECT_EQ(open(), 1U);
  EXPECT_EQ(ask<StoresReply>(StoresRequest{}).stores.at(1).open_former_logs, 0U);
  EXPECT_EQ(ask<HealthReply>(HealthRequest{}).open_former_logs, 1U);
  static_cast<void>(ask<DeclareLostReply>(lost()));
  EXPECT_EQ(open(), 0U);
  EXPECT_EQ(ask<HealthReply>(HealthRequest{}).open_former_logs, 0U);
}

TEST_F(DecisionsTest, AStoreGivenUpTwiceHasNothingLeft) {
  spend_from_allowance();
  static_cast<void>(ask<DeclareLostReply>(lost()));
  const auto again = ask<DeclareLostReply>(lost());
  EXPECT_EQ(again.card_count, 0U);
  EXPECT_EQ(again.returned, Amount());
  EXPECT_EQ(again.opened, Amount());
  EXPECT_EQ(again.exposure.parts.returned_unproven, Amount(1'000));
}

TEST_F(DecisionsTest, AStoreIsNotGivenUpWhileItIsThere) {
  spend_from_allowance();
  lines_.connected(StoreId(1), clock_.wall());
  EXPECT_EQ(fault_of(lost()), "store_connected");
  EXPECT_EQ(exposure().exposure.parts.returned_unproven, Amount());
  lines_.ended(StoreId(1));
  EXPECT_EQ(ask<DeclareLostReply>(lost()).card_count, 1U);
}

TEST_F(DecisionsTest, AStoreThatComesBackMeanwhileEndsIt) {
  spend_from_allowance();
  books_.open_store(1)
      .append(card_issued(card(2)).at(hlc(40)))
      .append(value_loaded(card(2), 500).at(hlc(50)));
  books_.take(books_.open_store(1));
  const AdminReply reply = service_->answer(lost(), [&](const AdminProgress& progress) {
    EXPECT_EQ(progress.total, 2U);
    lines_.connected(StoreId(1), clock_.wall());
  });
  const auto* fault = std::get_if<AdminFault>(&reply);
  ASSERT_NE(fault, nullptr);
  EXPECT_EQ(fault->code, "store_connected");
  EXPECT_NE(fault->sentence.find("after 1 of 2 cards"), std::string::npos) << fault->sentence;
}

TEST_F(DecisionsTest, GivingAStoreUpNeedsItsNameAndAReason) {
  spend_from_allowance();
  EXPECT_EQ(sentence_of(lost(" ")).rfind("reason_missing:", 0), 0U);
  EXPECT_EQ(fault_of(lost("a\nb")), "malformed");
  EXPECT_EQ(fault_of(DeclareLostRequest{"nowhere", "burnt down", "ada"}), "store_unknown");
}

TEST_F(DecisionsTest, AnOverdraftIsWrittenOffOnce) {
  const EventId opening = overdraw();
  const auto reply = ask<WriteOffReply>(off(opening));
  EXPECT_EQ(reply.amount, Amount(200));
  EXPECT_EQ(reply.card, card(1));
  EXPECT_EQ(reply.last_four, "4242");
  EXPECT_EQ(fault_of(off(opening)), "rejected");
  EXPECT_NE(sentence_of(off(opening)).find("Nothing is left"), std::string::npos);
  EXPECT_EQ(ask<OverdraftsReply>(OverdraftsRequest{}).count, 0U);
  const auto all = ask<OverdraftsReply>(OverdraftsRequest{OverdraftScope::All});
  ASSERT_EQ(all.rows.size(), 1U);
  EXPECT_EQ(all.rows[0].written_off, Amount(200));
  EXPECT_EQ(all.rows[0].left(), Amount());
}

TEST_F(DecisionsTest, AWriteOffNeedsAnOverdraftAndAReason) {
  const EventId opening = overdraw();
  EXPECT_EQ(sentence_of(off(opening, "")).rfind("reason_missing:", 0), 0U);
  EXPECT_EQ(fault_of(off(event_id(store(1), 1))), "overdraft_unknown");
  EXPECT_EQ(fault_of(off(opening, std::string(2'000, 'x'))), "malformed");
  EXPECT_EQ(ask<OverdraftsReply>(OverdraftsRequest{}).count, 1U);
}

}  // namespace
}  // namespace perk::test
