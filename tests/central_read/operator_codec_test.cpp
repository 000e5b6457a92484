// Messages about operators cross the line whole, and so do requests as they were signed.
#include <gtest/gtest.h>

#include "central/admin/admin_codec.h"
#include "perk/v1/admin.pb.h"
#include "tests/central/central_builders.h"
#include "tests/central_read/admin_survival_proto.h"

namespace perk::test {
namespace {

using namespace central;

const PublicKey kKey{{1, 2, 3}};

TEST(OperatorCodec, EveryRequestSurvivesTheLine) {
  expect_request_survives(OperatorHelloRequest{"ada"});
  expect_request_survives(OperatorsRequest{});
  expect_request_survives(
      AdmitOperatorRequest{"bob", OperatorRole::Operator, kKey, "joined", "ada"});
  expect_request_survives(ChangeRoleRequest{"bob", OperatorRole::Auditor, "moved", "ada"});
  expect_request_survives(DismissOperatorRequest{"bob", "left", "ada"});
  expect_request_survives(LimitsRequest{});
  expect_request_survives(
      SetLimitRequest{DecisionKind::WriteOff, ProgrammeId(2), "50.00", "two people", "ada"});
  expect_request_survives(ProposalsRequest{true});
  expect_request_survives(
      SettleProposalRequest{ProposalNumber(7), ProposalVerdict::Approved, "seen", "bob"});
  expect_request_survives(AuditRequest{"ada", WallTime(5)});
  expect_request_survives(EraseReasonRequest{"head-office/1/3:42", "asked", "ada", request(7, 8)});
}

TEST(OperatorCodec, EveryReplySurvivesTheLine) {
  expect_reply_survives(OperatorChallengeReply{Digest{{1, 2, 3}}});
  expect_reply_survives(EraseReasonReply{Digest{{1, 2, 3}}, true, event_id(head_office(), 2)});
  expect_reply_survives(OperatorsReply{{{"ada", OperatorRole::Admin, kKey, true}}});
  expect_reply_survives(
      LimitsReply{eur(), {{DecisionKind::ChargeBack, ProgrammeId(2), Amount(3), "why", "ada"}}});
  ProposalRow row{ProposalNumber(1),
                  DecisionKind::Adjustment,
                  Amount(2),
                  ProgrammeId(3),
                  "what",
                  "why",
                  "ada",
                  WallTime(4),
                  WallTime(5),
                  ProposalState::Approved,
                  "bob"};
  expect_reply_survives(ProposalsReply{eur(), {row}});
  expect_reply_survives(PendingApprovalReply{ProposalNumber(1), DecisionKind::Adjustment, Amount(2),
                                             eur(), WallTime(3)});
  expect_reply_survives(ProposalRejectedReply{ProposalNumber(1)});
  AuditRow act;
  act.at = WallTime(1);
  act.event = event_id(head_office(), 2);
  act.operator_name = "bob";
  act.role = OperatorRole::Operator;
  act.what = "adjustment";
  act.card = card(3);
  act.last_four = "0018";
  act.store = StoreId(4);
  act.store_name = "Main Street";
  act.amount = Amount(5);
  act.currency = eur();
  act.reason = "goodwill";
  act.second = "cleo";
  act.word = WordState::Broken;
  act.why_broken = "it does not hold";
  expect_reply_survives(AuditReply{{act}, 6});
}

TEST(OperatorCodec, ASignedRequestSurvivesTheLineByteForByte) {
  const SignedRequest request{"ada", WordCounter(3), Signature{{5}},
                              encode_admin_request(StoresRequest{}).payload};
  const sync::Frame frame = encode_signed_request(request);
  ASSERT_TRUE(is_signed_request(frame));
  const auto read = decode_signed_request(frame);
  ASSERT_TRUE(read) << read.error().why;
  EXPECT_EQ(read.value().name, "ada");
  EXPECT_EQ(read.value().counter, WordCounter(3));
  EXPECT_EQ(read.value().signature, request.signature);
  EXPECT_EQ(read.value().request, request.request);
  EXPECT_TRUE(decode_admin_request(request_in(read.value())));
  EXPECT_FALSE(decode_signed_request(encode_admin_request(StoresRequest{})));
}

TEST(OperatorCodec, WhatMakesNoSenseIsMalformed) {
  v1::AdminRequest no_role;
  no_role.mutable_admit_operator()->set_name("bob");
  no_role.mutable_admit_operator()->set_key(std::string(32, 'k'));
  EXPECT_NE(why_refused(no_role), "");
  no_role.mutable_admit_operator()->set_role(99);
  EXPECT_NE(why_refused(no_role), "");
  v1::AdminRequest no_kind;
  no_kind.mutable_set_limit()->set_amount("1.00");
  EXPECT_NE(why_refused(no_kind), "");
  v1::AdminRequest no_number;
  no_number.mutable_settle_proposal()->set_approved(true);
  EXPECT_NE(why_refused(no_number), "");
}

}  // namespace
}  // namespace perk::test
