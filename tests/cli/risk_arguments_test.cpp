// The commands about rights and risk, as words on a command line.
#include <gtest/gtest.h>

#include "ops/cli/arguments.h"
#include "tests/cli/parsed.h"

namespace perk::ops {
namespace {

using namespace central;  // NOLINT(google-build-using-namespace): this file is about its requests.

TEST(PerkRiskArguments, ExposureIsOfTheChainAStoreOrACard) {
  const auto of_chain = request_of<ExposureRequest>({"exposure", "--json"});
  EXPECT_TRUE(of_chain.store.empty());
  EXPECT_FALSE(of_chain.card);
  EXPECT_EQ(request_of<ExposureRequest>({"exposure", "--store", "Main Street"}).store,
            "Main Street");
  const auto of_card = request_of<ExposureRequest>({"exposure", "--card", "6033570000000018"});
  ASSERT_TRUE(of_card.card);
  EXPECT_EQ(of_card.card->number, "6033570000000018");
}

TEST(PerkRiskArguments, OverdraftsAreListedOrOneIsWrittenOff) {
  EXPECT_EQ(request_of<OverdraftsRequest>({"overdrafts"}).scope, OverdraftScope::Open);
  EXPECT_EQ(request_of<OverdraftsRequest>({"overdrafts", "--all"}).scope, OverdraftScope::All);
  const auto off = request_of<WriteOffRequest>(
      {"overdrafts", "write-off", "head-office/1/3:42", "--reason", "small", "--operator", "ada"});
  EXPECT_EQ(to_string(off.opening), "head-office/1/3:42");
  EXPECT_EQ(off.reason, "small");
  EXPECT_EQ(off.operator_name, "ada");
}

TEST(PerkRiskArguments, AStoreIsGivenUpByNameWithAReason) {
  const auto lost = request_of<DeclareLostRequest>(
      {"store", "declare-lost", "Main Street", "--reason", "burnt down", "--operator", "ada"});
  EXPECT_EQ(lost.store, "Main Street");
  EXPECT_EQ(lost.reason, "burnt down");
  EXPECT_EQ(lost.operator_name, "ada");
}

TEST(PerkRiskArguments, AStoreIsRevokedByNameWithAReason) {
  const auto stolen = request_of<RevokeStoreRequest>(
      {"store", "revoke", "Main Street", "--reason", "stolen", "--operator", "ada"});
  EXPECT_EQ(stolen.store, "Main Street");
  EXPECT_EQ(stolen.reason, "stolen");
  EXPECT_EQ(stolen.operator_name, "ada");
}

TEST(PerkRiskArguments, ALogsEndIsProvenWithAReason) {
  const auto word =
      request_of<ProveEndRequest>({"store", "prove-end", "5f0c6a9d1e2b3c4d", "--through", "12",
                                   "--reason", "disk destroyed", "--operator", "ada"});
  EXPECT_EQ(word.log, "5f0c6a9d1e2b3c4d");
  EXPECT_EQ(word.through, Seq(12));
  EXPECT_EQ(word.reason, "disk destroyed");
  EXPECT_EQ(word.operator_name, "ada");
}

TEST(PerkRiskArguments, AnEventIsExplainedByItsName) {
  const auto request = request_of<ExplainRequest>({"explain", "5f0c6a9d1e2b3c4d:17"});
  EXPECT_EQ(to_string(request.event), "5f0c6a9d1e2b3c4d:17");
}

TEST(PerkRiskArguments, PoliciesAreListedOrOneIsSet) {
  request_of<PoliciesRequest>({"policy"});
  const auto set =
      request_of<SetPolicyRequest>({"policy", "set", "escrow+standin", "--store", "Main Street",
                                    "--programme", "5", "--operator", "ada"});
  EXPECT_EQ(set.kind, PolicyKind::EscrowStandIn);
  EXPECT_EQ(set.store, "Main Street");
  EXPECT_EQ(set.programme, ProgrammeId(5));
  EXPECT_EQ(set.operator_name, "ada");
}

struct BadLine {
  std::vector<const char*> words;
  const char* expected;
};
class PerkRiskArgumentsRefuse : public testing::TestWithParam<BadLine> {};

TEST_P(PerkRiskArgumentsRefuse, WithOneSentenceAndExitCode2) {
  const auto parsed = parse(GetParam().words);
  ASSERT_FALSE(parsed.has_value());
  EXPECT_EQ(parsed.error().exit_code, 2);
  EXPECT_NE(parsed.error().text.find(GetParam().expected), std::string::npos)
      << parsed.error().text;
}

INSTANTIATE_TEST_SUITE_P(
    BadLines, PerkRiskArgumentsRefuse,
    testing::Values(BadLine{{"exposure", "--store", "a", "--card", "1"}, "--card"},
                    BadLine{{"overdrafts", "write-off", "17", "--reason", "r"}, "ORIGIN:SEQ"},
                    BadLine{{"overdrafts", "write-off", "head-office/1/3:42"}, "--reason"},
                    BadLine{{"store", "declare-lost", "Main"}, "--reason"},
                    BadLine{{"store", "declare-lost", "--reason", "r"}, "NAME"},
                    BadLine{{"store", "prove-end", "Main"}, "--reason"},
                    BadLine{{"store", "prove-end", "--reason", "r"}, "LOG"},
                    BadLine{{"explain"}, "EVENT"},
                    BadLine{{"explain", "5f0c6a9d1e2b3c4d:0"}, "ORIGIN:SEQ"},
                    BadLine{{"policy", "set", "lenient"}, "escrow+standin"},
                    BadLine{{"policy", "set", "escrow", "--programme", "-1"}, "--programme"}));

}  // namespace
}  // namespace perk::ops
