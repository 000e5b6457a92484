// What head office answers about cards, stores and itself, asked through its admin service.
#include <gtest/gtest.h>

#include "sync/crypto/enrol_code.h"
#include "sync/crypto/keys.h"
#include "tests/central_read/desk_fixture.h"

namespace perk::test {
namespace {

using namespace central;

TEST_F(DeskTest, ACardIsFoundByItsNumber) {
  const auto number = CardNumber::with_check_digit("603357000000001");
  const CardId id = sync::CardNumberKey(1, number_key().key).card_id(*number);
  books_.open_store(1).append(card_issued(id)).append(value_loaded(id, 700));
  books_.take(books_.open_store(1));
  fold();
  BalanceRequest request;
  request.card.number = std::string(number->secret_digits());
  const auto reply = ask<BalanceReply>(request);
  EXPECT_EQ(reply.card, id);
  EXPECT_EQ(reply.balance, Amount(700));
  request.card.number.back() = request.card.number.back() == '0' ? '1' : '0';
  EXPECT_EQ(fault_of(request), "card_number_invalid");
}

TEST_F(DeskTest, ABalanceNamesItsPositionAndItsAge) {
  sell_in_two_stores();
  const auto reply = ask<BalanceReply>(balance_of(card(1)));
  EXPECT_EQ(reply.balance, Amount(500));
  EXPECT_EQ(reply.loaded, Amount(1'000));
  EXPECT_EQ(reply.redeemed, Amount(500));
  EXPECT_EQ(reply.shard, Shard(1));
  EXPECT_EQ(reply.position, Position(4));
  EXPECT_EQ(reply.shard_end, Position(4));
  EXPECT_EQ(reply.position_wall, kMorning);
  EXPECT_EQ(reply.now, clock_.wall());
}

TEST_F(DeskTest, ALaggingBalanceSaysHowFarTheShardGoes) {
  sell_in_two_stores();
  books_.open_store(2).append(value_redeemed(card(1), 100).beyond_rights(100));
  books_.take(books_.open_store(2));
  const auto reply = ask<BalanceReply>(balance_of(card(1)));
  EXPECT_EQ(reply.balance, Amount(500));
  EXPECT_EQ(reply.position, Position(4));
  EXPECT_EQ(reply.shard_end, Position(5));
}

TEST_F(DeskTest, ABalanceListsTheStoresNotHeardFromLately) {
  sell_in_two_stores();
  books_.open_store(3);
  lines_.connected(StoreId(1), clock_.wall());
  lines_.connected(StoreId(2), clock_.wall());
  clock_.advance(Millis(6'000));
  lines_.heard(StoreId(1), clock_.wall(), 0);
  const auto reply = ask<BalanceReply>(balance_of(card(1)));
  ASSERT_EQ(reply.unheard.size(), 2U);
  EXPECT_EQ(reply.unheard[0].name, "store 2");  // Connected, but silent.
  EXPECT_EQ(reply.unheard[0].last_heard, kMorning);
  EXPECT_EQ(reply.unheard[1].name, "store 3");  // Never connected.
  EXPECT_EQ(reply.unheard[1].last_heard, std::nullopt);
}

TEST_F(DeskTest, AtLeastIsMetOrTimesOut) {
  sell_in_two_stores();
  BalanceRequest request = balance_of(card(1));
  request.at_least = Position(4);
  request.deadline = Millis(0);
  EXPECT_EQ(ask<BalanceReply>(request).position, Position(4));
  request.at_least = Position(5);
  request.deadline = Millis(1);
  EXPECT_EQ(fault_of(request), "timeout");
  static_cast<void>(ask<FreezeReply>(freeze(1)));
  fold();
  EXPECT_EQ(ask<BalanceReply>(request).position, Position(5));
}

TEST_F(DeskTest, AsOfCountsWhatHadHappenedByThen) {
  sell_in_two_stores();
  BalanceRequest request = balance_of(card(1));
  request.as_of = hlc(27).wall();
  const auto reply = ask<BalanceReply>(request);
  EXPECT_EQ(reply.balance, Amount(700));  // The purchase in store 2 had not happened.
  EXPECT_EQ(reply.as_of, hlc(27).wall());
  request.as_of = hlc(5).wall();
  EXPECT_EQ(fault_of(request), "card_unknown");
}

TEST_F(DeskTest, AStatementIsInOrderOfPositionsAndSaysWhereAndWhen) {
  sell_in_two_stores();
  static_cast<void>(ask<FreezeReply>(freeze(1)));
  fold();
  const auto reply = ask<StatementReply>(StatementRequest{by_id(card(1))});
  ASSERT_EQ(reply.lines.size(), 5U);
  for (std::size_t at = 0; at < 5; ++at) EXPECT_EQ(reply.lines[at].position, Position(at + 1));
  EXPECT_EQ(reply.lines[2].store_name, "store 2");
  EXPECT_EQ(reply.lines[2].balance_after, Amount(800));
  EXPECT_EQ(reply.lines[3].store_name, "store 1");
  EXPECT_LT(reply.lines[3].happened, reply.lines[2].happened);
  EXPECT_EQ(reply.lines[4].store_name, "head office");
  EXPECT_EQ(reply.lines[4].note, "lost (ada)");
  EXPECT_EQ(reply.lines[4].balance_after, reply.balance.balance);
}

TEST_F(DeskTest, StoresAreShownWithWhatTheySold) {
  sell_in_two_stores();
  lines_.connected(StoreId(2), clock_.wall());
  lines_.heard(StoreId(2), clock_.wall(), 17);
  const auto reply = ask<StoresReply>(StoresRequest{});
  ASSERT_EQ(reply.stores.size(), 2U);
  EXPECT_EQ(reply.stores[0].sold, Amount(300));
  EXPECT_EQ(reply.stores[0].loaded, Amount(1'000));
  EXPECT_EQ(reply.stores[0].held_through, Seq(3));
  EXPECT_FALSE(reply.stores[0].is_connected);
  EXPECT_EQ(reply.stores[1].sold, Amount(200));
  EXPECT_EQ(reply.stores[1].reported_backlog, 17U);
  EXPECT_TRUE(reply.stores[1].is_connected);
  EXPECT_EQ(reply.stores[1].incarnation, store(2));
}

TEST_F(DeskTest, AStoreEnrolsOnceUnderItsName) {
  const EnrolRequest request{"Main Street", StoreLog(1).key().public_key()};
  const auto first = ask<EnrolReply>(request);
  EXPECT_FALSE(first.was_enrolled);
  ASSERT_EQ(first.number_keys.size(), 1U);
  EXPECT_EQ(first.currency, eur());
  EXPECT_EQ(first.shard_count, 4U);
  const auto again = ask<EnrolReply>(request);
  EXPECT_TRUE(again.was_enrolled);
  EXPECT_EQ(again.store, first.store);
  EXPECT_EQ(fault_of(EnrolRequest{"Main Street", StoreLog(2).key().public_key()}), "store_exists");
  EXPECT_EQ(fault_of(EnrolRequest{" ", StoreLog(2).key().public_key()}), "malformed");
}

TEST_F(DeskTest, AOneTimeCodeIsForTheStoreAndOfTheAuthority) {
  authority_ = Digest{{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}};
  restart();
  const Millis hour(3'600'000);
  const auto offered = ask<OfferCodeReply>(OfferCodeRequest{"Main Street", hour});
  const auto code = sync::enrol_code_from_text(offered.code);
  ASSERT_TRUE(code);
  EXPECT_EQ(code->authority, sync::mark_of(*authority_));
  EXPECT_EQ(offered.expires, clock_.wall() + hour);
  EXPECT_FALSE(offered.is_known);
  const auto key = StoreLog(1).key().public_key();
  const auto redeemed =
      shelf_.events().redeem_code(sync::hash_of(code->secret), key, clock_.wall()).value();
  ASSERT_TRUE(redeemed);
  EXPECT_EQ(redeemed->name, "Main Street");
  const auto second = ask<OfferCodeReply>(OfferCodeRequest{"Main Street", hour});
  EXPECT_NE(second.code, offered.code);
  EXPECT_TRUE(second.is_known);
  EXPECT_EQ(fault_of(OfferCodeRequest{" ", hour}), "malformed");
}

TEST_F(DeskTest, WhoSignsNoCertificatesOffersNoCodes) {
  EXPECT_EQ(fault_of(OfferCodeRequest{"Main Street", Millis(1'000)}), "no_authority");
  EXPECT_EQ(sentence_of(OfferCodeRequest{"Main Street", Millis(1'000)}),
            "This head office signs no certificates: set tls.authority to the directory that `perk "
            "ca init` made.");
}

TEST_F(DeskTest, QuarantinedEventsAreListedAndOneIsShownWithItsBytes) {
  books_.open_store(1).append_bytes({0xff, 0xee});
  books_.take(books_.open_store(1));
  const auto list = ask<QuarantineReply>(QuarantineRequest{});
  ASSERT_EQ(list.rows.size(), 1U);
  EXPECT_TRUE(list.rows[0].bytes.empty());
  const auto one = ask<QuarantineReply>(QuarantineRequest{list.rows[0].id});
  ASSERT_EQ(one.rows.size(), 1U);
  EXPECT_EQ(one.rows[0].bytes, (std::vector<std::uint8_t>{0xff, 0xee}));
  EXPECT_EQ(fault_of(QuarantineRequest{99}), "quarantine_unknown");
}

TEST_F(DeskTest, TheMoneyLineHoldsToTheCent) {
  sell_in_two_stores();
  const auto reply = ask<MoneyLineReply>(MoneyLineRequest{});
  EXPECT_TRUE(reply.holds);
  EXPECT_TRUE(reply.line.holds());
  EXPECT_EQ(reply.line.loaded, Amount(1'000));
  EXPECT_EQ(reply.line.balances, Amount(500));
  EXPECT_EQ(reply.events, 4U);
  EXPECT_EQ(reply.cards, 1U);
}

TEST_F(DeskTest, TheMoneyLineFindsABalanceThatIsNotWhatItsEventsGive) {
  sell_in_two_stores();
  FoldedRun forged{
      {ProjectionKind::Balance, ProjectionVersion(1)}, Shard(1), Position(4), Position(4), {}, {}};
  forged.rows.balances[card(1)].value = Amount(501);
  ASSERT_EQ(shelf_.projections().save(forged).value(), SaveOutcome::Saved);
  const auto reply = ask<MoneyLineReply>(MoneyLineRequest{});
  EXPECT_FALSE(reply.holds);
  ASSERT_EQ(reply.violations.size(), 1U);
  EXPECT_NE(reply.violations[0].find(to_hex(card(1))), std::string::npos);
}

TEST_F(DeskTest, ProjectionsShowTheirLagAndARebuildGoesLive) {
  sell_in_two_stores();
  static_cast<void>(ask<FreezeReply>(freeze(1)));
  const auto before = ask<ProjectionsReply>(ProjectionsRequest{});
  ASSERT_EQ(before.projections.size(), 3U);
  EXPECT_EQ(before.projections[0].name, "balance");
  EXPECT_EQ(before.projections[0].folded, 4U);
  EXPECT_EQ(before.projections[0].lag, 1U);
  const auto rebuilt = ask<RebuildReply>(RebuildRequest{"balance"});
  EXPECT_EQ(rebuilt.version, 2U);
  EXPECT_EQ(rebuilt.events, 5U);
  EXPECT_EQ(ask<ProjectionsReply>(ProjectionsRequest{}).projections[0].lag, 0U);
  EXPECT_TRUE(ask<BalanceReply>(balance_of(card(1))).is_frozen);
  EXPECT_EQ(fault_of(RebuildRequest{"no such"}), "projection_unknown");
}

TEST_F(DeskTest, ProjectionsShowWhatGaveUpAndWhy) {
  saving_.set_fate([](const FoldedRun& run) {
    const bool is_statement = run.projection.kind == ProjectionKind::Statement;
    return is_statement ? std::optional(StorageFailure::GiveUp) : std::nullopt;
  });
  sell_in_two_stores();
  const auto stuck = ask<ProjectionsReply>(ProjectionsRequest{}).projections;
  EXPECT_TRUE(stuck.at(0).stuck.empty());
  ASSERT_EQ(stuck.at(1).stuck.size(), 1U);
  EXPECT_EQ(stuck.at(1).stuck[0].shard, Shard(1));
  EXPECT_EQ(stuck.at(1).stuck[0].why, "fate");
  saving_.set_fate({});
  while (!runner_.stuck().empty()) ASSERT_TRUE(runner_.run_pass());
  EXPECT_TRUE(ask<ProjectionsReply>(ProjectionsRequest{}).projections.at(1).stuck.empty());
}

TEST_F(DeskTest, HealthAndVerificationAreAnswered) {
  sell_in_two_stores();
  const auto health = ask<HealthReply>(HealthRequest{});
  EXPECT_TRUE(health.is_database_reachable);
  EXPECT_EQ(health.version, "1.2.3");
  EXPECT_EQ(health.events, 4U);
  const auto verified = ask<VerifyReply>(VerifyRequest{});
  EXPECT_EQ(verified.events, 4U);
  for (const VerifyCheck& check : verified.checks) EXPECT_TRUE(check.holds) << check.detail;
}

}  // namespace
}  // namespace perk::test
