// Shops on real sockets: what they sell is held and acknowledged, and everybody hears of it.
#include "central/net/sync_server.h"

#include <chrono>
#include <condition_variable>
#include <mutex>

#include <boost/asio/thread_pool.hpp>
#include <boost/asio/write.hpp>
#include <gtest/gtest.h>

#include "central/memory/memory_event_store.h"
#include "sync/process/system_clock.h"
#include "tests/central/flaky_event_store.h"
#include "tests/central/shop.h"
#include "tests/tls/trust.h"

namespace perk::test {
namespace {

using namespace std::chrono_literals;

/// An event store whose next look for a store takes until it is let go.
class SlowToFindStores final : public FlakyEventStore {
 public:
  using FlakyEventStore::FlakyEventStore;

  void hold_next() {
    const std::scoped_lock lock(mutex_);
    fate_ = Fate::HoldNext;
  }
  [[nodiscard]] bool is_holding() {
    const std::scoped_lock lock(mutex_);
    return fate_ == Fate::Holding;
  }
  void let_go() {
    {
      const std::scoped_lock lock(mutex_);
      fate_ = Fate::LetGo;
    }
    let_go_.notify_all();
  }

  central::Stored<std::optional<central::StoreRecord>> find_store(StoreId store) override {
    std::unique_lock lock(mutex_);
    if (fate_ == Fate::HoldNext) {
      fate_ = Fate::Holding;
      let_go_.wait(lock, [this] { return fate_ == Fate::LetGo; });
    }
    return FlakyEventStore::find_store(store);
  }

 private:
  enum class Fate { LetGo, HoldNext, Holding };
  std::mutex mutex_;
  std::condition_variable let_go_;
  Fate fate_ = Fate::LetGo;
};

class SyncServerTest : public ::testing::Test {
 protected:
  SyncServerTest() {
    auto doorway =
        sync::Doorway::open(io_, {"127.0.0.1", 0}, sync::Security::insecure_loopback(), {});
    EXPECT_TRUE(doorway);
    address_ = doorway.value()->address();
    visitors_ = std::make_unique<central::Visitors>(
        central::VisitSurroundings{places_, gatehouse_, tails_, *appender_, gate_, closed_, epochs_,
                                   handed_back_, board_, rights_, chain_, clock_, log_, limits()},
        store_);
    server_ = std::make_unique<central::SyncServer>(places_.home, *visitors_, board_,
                                                    std::move(doorway).value());
    server_->start();
    for (const Shop* shop : {&harbour_, &station_}) {
      EXPECT_TRUE(store_.enrol("shop " + std::to_string(shop->log.store().value()),
                               shop->log.key().public_key(), kMorning));
    }
  }
  ~SyncServerTest() override {
    slow_.let_go();
    server_->stop();
    workers_.join();
    appender_.reset();
  }

  static sync::ReplicatorLimits limits() {
    sync::ReplicatorLimits limits;
    limits.heartbeat = Millis(100);
    return limits;
  }
  void grew(const central::ShardEnd& end) {
    visitors_->shard_grew(end);
    rights_.shard_grew(end.shard);
  }
  /// Runs everything until `condition` holds.
  template <typename Condition>
  [[nodiscard]] bool reaches(Condition condition) {
    const auto deadline = std::chrono::steady_clock::now() + 30s;
    while (!condition() && std::chrono::steady_clock::now() < deadline) io_.run_one_for(100ms);
    return condition();
  }
  [[nodiscard]] bool is_connected(const Shop& shop) {
    for (const auto& line : board_.lines()) {
      if (line.store == shop.log.store()) return line.is_connected;
    }
    return false;
  }

  boost::asio::io_context io_;
  boost::asio::thread_pool workers_{2};
  const central::WorkPlaces places_{io_.get_executor(), workers_.get_executor()};
  const sync::SystemClock clock_;
  const sync::Log log_ = sync::Log::silent();
  const central::ChainSettings chain_ = euro_chain();
  central::MemoryEventStore store_{chain_, {number_key()}};
  SlowToFindStores slow_{store_};
  FlakyEventStore flaky_{store_};
  central::ShardTails tails_{store_};
  central::LineBoard board_;
  central::DeskClock time_{store_, clock_};
  central::OfficePen pen_{store_, time_, clock_, euro_chain().shard_count,
                          [this](const central::ShardEnd& end) { grew(end); }};
  central::RiskBook book_{store_, tails_, euro_chain().shard_count};
  central::LogGate gate_;
  central::ClosedLogs closed_{store_, pen_, book_, gate_};
  central::EpochDesk epochs_{store_, pen_, book_, clock_, chain_};
  central::HandedBack handed_back_{store_, book_, chain_,
                                   [this](const central::ShardEnd& end) { grew(end); }};
  central::Gatehouse gatehouse_{slow_, closed_, epochs_, chain_, clock_};
  central::RightsDesk desk_{pen_, PlacementKind::OnDemand};
  central::RightsCounter rights_{places_, desk_, clock_, euro_chain().shard_count};
  std::unique_ptr<central::Appender> appender_ = std::make_unique<central::Appender>(
      flaky_, clock_, central::AppenderSettings(),
      [this](const central::ShardEnd& end) { grew(end); }, [](const std::string&) {});
  sync::Address address_;
  Shop harbour_{io_, clock_, 1};
  Shop station_{io_, clock_, 2};
  std::unique_ptr<central::Visitors> visitors_;
  std::unique_ptr<central::SyncServer> server_;
};

TEST_F(SyncServerTest, WhatAShopSoldIsHeldAndAcknowledged) {
  harbour_.sell(card_issued(card(1)));
  harbour_.sell(value_loaded(card(1), 500));
  harbour_.connect(address_);
  ASSERT_TRUE(reaches([&] { return harbour_.acknowledged == Seq(2); }));
  EXPECT_EQ(store_.progress(harbour_.log.origin()).value()->hash, harbour_.log.hash_at(2));
  harbour_.sell(value_redeemed(card(1), 300));
  ASSERT_TRUE(reaches([&] { return harbour_.acknowledged == Seq(3); }));
}

TEST_F(SyncServerTest, OverTlsAShopIsWhomItsCertificateNames) {
  Trust trust;
  auto doorway = sync::Doorway::open(
      io_, {"127.0.0.1", 0}, sync::Security::tls(trust.identity(sync::Party::head_office())), {});
  ASSERT_TRUE(doorway) << doorway.error();
  const sync::Address address = doorway.value()->address();
  central::SyncServer server(places_.home, *visitors_, board_, std::move(doorway).value());
  server.start();
  const auto harbours_own = sync::Security::tls(trust.identity(sync::Party::store(1)));
  harbour_.security = harbours_own;
  harbour_.connect(address);
  ASSERT_TRUE(reaches([&] { return harbour_.is_streaming; }));
  station_.security = harbours_own;  // With its own log key, and a stolen certificate.
  station_.connect(address);
  ASSERT_TRUE(reaches([&] { return station_.ended.has_value(); }));
  EXPECT_EQ(station_.ended->code, sync::RefusalCode::NotEnrolled) << station_.ended->sentence;
  EXPECT_TRUE(harbour_.is_streaming && !harbour_.ended);
}

TEST_F(SyncServerTest, AShopShortOfRightsIsGivenWhatTheReserveHas) {
  harbour_.sell(card_issued(card(1)));
  harbour_.sell(value_loaded(card(1), 500));
  harbour_.sell(rights_released(card(1), 500));
  harbour_.connect(address_);
  station_.connect(address_);
  ASSERT_TRUE(reaches([&] { return harbour_.acknowledged == Seq(3) && station_.is_streaming; }));
  station_.say(sync::RightsRequest{1, card(1), Amount(200), Millis(2'000)});
  ASSERT_TRUE(reaches([&] { return station_.words.size() == 1; }));
  const auto answer = std::get<sync::RightsAnswer>(station_.words[0]);
  EXPECT_EQ(answer, (sync::RightsAnswer{1, sync::RightsOutcome::Granted, Amount(200)}));
  // And it is in the feed.
  ASSERT_TRUE(reaches([&] { return station_.from_others.size() == 4; }));
}

TEST_F(SyncServerTest, WhatTheReserveLacksIsRecalledFromWhoIsConnected) {
  harbour_.sell(card_issued(card(1)));
  harbour_.sell(value_loaded(card(1), 500));
  harbour_.connect(address_);
  station_.connect(address_);
  harbour_.when_told = [&](const sync::Word& word) {
    harbour_.sell(rights_released(card(1), std::get<sync::RightsRecall>(word).wanted.minor()));
  };
  ASSERT_TRUE(reaches([&] { return harbour_.acknowledged == Seq(2) && station_.is_streaming; }));
  station_.say(sync::RightsRequest{1, card(1), Amount(200), Millis(2'000)});
  ASSERT_TRUE(reaches([&] { return station_.words.size() == 1; }));
  EXPECT_EQ(std::get<sync::RightsAnswer>(station_.words[0]),
            (sync::RightsAnswer{1, sync::RightsOutcome::Granted, Amount(200)}));
  EXPECT_EQ(harbour_.words.size(), 1U);
}

TEST_F(SyncServerTest, WhenTheHolderCannotBeAskedTheShopHearsSoAtOnce) {
  harbour_.sell(card_issued(card(1)));
  harbour_.sell(value_loaded(card(1), 500));
  harbour_.connect(address_);
  ASSERT_TRUE(reaches([&] { return harbour_.acknowledged == Seq(2); }));
  harbour_.cut();
  ASSERT_TRUE(reaches([&] { return !is_connected(harbour_); }));
  station_.connect(address_);
  ASSERT_TRUE(reaches([&] { return station_.is_streaming; }));
  station_.say(sync::RightsRequest{1, card(1), Amount(200), Millis(60'000)});
  station_.say(sync::RightsRequest{2, card(9), Amount(200), Millis(60'000)});
  ASSERT_TRUE(reaches([&] { return station_.words.size() == 2; }));
  std::map<std::uint64_t, sync::RightsOutcome> outcomes;
  for (const auto& word : station_.words)
    outcomes[std::get<sync::RightsAnswer>(word).number] =
        std::get<sync::RightsAnswer>(word).outcome;
  EXPECT_EQ(outcomes[1], sync::RightsOutcome::NothingLeft);
  EXPECT_EQ(outcomes[2], sync::RightsOutcome::CardUnusable);
}

TEST_F(SyncServerTest, AHolderThatKeepsWhatItHasCostsThePatienceOfOneCustomer) {
  harbour_.sell(card_issued(card(1)));
  harbour_.sell(value_loaded(card(1), 500));
  harbour_.connect(address_);
  station_.connect(address_);
  ASSERT_TRUE(reaches([&] { return harbour_.acknowledged == Seq(2) && station_.is_streaming; }));
  station_.say(sync::RightsRequest{1, card(1), Amount(200), Millis(50)});
  ASSERT_TRUE(reaches([&] { return station_.words.size() == 1; }));
  EXPECT_EQ(std::get<sync::RightsAnswer>(station_.words[0]).outcome,
            sync::RightsOutcome::NothingLeft);
}

TEST_F(SyncServerTest, EveryShopHearsWhatTheOthersSold) {
  harbour_.connect(address_);
  station_.connect(address_);
  for (std::uint64_t sale = 0; sale < 50; ++sale) {
    harbour_.sell(value_loaded(card(sale), 100));
    station_.sell(value_loaded(card(sale), 200));
  }
  ASSERT_TRUE(reaches([&] {
    return harbour_.from_others.size() == 50 && station_.from_others.size() == 50 &&
           harbour_.own_seen == 50 && station_.own_seen == 50;
  }));
  EXPECT_EQ(station_.from_others.at({harbour_.log.origin(), Seq(7)}), harbour_.log.bytes_at(7));
}

TEST_F(SyncServerTest, AShopThatComesBackGoesOnWhereItWas) {
  harbour_.connect(address_);
  station_.connect(address_);
  harbour_.sell(value_loaded(card(1), 100));
  ASSERT_TRUE(reaches([&] { return station_.from_others.size() == 1; }));
  station_.cut();
  ASSERT_TRUE(reaches([&] { return station_.ended && !is_connected(station_); }));
  harbour_.sell(value_loaded(card(1), 100));
  station_.sell(value_loaded(card(1), 100));
  station_.connect(address_);
  ASSERT_TRUE(reaches([&] {
    return station_.from_others.size() == 2 && station_.acknowledged == Seq(1) &&
           harbour_.from_others.size() == 1;
  }));
}

TEST_F(SyncServerTest, ANewerConnectionSupersedesTheOlder) {
  harbour_.connect(address_);
  ASSERT_TRUE(reaches([&] { return harbour_.is_streaming; }));
  Shop again(io_, clock_, 1);
  again.connect(address_);
  ASSERT_TRUE(reaches([&] { return harbour_.ended && again.is_streaming; }));
  EXPECT_EQ(harbour_.ended->code, sync::RefusalCode::Superseded);
  EXPECT_EQ(board_.connected_count(), 1U);
}

TEST_F(SyncServerTest, ALogThatIsClosedIsHeardNoMore) {
  harbour_.connect(address_);
  harbour_.sell(value_loaded(card(1), 100));
  ASSERT_TRUE(reaches([&] { return harbour_.acknowledged == Seq(1); }));
  ASSERT_TRUE(closed_.close(harbour_.log.store(), harbour_.log.origin(), ClosedWhy::Forked));
  harbour_.sell(value_loaded(card(1), 100));
  ASSERT_TRUE(reaches([&] { return harbour_.ended.has_value(); })) << "also if it says nothing";
  EXPECT_EQ(harbour_.acknowledged, Seq(1));
  EXPECT_EQ(store_.progress(harbour_.log.origin()).value()->through, Seq(1));
  harbour_.connect(address_);
  ASSERT_TRUE(reaches([&] { return harbour_.ended.has_value(); }));
  EXPECT_EQ(harbour_.ended->code, sync::RefusalCode::Forked) << "and hears why";
}

TEST_F(SyncServerTest, ALogIsClosedBehindTheBatchThatIsBeingStored) {
  std::atomic<bool> is_held_up = true;
  flaky_.set_append_fate([&](const central::ShardGroup&) -> std::optional<StorageFailure> {
    if (is_held_up) return StorageFailure::Retry;
    return std::nullopt;
  });
  harbour_.connect(address_);
  harbour_.sell(value_loaded(card(1), 100));
  ASSERT_TRUE(reaches([&] { return flaky_.appends() > 0; }));
  const auto close = [&] {
    return closed_.close(harbour_.log.store(), harbour_.log.origin(), ClosedWhy::Forked);
  };
  EXPECT_FALSE(close().value());
  is_held_up = false;
  ASSERT_TRUE(reaches([&] { return close().value(); }));
  EXPECT_EQ(store_.progress(harbour_.log.origin()).value()->through, Seq(1));
  EXPECT_EQ(book_.read([&](const central::ChainRisk& risk) {
    return risk.logs().closed(harbour_.log.origin())->known_through;
  }),
            Seq(1));
}

TEST_F(SyncServerTest, WhatAClosedLogHeldIsBroughtByTheNextInItsOrder) {
  StoreLog old = harbour_.log.next_life();
  old.append(card_issued(card(1))).append(value_loaded(card(1), 500));
  ASSERT_TRUE(store_.register_incarnation(old.store(), old.origin(), kMorning));
  ASSERT_TRUE(closed_.close(old.store(), old.origin(), ClosedWhy::Witnessed));
  for (const std::uint64_t seq : {1U, 2U}) {
    const Event brought = old.brought(seq, harbour_.log.origin());
    harbour_.sell(EventBuilder(card(1), brought.body).as(brought.envelope));
    harbour_.sell(value_loaded(card(1), 7));
  }
  harbour_.connect(address_);
  ASSERT_TRUE(reaches([&] { return harbour_.acknowledged == Seq(4); }));
  harbour_.sell(value_loaded(card(1), 7));
  ASSERT_TRUE(reaches([&] { return harbour_.acknowledged == Seq(5); }));
  EXPECT_TRUE(store_.quarantined(0, 10).value().empty());
}

// A connection that broke while head office still looked at its Hello: what comes of that look comes too
// late to say that the shop is here.
class LateAdmissionTest : public SyncServerTest {
 protected:
  void lose_a_connection_at_the_door() {
    slow_.hold_next();
    harbour_.connect(address_);
    ASSERT_TRUE(reaches([&] { return slow_.is_holding(); }));
    harbour_.cut();
    // A whole handshake later, head office has seen the line break.
    station_.connect(address_);
    ASSERT_TRUE(reaches([&] { return harbour_.ended && station_.is_streaming; }));
  }
  void let_it_in_too_late() {
    slow_.let_go();
    workers_.join();
    while (io_.poll() > 0) {
    }
  }
};

TEST_F(LateAdmissionTest, AShopThatLeftAtTheDoorIsNotConnected) {
  lose_a_connection_at_the_door();
  let_it_in_too_late();
  EXPECT_FALSE(is_connected(harbour_));
  EXPECT_TRUE(is_connected(station_));
}

TEST_F(LateAdmissionTest, AnOlderConnectionThatIsOverSupersedesNobody) {
  lose_a_connection_at_the_door();
  Shop again(io_, clock_, 1);
  again.connect(address_);
  ASSERT_TRUE(reaches([&] { return again.is_streaming; }));
  let_it_in_too_late();
  EXPECT_FALSE(again.ended);
  EXPECT_TRUE(is_connected(again));
}

TEST_F(SyncServerTest, AStrangerIsToldThatItIsNotEnrolled) {
  Shop stranger(io_, clock_, 9);
  stranger.connect(address_);
  ASSERT_TRUE(reaches([&] { return stranger.ended.has_value(); }));
  EXPECT_EQ(stranger.ended->code, sync::RefusalCode::NotEnrolled);
}

TEST_F(SyncServerTest, GarbageEndsItsOwnConnectionOnly) {
  harbour_.connect(address_);
  ASSERT_TRUE(reaches([&] { return harbour_.is_streaming; }));
  boost::asio::ip::tcp::socket socket(io_);
  socket.connect({boost::asio::ip::make_address(address_.host), address_.port});
  const std::string garbage(64, '\xff');
  boost::asio::write(socket, boost::asio::buffer(garbage));
  ASSERT_TRUE(reaches([&] { return board_.frames_refused() == 1; }));
  harbour_.sell(value_loaded(card(1), 100));
  EXPECT_TRUE(reaches([&] { return harbour_.acknowledged == Seq(1); }));
}

TEST_F(SyncServerTest, KnowsWhoIsConnectedAndNotesWhenTheyWereHeard) {
  harbour_.connect(address_);
  ASSERT_TRUE(reaches([&] { return is_connected(harbour_); }));
  EXPECT_FALSE(is_connected(station_));
  EXPECT_TRUE(
      reaches([&] { return store_.find_store(StoreId(1)).value()->last_heard.has_value(); }));
}

}  // namespace
}  // namespace perk::test
