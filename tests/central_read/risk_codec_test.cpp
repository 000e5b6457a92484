// The admin messages about rights, risk and events, as admin_codec_test.cpp has the others.
#include <gtest/gtest.h>

#include "perk/v1/admin.pb.h"
#include "tests/central_read/admin_survival_proto.h"
#include "tests/support/ledger_builders.h"

namespace perk::test {
namespace {

using namespace central;

ShownExposure full_exposure() {
  return {Exposure::Kind::Unbounded, {Amount(1), Amount(2), Amount(3)}};
}

PolicyRow full_policy() {
  return {PolicyVersion(2),     PolicyKind::Escrow, StoreId(3), "Harbour", ProgrammeId(4), "ada",
          event_id(store(5), 6)};
}

ExplainReply full_explanation() {
  PurchaseExplained purchase;
  purchase.requested = Amount(1);
  purchase.from_rights = Amount(2);
  purchase.beyond_rights = Amount(3);
  purchase.basis = Basis::StandIn;
  purchase.policy_version = PolicyVersion(4);
  purchase.manager = "bob";
  purchase.allowance_drawn = Amount(5);
  purchase.allowance = AllowanceThen{AllowanceId(6), Amount(7), Amount(8)};
  purchase.known_through = Position(9);
  purchase.own_through = Seq(10);
  purchase.value_known = Amount(-11);
  purchase.rights_known = Amount(12);
  purchase.cut_off_for = Millis(13);
  purchase.unheard = {{StoreId(14), "Station", Amount(15), Amount(16), Amount(17), 18}};
  purchase.unheard_spent = Amount(19);
  purchase.was_frozen_unheard = true;
  purchase.value_with_unheard = Amount(-20);
  ExplainReply reply;
  reply.event = event_id(store(1), 2);
  reply.type = "ValueRedeemed";
  reply.said = "Harbour approved it.";
  reply.store = StoreId(3);
  reply.store_name = "Harbour";
  reply.card = card(4);
  reply.last_four = "4242";
  reply.currency = eur();
  reply.shard = Shard(5);
  reply.position = Position(6);
  reply.happened = WallTime(7);
  reply.raw_clock = WallTime(8);
  reply.recorded = WallTime(9);
  reply.purchase = purchase;
  return reply;
}

TEST(AdminRiskCodec, EveryRequestSurvivesTheLine) {
  expect_request_survives(ExposureRequest{"Harbour", CardRef{"", card(7)}});
  expect_request_survives(OverdraftsRequest{OverdraftScope::All});
  expect_request_survives(WriteOffRequest{event_id(head_office(), 3), "small", "ada"});
  expect_request_survives(DeclareLostRequest{"Harbour", "burnt down", "ada"});
  expect_request_survives(ProveEndRequest{"Harbour", Seq(3), "disk destroyed", "ada"});
  expect_request_survives(ExplainRequest{event_id(store(1), 3)});
  expect_request_survives(PoliciesRequest{});
  expect_request_survives(SetPolicyRequest{PolicyKind::Cached, "Harbour", ProgrammeId(2), "ada"});
}

TEST(AdminRiskCodec, EveryReplySurvivesTheLine) {
  ExposureReply exposure;
  exposure.currency = eur();
  exposure.now = WallTime(1);
  exposure.store_name = "Harbour";
  exposure.card = card(2);
  exposure.exposure = full_exposure();
  exposure.why_unknown = "not read";
  exposure.peak = Amount(3);
  exposure.copies = Amount(4);
  exposure.reversible_loads = Amount(5);
  exposure.stores = {{StoreId(6), "Harbour", true, WallTime(7), full_exposure(), Amount(8)}};
  expect_reply_survives(exposure);
  const OverdraftRow overdraft{event_id(head_office(), 1),
                               card(2),
                               "4242",
                               OverdraftCause::LateFreeze,
                               store(3),
                               StoreId(4),
                               "Harbour",
                               Amount(5),
                               Amount(6),
                               Amount(7),
                               WallTime(8)};
  expect_reply_survives(OverdraftsReply{eur(), {overdraft}, 9, Amount(10), Amount(11), Amount(12)});
  expect_reply_survives(
      WriteOffReply{event_id(head_office(), 1), card(2), "4242", eur(), Amount(3)});
  expect_reply_survives(DeclareLostReply{StoreId(1),
                                         "Harbour",
                                         eur(),
                                         {{card(2), "4242", Amount(3)}},
                                         4,
                                         Amount(5),
                                         Amount(6),
                                         full_exposure()});
  expect_reply_survives(ProveEndReply{StoreId(1),
                                      "Harbour",
                                      eur(),
                                      {{store(2), Seq(3), true}},
                                      {{card(2), "4242", Amount(3)}},
                                      4,
                                      Amount(5),
                                      Amount(6),
                                      Amount(7),
                                      Amount(8),
                                      full_exposure()});
  expect_reply_survives(full_explanation());
  expect_reply_survives(PoliciesReply{{full_policy()}});
  expect_reply_survives(SetPolicyReply{full_policy(), true});
}

TEST(AdminRiskCodec, AnExposureThatIsKnownToBeNothingIsNotUnknown) {
  ExposureReply reply;
  reply.exposure.kind = Exposure::Kind::Known;
  const auto read = decode_admin_answer(encode_admin_reply(reply));
  ASSERT_TRUE(read) << read.error().why;
  const auto& heard = std::get<ExposureReply>(std::get<AdminReply>(read.value()));
  EXPECT_EQ(heard.exposure.kind, Exposure::Kind::Known);
}

TEST(AdminRiskCodec, WhatThisVersionDoesNotKnowIsMalformed) {
  v1::AdminRequest policy;
  policy.mutable_set_policy()->set_kind(5);
  EXPECT_NE(why_refused(policy), "");
  v1::AdminRequest nothing;
  static_cast<void>(nothing.mutable_explain());
  EXPECT_NE(why_refused(nothing), "");
  v1::AdminReply wire;
  wire.mutable_exposure()->mutable_exposure()->set_kind(4);
  sync::Frame frame{3, {}};
  const std::string bytes = wire.SerializeAsString();
  frame.payload.assign(bytes.begin(), bytes.end());
  EXPECT_FALSE(decode_admin_answer(frame));
}

}  // namespace
}  // namespace perk::test
