#include "ops/cli/render.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "central/admin/stands_by.h"
#include "ops/cli/progress_bar.h"
#include "ops/cli/table.h"

namespace perk::ops {
namespace {

using central::AdminReply;

const Currency kEur = *Currency::from_code("EUR");

central::BalanceReply cut_off_balance() {
  central::BalanceReply reply;
  reply.last_four = "0018";
  reply.currency = kEur;
  reply.balance = reply.available = Amount(1230);
  reply.loaded = Amount(2000);
  reply.redeemed = Amount(770);
  reply.shard = Shard(3);
  reply.position = Position(120);
  reply.shard_end = Position(122);
  reply.now = WallTime(1'000'000'000);
  reply.position_wall = WallTime(1'000'000'000 - 5'000);
  reply.unheard.push_back({StoreId(2), "Harbour", WallTime(1'000'000'000 - 240'000)});
  reply.unheard.push_back({StoreId(3), "Station", std::nullopt});
  return reply;
}

TEST(PerkRender, ABalanceNamesItsPositionItsAgeAndTheStoresNotHeardFrom) {
  const std::string text = render_text(cut_off_balance());
  EXPECT_NE(text.find("12.30 EUR"), std::string::npos) << text;
  EXPECT_NE(text.find("position 120 of shard 3 (recorded 5 s ago, 2 newer not folded yet)"),
            std::string::npos)
      << text;
  EXPECT_NE(text.find("Harbour: last heard 4 min ago"), std::string::npos) << text;
  EXPECT_NE(text.find("Station: never heard"), std::string::npos) << text;
}

TEST(PerkRender, AnOverdrawnCardIsCalledOverdrawn) {
  auto reply = cut_off_balance();
  reply.balance = reply.available = Amount(-5);
  EXPECT_NE(render_text(reply).find("-0.05 EUR   OVERDRAWN"), std::string::npos)
      << render_text(reply);
}

TEST(PerkRender, JsonHoldsWholeMinorUnitsAndIsoTimes) {
  const auto json = nlohmann::json::parse(render_json(cut_off_balance()));
  EXPECT_EQ(json.at("balance_minor"), 1230);
  EXPECT_EQ(json.at("position"), 120);
  EXPECT_EQ(json.at("age_ms"), 5000);
  EXPECT_EQ(json.at("stores_not_heard_from").at(0).at("name"), "Harbour");
  EXPECT_TRUE(json.at("stores_not_heard_from").at(1).at("last_heard").is_null());
}

TEST(PerkRender, AStatementSaysWhenAndWhereEachPurchaseHappened) {
  central::StatementReply reply;
  reply.balance = cut_off_balance();
  central::StatementLine line;
  line.position = Position(119);
  line.type = "ValueRedeemed";
  line.value_effect = Amount(-350);
  line.balance_after = Amount(1230);
  line.store = StoreId(2);
  line.store_name = "Harbour";
  line.happened = WallTime(1'795'256'100'000);
  line.recorded = WallTime(1'795'256'160'000);
  line.cut_off_for = Millis(42'500);
  reply.lines.push_back(line);
  const std::string text = render_text(reply);
  for (const char* part : {"Harbour", "ValueRedeemed", "-3.50 EUR", "2026-11-21T10:15:00.000Z",
                           "2026-11-21T10:16:00.000Z", "cut off for 42.5 s"}) {
    EXPECT_NE(text.find(part), std::string::npos) << part << " is missing in\n" << text;
  }
}

TEST(PerkRender, AStuckShardOfAProjectionIsShownWithItsReason) {
  central::ProjectionRow row;
  row.name = "balance";
  row.stuck = {{Shard(3), "no room"}};
  const std::string text = render_text(central::ProjectionsReply{{row}});
  EXPECT_NE(text.find("balance is stuck in shard 3: no room"), std::string::npos) << text;
  EXPECT_NE(render_json(central::ProjectionsReply{{row}}).find("no room"), std::string::npos);
}

TEST(PerkRender, ALogOfAStoreNotKnownYetIsNotShownAsHeadOffices) {
  central::EpochReply reply;
  reply.epoch = Epoch(2);
  reply.holders = {{StoreId(), "a store not known yet", *Origin::incarnation(9), false, false, {}},
                   {StoreId(3), "Har\nbour", *Origin::incarnation(8), true, true, {}}};
  const std::string text = render_text(reply);
  EXPECT_NE(text.find("a store not known yet"), std::string::npos) << text;
  EXPECT_EQ(text.find("head office"), std::string::npos) << text;
  EXPECT_EQ(text.find("Har\nbour"), std::string::npos) << "a name is no layout";
}

TEST(PerkRender, EveryReplyHasTextAndParsableJson) {
  const std::vector<AdminReply> replies{
      central::AdminFault{"card_unknown", "No such card."},
      central::BalanceReply{},
      central::StatementReply{},
      central::FreezeReply{},
      central::EnrolReply{},
      central::StoresReply{{central::StoreRow{}}, WallTime(0), kEur},
      central::ProjectionsReply{{central::ProjectionRow{}}},
      central::RebuildReply{},
      central::VerifyReply{{central::VerifyCheck{"positions", true, ""}}, 3},
      central::QuarantineReply{{central::QuarantineRow{}}},
      central::MoneyLineReply{},
      central::HealthReply{},
      central::ExposureReply{},
      central::OverdraftsReply{kEur, {central::OverdraftRow{}}, 1, {}, {}, {}},
      central::WriteOffReply{},
      central::DeclareLostReply{},
      central::ExplainReply{},
      central::PoliciesReply{{central::PolicyRow{}}},
      central::SetPolicyReply{},
      central::NumberRangesReply{{{{"6006", 19, 1, RangeKind::SelfProving}, 7}}},
      central::AddRangeReply{{"6275", 16, 1, RangeKind::Foreign}, true},
      central::MakeNumbersReply{{*CardNumber::parse("6006000000429394191")}},
      central::BalanceChangeReply{},
      central::EpochReply{},
      central::ProveEndReply{},
      central::HeadsReply{"perk-heads 1\n"},
      central::LiabilitiesReply{"perk-liabilities 1\n"},
      central::CardProofReply{{1, 2}},
      central::OperatorChallengeReply{},
      central::OperatorsReply{{central::OperatorRow{}}},
      central::LimitsReply{kEur, {central::LimitRow{}}},
      central::ProposalsReply{kEur, {central::ProposalRow{}}},
      central::PendingApprovalReply{},
      central::ProposalRejectedReply{},
      central::AuditReply{{central::AuditRow{}}, 1},
      central::OfferCodeReply{"7Q2RT-0ABCD", "Main Street", WallTime(0), true},
      central::RevokeStoreReply{},
      central::SettleQuarantineReply{},
      central::RotateKeyReply{{"6006", 19, 2, RangeKind::SelfProving, {1}}, 2, false, {}},
      central::EraseReasonReply{},
      central::BringLogReply{}};
  ASSERT_EQ(replies.size(), std::variant_size_v<AdminReply>);
  for (const AdminReply& reply : replies) {
    EXPECT_TRUE(render_text(reply).ends_with('\n')) << reply.index();
    EXPECT_TRUE(nlohmann::json::accept(render_json(reply))) << reply.index();
  }
}

TEST(PerkRender, ARangeShowsTheKeyOfNewNumbersAndThoseThatAreGood) {
  const central::NumberRangesReply reply{{{{"6006", 19, 4, RangeKind::SelfProving, {1, 3}}, 7}}};
  EXPECT_NE(render_text(reply).find("4 (1, 3)"), std::string::npos);
  const auto row = nlohmann::json::parse(render_json(reply)).at("ranges").at(0);
  EXPECT_EQ(row.at("key_version"), 4);
  EXPECT_EQ(row.at("older_key_versions"), (std::vector<int>{1, 3}));
}

TEST(PerkRender, AKeyThatWasMadeSaysHowLongToWait) {
  const central::RotateKeyReply reply{{"6006", 19, 2, RangeKind::SelfProving, {1}}, 2, false, {}};
  EXPECT_NE(render_text(reply).find("within the hour"), std::string::npos);
}

TEST(PerkRender, NewNumbersAreOnePerLineAndNothingElse) {
  const central::MakeNumbersReply reply{
      {*CardNumber::parse("6006000000429394191"), *CardNumber::parse("6006000000000980202")}};
  EXPECT_EQ(render_text(reply), "6006000000429394191\n6006000000000980202\n");
}

TEST(PerkRender, ExitCodesTellScriptsWhatHappened) {
  EXPECT_EQ(exit_code_of(central::HealthReply{"0", true, Epoch(1), 16}), ExitCode::Ok);
  EXPECT_EQ(exit_code_of(central::HealthReply{}), ExitCode::Unreachable);
  EXPECT_EQ(exit_code_of(central::AdminFault{"timeout", ""}), ExitCode::Timeout);
  EXPECT_EQ(exit_code_of(central::AdminFault{"database_unreachable", ""}), ExitCode::Unreachable);
  EXPECT_EQ(exit_code_of(central::AdminFault{central::kStandsBy, ""}), ExitCode::Unreachable);
  EXPECT_EQ(exit_code_of(central::AdminFault{"card_unknown", ""}), ExitCode::Refused);
  EXPECT_EQ(
      exit_code_of(central::VerifyReply{{{"chains", true, ""}, {"balance", false, "card 7"}}, 1}),
      ExitCode::CheckFailed);
  EXPECT_EQ(exit_code_of(central::MoneyLineReply{}), ExitCode::CheckFailed);
}

TEST(PerkRender, TheKeysOfAnEnrolmentAreNeverShown) {
  central::EnrolReply reply;
  reply.name = "Main Street";
  reply.number_keys.push_back({1, std::vector<std::uint8_t>(32, 0xAB)});
  EXPECT_EQ(render_json(reply).find("abab"), std::string::npos);
  EXPECT_EQ(render_text(reply).find("abab"), std::string::npos);
}

TEST(PerkRender, StoresThatChangedTheirLogKeyAreTold) {
  central::StoresReply reply{{central::StoreRow{}, central::StoreRow{}}, WallTime(0), kEur};
  reply.stores[0].name = "Harbour";
  reply.stores[0].keys = 2;
  reply.stores[0].key_since = WallTime(1'795'255'200'000);
  reply.stores[1].name = "Station";
  reply.stores[1].keys = 1;
  const std::string said = render_text(reply);
  EXPECT_NE(said.find("Harbour has had 2 log keys, the present one since 2026-11-21T"),
            std::string::npos)
      << said;
  EXPECT_EQ(said.find("Station has had"), std::string::npos) << said;
  const auto rows = nlohmann::json::parse(render_json(reply)).at("stores");
  EXPECT_EQ(rows[0]["log_keys"], 2);
  EXPECT_FALSE(rows[0]["log_key_since"].is_null());
  EXPECT_TRUE(rows[1]["log_key_since"].is_null());
}

TEST(PerkRender, StoresThatBeganAnotherLogAreTold) {
  central::StoresReply reply{{central::StoreRow{}, central::StoreRow{}}, WallTime(0), kEur};
  reply.stores[0].name = "Harbour";
  reply.stores[0].incarnations = 3;
  reply.stores[1].name = "Station";
  reply.stores[1].incarnations = 1;
  const std::string said = render_text(reply);
  EXPECT_NE(said.find("Harbour has had 3 logs: it begins one when its database was lost, restored "
                      "or copied."),
            std::string::npos)
      << said;
  EXPECT_EQ(said.find("Station has had"), std::string::npos) << said;
}

TEST(PerkRender, OtherPeoplesBytesCannotDriveTheTerminal) {
  central::StoresReply reply{{central::StoreRow{}}, WallTime(0), kEur};
  reply.stores[0].name = "\x1b[2Jowned \xff";
  EXPECT_EQ(render_text(reply).find('\x1b'), std::string::npos);
  EXPECT_TRUE(nlohmann::json::accept(render_json(reply)));
}

TEST(PerkTable, ColumnsAreAsWideAsTheirWidestCellAlsoForAccents) {
  Table table({{"name"}, {"sold", Align::Right}});
  table.add({"Café", "5"});
  table.add({"Bar", "1000"});
  EXPECT_EQ(table.str(), "name  sold\nCafé     5\nBar   1000\n");
}

TEST(PerkProgress, TheBarNeverRunsOverItsEnd) {
  EXPECT_EQ(progress_line("x", 5, 10), "x  [############............]  50%  (5 of 10)");
  EXPECT_EQ(progress_line("x", 15, 10), "x  [########################]  100%  (15 of 10)");
  EXPECT_EQ(progress_line("x", 0, 0), "x  [........................]  0%  (0 of 0)");
}

TEST(PerkRender, AgesAreInWordsOfTheirSize) {
  const WallTime now(1'000'000'000'000);
  EXPECT_EQ(ago(now, now), "just now");
  EXPECT_EQ(ago(now + Millis(-12'000), now), "12 s ago");
  EXPECT_EQ(ago(now + Millis(-180'000), now), "3 min ago");
  EXPECT_EQ(ago(now + Millis(-5LL * 3600 * 1000), now), "5 h ago");
  EXPECT_EQ(ago(now + Millis(-49LL * 3600 * 1000), now), "2 days ago");
}

}  // namespace
}  // namespace perk::ops
