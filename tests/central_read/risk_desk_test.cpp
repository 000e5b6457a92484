// What head office says that the chain could lose, and of whom it says it.
#include <gtest/gtest.h>

#include "tests/central_read/risk_fixture.h"

namespace perk::test {
namespace {

using namespace central;
using Kind = Exposure::Kind;

class RiskDeskTest : public RiskTest {};

TEST_F(RiskDeskTest, ExposureIsAllowancesOutAndWhatOnlyRightsOutCover) {
  spend_from_allowance();
  const auto reply = exposure();
  EXPECT_EQ(reply.exposure.kind, Kind::Known);
  EXPECT_EQ(reply.exposure.parts, (ExposureParts{Amount(300), Amount(200), Amount()}));
  EXPECT_EQ(reply.currency, eur());
  ASSERT_EQ(reply.stores.size(), 2U);
  EXPECT_EQ(reply.stores[0].share.parts, (ExposureParts{Amount(), Amount(200), Amount()}));
  EXPECT_EQ(reply.stores[1].share.parts, (ExposureParts{Amount(300), Amount(), Amount()}));
  EXPECT_EQ(reply.stores[0].copies, Amount(1'000));
  EXPECT_EQ(reply.copies, Amount(1'500));
}

TEST_F(RiskDeskTest, WhatWasJustWrittenIsInTheAnswer) {
  spend_from_allowance();
  static_cast<void>(exposure());
  write(StoreId(2), stand_in_granted(AllowanceId(8), stand_in_terms(store(2), 70, 70, 70)));
  EXPECT_EQ(exposure().exposure.parts.allowances, Amount(370));
  books_.open_store(2).append(
      bought(card(1), 50, 2).beyond_rights(50).drawing_on(kAllowance, 50).at(hlc(40)));
  books_.take(books_.open_store(2));
  EXPECT_EQ(exposure().exposure.parts, (ExposureParts{Amount(320), Amount(250), Amount()}));
}

TEST_F(RiskDeskTest, ThePeakIsOfTheTimeSinceHeadOfficeStarted) {
  spend_from_allowance();
  EXPECT_EQ(exposure().peak, Amount(500));
  write(StoreId(2), stand_in_granted(AllowanceId(8), stand_in_terms(store(2), 1'000, 70, 70)));
  EXPECT_EQ(exposure().peak, Amount(1'500));
  books_.open_store(2).append(allowance_lapsed(AllowanceId(8), 1'000).at(hlc(50)));
  books_.take(books_.open_store(2));
  static_cast<void>(exposure());  // A lapse is believed once all before it is known.
  EXPECT_EQ(exposure().exposure.parts.sum(), Amount(500));
  EXPECT_EQ(exposure().peak, Amount(1'500));
  restart();
  static_cast<void>(exposure());
  EXPECT_LT(exposure().exposure.parts.sum(), Amount(1'500));
}

TEST_F(RiskDeskTest, AStoreThatWroteNothingYetIsShownWithItsAllowance) {
  allow_store_2();
  const auto reply = exposure();
  EXPECT_EQ(reply.stores.at(1).share.parts.allowances, Amount(500));
}

TEST_F(RiskDeskTest, AStoreOrACardCanBeAskedAbout) {
  spend_from_allowance();
  lines_.connected(StoreId(2), clock_.wall());
  const auto of_store = ask<ExposureReply>(ExposureRequest{"store 2", std::nullopt});
  EXPECT_EQ(of_store.store_name, "store 2");
  EXPECT_EQ(of_store.exposure.parts.sum(), Amount(300));
  ASSERT_EQ(of_store.stores.size(), 1U);
  EXPECT_TRUE(of_store.stores[0].is_connected);
  const auto of_card = ask<ExposureReply>(ExposureRequest{"", by_id(card(1))});
  EXPECT_EQ(of_card.card, card(1));
  // Its cap has 2.00 left; 2.00 were spent beyond rights.
  EXPECT_EQ(of_card.exposure.parts, (ExposureParts{Amount(200), Amount(200), Amount()}));
  EXPECT_EQ(fault_of(ExposureRequest{"nowhere", std::nullopt}), "store_unknown");
  EXPECT_EQ(fault_of(ExposureRequest{"", by_id(card(77))}), "card_unknown");
  EXPECT_EQ(fault_of(ExposureRequest{"store 1", by_id(card(1))}), "malformed");
}

TEST_F(RiskDeskTest, ExposureIsUnknownWhileSomeEventCannotBeRead) {
  spend_from_allowance();
  const ShardGroup broken{Shard(3), {{event_id(store(1), 99), StoreId(1), std::nullopt, {0xff}}}};
  ASSERT_TRUE(shelf_.events().append(broken, kMorning));
  const auto reply = exposure();
  EXPECT_EQ(reply.exposure.kind, Kind::Unknown);
  EXPECT_EQ(reply.exposure.parts, ExposureParts());
  EXPECT_NE(reply.why_unknown.find("perk verify"), std::string::npos) << reply.why_unknown;
}

TEST_F(RiskDeskTest, ExposureIsUnboundedWhileAStoreMayRunCached) {
  spend_from_allowance();
  static_cast<void>(
      ask<SetPolicyReply>(SetPolicyRequest{PolicyKind::Cached, "store 1", {}, "ada"}));
  auto reply = exposure();
  EXPECT_EQ(reply.exposure.kind, Kind::Unbounded);
  EXPECT_EQ(reply.exposure.parts.allowances, Amount(300));
  EXPECT_EQ(reply.stores.at(0).share.kind, Kind::Unbounded);
  EXPECT_EQ(reply.stores.at(1).share.kind, Kind::Known);
  static_cast<void>(
      ask<SetPolicyReply>(SetPolicyRequest{PolicyKind::Escrow, "store 1", {}, "ada"}));
  EXPECT_EQ(exposure().exposure.kind, Kind::Unbounded);  // It may not have heard that.
  books_.open_store(1).append(bought(card(1), 10, 0).under(PolicyVersion(3)).at(hlc(60)));
  books_.take(books_.open_store(1));
  EXPECT_EQ(exposure().exposure.kind, Kind::Known);
}

TEST_F(RiskDeskTest, ABalanceSaysWhoHoldsTheRights) {
  spend_from_allowance();
  lines_.connected(StoreId(1), clock_.wall());
  const auto rights = ask<BalanceReply>(balance_of(card(1))).rights;
  ASSERT_TRUE(rights);
  EXPECT_EQ(rights->exposure.parts.sum(), Amount(400));
  EXPECT_EQ(rights->reserve, Amount(-200));
  EXPECT_EQ(rights->position, Position(3));
  ASSERT_EQ(rights->holders.size(), 1U);
  EXPECT_EQ(rights->holders[0].store_name, "store 1");
  EXPECT_EQ(rights->holders[0].amount, Amount(1'000));
  EXPECT_TRUE(rights->holders[0].is_connected);
  BalanceRequest past = balance_of(card(1));
  past.as_of = hlc(27).wall();
  EXPECT_FALSE(ask<BalanceReply>(past).rights);
}

TEST_F(RiskDeskTest, OverdraftsAreListedWithCauseAndOwner) {
  const EventId opening = overdraw();
  const auto reply = ask<OverdraftsReply>(OverdraftsRequest{});
  ASSERT_EQ(reply.rows.size(), 1U);
  const OverdraftRow& row = reply.rows[0];
  EXPECT_EQ(row.opening, opening);
  EXPECT_EQ(row.card, card(1));
  EXPECT_EQ(row.last_four, "4242");
  EXPECT_EQ(row.cause, OverdraftCause::StandIn);
  EXPECT_EQ(row.owner, store(2));
  EXPECT_EQ(row.store_name, "store 2");
  EXPECT_EQ(row.left(), Amount(200));
  EXPECT_EQ(reply.count, 1U);
  EXPECT_EQ(reply.opened, Amount(200));
  EXPECT_EQ(ask<BalanceReply>(balance_of(card(1))).rights->overdraft_open, Amount(200));
}

}  // namespace
}  // namespace perk::test
