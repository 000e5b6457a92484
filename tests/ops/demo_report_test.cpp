#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "ops/demo_run/report.h"

namespace perk::ops {
namespace {

DemoReport small_report() {
  DemoReport report;
  report.currency = *Currency::from_code("EUR");
  report.cards = 10;
  report.tills = 2;
  report.source = "simulated, seed 1";
  report.stores.resize(2);
  StoreReport& cut = report.stores[0];
  cut.name = "Harbour";
  cut.was_cut = true;
  cut.online = {3, Amount(1'250)};
  cut.offline = {2, Amount(700)};
  cut.loaded = {4, Amount(10'000)};
  cut.by_basis = {{"rights", {4, Amount(1'650)}}, {"stand_in", {1, Amount(300)}}};
  cut.allowance_used = Amount(300);
  cut.declined = {{"insufficient_value", 2}};
  cut.longest_wait = Millis(12);
  cut.worst_backlog = 7;
  cut.caught_up_after = Millis(850);
  cut.approved_per_slot = {1, 2, 0, 2};
  StoreReport& connected = report.stores[1];
  connected.name = "Market";
  connected.online = {5, Amount(2'000)};
  connected.by_basis = {{"rights", {5, Amount(2'000)}}};
  connected.reversed = {1, Amount(400)};
  connected.approved_per_slot = {2, 2, 1};
  report.cut_at = Millis(250);
  report.healed_at = Millis(750);
  report.ended_at = Millis(1'250);
  report.converged = Millis(850);
  report.settled = Millis(1'460);
  report.backlogs = {{Millis(0), {0, 0}}, {Millis(500), {7, 0}}, {Millis(1'600), {0, 0}}};
  report.risks = {{Millis(0), Amount(20'000), Amount()}, {Millis(600), Amount(20'100), Amount()}};
  report.risk = {true, Amount(20'100), {}, {}, {}, 0, {}, 0};
  report.money.loaded = Amount(10'000);
  report.money.redeemed = Amount(3'950);
  report.money.reversed = Amount(400);
  report.money.balances = Amount(6'450);
  report.checks = {{"the money line", true, ""}, {"the tills' record", true, "10 approvals"}};
  report.replay = "ops/demo --seed 1";
  return report;
}

TEST(DemoReport, TellsAShopOwnerWhatHappened) {
  EXPECT_EQ(
      to_text(small_report()),
      "PERK: 2 coffee shops, 2 tills, 10 gift cards\n"
      "For 500 ms of 1.3 s, 1 of the shops could not reach head office. They went on selling.\n"
      "Customers: simulated, seed 1.\n"
      "\n"
      "                                               Harbour            Market\n"
      "  its line to head office                      was cut              held\n"
      "  sold while connected                 3 for 12.50 EUR   5 for 20.00 EUR\n"
      "  sold while cut off                    2 for 7.00 EUR                 -\n"
      "  of these, in part                                  0                 0\n"
      "  approved by rights held              4 for 16.50 EUR   5 for 20.00 EUR\n"
      "  knowing the risk (stand-in)           1 for 3.00 EUR                 -\n"
      "  most of its allowance used                  3.00 EUR          0.00 EUR\n"
      "  put on cards                        4 for 100.00 EUR    0 for 0.00 EUR\n"
      "  taken back                            0 for 0.00 EUR    1 for 4.00 EUR\n"
      "  longest a customer waited                      12 ms              0 ms\n"
      "  most that head office lacked                7 events          0 events\n"
      "  caught up after the line was back             850 ms                 -\n"
      "\n"
      "  Declined                                 Harbour   Market\n"
      "  There is not enough value on the card.         2        0\n"
      "\n"
      "Head office had everything sold during the cut 850 ms after the line was back.\n"
      "After the last sale, everybody agreed on everything within 1.5 s.\n"
      "The most that could have been lost, as head office showed it at its peak: 201.00 EUR.\n"
      "Overdrafts found: none\n"
      "\n"
      "The money, to the cent\n"
      "  loaded                 100.00 EUR\n"
      "  + taken back             4.00 EUR\n"
      "  = redeemed              39.50 EUR\n"
      "  + still on the cards    64.50 EUR\n"
      "  It adds up.\n"
      "\n"
      "Checks\n"
      "  ok      the money line\n"
      "  ok      the tills' record (10 approvals)\n"
      "\n"
      "VERDICT: every check holds.\n"
      "Again: ops/demo --seed 1\n");
}

TEST(DemoReport, ThievesAndWhatTheyCostAreNamed) {
  DemoReport report = small_report();
  report.risk = {true, Amount(20'100), Amount(500), {}, Amount(100), 2, {}, 3};
  report.stores[0].stolen = {1, Amount(700)};
  const std::string text = to_text(report);
  EXPECT_NE(text.find("  taken with copies of cards            1 for 7.00 EUR"), std::string::npos);
  EXPECT_NE(text.find("copies of 3 cards at every cut-off shop at once."), std::string::npos);
  EXPECT_NE(text.find("Overdrafts found: 2, 5.00 EUR"), std::string::npos);
  EXPECT_NE(text.find("recovered since: 1.00 EUR."), std::string::npos);
  EXPECT_EQ(nlohmann::json::parse(to_json(report)).at("risk").at("exposure_peak_minor"), 20'100);
  report.risk.is_bounded = false;
  EXPECT_NE(to_text(report).find("at its peak: not bounded."), std::string::npos);
}

TEST(DemoReport, OneBrokenCheckBreaksTheVerdict) {
  DemoReport report = small_report();
  EXPECT_TRUE(report.holds());
  report.checks.push_back({"the last log", false, "3 of 4 events"});
  EXPECT_FALSE(report.holds());
  EXPECT_NE(to_text(report).find("  BROKEN  the last log (3 of 4 events)\n\nVERDICT: BROKEN."),
            std::string::npos);
  EXPECT_EQ(nlohmann::json::parse(to_json(report)).at("verdict"), "broken");
  EXPECT_NE(to_html(report).find("A check is broken"), std::string::npos);
}

TEST(DemoReport, WithoutChecksThereIsNoVerdictToTrust) {
  DemoReport report = small_report();
  report.checks.clear();
  EXPECT_FALSE(report.holds());
}

TEST(DemoReport, MissingMoneyIsNamed) {
  DemoReport report = small_report();
  report.money.balances = Amount(6'350);
  EXPECT_NE(to_text(report).find("IT DOES NOT ADD UP: 1.00 EUR is missing."), std::string::npos);
}

TEST(DemoReport, ThePictureShadesTheCutAndMarksTheReturn) {
  const std::string page = to_html(small_report());
  EXPECT_NE(page.find("<rect class=\"cut\""), std::string::npos);
  EXPECT_NE(page.find("caught up</text>"), std::string::npos);
  std::size_t curves = 0;
  for (std::size_t at = page.find("<polyline"); at != std::string::npos;
       at = page.find("<polyline", at + 1))
    ++curves;
  EXPECT_EQ(curves, 6U);  // Two shops in two panels; exposure and overdraft in the third.
  EXPECT_EQ(page.find("http"), std::string::npos) << "the page needs nothing from elsewhere";
}

TEST(DemoReport, ANameCannotBreakThePage) {
  DemoReport report = small_report();
  report.stores[0].name = "<script>&\"";
  EXPECT_EQ(to_html(report).find("<script>"), std::string::npos);
}

TEST(DemoReport, JsonHoldsTheNumbers) {
  const auto json = nlohmann::json::parse(to_json(small_report()));
  EXPECT_EQ(json.at("verdict"), "holds");
  EXPECT_EQ(json.at("stores").at(0).at("sold_offline").at("minor"), 700);
  EXPECT_EQ(json.at("converged_after_ms"), 850);
  EXPECT_EQ(json.at("money").at("holds"), true);
  EXPECT_TRUE(json.at("stores").at(1).at("caught_up_after_ms").is_null());
}

}  // namespace
}  // namespace perk::ops
