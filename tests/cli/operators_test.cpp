// `perk operator`, `limits`, `proposals`, `approve`, `reject`, `audit`, `reason`: what they ask, show and exit with.
#include <fstream>
#include <set>

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "ledger/permissions.h"
#include "ops/cli/operator_key.h"
#include "ops/cli/render.h"
#include "sync/crypto/keys.h"
#include "tests/cli/parsed.h"
#include "tests/wire/temporary_directory.h"

namespace perk::ops {
namespace {

using namespace central;

int exit_code_of_words(std::vector<const char*> words) {
  const auto parsed = parse(std::move(words));
  return parsed ? 0 : parsed.error().exit_code;
}

constexpr const char* kHex = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";

TEST(PerkOperators, AreAdmittedMovedAndDismissed) {
  const auto admit =
      request_of<AdmitOperatorRequest>({"operator", "add", "bob", "--role", "cashier-support",
                                        "--key", kHex, "--reason", "joined", "--operator", "ada"});
  EXPECT_EQ(admit.name, "bob");
  EXPECT_EQ(admit.role, OperatorRole::CashierSupport);
  EXPECT_EQ(to_hex(admit.key), kHex);
  EXPECT_EQ(admit.operator_name, "ada");
  const auto role =
      request_of<ChangeRoleRequest>({"operator", "role", "bob", "auditor", "--reason", "moved"});
  EXPECT_EQ(role.role, OperatorRole::Auditor);
  EXPECT_EQ(
      request_of<DismissOperatorRequest>({"operator", "dismiss", "bob", "--reason", "left"}).name,
      "bob");
  static_cast<void>(request_of<OperatorsRequest>({"operator", "list"}));
}

TEST(PerkOperators, WhatMakesNoSenseIsUsage) {
  EXPECT_EQ(exit_code_of_words({"operator"}), 2);
  EXPECT_EQ(exit_code_of_words(
                {"operator", "add", "bob", "--role", "boss", "--key", kHex, "--reason", "r"}),
            2);
  EXPECT_EQ(exit_code_of_words(
                {"operator", "add", "bob", "--role", "viewer", "--key", "12", "--reason", "r"}),
            2);
  EXPECT_EQ(exit_code_of_words({"operator", "dismiss", "bob"}), 2) << "no reason";
  EXPECT_EQ(exit_code_of_words({"limits", "set", "--kind", "lunch", "--none", "--reason", "r"}), 2);
  EXPECT_EQ(exit_code_of_words({"limits", "set", "--kind", "write-off", "--reason", "r"}), 2);
  EXPECT_EQ(exit_code_of_words({"approve", "seven", "--reason", "r"}), 2);
  EXPECT_EQ(exit_code_of_words({"audit", "--since", "yesterday"}), 2);
}

TEST(PerkOperators, LimitsAndProposals) {
  const auto set =
      request_of<SetLimitRequest>({"limits", "set", "--kind", "adjustment", "--programme", "3",
                                   "--amount", "50.00", "--reason", "two people"});
  EXPECT_EQ(set.kind, DecisionKind::Adjustment);
  EXPECT_EQ(set.programme, ProgrammeId(3));
  EXPECT_EQ(set.amount, "50.00");
  EXPECT_EQ(request_of<SetLimitRequest>(
                {"limits", "set", "--kind", "override", "--none", "--reason", "too slow"})
                .amount,
            "");
  static_cast<void>(request_of<LimitsRequest>({"limits"}));
  EXPECT_TRUE(request_of<ProposalsRequest>({"proposals", "--all"}).all);
  const auto yes = request_of<SettleProposalRequest>({"approve", "7", "--reason", "seen"});
  EXPECT_EQ(yes.number, ProposalNumber(7));
  EXPECT_EQ(yes.verdict, ProposalVerdict::Approved);
  EXPECT_EQ(request_of<SettleProposalRequest>({"reject", "7", "--reason", "no"}).verdict,
            ProposalVerdict::Rejected);
}

TEST(PerkOperators, AnAuditIsOfOneOperatorOrOfAll) {
  const auto audit =
      request_of<AuditRequest>({"audit", "--by", "bob", "--since", "2026-11-21T10:00:00Z"});
  EXPECT_EQ(audit.operator_name, "bob");
  EXPECT_TRUE(audit.since);
  EXPECT_FALSE(request_of<AuditRequest>({"audit"}).since);
}

TEST(PerkOperators, AReasonIsErasedByItsEventOrItsCommitment) {
  const std::string sealed = std::string("sealed:") + kHex;
  for (const char* which : {"head-office/1/3:42", "9c3f77aa0142e5d1:3", kHex, sealed.c_str()}) {
    const auto erase = request_of<EraseReasonRequest>(
        {"reason", "erase", which, "--reason", "asked to", "--operator", "ada"});
    EXPECT_EQ(erase.which, which);
    EXPECT_EQ(erase.reason, "asked to");
    EXPECT_EQ(erase.operator_name, "ada");
    EXPECT_EQ(erase.request.counter, RequestCounter(1));
  }
  EXPECT_EQ(request_of<EraseReasonRequest>(
                {"reason", "erase", kHex, "--reason", "asked to", "--request", "9:7"})
                .request,
            (RequestId{TerminalId(9), RequestCounter(7)}));
  EXPECT_EQ(exit_code_of_words({"reason"}), 2);
  EXPECT_EQ(exit_code_of_words({"reason", "erase", kHex}), 2) << "no reason";
  for (const char* nothing : {"lost", "42", "sealed:42", "head-office/1/3"})
    EXPECT_EQ(exit_code_of_words({"reason", "erase", nothing, "--reason", "r"}), 2) << nothing;
}

TEST(PerkOperators, WhatIsErasedIsToldWithWhatIsNot) {
  const EraseReasonReply reply{
      digest_from_hex(kHex).value(), false, {Origin::head_office(Epoch(1), Shard(3)), Seq(42)}};
  const std::string text = render_text(reply);
  EXPECT_NE(text.find(kHex), std::string::npos) << text;
  EXPECT_NE(text.find("head-office/1/3:42"), std::string::npos) << text;
  EXPECT_NE(text.find("backups"), std::string::npos) << text;
  EXPECT_NE(render_json(reply).find("\"was_erased\": false"), std::string::npos);
  EXPECT_EQ(exit_code_of(reply), ExitCode::Ok);
}

TEST(PerkOperators, WhoAsksIsSaidBeforeOrAfterTheCommand) {
  for (const auto& words :
       {std::vector<const char*>{"--operator", "ada", "--operator-key", "ada.key", "stores"},
        std::vector<const char*>{"stores", "--operator", "ada", "--operator-key", "ada.key"}}) {
    const auto parsed = parse(words);
    ASSERT_TRUE(parsed);
    EXPECT_EQ(parsed.value().operator_name, "ada");
    EXPECT_EQ(parsed.value().operator_key, "ada.key");
  }
  EXPECT_EQ(parse({"stores"}).value().operator_key, "");
}

TEST(PerkOperators, AKeyIsMadeOnceForItsOwnerOnly) {
  const test::TemporaryDirectory directory;
  const std::string path = (directory.path() / "ada.key").string();
  const auto parsed = parse({"operator", "key", "--out", path.c_str()}, std::nullopt);
  ASSERT_TRUE(parsed) << "it needs no head office";
  const auto& what = std::get<MakeOperatorKey>(parsed.value().what);
  const auto made = make_operator_key(what);
  ASSERT_TRUE(made) << made.error();
  EXPECT_EQ(key_made_text(made.value(), OutputFormat::Human), to_hex(made.value()) + "\n");
  struct stat file {};
  ASSERT_EQ(stat(path.c_str(), &file), 0);
  EXPECT_EQ(file.st_mode & 0777U, 0600U);
  EXPECT_EQ(sync::LogKey::load(path).value().public_key(), made.value());
  EXPECT_FALSE(make_operator_key(what)) << "what is there is not overwritten";
  ASSERT_EQ(chmod(path.c_str(), 0644), 0);
  EXPECT_FALSE(sync::LogKey::load(path)) << "others can read it";
}

TEST(PerkOperators, WhatWaitsHasAnExitCodeOfItsOwn) {
  const PendingApprovalReply pending{ProposalNumber(7), DecisionKind::Adjustment, Amount(9'000),
                                     Currency::from_code("EUR").value(), WallTime(0)};
  EXPECT_EQ(exit_code_of(pending), ExitCode::Pending);
  EXPECT_EQ(to_int(ExitCode::Pending), 6);
  EXPECT_NE(render_text(pending).find("proposal 7"), std::string::npos);
  EXPECT_NE(render_text(pending).find("90.00 EUR"), std::string::npos);
  EXPECT_EQ(exit_code_of(not_allowed()), ExitCode::Refused);
}

TEST(PerkOperators, ABrokenSignatureFailsTheAudit) {
  AuditReply reply;
  reply.rows.resize(1);
  reply.rows[0].operator_name = "bob";
  reply.rows[0].what = "adjustment";
  reply.rows[0].word = WordState::Holds;
  EXPECT_EQ(exit_code_of(reply), ExitCode::Ok);
  reply.rows[0].word = WordState::Broken;
  reply.rows[0].why_broken = "it has no operator's word";
  EXPECT_EQ(exit_code_of(reply), ExitCode::CheckFailed);
  EXPECT_NE(render_text(reply).find("BROKEN"), std::string::npos);
  EXPECT_NE(render_text(reply).find("has no operator's word"), std::string::npos);
  EXPECT_NE(render_json(reply).find("\"signature\": \"BROKEN\""), std::string::npos);
}

/// "read health" and "x" for each role that may, as ops/README.md has it.
std::string row_of(AdminAction action) {
  std::string row = "| " + std::string(action_name(action)) + " |";
  for (const OperatorRole role : kRoles) row += may(role, action) ? " x |" : " |";
  return row;
}

TEST(PerkOperators, TheTableThatPeopleReadIsTheOneThatCounts) {
  std::ifstream readme("ops/README.md");
  std::set<std::string> lines;
  for (std::string line; std::getline(readme, line);) lines.insert(line);
  for (std::size_t at = 0; at < kActionCount; ++at)
    EXPECT_TRUE(lines.contains(row_of(static_cast<AdminAction>(at))))
        << row_of(static_cast<AdminAction>(at));
}

}  // namespace
}  // namespace perk::ops
