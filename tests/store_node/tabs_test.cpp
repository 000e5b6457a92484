// Tabs at a till: value set aside, taken with a tip, given back; and a load whose money goes back.
#include <gtest/gtest.h>

#include "tests/store_node/chain_bench.h"

namespace perk::test {
namespace {

using namespace store_node;

SaleRequest about(RequestKind kind, std::uint64_t counter, const SaleAnswer& original,
                  std::int64_t minor) {
  SaleRequest asked = sale(kind, counter, 7, minor);
  asked.original = original.event;
  return asked;
}
SaleRequest hold(std::uint64_t counter, std::int64_t minor) {
  return sale(RequestKind::Hold, counter, 7, minor);
}

TEST(Tab, IsOpenedPaidWithATipAndTheRestGivenBack) {
  Shop shop;
  shop.open_card(7, 1'000);
  const SaleAnswer opened = shop.ask(hold(1, 400));
  EXPECT_EQ(opened.outcome, Outcome::Approved);
  EXPECT_EQ(opened.amount, eur(400));
  EXPECT_EQ(opened.remaining, eur(600));
  EXPECT_EQ(shop.ask(buy(2, 7, 601)).reason, "insufficient_value");
  SaleRequest paid = about(RequestKind::Capture, 3, opened, 330);
  paid.tip = Amount(30);
  const SaleAnswer bill = shop.ask(paid);
  EXPECT_EQ(bill.outcome, Outcome::Approved);
  EXPECT_EQ(bill.amount, eur(330));
  EXPECT_EQ(bill.remaining, eur(670));
  EXPECT_TRUE(bill.receipt);
}

TEST(Tab, AskedForAgainIsAnsweredAsBefore) {
  Shop shop;
  shop.open_card(7, 1'000);
  const SaleAnswer opened = shop.ask(hold(1, 400));
  EXPECT_EQ(shop.ask(hold(1, 400)).event, opened.event);
  EXPECT_EQ(shop.ask(hold(1, 500)).reason, "request_id_reused");
  const SaleRequest paid = about(RequestKind::Capture, 2, opened, 400);
  const SaleAnswer bill = shop.ask(paid);
  shop.start();
  const SaleAnswer again = shop.ask(paid);
  EXPECT_EQ(again.event, bill.event);
  EXPECT_EQ(again.amount, eur(400));
  EXPECT_EQ(shop.available(7), Amount(600));
  SaleRequest other_tip = paid;
  other_tip.tip = Amount(1);
  EXPECT_EQ(shop.ask(other_tip).reason, "request_id_reused");
}

TEST(Tab, ARefusedCaptureIsAnotherRequestWithAnotherTip) {
  Shop shop;
  shop.open_card(7, 1'000);
  SaleRequest paid = about(RequestKind::Capture, 2, shop.ask(hold(1, 400)), 401);
  EXPECT_EQ(shop.ask(paid).reason, "capture_above_hold");
  EXPECT_EQ(shop.ask(paid).reason, "capture_above_hold");
  paid.tip = Amount(1);
  EXPECT_EQ(shop.ask(paid).reason, "request_id_reused");
}

TEST(Tab, KeepsItsRestForAnotherRound) {
  Shop shop;
  shop.open_card(7, 1'000);
  const SaleAnswer opened = shop.ask(hold(1, 400));
  SaleRequest round = about(RequestKind::Capture, 2, opened, 100);
  round.rest = RestOfHold::Kept;
  EXPECT_EQ(shop.ask(round).remaining, eur(600));
  const SaleAnswer closed = shop.ask(about(RequestKind::ReleaseHold, 3, opened, 0));
  EXPECT_EQ(closed.outcome, Outcome::Approved);
  EXPECT_EQ(closed.amount, eur(300));
  EXPECT_EQ(closed.remaining, eur(900));
  EXPECT_EQ(shop.ask(about(RequestKind::ReleaseHold, 4, opened, 0)).reason, "hold_is_over");
}

TEST(Tab, ALoadGoesBackAsFarAsItIsStillThere) {
  Shop shop;
  shop.ask(issue_card(1, 7));
  const SaleAnswer loaded = shop.ask(load_card(2, 7, 1'000));
  shop.ask(buy(3, 7, 300));
  EXPECT_EQ(shop.ask(about(RequestKind::ReverseLoad, 4, loaded, 701)).reason, "insufficient_value");
  const SaleAnswer back = shop.ask(about(RequestKind::ReverseLoad, 5, loaded, 700));
  EXPECT_EQ(back.outcome, Outcome::Approved);
  EXPECT_EQ(back.amount, eur(700));
  EXPECT_EQ(back.remaining, eur(0));
}

}  // namespace
}  // namespace perk::test
