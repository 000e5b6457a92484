// A shop whose machine was stolen: it is put out while it sells, and cannot come back, while the other sells on.
#include "tests/end_to_end/revoked_shop.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "central/postgres/postgres_backend.h"
#include "ledger/closed_log.h"
#include "sync/wire/event_codec.h"
#include "tests/end_to_end/till.h"

namespace perk::test {
namespace {

using ::testing::HasSubstr;

/// The shop's next log had brought what this receipt proves in the moment in which the shop was revoked: head office
/// set it aside. That moment is too short to hit from outside, so the row is put where head office puts it.
void was_bringing(const TestDatabase& database, const sync::Receipt& receipt) {
  ClosedLogEventRecorded brought;
  brought.name = {receipt.incarnation, receipt.seq};
  brought.previous_hash = receipt.previous_hash;
  brought.hash = sync::hash_at(receipt);
  brought.bytes = receipt.event;
  brought.later_digests = receipt.later_digests;
  brought.signature = receipt.signature;
  brought.event = WrappedEvent(sync::decode_event(receipt.event).value());
  const Origin next = Origin::incarnation(receipt.incarnation.value() ^ 1U).value();
  const Hlc moment = brought.event.get()->envelope.hlc;
  const Event event = wrap(brought, {next, moment, moment.wall(), PolicyVersion(1)});
  const central::QuarantinedEvent row{0,
                                      {next, Seq(1)},
                                      receipt.store,
                                      "its store was revoked before this was brought",
                                      sync::encode_event(event),
                                      moment.wall()};
  central::PostgresBackend backend(database.conninfo());
  // In the name and the term of the head office that serves, whose work this would be.
  const central::Tenure now = backend.office().tenure().value();
  const central::Tenure before{central::Term(now.term.value() - 1), "", 0};
  ASSERT_TRUE(backend.office().take_office(before, now.holder).value());
  ASSERT_TRUE(backend.events().register_incarnation(receipt.store, next, moment.wall()).value());
  ASSERT_TRUE(backend.events().quarantine({&row, 1}));
}

TEST_F(RevokedShop, IsPutOutStaysOutAndTheOtherSellsOn) {
  const std::string card = number_of(1);
  Till harbour(town.shop(kHarbour), 501), market(town.shop(kMarket), 502);
  harbour.sell_card(card, 1'000);
  market.sell_card(number_of(2), 2'000);
  ASSERT_TRUE(town.wait_until_everybody_agrees());

  revoke(kHarbour);
  EXPECT_TRUE(
      town.wait_until("the revoked shop is put out", [&] { return !town.is_connected(kHarbour); }));
  EXPECT_TRUE(town.wait_until("it says what it can do", [&] {
    return log_of(kHarbour).find("Head office revoked this shop") != std::string::npos;
  }));
  EXPECT_EQ(harbour.redeem(card, 100).outcome, store_node::Outcome::Approved)
      << "it sells within what it was given, as a shop that is cut off";
  EXPECT_FALSE(row_of(town.shop(kHarbour).name)["revoked_at"].is_null());
  EXPECT_TRUE(row_of(town.shop(kMarket).name)["revoked_at"].is_null());
  EXPECT_EQ(ask("health")["revoked_stores"], 1);
  EXPECT_THAT(town.perk("stores").output, HasSubstr("REVOKED"));
  EXPECT_THAT(town.perk("store enrol " + shell_word(town.shop(kHarbour).name)).output,
              HasSubstr("was revoked"));

  EXPECT_EQ(market.redeem(number_of(2), 300).outcome, store_node::Outcome::Approved);
  EXPECT_TRUE(
      town.wait_until("the other is heard", [&] { return is_heard(number_of(2), "17.00"); }));
  EXPECT_TRUE(is_heard(card, "10.00")) << "what it sold before counts, and nothing since";
  const ShellOutcome audit = town.perk("audit --by ada");
  EXPECT_THAT(audit.output, HasSubstr("store revoked"));
  EXPECT_THAT(audit.output, HasSubstr("its machine was stolen"));
  EXPECT_THAT(town.perk("verify").output, HasSubstr("everything holds."));
}

TEST_F(RevokedShop, IsRefusedAtTheHandshakeAlsoByAHeadOfficeThatIsStartedAgain) {
  revoke(kHarbour);
  ASSERT_TRUE(
      town.wait_until("the revoked shop is put out", [&] { return !town.is_connected(kHarbour); }));
  town.stage().crash_head_office();
  ASSERT_TRUE(town.stage().restart_head_office());
  ASSERT_TRUE(
      town.wait_until("the other shop is back", [&] { return town.is_connected(kMarket); }));
  town.stage().crash_shop(kHarbour);
  const std::size_t said_before = log_of(kHarbour).size();
  ASSERT_TRUE(town.stage().restart_shop(kHarbour));
  EXPECT_TRUE(town.wait_until("it is refused at the handshake", [&] {
    return log_of(kHarbour).find("it says that our certificate is revoked", said_before) !=
           std::string::npos;
  }));
  EXPECT_FALSE(town.is_connected(kHarbour));
  EXPECT_FALSE(row_of(town.shop(kHarbour).name)["revoked_at"].is_null());
  const ShellOutcome again =
      town.perk("store revoke " + shell_word(town.shop(kHarbour).name) + " --reason 'to be sure'");
  EXPECT_EQ(again.exit_code, 0);
  EXPECT_THAT(again.output, HasSubstr("was revoked"));
}

TEST_F(RevokedShop, WhatItBroughtIsAcceptedOnceAndTheBalanceFollows) {
  const std::string card = number_of(1);
  Till harbour(town.shop(kHarbour), 501);
  harbour.sell_card(card, 1'000);
  ASSERT_TRUE(town.wait_until_everybody_agrees());
  revoke(kHarbour);
  ASSERT_TRUE(
      town.wait_until("the revoked shop is put out", [&] { return !town.is_connected(kHarbour); }));
  const auto coffee = harbour.redeem(card, 100);
  ASSERT_TRUE(coffee.receipt);
  was_bringing(database, *coffee.receipt);
  const auto open = ask("quarantine --open").at("quarantine");
  ASSERT_EQ(open.size(), 1U);
  EXPECT_THAT(open[0]["brings"].get<std::string>(), HasSubstr("ValueRedeemed of -1.00 EUR"));
  const std::string id = std::to_string(open[0]["id"].get<std::uint64_t>());

  EXPECT_TRUE(is_heard(card, "10.00")) << "nothing of it counts by itself";
  const ShellOutcome accepted =
      town.perk("--operator ada quarantine accept " + id + " --reason 'the till has the receipt'");
  EXPECT_EQ(accepted.exit_code, 0) << accepted.output;
  EXPECT_THAT(accepted.output, HasSubstr("is accepted"));
  EXPECT_THAT(accepted.output, HasSubstr("-1.00 EUR"));
  EXPECT_TRUE(town.wait_until("the balance follows", [&] { return is_heard(card, "9.00"); }));
  const ShellOutcome twice =
      town.perk("quarantine accept " + id + " --reason 'to be sure, once more'");
  EXPECT_EQ(twice.exit_code, 4) << twice.output;
  EXPECT_THAT(twice.output, HasSubstr("It was accepted by ada before"));
  EXPECT_EQ(town.perk("quarantine refuse " + id + " --reason 'or not'").exit_code, 4);
  EXPECT_TRUE(is_heard(card, "9.00"));
  EXPECT_TRUE(ask("quarantine --open").at("quarantine").empty());
  EXPECT_THAT(town.perk("audit --by ada").output, HasSubstr("accepted"));
  EXPECT_THAT(town.perk("verify --deep").output, HasSubstr("everything holds."));
  town.stage().crash_head_office();
  ASSERT_TRUE(town.stage().restart_head_office());
  EXPECT_TRUE(town.wait_until("it is so for a head office that is started again",
                              [&] { return is_heard(card, "9.00"); }));
}

}  // namespace
}  // namespace perk::test
