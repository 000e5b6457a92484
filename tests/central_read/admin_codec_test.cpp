// Every admin message crosses the line whole. Each is given with every field set: that all are written
// is checked on the schema, and that all are read by writing again what was read.
#include "central/admin/admin_codec.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "perk/v1/admin.pb.h"
#include "tests/central/central_builders.h"
#include "tests/central_read/admin_survival_proto.h"

namespace perk::test {
namespace {

using namespace central;

const NumberRange kRange{"6006", 19, 4, RangeKind::SelfProving, {1, 2}};
const CardRef kByNumber{"6033570000000018", std::nullopt};
const CardRef kById{"", card(7)};

BalanceReply full_balance() {
  BalanceReply reply;
  reply.card = card(7);
  reply.last_four = "0018";
  reply.currency = eur();
  reply.balance = Amount(1);
  reply.available = Amount(-2);
  reply.loaded = Amount(3);
  reply.redeemed = Amount(4);
  reply.reversed = Amount(5);
  reply.reserve = Amount(-6);
  reply.is_frozen = true;
  reply.freeze_reason = "lost";
  reply.shard = Shard(7);
  reply.position = Position(8);
  reply.shard_end = Position(9);
  reply.position_wall = WallTime(10);
  reply.now = WallTime(11);
  reply.as_of = WallTime(12);
  reply.unheard = {{StoreId(13), "Main Street", WallTime(14)}};
  reply.rights = CardRights{{Exposure::Kind::Known, {Amount(15), Amount(16), Amount(17)}},
                            Amount(-18),
                            Amount(19),
                            {{StoreId(20), "Main Street", store(21), Amount(22), true}},
                            Position(23)};
  return reply;
}

StatementReply full_statement() {
  StatementLine line;
  line.position = Position(1);
  line.event = event_id(store(2), 3);
  line.type = "ValueRedeemed";
  line.value_effect = Amount(-4);
  line.balance_after = Amount(5);
  line.store = StoreId(6);
  line.store_name = "Main Street";
  line.happened = WallTime(7);
  line.recorded = WallTime(8);
  line.terminal = TerminalId(9);
  line.cut_off_for = Millis(10);
  line.note = "in part";
  return {full_balance(), {line}};
}

StoresReply full_stores() {
  StoreRow row{StoreId(1), "Main Street", store(2),  true,      WallTime(3), Seq(4), 5,
               6,          Amount(7),     Amount(8), Amount(9), Amount(10),  11,     12};
  row.revoked_at = WallTime(14);
  row.keys = 15;
  row.key_since = WallTime(16);
  row.open_former_logs = 17;
  return {{row}, WallTime(13), eur()};
}

MoneyLineReply full_money_line() {
  MoneyLineReply reply;
  reply.currency = eur();
  reply.line = {Amount(1), Amount(2), Amount(3), Amount(-4), Amount(5),
                Amount(6), 7,         Amount(8), Amount(9),  Amount(-10)};
  reply.cards = 8;
  reply.events = 9;
  reply.holds = true;
  reply.violations = {"none"};
  return reply;
}

TEST(AdminCodec, EveryRequestSurvivesTheLine) {
  expect_request_survives(BalanceRequest{kByNumber, Position(3), Millis(4'000), WallTime(5)});
  expect_request_survives(StatementRequest{kById});
  expect_request_survives(FreezeRequest{kById, FreezeChange::Freeze, "lost", "ada", request(7, 8)});
  expect_request_survives(
      ChargeBackRequest{kById, event_id(store(1), 3), "12.30", "stolen", "ada", request(7, 8)});
  expect_request_survives(AdjustRequest{kById, "-12.30", "charged twice", "ada", request(7, 8)});
  expect_request_survives(EnrolRequest{"Main Street", StoreLog(1).key().public_key()});
  expect_request_survives(StoresRequest{});
  expect_request_survives(ProjectionsRequest{});
  expect_request_survives(RebuildRequest{"balance"});
  expect_request_survives(VerifyRequest{});
  expect_request_survives(VerifyRequest{VerifyDepth::Deep, "perk-heads 1", PublicKey{{1}}});
  expect_request_survives(HeadsRequest{});
  expect_request_survives(LiabilitiesRequest{});
  expect_request_survives(CardProofRequest{kById, "perk-liabilities 1"});
  expect_request_survives(QuarantineRequest{5, QuarantineScope::Open});
  StoreLog log(3);
  log.append(card_issued(card(1)).at(hlc(1))).append(value_loaded(card(1), 1'000).at(hlc(2)));
  expect_request_survives(
      BringLogRequest{StoreId(3), {log.batch(0, 1), log.batch(1)}, "found", "ada"});
  expect_request_survives(SettleQuarantineRequest{3, QuarantineVerdict::Accepted, "the till has it",
                                                  "ada", request(4, 5), Digest{{6}}});
  expect_request_survives(MoneyLineRequest{});
  expect_request_survives(HealthRequest{});
  expect_request_survives(NumberRangesRequest{});
  expect_request_survives(AddRangeRequest{"6006", 19, RangeKind::SelfProving});
  expect_request_survives(MakeNumbersRequest{500, "6006"});
  expect_request_survives(RotateKeyRequest{"6006", "stolen", "ada", request(7, 9)});
  expect_request_survives(OfferCodeRequest{"Main Street", Millis(3'600'000)});
  expect_request_survives(RevokeStoreRequest{"Main Street", "stolen", "ada"});
}

TEST(AdminCodec, EveryReplySurvivesTheLine) {
  expect_reply_survives(AdminFault{"timeout", "Not in time."});
  expect_reply_survives(full_balance());
  expect_reply_survives(full_statement());
  expect_reply_survives(FreezeReply{true, Shard(1), Position(2), event_id(head_office(), 3)});
  expect_reply_survives(
      BalanceChangeReply{true, Shard(1), Position(2), event_id(head_office(), 3)});
  expect_reply_survives(EnrolReply{StoreId(1),
                                   "Main Street",
                                   true,
                                   {{2, std::vector<std::uint8_t>(32, 3)}},
                                   eur(),
                                   16,
                                   {kRange}});
  expect_reply_survives(RevokeStoreReply{StoreId(1), "Main Street", true, {store(1), store(2)}});
  expect_reply_survives(OfferCodeReply{"7Q2RT-0ABCD", "Main Street", WallTime(4), true});
  expect_reply_survives(full_stores());
  expect_reply_survives(ProjectionsReply{{{"balance", 1, 2, 3, 4, 5, 6, {{Shard(7), "no room"}}}}});
  expect_reply_survives(RebuildReply{"balance", 1, 2, Millis(3), 4});
  expect_reply_survives(VerifyReply{{{"positions", true, "none"}}, 7});
  expect_reply_survives(QuarantineReply{{{1,
                                          StoreId(2),
                                          event_id(store(3), 4),
                                          "absurd",
                                          WallTime(5),
                                          {6},
                                          "a purchase",
                                          QuarantineState::Refused,
                                          "ada",
                                          "nobody knows it"}}});
  expect_reply_survives(
      BringLogReply{StoreId(1), "Main Street", store(1), Seq(2), Seq(9), 5, 2, 1});
  expect_reply_survives(SettleQuarantineReply{3, event_id(store(3), 4), QuarantineVerdict::Accepted,
                                              true, "a purchase", eur(), Amount(-300), "4242"});
  expect_reply_survives(full_money_line());
  expect_reply_survives(HealthReply{"1.0", true, Epoch(1), 2, 3, 4, 5, 6, PublicKey{{7}}, 8, 9, 10,
                                    "Harbour", true, 11});
  expect_reply_survives(HeadsReply{"perk-heads 1"});
  expect_reply_survives(LiabilitiesReply{"perk-liabilities 1"});
  expect_reply_survives(CardProofReply{{1, 2, 3}});
  expect_reply_survives(NumberRangesReply{{{kRange, 7}}});
  expect_reply_survives(AddRangeReply{kRange, true});
  expect_reply_survives(RotateKeyReply{kRange, 4, true, {head_office(), Seq(8)}});
  expect_reply_survives(MakeNumbersReply{{*CardNumber::parse("6006000000429394191")}});
}

TEST(AdminCodec, AnUnfreezeIsNotAFreeze) {
  const auto read = decode_admin_request(encode_admin_request(
      FreezeRequest{kById, FreezeChange::Unfreeze, "found", "ada", request(7, 8)}));
  ASSERT_TRUE(read);
  EXPECT_EQ(std::get<FreezeRequest>(read.value()).change, FreezeChange::Unfreeze);
}

TEST(AdminCodec, ProgressSurvivesTheLine) {
  const auto read = decode_admin_answer(encode_admin_progress({"rebuild", 3, 9}));
  ASSERT_TRUE(read);
  const auto& progress = std::get<AdminProgress>(read.value());
  EXPECT_EQ(progress.what, "rebuild");
  EXPECT_EQ(progress.done, 3U);
  EXPECT_EQ(progress.total, 9U);
}

TEST(AdminCodec, RequestsThatMakeNoSenseAreMalformed) {
  v1::AdminRequest both;
  both.mutable_statement()->mutable_card()->set_number("1");
  both.mutable_statement()->mutable_card()->set_id(std::string(16, 'x'));
  EXPECT_NE(why_refused(both), "");
  v1::AdminRequest neither;
  static_cast<void>(neither.mutable_statement()->mutable_card());
  EXPECT_NE(why_refused(neither), "");
  v1::AdminRequest short_id;
  short_id.mutable_statement()->mutable_card()->set_id("short");
  EXPECT_NE(why_refused(short_id), "");
  v1::AdminRequest no_request_id;
  no_request_id.mutable_freeze()->mutable_card()->set_id(std::string(16, 'x'));
  EXPECT_NE(why_refused(no_request_id), "");
  v1::AdminRequest patient;
  patient.mutable_balance()->mutable_card()->set_id(std::string(16, 'x'));
  patient.mutable_balance()->set_deadline_ms(~std::uint64_t{0});
  EXPECT_NE(why_refused(patient), "");
  v1::AdminRequest short_key;
  short_key.mutable_enrol()->set_name("Main Street");
  short_key.mutable_enrol()->set_public_key("short");
  EXPECT_NE(why_refused(short_key), "");
  EXPECT_NE(why_refused(v1::AdminRequest()), "");
}

/// The frame, with the letter x in it made a byte that no text has.
sync::Frame with_broken_text(sync::Frame frame) {
  std::ranges::replace(frame.payload, std::uint8_t{'x'}, std::uint8_t{0xff});
  return frame;
}

TEST(AdminCodec, TextThatIsNoTextIsRefusedWithoutAWordOnStderr) {
  ::testing::internal::CaptureStderr();
  const bool request =
      decode_admin_request(with_broken_text(encode_admin_request(RebuildRequest{"x"}))).has_value();
  const bool reply =
      decode_admin_answer(with_broken_text(encode_admin_reply(AdminFault{"x", "y"}))).has_value();
  const bool progress =
      decode_admin_answer(with_broken_text(encode_admin_progress({"x", 1, 2}))).has_value();
  EXPECT_EQ(::testing::internal::GetCapturedStderr(), "");
  EXPECT_FALSE(request || reply || progress);
}

TEST(AdminCodec, FramesOfAnotherKindAreMalformed) {
  EXPECT_FALSE(decode_admin_request({3, {}}));
  EXPECT_FALSE(decode_admin_request({1, {0xff, 0xff}}));
  EXPECT_FALSE(decode_admin_answer({9, {}}));
  EXPECT_FALSE(decode_admin_answer({2, {0xff, 0xff}}));
  EXPECT_FALSE(decode_admin_answer({3, {}}));
}

}  // namespace
}  // namespace perk::test
