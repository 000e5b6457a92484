// How exposure, overdrafts, lost stores, policies and explanations read, to the letter.
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "ops/cli/render.h"
#include "tests/support/ledger_builders.h"

namespace perk::ops {
namespace {

using namespace central;  // NOLINT(google-build-using-namespace): this file is about its replies.
using Kind = Exposure::Kind;
using test::card;
using test::eur;
using test::event_id;
using test::store;

constexpr WallTime kNow{1'795'256'100'000};  // 2026-11-21T10:15:00Z

ExposureReply exposure() {
  ExposureReply reply;
  reply.currency = eur();
  reply.now = kNow;
  reply.exposure = {Kind::Known, {Amount(20'000), Amount(3'350), Amount(2'000)}};
  reply.peak = Amount(30'000);
  reply.copies = Amount(5'000);
  reply.reversible_loads = Amount(700);
  reply.stores = {{StoreId(1),
                   "Harbour",
                   true,
                   kNow,
                   {Kind::Known, {Amount(20'000), Amount(), Amount()}},
                   Amount(5'000)},
                  {StoreId(2),
                   "Station",
                   false,
                   kNow + Millis(-240'000),
                   {Kind::Known, {Amount(), Amount(3'350), Amount(2'000)}},
                   Amount()},
                  {StoreId(3), "Market", false, std::nullopt, {Kind::Known, {}}, Amount()}};
  return reply;
}

TEST(PerkRiskRender, ExposureIsASumOfThreePartsWithItsCompanionsByName) {
  EXPECT_EQ(render_text(exposure()),
            "Exposure: 253.50 EUR: the most that could still be lost, right now.\n"
            "      200.00 EUR  allowances out\n"
            "       33.50 EUR  spent beyond rights, and covered so far only by rights still out\n"
            "       20.00 EUR  returned by decision, the end of that log unproven\n"
            "Peak since head office started: 300.00 EUR.\n"
            "Beside it, bounded by no ledger: copies 50.00 EUR, reversible loads 7.00 EUR.\n"
            "\n"
            "store    line                           allowance out       share     copies\n"
            "Harbour  connected                         200.00 EUR  200.00 EUR  50.00 EUR\n"
            "Station  cut off, last heard 4 min ago       0.00 EUR   53.50 EUR   0.00 EUR\n"
            "Market   never heard                         0.00 EUR    0.00 EUR   0.00 EUR\n");
}

TEST(PerkRiskRender, ExposureThatIsNotKnownIsNoNumber) {
  ExposureReply reply = exposure();
  reply.exposure = {Kind::Unknown, {}};
  reply.why_unknown = "head office has not read all of its log yet";
  EXPECT_EQ(render_text(reply),
            "Exposure: unknown: head office has not read all of its log yet.\n");
  const auto json = nlohmann::json::parse(render_json(reply));
  EXPECT_EQ(json.at("kind"), "unknown");
  EXPECT_TRUE(json.at("exposure_minor").is_null());
  EXPECT_TRUE(json.at("allowances_minor").is_null());
  EXPECT_TRUE(json.at("chain_peak_minor").is_null());
}

TEST(PerkRiskRender, ExposureUnderCachedIsUnboundedAndSaysWhere) {
  ExposureReply reply = exposure();
  reply.exposure.kind = Kind::Unbounded;
  reply.stores[1].share.kind = Kind::Unbounded;
  const std::string text = render_text(reply);
  EXPECT_EQ(text.rfind("Exposure: unbounded: Station may run policy cached. Of it, bounded:\n", 0),
            0U)
      << text;
  const auto json = nlohmann::json::parse(render_json(reply));
  EXPECT_EQ(json.at("kind"), "unbounded");
  EXPECT_TRUE(json.at("exposure_minor").is_null());
  EXPECT_EQ(json.at("allowances_minor"), 20'000);
}

TEST(PerkRiskRender, ExposureOfAStoreOrACardNamesIt) {
  ExposureReply of_store = exposure();
  of_store.store_name = "Harbour";
  of_store.stores.resize(1);
  EXPECT_EQ(render_text(of_store).rfind("Exposure through Harbour: 253.50 EUR", 0), 0U);
  ExposureReply of_card = exposure();
  of_card.card = card(1);
  of_card.stores.clear();
  EXPECT_EQ(render_text(of_card).rfind("Exposure of card 0000000000000001", 0), 0U);
  EXPECT_EQ(nlohmann::json::parse(render_json(of_card)).at("exposure_minor"), 25'350);
}

TEST(PerkRiskRender, ABalanceNamesTheReserveAndEveryHolder) {
  BalanceReply reply;
  reply.last_four = "0018";
  reply.currency = eur();
  reply.rights = CardRights{{Kind::Known, {Amount(100), Amount(200), Amount()}},
                            Amount(-200),
                            Amount(50),
                            {{StoreId(1), "Harbour", store(1), Amount(700), true},
                             {StoreId(2), "Station", store(2), Amount(300), false}},
                            Position(4)};
  const std::string text = render_text(reply);
  EXPECT_NE(text.find("  exposure   3.00 EUR\n"
                      "  rights     reserve -2.00 EUR, Harbour 7.00 EUR, Station 3.00 EUR (cut "
                      "off)\n"
                      "  overdraft  0.50 EUR still owed\n"),
            std::string::npos)
      << text;
  const auto json = nlohmann::json::parse(render_json(reply)).at("rights");
  EXPECT_EQ(json.at("exposure").at("exposure_minor"), 300);
  EXPECT_EQ(json.at("holders").at(1).at("rights_minor"), 300);
}

TEST(PerkRiskRender, OverdraftsAreListedAndAddedUp) {
  OverdraftsReply reply;
  EXPECT_EQ(render_text(reply), "No overdrafts.\n");
  reply.currency = eur();
  reply.rows = {{event_id(test::head_office(), 3), card(1), "4242", OverdraftCause::StandIn,
                 store(2), StoreId(2), "Station", Amount(500), Amount(100), Amount(50), kNow}};
  reply.count = 1;
  reply.opened = Amount(500);
  reply.recovered = Amount(100);
  reply.written_off = Amount(50);
  EXPECT_EQ(
      render_text(reply),
      "event              opened at                 card                                   cause   "
      "  owner      opened  recovered  written off      left\n"
      "head-office/1/0:3  2026-11-21T10:15:00.000Z  4242 00000000000000010000000000000000  "
      "stand_in  Station  5.00 EUR   1.00 EUR     0.50 EUR  3.50 EUR\n"
      "\n"
      "1 overdraft: opened 5.00 EUR, recovered 1.00 EUR, written off 0.50 EUR, left 3.50 EUR.\n");
  EXPECT_EQ(nlohmann::json::parse(render_json(reply)).at("left_minor"), 350);
}

TEST(PerkRiskRender, AStoreGivenUpIsToldWithWhatItLeaves) {
  DeclareLostReply reply;
  reply.name = "Station";
  reply.currency = eur();
  reply.exposure = {Kind::Known, {Amount(), Amount(), Amount(1'000)}};
  EXPECT_EQ(render_text(reply),
            "Station holds no spending rights: there is nothing left to return.\n"
            "Exposure of the chain now: 10.00 EUR.\n");
  reply.cards = {{card(1), "4242", Amount(1'000)}};
  reply.card_count = 1;
  reply.returned = reply.opened = Amount(1'000);
  EXPECT_EQ(render_text(reply),
            "Station is given up: 10.00 EUR of 1 card counts as returned to the reserve, and 10.00 "
            "EUR more is at risk until the end of its log is proven.\n"
            "card                                    returned\n"
            "4242 00000000000000010000000000000000  10.00 EUR\n"
            "Exposure of the chain now: 10.00 EUR.\n");
}

TEST(PerkRiskRender, AStoreThatIsRevokedIsToldWithWhatIsLeftToDo) {
  RevokeStoreReply reply{StoreId(3), "Station", false, {store(1)}};
  EXPECT_EQ(
      render_text(reply),
      "Station is revoked: nobody comes in as that store any more.\n"
      "Its log " +
          to_string(store(1)) +
          " is closed.\n"
          "What it holds may still be spent there unheard: `perk exposure --store` counts it, "
          "until `perk store declare-lost` returns it.\n");
  reply.was_revoked = true;
  EXPECT_EQ(render_text(reply).rfind("Station was revoked:", 0), 0U);
  EXPECT_EQ(nlohmann::json::parse(render_json(reply)).at("was_revoked"), true);
}

TEST(PerkRiskRender, WhatWasSaidOfTheQuarantineIsToldWithItsMoney) {
  SettleQuarantineReply reply{3,
                              event_id(store(1), 4),
                              QuarantineVerdict::Accepted,
                              false,
                              "ValueRedeemed",
                              eur(),
                              Amount(-300),
                              "4242"};
  const std::string name = to_string(event_id(store(1), 4));
  EXPECT_EQ(render_text(reply), "Event " + name +
                                    " in quarantine is accepted: ValueRedeemed counts, once.\n"
                                    "The balance of the card ending 4242 moves by -3.00 EUR.\n");
  reply.was_repeated = true;
  EXPECT_NE(render_text(reply).find("is accepted (as said before)"), std::string::npos);
  const auto json = nlohmann::json::parse(render_json(reply));
  EXPECT_EQ(json.at("verdict"), "accepted");
  EXPECT_EQ(json.at("value_effect_minor"), -300);
  reply = SettleQuarantineReply{3, event_id(store(1), 4)};
  EXPECT_EQ(render_text(reply), "Event " + name +
                                    " in quarantine is refused: it never counts, and stays "
                                    "there.\n");
  EXPECT_EQ(nlohmann::json::parse(render_json(reply)).at("verdict"), "refused");
}

TEST(PerkRiskRender, TheQuarantineSaysWhatItBringsAndWhoSettledIt) {
  QuarantineReply reply{{QuarantineRow{}, QuarantineRow{}}};
  reply.rows[0].brings = "ValueRedeemed of -3.00 EUR";
  reply.rows[1].state = QuarantineState::Accepted;
  reply.rows[1].settled_by = "ada";
  reply.rows[1].settled_reason = "the till\nhas it";
  const std::string text = render_text(reply);
  EXPECT_NE(text.find("ValueRedeemed of -3.00 EUR"), std::string::npos);
  EXPECT_NE(text.find("accepted by ada: the till"), std::string::npos);
  EXPECT_EQ(text.find("till\nhas"), std::string::npos) << "a reason is no layout";
  const auto rows = nlohmann::json::parse(render_json(reply)).at("quarantine");
  EXPECT_EQ(rows.at(0).at("state"), "open");
  EXPECT_EQ(rows.at(1).at("state"), "accepted");
  EXPECT_EQ(rows.at(1).at("settled_by"), "ada");
}

TEST(PerkRiskRender, ARevokedStoreIsSeenInTheListAndInHealth) {
  StoresReply stores{{StoreRow{}, StoreRow{}}, WallTime(0), eur()};
  stores.stores[0].revoked_at = WallTime(1'000);
  const std::string text = render_text(stores);
  EXPECT_NE(text.find("REVOKED"), std::string::npos);
  EXPECT_EQ(text.find("REVOKED"), text.rfind("REVOKED")) << "the other is not";
  HealthReply health;
  EXPECT_EQ(render_text(health).find("revoked"), std::string::npos);
  health.revoked_stores = 1;
  EXPECT_NE(render_text(health).find("1 store is revoked"), std::string::npos);
}

TEST(PerkRiskRender, AFormerLogThatNobodyClosedIsSeenInTheListAndInHealth) {
  StoresReply stores{{StoreRow{}, StoreRow{}}, WallTime(0), eur()};
  stores.stores[0].name = "Harbour";
  EXPECT_EQ(render_text(stores).find("former"), std::string::npos);
  stores.stores[0].open_former_logs = 1;
  EXPECT_NE(render_text(stores).find("Harbour began a new log, and its former one is open"),
            std::string::npos);
  EXPECT_NE(render_text(stores).find("perk store declare-lost Harbour"), std::string::npos);
  EXPECT_EQ(nlohmann::json::parse(render_json(stores))["stores"][0]["open_former_logs"], 1);
  HealthReply health;
  EXPECT_EQ(render_text(health).find("ALERT"), std::string::npos);
  health.open_former_logs = 2;
  EXPECT_NE(render_text(health).find("ALERT: 2 former logs are open"), std::string::npos);
}

TEST(PerkRiskRender, ALogThatHasEndedIsToldWithWhatThatEnds) {
  ProveEndReply reply;
  reply.name = "Station";
  reply.currency = eur();
  reply.logs = {{store(1), Seq(12), false}};
  reply.copies_ended = Amount(1'500);
  reply.refundable = Amount(700);
  reply.exposure = {Kind::Known, {}};
  EXPECT_EQ(render_text(reply),
            "The end of Station's log 0001000000000001 is proven, at event 12.\n"
            "Copies could spend 15.00 EUR less. Purchases of 7.00 EUR are head office's to take "
            "back.\n"
            "Exposure of the chain now: 0.00 EUR.\n");
  reply.logs[0].was_proven = true;
  reply.cards = {{card(1), "4242", Amount(1'000)}};
  reply.card_count = 1;
  reply.returned = Amount(1'000);
  reply.remaining = Amount(50);
  EXPECT_EQ(render_text(reply),
            "The end of Station's log 0001000000000001 was proven, at event 12.\n"
            "10.00 EUR of 1 card that they held counts as returned to the reserve.\n"
            "card                                    returned\n"
            "4242 00000000000000010000000000000000  10.00 EUR\n"
            "Copies could spend 15.00 EUR less. Purchases of 7.00 EUR are head office's to take "
            "back.\n"
            "They hold 0.50 EUR that came meanwhile: say it again to return that.\n"
            "Exposure of the chain now: 0.00 EUR.\n");
  EXPECT_EQ(nlohmann::json::parse(render_json(reply)).at("logs").at(0).at("through"), 12);
}

ExplainReply explanation() {
  PurchaseExplained purchase;
  purchase.requested = Amount(500);
  purchase.from_rights = Amount(200);
  purchase.beyond_rights = Amount(150);
  purchase.basis = Basis::StandIn;
  purchase.policy_version = PolicyVersion(2);
  purchase.allowance_drawn = Amount(150);
  purchase.allowance = AllowanceThen{AllowanceId(7), Amount(4'850), Amount(1'850)};
  purchase.known_through = Position(120);
  purchase.own_through = Seq(6);
  purchase.value_known = Amount(900);
  purchase.rights_known = Amount(200);
  purchase.cut_off_for = Millis(42'500);
  purchase.unheard = {{StoreId(2), "Harbour", Amount(700), Amount(), Amount(), 1},
                      {StoreId(3), "Station", Amount(500), Amount(), Amount(), 2}};
  purchase.unheard_spent = Amount(1'200);
  purchase.value_with_unheard = Amount(-300);
  ExplainReply reply;
  reply.event = event_id(store(1), 7);
  reply.said = "Market approved a purchase of 3.50 EUR with the card ending 4242.";
  reply.store = StoreId(1);
  reply.store_name = "Market";
  reply.currency = eur();
  reply.shard = Shard(3);
  reply.happened = reply.raw_clock = kNow;
  reply.recorded = kNow + Millis(58'000);
  reply.purchase = purchase;
  return reply;
}

TEST(PerkRiskRender, AnExplanationIsToldInPlainSentences) {
  EXPECT_EQ(
      render_text(explanation()),
      "Event 0001000000000001:7 (2026-11-21T10:15:00.000Z): Market approved a purchase of 3.50 EUR "
      "with the card ending 4242.\n"
      "It was approved under policy version 2: 2.00 EUR from the store's spending rights, 1.50 EUR "
      "beyond them, drawing 1.50 EUR on its stand-in allowance.\n"
      "It was approved in part: 5.00 EUR was asked for.\n"
      "The store had heard the card's shard 3 through position 120 and its own log through seq 6.\n"
      "By these the card had 9.00 EUR to spend, 2.00 EUR of it the store's alone to approve.\n"
      "Of its allowance it had at most 48.50 EUR left, 18.50 EUR of it for this card.\n"
      "It had been cut off from head office for 42.5 s.\n"
      "Its clock said 2026-11-21T10:15:00.000Z; head office recorded it at "
      "2026-11-21T10:15:58.000Z, 58.0 s later.\n"
      "Meanwhile 12.00 EUR had been spent at Harbour and Station that it could not know.\n"
      "  unheard from Harbour: 1 event; spent 7.00 EUR, loaded 0.00 EUR, taken back 0.00 EUR\n"
      "  unheard from Station: 2 events; spent 5.00 EUR, loaded 0.00 EUR, taken back 0.00 EUR\n"
      "With all of it, the card had -3.00 EUR to spend before this purchase.\n");
  EXPECT_EQ(
      nlohmann::json::parse(render_json(explanation())).at("purchase").at("unheard_spent_minor"),
      1'200);
}

TEST(PerkRiskRender, AnExplanationOfAStoreThatKnewEverythingSaysSo) {
  ExplainReply reply = explanation();
  reply.purchase->unheard.clear();
  reply.purchase->cut_off_for = Millis();
  reply.recorded = kNow + Millis(-2'000);
  const std::string text = render_text(reply);
  EXPECT_NE(text.find("It was connected to head office.\n"), std::string::npos) << text;
  EXPECT_NE(text.find("2.0 s earlier, so the store's clock was ahead"), std::string::npos) << text;
  EXPECT_NE(text.find("Nothing had happened to the card elsewhere that it had not heard.\n"),
            std::string::npos)
      << text;
}

TEST(PerkRiskRender, WhatIsNoPurchaseIsOneSentence) {
  ExplainReply reply = explanation();
  reply.said = "Market issued the card ending 4242.";
  reply.purchase.reset();
  EXPECT_EQ(render_text(reply),
            "Event 0001000000000001:7 (2026-11-21T10:15:00.000Z): Market issued the card ending "
            "4242.\n");
  EXPECT_TRUE(nlohmann::json::parse(render_json(reply)).at("purchase").is_null());
}

TEST(PerkRiskRender, PoliciesAreListedWithTheirVersions) {
  const PolicyRow for_all{PolicyVersion(1), PolicyKind::EscrowStandIn, {}, "", {}, "", {}};
  const PolicyRow for_one{PolicyVersion(2),
                          PolicyKind::Cached,
                          StoreId(1),
                          "Harbour",
                          ProgrammeId(5),
                          "ada",
                          event_id(test::head_office(), 1)};
  EXPECT_EQ(render_text(PoliciesReply{{for_all, for_one}}),
            "version  policy          for                   set by    event\n"
            "      1  escrow+standin  every store           built in\n"
            "      2  cached          Harbour, programme 5  ada       head-office/1/0:1\n"
            "The most specific one counts. Stores obey it once they hear it.\n");
  EXPECT_EQ(render_text(SetPolicyReply{for_one, false}),
            "Policy cached is set for Harbour, programme 5, version 2.\n");
  EXPECT_EQ(render_text(SetPolicyReply{for_all, true}),
            "Policy escrow+standin was in force already for every store, version 1.\n");
}

}  // namespace
}  // namespace perk::ops
