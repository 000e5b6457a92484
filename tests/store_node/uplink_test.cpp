// The line to head office, over real sockets: what a shop sold gets there, what others did comes back,
// and a line that breaks or a centre that lies costs the shop nothing but time.
#include "store_node/net/uplink.h"

#include <future>
#include <thread>

#include <gtest/gtest.h>

#include "store_node/sqlite/sqlite_journal.h"
#include "store_node/writer.h"
#include "sync/process/system_clock.h"
#include "tests/store_node/fake_head_office.h"
#include "tests/store_node/scratch.h"
#include "tests/store_node/shop.h"

namespace perk::test {
namespace {

using namespace store_node;

class UplinkTest : public ::testing::Test {
 protected:
  UplinkTest() : head_office_(clock_, shop_log_key().public_key()) { start(); }
  ~UplinkTest() override { stop(); }

  void start() {
    journal_ = SqliteJournal::open(directory_.file("store.db"), {StoreId(3), store(3)}).value();
    reader_ = SqliteLogReader::open(directory_.file("store.db")).value();
    TillSettings settings{"Main St", Limits{}, Policy{policy_}, 16};
    settings.limits.currency = eur();
    settings.asking.deadline = patience_;
    till_.emplace(*journal_, clock_, shop_log_key(), std::vector{shop_number_key()}, settings);
    PERK_CHECK(till_->load().has_value(), "the journal can be read");
    writer_ = std::make_unique<Writer>(*till_, clock_, WriterLimits());
    UplinkSettings uplink;
    uplink.endpoints = {head_office_.address()};
    uplink.backoff = backoff_;
    uplink.tick_every = Millis(10);
    io_ = std::make_unique<boost::asio::io_context>();
    uplink_ = std::make_unique<Uplink>(*io_, *writer_, *reader_, till_->identity(), shop_log_key(),
                                       clock_, sync::Log::silent(), uplink);
    writer_->start({[this](LogHead head) { uplink_->log_grew(head); },
                    {},
                    [this](std::uint64_t line, auto words) { uplink_->say(line, words); }});
    uplink_->start();
    thread_ = std::thread([this] { io_->run(); });
  }
  void stop() {
    uplink_->stop();
    thread_.join();
    writer_->stop();
    uplink_.reset();
    io_.reset();
    writer_.reset();
    till_.reset();
    reader_.reset();
    journal_.reset();
  }

  std::future<SaleAnswer> begin(const SaleRequest& request) {
    const auto answered = std::make_shared<std::promise<SaleAnswer>>();
    EXPECT_TRUE(writer_->sell(
        request, [answered](SaleAnswer said) { answered->set_value(std::move(said)); }));
    return answered->get_future();
  }
  SaleAnswer ask(const SaleRequest& request) { return begin(request).get(); }
  /// Head office's thread is the test's, so it must go on while an answer is awaited.
  SaleAnswer await(std::future<SaleAnswer> answer) {
    EXPECT_TRUE(head_office_.until(
        [&] { return answer.wait_for(std::chrono::seconds(0)) == std::future_status::ready; }));
    return answer.get();
  }
  /// Connected under escrow, knowing a card whose rights are elsewhere.
  void lack_rights(Millis patience) {
    stop();
    policy_ = PolicyKind::Escrow;
    patience_ = patience;
    start();
    head_office_.add(shard_, card_issued(card_id(7)).recorded(store(4), 1));
    head_office_.add(shard_, value_loaded(card_id(7), 800).recorded(store(4), 2));
    ASSERT_TRUE(head_office_.until([&] { return head_office_.shard_held_by_store(shard_) == 2; }));
    ASSERT_TRUE(head_office_.until([&] { return status().is_connected; }));
  }
  void open_card(std::uint64_t card, std::int64_t minor) {
    ask(issue_card(++counter_, card));
    ask(load_card(++counter_, card, minor));
  }
  template <typename Look>
  auto look(Look at) {
    std::promise<decltype(at(std::declval<Till&>()))> seen;
    auto result = seen.get_future();
    EXPECT_TRUE(writer_->ask([&](Till& till) { seen.set_value(at(till)); }));
    return result.get();
  }
  StatusAnswer status() {
    return look([](Till& till) { return till.status(1); });
  }
  bool is_all_synced() {
    const StatusAnswer now = status();
    return now.is_connected && now.synced_through == now.log_end;
  }

  PolicyKind policy_ = PolicyKind::Cached;
  Millis patience_{150};
  Shard shard_ = shard_of(card_id(7), 16);
  sync::BackoffLimits backoff_{Millis(10), Millis(50)};
  sync::SystemClock clock_;
  ScratchDirectory directory_;
  FakeHeadOffice head_office_;
  std::unique_ptr<SqliteJournal> journal_;
  std::unique_ptr<SqliteLogReader> reader_;
  std::optional<Till> till_;
  std::unique_ptr<Writer> writer_;
  std::unique_ptr<boost::asio::io_context> io_;
  std::unique_ptr<Uplink> uplink_;
  std::thread thread_;
  std::uint64_t counter_ = 0;
};

TEST_F(UplinkTest, WhatIsSoldReachesHeadOfficeAndIsNoLongerAtRisk) {
  open_card(7, 1'000);
  for (int i = 0; i < 20; ++i) ask(buy(++counter_, 7, 10));
  ASSERT_TRUE(head_office_.until([&] { return head_office_.held() == 22 && is_all_synced(); }));
  EXPECT_EQ(status().unsynced_value, Amount());
  EXPECT_EQ(status().cut_off_for, Millis(0));
  EXPECT_EQ(head_office_.log()[5], journal_->own_event(Seq(6)).value()->bytes) << "verbatim";
}

TEST_F(UplinkTest, WhatOthersDidReachesTheTill) {
  ASSERT_TRUE(head_office_.until([&] { return head_office_.is_connected(); }));
  const Shard shard = shard_of(card_id(7), 16);
  head_office_.add(shard, card_issued(card_id(7)).recorded(store(4), 1));
  head_office_.add(shard, value_loaded(card_id(7), 800).recorded(store(4), 2));
  ASSERT_TRUE(head_office_.until([&] { return head_office_.shard_held_by_store(shard) == 2; }));
  const SaleAnswer bought = ask(buy(1, 7, 300));
  EXPECT_EQ(bought.outcome, Outcome::Approved);
  EXPECT_EQ(bought.as_of.known_through, Position(2));
}

TEST_F(UplinkTest, ALineThatBreaksIsTakenUpWhereItEnded) {
  open_card(7, 1'000);
  ASSERT_TRUE(head_office_.until([&] { return head_office_.held() == 2; }));
  head_office_.hang_up();
  ASSERT_TRUE(head_office_.until([&] { return !status().is_connected; }));
  for (int i = 0; i < 5; ++i) EXPECT_EQ(ask(buy(++counter_, 7, 10)).outcome, Outcome::Approved);
  EXPECT_EQ(status().unsynced_value, Amount(50));
  EXPECT_GT(status().cut_off_for, Millis(0));
  head_office_.accept_again();
  ASSERT_TRUE(head_office_.until([&] { return head_office_.held() == 7 && is_all_synced(); }));
  EXPECT_EQ(status().unsynced_value, Amount());
}

TEST_F(UplinkTest, ANodeThatRestartsSendsOnlyWhatIsMissing) {
  open_card(7, 1'000);
  const Shard shard = shard_of(card_id(7), 16);
  ASSERT_TRUE(head_office_.until([&] { return head_office_.held() == 2; }));
  head_office_.add(shard, card_issued(card_id(7)).recorded(store(4), 1));
  ASSERT_TRUE(head_office_.until([&] { return head_office_.shard_held_by_store(shard) == 1; }));
  stop();
  start();
  head_office_.add(shard, value_loaded(card_id(7), 50).recorded(store(4), 2));
  ask(buy(++counter_, 7, 10));
  ASSERT_TRUE(head_office_.until([&] {
    return head_office_.held() == 3 && head_office_.shard_held_by_store(shard) == 2 &&
           is_all_synced();
  }));
  EXPECT_EQ(head_office_.hellos(), 2U);
}

TEST_F(UplinkTest, ACentreThatLiesAboutItsOrderIsNotBelieved) {
  open_card(7, 1'000);
  const Shard shard = shard_of(card_id(7), 16);
  ASSERT_TRUE(head_office_.until([&] { return head_office_.held() == 2; }));
  head_office_.lie_about_hashes(true);
  head_office_.add(shard, value_loaded(card_id(7), 50).recorded(store(4), 1));
  ASSERT_TRUE(head_office_.until([&] { return !head_office_.endings().empty(); }));
  EXPECT_EQ(head_office_.endings().front().code, sync::RefusalCode::Forked);
  EXPECT_EQ(look([&](Till& till) { return till.books().cursor_of(shard).index; }),
            sync::FeedIndex());
  EXPECT_EQ(ask(buy(++counter_, 7, 1'000)).outcome, Outcome::Approved) << "selling goes on";
  EXPECT_FALSE(look([](Till& till) { return till.given_up(); })) << "it is no word on this log";
  head_office_.lie_about_hashes(false);
  ASSERT_TRUE(head_office_.until([&] { return head_office_.shard_held_by_store(shard) == 1; }));
}

// Each handshake succeeds and each batch is refused: that is no reason to come back at once.
TEST_F(UplinkTest, ACentreThatRefusesEveryBatchIsNotHammered) {
  stop();
  backoff_ = {Millis(20), Millis(600'000)};
  head_office_.refuse_batches();
  start();
  open_card(7, 1'000);
  const Instant began = clock_.monotonic();
  const auto is_hammered = [&] { return head_office_.hellos() >= 40; };
  head_office_.until([&] { return is_hammered() || clock_.monotonic() - began >= Millis(1'500); });
  EXPECT_FALSE(is_hammered()) << "forty waits of 10 ms, not ever longer ones";
  EXPECT_EQ(head_office_.held(), 0U);
}

constexpr Millis kForEver{600'000};

TEST_F(UplinkTest, ACustomerWaitsForTheRightsThatHeadOfficeGrants) {
  ASSERT_NO_FATAL_FAILURE(lack_rights(kForEver));
  head_office_.when_asked([&](const sync::RightsRequest& asked) {
    head_office_.say(sync::RightsAnswer{asked.number, sync::RightsOutcome::Granted, asked.wanted});
    head_office_.add(shard_, rights_released(card_id(7), 300).recorded(store(4), 3));
    head_office_.add(shard_, rights_granted(card_id(7), store(3), 300).recorded(head_office(), 1));
  });
  const SaleAnswer bought = await(begin(buy(1, 7, 300)));
  EXPECT_EQ(bought.basis, Basis::Rights);
  ASSERT_EQ(head_office_.requests().size(), 1U);
  EXPECT_EQ(head_office_.requests().front(),
            (sync::RightsRequest{1, card_id(7), Amount(300), kForEver}));
}

TEST_F(UplinkTest, AnAnswerThatNothingComesEndsTheWaiting) {
  ASSERT_NO_FATAL_FAILURE(lack_rights(kForEver));
  head_office_.when_asked([&](const sync::RightsRequest& asked) {
    head_office_.say(sync::RightsAnswer{asked.number, sync::RightsOutcome::NothingLeft, Amount()});
  });
  EXPECT_EQ(await(begin(buy(1, 7, 300))).reason, "insufficient_rights");
}

TEST_F(UplinkTest, ALineThatBreaksEndsTheWaiting) {
  ASSERT_NO_FATAL_FAILURE(lack_rights(kForEver));
  auto answer = begin(buy(1, 7, 300));
  ASSERT_TRUE(head_office_.until([&] { return !head_office_.requests().empty(); }));
  head_office_.hang_up();
  EXPECT_EQ(await(std::move(answer)).reason, "insufficient_rights_offline");
}

TEST_F(UplinkTest, ACentreThatDoesNotAnswerIsNotWaitedForLongerThanACustomerDoes) {
  ASSERT_NO_FATAL_FAILURE(lack_rights(Millis(30)));
  EXPECT_EQ(await(begin(buy(1, 7, 300))).reason, "insufficient_rights");
  EXPECT_EQ(head_office_.requests().size(), 1U);
}

TEST_F(UplinkTest, ARecallIsAnsweredInTheLog) {
  open_card(7, 1'000);
  ASSERT_TRUE(head_office_.until([&] { return head_office_.held() == 2 && is_all_synced(); }));
  head_office_.say(sync::RightsRecall{card_id(7), Amount(400)});
  ASSERT_TRUE(head_office_.until([&] { return head_office_.held() == 3; }));
  const auto released = sync::decode_event(head_office_.log().back());
  ASSERT_TRUE(released);
  EXPECT_EQ(released.value().envelope.reserve_effect, Amount(400));
}

}  // namespace
}  // namespace perk::test
