// What a pump adds to a replicator: callbacks that come at once, late or never, and owners that let go
// of it in the middle of it all.
#include "sync/pump.h"

#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/manual_clock.h"
#include "tests/support/sync_fakes.h"

namespace perk::test {
namespace {

using sync::FeedId;
using sync::FeedIndex;
using sync::Message;
using sync::Refusal;
using sync::RefusalCode;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

const Origin kStore = *Origin::incarnation(0x9c00'0000'0000'0001);
const FeedId kLog = FeedId::log(kStore);
const FeedId kShard = FeedId::shard(Shard(0));

class ListeningObserver final : public sync::PumpObserver {
 public:
  void on_streaming() override { said("streaming"); }
  void on_peer_holds(const sync::Durable& held) override {
    said("peer holds " + std::to_string(held.through().value()));
  }
  void on_heard() override { said("heard"); }
  void on_ended(const Refusal& why) override { said("ended " + to_string(why.code)); }

  std::vector<std::string> heard;
  std::function<void(const std::string&)> on_word = [](const std::string&) {};

 private:
  void said(const std::string& word) {
    heard.push_back(word);
    on_word(word);
  }
};

/// Delivers when asked to, or at once, from within the call that sends.
class PipeLink final : public sync::Link {
 public:
  void send(const Message& message) override {
    sent.push_back(message_name(message));
    if (deliver) deliver(message);
  }
  void close() override {
    ++closed;
    on_close();
  }

  std::vector<std::string> sent;
  int closed = 0;
  std::function<void(const Message&)> deliver;
  std::function<void()> on_close = [] {};
};

/// Head office's end, with a store that has three events and is played by the test.
class PumpTest : public ::testing::Test {
 protected:
  PumpTest() { disk_.feed(kShard, Epoch(1)); }

  void start() {
    pump_ = sync::Pump::acceptor({}, {source_, sink_, link_, observer_, clock_}, doorkeeper_, {});
  }
  void let_in() {
    sync::Hello hello;
    hello.incarnation = kStore;
    hello.log_end = Seq(3);
    hello.cursors = {*disk_.feed(kShard).at(FeedIndex())};
    hello.credits = 4;
    pump_->receive(hello);
  }
  void send_batch() {
    MemoryDisk store;
    for (std::uint64_t seq = 1; seq <= 3; ++seq) store.feed(kLog).write({kStore, Seq(seq)}, {1, 2});
    store.feed(kLog).make_durable();
    MemoryFeedSource source(store);
    source.read({kLog, Epoch(), FeedIndex(), Digest()}, 1'000, [this](auto batch) {
      if (pump_ != nullptr) pump_->receive(std::move(batch).value());
    });
  }
  void write_to_shard() {
    sync::FeedIndex next = disk_.feed(kShard).end().index.next();
    disk_.feed(kShard).write({kStore, Seq(next.value())}, {1, 2});
    disk_.feed(kShard).make_durable();
  }
  void answer_all() {
    while (!waiting_.empty()) {
      auto act = std::move(waiting_.front());
      waiting_.pop_front();
      act();
    }
  }
  /// Lets go of the pump as soon as the observer hears `word`.
  void destroy_when_hearing(const std::string& word) {
    observer_.on_word = [this, word](const std::string& said) {
      if (said == word) pump_.reset();
    };
  }

  std::deque<std::function<void()>> waiting_;
  Later later_ = [this](const std::function<void()>& act) {
    if (is_patient_) return act();
    waiting_.push_back(act);
  };
  bool is_patient_ = true;  ///< Ports answer at once.
  ManualClock clock_;
  MemoryDisk disk_;
  MemoryFeedSource source_{disk_, later_};
  MemoryFeedSink sink_{disk_, later_};
  MemoryDoorkeeper doorkeeper_{disk_, later_};
  PipeLink link_;
  ListeningObserver observer_;
  std::unique_ptr<sync::Pump> pump_;
};

TEST_F(PumpTest, RunsPortsThatAnswerAtOnce) {
  write_to_shard();
  start();
  let_in();
  send_batch();
  EXPECT_THAT(link_.sent, ElementsAre("Challenge", "Welcome", "Batch", "Ack", "Credit"));
  EXPECT_THAT(observer_.heard, ElementsAre("heard", "streaming", "heard"));
  EXPECT_EQ(disk_.feed(kLog).durable_end().index, FeedIndex(3));
}

TEST_F(PumpTest, RunsPortsThatAnswerLater) {
  is_patient_ = false;
  write_to_shard();
  start();
  let_in();
  EXPECT_THAT(link_.sent, ElementsAre("Challenge"));
  answer_all();
  EXPECT_THAT(link_.sent, ElementsAre("Challenge", "Welcome", "Batch"));
  send_batch();
  EXPECT_EQ(link_.sent.size(), 3U);
  answer_all();
  EXPECT_THAT(link_.sent, ElementsAre("Challenge", "Welcome", "Batch", "Ack", "Credit"));
}

TEST_F(PumpTest, TwoEndsMayCallIntoEachOtherFromWithinEverySend) {
  MemoryDisk store_disk;
  for (std::uint64_t seq = 1; seq <= 500; ++seq) {
    store_disk.feed(kLog).write({kStore, Seq(seq)}, EventBytes(50, 1));
    write_to_shard();
  }
  store_disk.feed(kLog).make_durable();
  MemoryFeedSource source(store_disk);
  MemoryFeedSink sink(store_disk);
  MemoryIntroducer introducer(store_disk, kLog, {kShard});
  PipeLink link;
  ListeningObserver observer;
  sync::ReplicatorLimits limits;
  limits.batch_bytes_max = 100;
  const auto store = sync::Pump::opener(limits, {source, sink, link, observer, clock_}, introducer);
  Message challenge;
  link_.deliver = [&](const Message& message) { challenge = message; };
  start();
  link.deliver = [&](const Message& message) { pump_->receive(message); };
  link_.deliver = [&](const Message& message) { store->receive(message); };
  store->receive(challenge);
  EXPECT_EQ(disk_.feed(kLog).durable_end(), store_disk.feed(kLog).durable_end());
  EXPECT_EQ(store_disk.feed(kShard).durable_end(), disk_.feed(kShard).durable_end());
  EXPECT_EQ(store->backlog(), 0U);
  EXPECT_EQ(pump_->backlog(), 0U);
}

TEST_F(PumpTest, ALateCallbackAfterItWasAbandonedChangesNothing) {
  is_patient_ = false;
  start();
  let_in();
  pump_->abandon({RefusalCode::Superseded, "", {}});
  answer_all();
  EXPECT_THAT(link_.sent, ElementsAre("Challenge"));
  EXPECT_THAT(observer_.heard, ElementsAre("heard", "ended Superseded"));
  EXPECT_FALSE(pump_->is_streaming());
}

TEST_F(PumpTest, ALateCallbackAfterItWasDestroyedChangesNothing) {
  is_patient_ = false;
  write_to_shard();
  start();
  let_in();
  answer_all();
  send_batch();
  pump_->feed_grew(kShard, FeedIndex(2));
  const auto sent = link_.sent;
  const auto heard = observer_.heard;
  pump_.reset();
  answer_all();
  EXPECT_EQ(link_.sent, sent);
  EXPECT_EQ(observer_.heard, heard);
  EXPECT_EQ(disk_.feed(kLog).durable_end().index, FeedIndex(3)) << "the sink itself goes on";
}

TEST_F(PumpTest, SaysOnceThatItEnded) {
  start();
  pump_->receive(sync::Ping{});
  EXPECT_THAT(observer_.heard, ElementsAre("ended Malformed"));
  EXPECT_EQ(link_.closed, 1);
  pump_->abandon({RefusalCode::Busy, "", {}});
  pump_->receive(sync::Ping{});
  pump_->feed_grew(kShard, FeedIndex(2));
  clock_.advance(Millis(60'000));
  pump_->tick();
  EXPECT_THAT(observer_.heard, ElementsAre("ended Malformed"));
  EXPECT_THAT(link_.sent, ElementsAre("Challenge", "Refusal"));
  EXPECT_EQ(link_.closed, 1);
}

TEST_F(PumpTest, AbandonedItLeavesTheLinkToItsOwner) {
  start();
  pump_->abandon({RefusalCode::Superseded, "", {}});
  pump_->abandon({RefusalCode::Busy, "", {}});
  EXPECT_THAT(observer_.heard, ElementsAre("ended Superseded"));
  EXPECT_EQ(link_.closed, 0);
}

TEST_F(PumpTest, DestroyedItSaysNothing) {
  start();
  pump_.reset();
  EXPECT_THAT(observer_.heard, IsEmpty());
  EXPECT_EQ(link_.closed, 0);
}

TEST_F(PumpTest, WhyItEndedIsNotOverwrittenByTheLinkItCloses) {
  start();
  link_.on_close = [this] { pump_->abandon({RefusalCode::Unspecified, "closed", {}}); };
  pump_->receive(sync::Ping{});
  EXPECT_THAT(observer_.heard, ElementsAre("ended Malformed"));
}

TEST_F(PumpTest, MayBeDestroyedByTheLinkItCloses) {
  start();
  link_.on_close = [this] { pump_.reset(); };
  pump_->receive(sync::Ping{});
  EXPECT_EQ(pump_, nullptr);
  EXPECT_THAT(observer_.heard, IsEmpty());
}

TEST_F(PumpTest, MayBeDestroyedWithAllItsPortsWhenItEnds) {
  struct Ports {
    explicit Ports(MemoryDisk& disk) : source(disk), sink(disk), doorkeeper(disk) {}
    MemoryFeedSource source;
    MemoryFeedSink sink;
    MemoryDoorkeeper doorkeeper;
    PipeLink link;
  };
  auto ports = std::make_unique<Ports>(disk_);
  pump_ = sync::Pump::acceptor({}, {ports->source, ports->sink, ports->link, observer_, clock_},
                               ports->doorkeeper, {});
  observer_.on_word = [&](const std::string&) {
    pump_.reset();
    ports.reset();
  };
  pump_->receive(sync::Ping{});
  EXPECT_THAT(observer_.heard, ElementsAre("ended Malformed"));
}

TEST_F(PumpTest, MayBeDestroyedByItsObserverAtAnyWord) {
  for (const std::string word : {"heard", "streaming", "peer holds 1", "ended Malformed"}) {
    observer_.heard.clear();
    disk_ = MemoryDisk();
    disk_.feed(kShard, Epoch(1));
    write_to_shard();
    destroy_when_hearing(word);
    start();
    let_in();
    const sync::Cursor end = disk_.feed(kShard).durable_end();
    if (pump_ != nullptr) {
      pump_->receive(sync::Ack(sync::Durable::reported(kShard, end.index, end.hash)));
    }
    if (pump_ != nullptr) pump_->receive(sync::Challenge{});
    EXPECT_EQ(pump_, nullptr) << word;
    EXPECT_EQ(observer_.heard.back(), word) << "nothing is said after it";
  }
}

TEST_F(PumpTest, MayBeDestroyedFromWithinASend) {
  start();
  link_.deliver = [this](const Message&) { pump_.reset(); };
  let_in();
  EXPECT_EQ(pump_, nullptr);
  EXPECT_THAT(observer_.heard, ElementsAre("heard"));
}

TEST_F(PumpTest, HearsNothingInAMessageThatEndsIt) {
  start();
  pump_->receive(Refusal{RefusalCode::Busy, "", Millis(500)});
  EXPECT_THAT(observer_.heard, ElementsAre("ended Busy"));
  EXPECT_THAT(link_.sent, ElementsAre("Challenge")) << "a refusal is not answered";
}

TEST_F(PumpTest, TicksByItsClock) {
  start();
  clock_.advance(Millis(9'999));
  pump_->tick();
  EXPECT_THAT(observer_.heard, IsEmpty());
  clock_.advance(Millis(1));
  pump_->tick();
  EXPECT_THAT(observer_.heard, ElementsAre("ended NoProgress"));
}

}  // namespace
}  // namespace perk::test
