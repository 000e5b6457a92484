#include "ops/cli/arguments.h"

#include <gtest/gtest.h>

#include "tests/cli/parsed.h"

namespace perk::ops {
namespace {

TEST(PerkArguments, BalanceTakesACardNumberAPositionAndADeadline) {
  const auto request = request_of<central::BalanceRequest>(
      {"balance", "6033570000000018", "--at-least", "1200", "--deadline", "2.5"});
  EXPECT_EQ(request.card.number, "6033570000000018");
  EXPECT_FALSE(request.card.id.has_value());
  EXPECT_EQ(request.at_least, Position(1200));
  EXPECT_EQ(request.deadline, Millis(2500));
  EXPECT_FALSE(request.as_of.has_value());
}

TEST(PerkArguments, ThirtyTwoHexDigitsAreACardId) {
  const auto request =
      request_of<central::StatementRequest>({"statement", "00112233445566778899aabbccddeeff"});
  ASSERT_TRUE(request.card.id.has_value());
  EXPECT_EQ(to_hex(*request.card.id), "00112233445566778899aabbccddeeff");
  EXPECT_TRUE(request.card.number.empty());
}

TEST(PerkArguments, AFreezeCarriesItsReasonAndAFreshRequestId) {
  const auto request = request_of<central::FreezeRequest>(
      {"card", "freeze", "6033570000000018", "--reason", "stolen", "--operator", "ann"});
  EXPECT_EQ(request.change, central::FreezeChange::Freeze);
  EXPECT_EQ(request.reason, "stolen");
  EXPECT_EQ(request.operator_name, "ann");
  EXPECT_EQ(request.request.counter, RequestCounter(1));
  EXPECT_GE(request.request.terminal.value(), std::uint64_t{1} << 62);
}

TEST(PerkArguments, AnEarlierRequestIdCanBeAskedAgain) {
  const auto request = request_of<central::FreezeRequest>(
      {"card", "unfreeze", "6033570000000018", "--reason", "found", "--request", "77:3"});
  EXPECT_EQ(request.change, central::FreezeChange::Unfreeze);
  EXPECT_EQ(request.request, (RequestId{TerminalId(77), RequestCounter(3)}));
}

TEST(PerkArguments, AChargeBackNamesItsLoadAndHowMuchOfIt) {
  const auto request = request_of<central::ChargeBackRequest>(
      {"charge-back", "6033570000000018", "9c3f77aa0142e5d1:2", "--amount", "25.00", "--reason",
       "stolen card", "--operator", "ann", "--request", "77:3"});
  EXPECT_EQ(request.card.number, "6033570000000018");
  EXPECT_EQ(request.load, (EventId{Origin::incarnation(0x9c3f77aa0142e5d1).value(), Seq(2)}));
  EXPECT_EQ(request.amount, "25.00");
  EXPECT_EQ(request.reason, "stolen card");
  EXPECT_EQ(request.operator_name, "ann");
  EXPECT_EQ(request.request, (RequestId{TerminalId(77), RequestCounter(3)}));
}

TEST(PerkArguments, AnAdjustmentGoesUpOrDown) {
  const auto up = request_of<central::AdjustRequest>(
      {"adjust", "6033570000000018", "5.00", "--reason", "goodwill", "--operator", "ann"});
  EXPECT_EQ(up.amount, "5.00");
  EXPECT_EQ(up.reason, "goodwill");
  EXPECT_GE(up.request.terminal.value(), std::uint64_t{1} << 62);
  const auto down = request_of<central::AdjustRequest>(
      {"adjust", "6033570000000018", "-5.00", "--reason", "charged twice"});
  EXPECT_EQ(down.amount, "-5.00");
}

TEST(PerkArguments, WhatChangesABalanceNeedsAReason) {
  EXPECT_FALSE(parse({"adjust", "6033570000000018", "5.00"}).has_value());
  EXPECT_FALSE(parse({"charge-back", "6033570000000018", "9c3f77aa0142e5d1:2", "--amount", "25.00"})
                   .has_value());
}

TEST(PerkArguments, EachCommandAsksItsOwnQuestion) {
  request_of<central::StoresRequest>({"stores"});
  request_of<central::ProjectionsRequest>({"projections"});
  EXPECT_EQ(request_of<central::RebuildRequest>({"projections", "rebuild", "balance"}).projection,
            "balance");
  request_of<central::VerifyRequest>({"verify", "--json"});
  EXPECT_EQ(request_of<central::QuarantineRequest>({"quarantine", "5"}).id, 5U);
  request_of<central::MoneyLineRequest>({"money"});
  request_of<central::HealthRequest>({"health"});
}

TEST(PerkArguments, TheQuarantineIsListedAndSettledByNumber) {
  const auto all = request_of<central::QuarantineRequest>({"quarantine"});
  EXPECT_EQ(all.id, 0U);
  EXPECT_EQ(all.scope, central::QuarantineScope::All);
  EXPECT_EQ(request_of<central::QuarantineRequest>({"quarantine", "--open"}).scope,
            central::QuarantineScope::Open);
  const auto accepted = request_of<central::SettleQuarantineRequest>(
      {"quarantine", "accept", "3", "--reason", "the till has it"});
  EXPECT_EQ(accepted.id, 3U);
  EXPECT_EQ(accepted.verdict, QuarantineVerdict::Accepted);
  EXPECT_EQ(accepted.reason, "the till has it");
  EXPECT_FALSE(accepted.hash);
  const auto refused = request_of<central::SettleQuarantineRequest>(
      {"quarantine", "refuse", "4", "--reason", "a thief's", "--request", "5:6"});
  EXPECT_EQ(refused.id, 4U);
  EXPECT_EQ(refused.verdict, QuarantineVerdict::Refused);
  EXPECT_EQ(refused.request, (RequestId{TerminalId(5), RequestCounter(6)}));
}

TEST(PerkArguments, ALogThatWasHandedInIsBroughtFromAFileWithAReason) {
  const auto parsed = parse({"--operator", "ada", "quarantine", "bring", "harbour.hand-in",
                             "--reason", "its machine was found"});
  ASSERT_TRUE(parsed) << parsed.error().text;
  const auto& bring = std::get<BringLog>(parsed.value().what);
  EXPECT_EQ(bring.file, "harbour.hand-in");
  EXPECT_EQ(bring.reason, "its machine was found");
  EXPECT_EQ(bring.operator_name, "ada");
  EXPECT_FALSE(parse({"quarantine", "bring", "harbour.hand-in"}).has_value());
  EXPECT_FALSE(parse({"quarantine", "bring", "--reason", "found"}).has_value());
}

TEST(PerkArguments, WhoSettlesTheQuarantineSaysWhichAndWhy) {
  EXPECT_FALSE(parse({"quarantine", "accept", "3"}).has_value());
  EXPECT_FALSE(parse({"quarantine", "refuse", "--reason", "a thief's"}).has_value());
  EXPECT_FALSE(parse({"quarantine", "accept", "0", "--reason", "none"}).has_value());
  EXPECT_FALSE(parse({"quarantine", "3", "--open"}).has_value());
}

TEST(PerkArguments, EnrolmentNamesTheStoreAndWhereItsKeysGo) {
  const auto parsed =
      parse({"--insecure-loopback", "store", "enrol", "Main Street", "--out", "/tmp/main"});
  ASSERT_TRUE(parsed.has_value());
  const auto& enrol = std::get<EnrolStore>(parsed.value().what);
  EXPECT_EQ(enrol.name, "Main Street");
  EXPECT_EQ(enrol.directory, "/tmp/main");
}

TEST(PerkArguments, EnrolmentByACodeNamesTheStoreAndForHowLong) {
  const auto usual = request_of<central::OfferCodeRequest>({"store", "enrol", "Main Street"});
  EXPECT_EQ(usual.name, "Main Street");
  EXPECT_EQ(usual.valid_for, Millis(24 * 3'600'000));
  const auto soon =
      request_of<central::OfferCodeRequest>({"store", "enrol", "Main Street", "--expires", "2"});
  EXPECT_EQ(soon.valid_for, Millis(2 * 3'600'000));
}

TEST(PerkArguments, TheAuthorityIsMadeAndAsksNobody) {
  const auto made =
      parse({"ca", "init", "--dir", "/ca", "--head-office-tls", "/tls"}, std::nullopt);
  ASSERT_TRUE(made.has_value());
  EXPECT_EQ(made.value().admin_address, "");
  const auto& authority = std::get<MakeAuthority>(std::get<AuthorityTask>(made.value().what));
  EXPECT_EQ(authority.directory, "/ca");
  EXPECT_EQ(authority.head_office_tls, "/tls");
}

TEST(PerkArguments, TheAuthorityIssuesToOperatorsTerminalsAndHeadOffice) {
  const auto party_of = [](std::vector<const char*> who) {
    std::vector<const char*> words{"ca", "issue"};
    words.insert(words.end(), who.begin(), who.end());
    words.insert(words.end(), {"--dir", "/ca", "--out", "/out"});
    const auto parsed = parse(words, std::nullopt);
    EXPECT_TRUE(parsed.has_value());
    return std::get<IssueIdentity>(std::get<AuthorityTask>(parsed.value().what)).party;
  };
  EXPECT_EQ(party_of({"operator", "ana"}), sync::Party::operator_named("ana"));
  EXPECT_EQ(party_of({"terminal", "42"}), sync::Party::terminal(42));
  EXPECT_EQ(party_of({"head-office"}), sync::Party::head_office());
}

TEST(PerkArguments, CardsMakeTakesACountAndMaybeARange) {
  const auto any = request_of<central::MakeNumbersRequest>({"cards", "make", "--count", "500"});
  EXPECT_EQ(any.count, 500U);
  EXPECT_EQ(any.prefix, "");
  const auto one =
      request_of<central::MakeNumbersRequest>({"cards", "make", "--count", "1", "--range", "6006"});
  EXPECT_EQ(one.prefix, "6006");
}

TEST(PerkArguments, CardRangesAreImportedOpenedAndListed) {
  const auto import =
      request_of<central::AddRangeRequest>({"cards", "import-range", "6275", "--length", "16"});
  EXPECT_EQ(import.prefix, "6275");
  EXPECT_EQ(import.length, 16U);
  EXPECT_EQ(import.kind, RangeKind::Foreign);
  const auto open = request_of<central::AddRangeRequest>({"cards", "open-range", "7007"});
  EXPECT_EQ(open.prefix, "7007");
  EXPECT_EQ(open.length, kSelfProvingLength);
  EXPECT_EQ(open.kind, RangeKind::SelfProving);
  request_of<central::NumberRangesRequest>({"cards", "ranges"});
}

TEST(PerkArguments, ARangesKeyIsRotatedForAReasonAndUnderARequestId) {
  const auto fresh = request_of<central::RotateKeyRequest>(
      {"cards", "rotate-key", "6006", "--reason", "stolen", "--operator", "ada"});
  EXPECT_EQ(fresh.prefix, "6006");
  EXPECT_EQ(fresh.reason, "stolen");
  EXPECT_EQ(fresh.operator_name, "ada");
  EXPECT_EQ(fresh.request.counter, RequestCounter(1));
  const auto again = request_of<central::RotateKeyRequest>(
      {"cards", "rotate-key", "6006", "--reason", "stolen", "--request", "9:7"});
  EXPECT_EQ(again.request, (RequestId{TerminalId(9), RequestCounter(7)}));
}

struct BadLine {
  std::vector<const char*> words;
  const char* expected;
};
class PerkArgumentsRefuse : public testing::TestWithParam<BadLine> {};

TEST_P(PerkArgumentsRefuse, WithOneSentenceAndExitCode2) {
  const auto parsed = parse(GetParam().words);
  ASSERT_FALSE(parsed.has_value());
  EXPECT_EQ(parsed.error().exit_code, 2);
  EXPECT_NE(parsed.error().text.find(GetParam().expected), std::string::npos)
      << parsed.error().text;
}

INSTANTIATE_TEST_SUITE_P(
    BadLines, PerkArgumentsRefuse,
    testing::Values(
        BadLine{{}, "subcommand"}, BadLine{{"balance"}, "CARD"},
        BadLine{{"ballance", "1"}, "ballance"},
        BadLine{{"card", "freeze", "6033570000000018"}, "--reason"},
        BadLine{{"card", "freeze", "1", "--reason", "r", "--request", "7"}, "TERMINAL:COUNTER"},
        BadLine{{"card", "freeze", "1", "--reason", "r", "--request", "7:0"}, "TERMINAL:COUNTER"},
        BadLine{{"balance", "1", "--as-of", "yesterday"}, "UTC time"},
        BadLine{{"balance", "1", "--at-least", "-4"}, "--at-least"},
        BadLine{{"balance", "1", "--deadline", "99999"}, "--deadline"},
        BadLine{{"quarantine", "x"}, "ID"}, BadLine{{"store", "enrol"}, "NAME"},
        BadLine{{"store", "enrol", "Main", "--out", "/tmp"}, "--insecure-loopback"},
        BadLine{{"store", "enrol", "Main", "--expires", "0"}, "--expires"},
        BadLine{{"ca", "init"}, "--dir"}, BadLine{{"ca"}, "subcommand"},
        BadLine{{"ca", "issue", "operator", "Ana", "--dir", "d", "--out", "o"}, "a-z"},
        BadLine{{"ca", "issue", "terminal", "0", "--dir", "d", "--out", "o"}, "from 1"},
        BadLine{{"cards", "make"}, "--count"},
        BadLine{{"cards", "make", "--count", "0"}, "--count"},
        BadLine{{"cards", "make", "--count", "10001"}, "--count"},
        BadLine{{"cards", "import-range", "6275"}, "--length"},
        BadLine{{"cards", "import-range", "6275", "--length", "11"}, "--length"}));

TEST(PerkArguments, SayWhereHeadOfficeIsWhenNobodyDid) {
  const auto parsed = parse({"stores"}, std::nullopt);
  ASSERT_FALSE(parsed.has_value());
  EXPECT_EQ(parsed.error().exit_code, 2);
  EXPECT_NE(parsed.error().text.find("PERK_ADMIN"), std::string::npos);
}

TEST(PerkArguments, TheFlagWinsOverTheEnvironment) {
  EXPECT_EQ(parse({"stores", "--admin", "127.0.0.1:9"}).value().admin_address, "127.0.0.1:9");
  EXPECT_EQ(parse({"stores"}).value().admin_address, "127.0.0.1:7100");
}

TEST(PerkArguments, HelpShowsExamplesAndExitCodes) {
  const auto parsed = parse({"--help"}, std::nullopt);
  ASSERT_FALSE(parsed.has_value());
  EXPECT_EQ(parsed.error().exit_code, 0);
  EXPECT_NE(parsed.error().text.find("perk card freeze"), std::string::npos);
  EXPECT_NE(parsed.error().text.find("Exit codes"), std::string::npos);
}

TEST(PerkTime, ReadsUtcAndRefusesTheRest) {
  EXPECT_EQ(parse_time("1970-01-01T00:00:00Z"), WallTime(0));
  EXPECT_EQ(parse_time("2026-11-21T10:15:00Z"), WallTime(1'795'256'100'000));
  EXPECT_EQ(parse_time("2024-02-29T23:59:59.25Z"), WallTime(1'709'251'199'250));
  for (const char* wrong : {"", "2026-11-21", "2026-11-21T10:15:00", "2026-02-29T00:00:00Z",
                            "2026-13-01T00:00:00Z", "2026-11-21T24:00:00Z", "2026-11-21T10:15:00.Z",
                            "2026-11-21 10:15:00Z", "x026-11-21T10:15:00Z"}) {
    EXPECT_EQ(parse_time(wrong), std::nullopt) << wrong;
  }
}

TEST(PerkTime, IsReadBackAsItIsPrinted) {
  for (const std::int64_t millis :
       {0LL, 951'782'400'000LL, 1'709'164'800'001LL, 1'795'256'100'999LL, 4'102'444'799'500LL}) {
    EXPECT_EQ(parse_time(to_iso8601(WallTime(millis))), WallTime(millis));
  }
}

}  // namespace
}  // namespace perk::ops
