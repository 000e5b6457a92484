// A store and head office on a line that carries so many bytes a second, by a clock that the test moves.
// A backlog must get across it, however long that takes; an end that is stuck must not pass for slow.
#include <deque>

#include <gtest/gtest.h>

#include "sync/pump.h"
#include "tests/support/manual_clock.h"
#include "tests/support/sync_fakes.h"

namespace perk::test {
namespace {

using sync::FeedId;

constexpr Millis kStep{100};

/// What a message takes on the line: events do not compress here, all else is small.
std::size_t bytes_on_line(const sync::Message& message) {
  constexpr std::size_t kSmall = 40;
  const auto* const batch = std::get_if<sync::Batch>(&message);
  if (batch == nullptr) return kSmall;
  std::size_t bytes = 5 * kSmall;
  for (const sync::Item& item : batch->items) bytes += item.bytes.size() + 4;
  return bytes;
}

/// One direction: a queue like a socket's, emptied at the line's speed.
class SlowLink final : public sync::Link {
 public:
  explicit SlowLink(std::size_t bytes_per_second)
      : bytes_a_step_(bytes_per_second * static_cast<std::size_t>(kStep.count()) / 1'000) {}

  void send(const sync::Message& message) override {
    queue_.push_back({message, bytes_on_line(message)});
    queued_ += queue_.back().left;
    queued_max_ = std::max(queued_max_, queued_);
  }
  void close() override {}

  /// One step's bytes get there.
  void carry(sync::Pump& to) {
    std::size_t room = bytes_a_step_;
    while (room > 0 && !queue_.empty()) {
      const std::size_t carried = std::min(room, queue_.front().left);
      queue_.front().left -= carried;
      queued_ -= carried;
      room -= carried;
      to.heard_bytes(carried);
      if (queue_.front().left > 0) return;
      const sync::Message whole = std::move(queue_.front().message);
      queue_.pop_front();
      to.receive(whole);
    }
  }
  void cut() { bytes_a_step_ = 0; }
  [[nodiscard]] std::size_t queued_max() const { return queued_max_; }

 private:
  struct OnItsWay {
    sync::Message message;
    std::size_t left;
  };
  std::size_t bytes_a_step_;
  std::size_t queued_ = 0;
  std::size_t queued_max_ = 0;
  std::deque<OnItsWay> queue_;
};

class End final : public sync::PumpObserver {
 public:
  void on_streaming() override {}
  void on_peer_holds(const sync::Durable&) override {}
  void on_heard() override {}
  void on_ended(const sync::Refusal& why) override { ended = why.sentence; }

  MemoryDisk disk;
  MemoryFeedSource source{disk};
  std::string ended;  ///< Why; empty while the connection lasts.
};

/// The two, connected once.
class SlowLine {
 public:
  explicit SlowLine(std::size_t bytes_per_second, Later appended = kAtOnce)
      : up(bytes_per_second), down(bytes_per_second), central_sink_(central.disk, appended) {
    store.disk.feed(kLog);
    central.disk.feed(kShard, Epoch(1));
  }

  void write_to_log(int events) { write(store.disk.feed(kLog), kStoreOrigin, events); }
  void write_to_shard(int events) { write(central.disk.feed(kShard), kOtherOrigin, events); }

  void connect() {
    opener_ = sync::Pump::opener({}, {store.source, store_sink_, up, store, clock_}, introducer_);
    acceptor_ = sync::Pump::acceptor({}, {central.source, central_sink_, down, central, clock_},
                                     doorkeeper_, {});
  }
  void cut() {
    up.cut();
    down.cut();
  }
  /// Until both hold all, the connection ends, or the time is up. How long it took.
  Millis live(Millis longest) {
    const Instant began = clock_.monotonic();
    while (is_whole() && !is_drained() && clock_.monotonic() - began < longest) {
      clock_.advance(kStep);
      up.carry(*acceptor_);
      down.carry(*opener_);
      opener_->tick();
      acceptor_->tick();
    }
    return clock_.monotonic() - began;
  }

  [[nodiscard]] std::string endings() const { return store.ended + central.ended; }
  [[nodiscard]] bool is_drained() const {
    return holds_all(central.disk, store.disk, kLog) && holds_all(store.disk, central.disk, kShard);
  }

 private:
  inline static const Origin kStoreOrigin = *Origin::incarnation(0x9c00'0000'0000'0001);
  inline static const Origin kOtherOrigin = *Origin::incarnation(0x7700'0000'0000'0001);
  inline static const FeedId kLog = FeedId::log(kStoreOrigin);
  inline static const FeedId kShard = FeedId::shard(Shard(0));

  static void write(MemoryFeed& feed, Origin origin, int events) {
    for (int i = 1; i <= events; ++i)
      feed.write({origin, Seq(static_cast<std::uint64_t>(i))}, EventBytes(60, 7));
    feed.make_durable();
  }
  static bool holds_all(const MemoryDisk& reader, const MemoryDisk& writer, FeedId feed) {
    const MemoryFeed* const held = reader.find(feed);
    return held != nullptr && held->durable_end() == writer.find(feed)->durable_end();
  }
  [[nodiscard]] bool is_whole() const { return endings().empty(); }

 public:
  End store, central;
  SlowLink up, down;

 private:
  ManualClock clock_;
  MemoryFeedSink store_sink_{store.disk};
  MemoryFeedSink central_sink_;
  MemoryIntroducer introducer_{store.disk, kLog, {kShard}};
  MemoryDoorkeeper doorkeeper_{central.disk};
  std::unique_ptr<sync::Pump> opener_, acceptor_;
};

constexpr std::size_t kSixtyFourKilobits = 8'000;

TEST(SlowLine, CarriesABacklogOnOneConnection) {
  SlowLine line(kSixtyFourKilobits);
  line.write_to_log(5'000);
  line.connect();
  const Millis took = line.live(Millis(600'000));
  EXPECT_TRUE(line.is_drained());
  EXPECT_EQ(line.endings(), "");
  EXPECT_LT(took, Millis(60'000)) << "at the line's own speed: 300,000 bytes of events";
}

TEST(SlowLine, CarriesADaysBacklogBothWaysAtTheSlowestSpeedAndInLittleMemory) {
  SlowLine line(sync::kLineBytesPerSecondMin);
  line.write_to_log(20'000);
  line.write_to_shard(20'000);
  line.connect();
  line.live(Millis(3'600'000));
  EXPECT_TRUE(line.is_drained());
  EXPECT_EQ(line.endings(), "");
  const sync::ReplicatorLimits limits;
  EXPECT_LE(line.up.queued_max(), 2 * limits.credits * limits.batch_bytes_max);
  EXPECT_LE(line.down.queued_max(), 2 * limits.credits * limits.batch_bytes_max);
}

// Head office takes everything in and makes nothing durable; it pings, and its own feed comes.
TEST(SlowLine, DoesNotHideAnEndThatIsStuck) {
  SlowLine line(kSixtyFourKilobits, [](const std::function<void()>&) {});
  line.write_to_log(20'000);
  line.write_to_shard(1'000'000 / 60);
  line.connect();
  const Millis took = line.live(Millis(3'600'000));
  EXPECT_NE(line.store.ended.find("no Ack for too long"), std::string::npos) << line.endings();
  EXPECT_LT(took, Millis(240'000));
}

TEST(SlowLine, ThatDiesIsNoticedAsFastAsAnyOther) {
  SlowLine line(kSixtyFourKilobits);
  line.write_to_log(5'000);
  line.connect();
  line.live(Millis(5'000));
  line.cut();
  const Millis took = line.live(Millis(600'000));
  EXPECT_NE(line.endings().find("nothing heard for too long"), std::string::npos);
  EXPECT_LE(took, sync::ReplicatorLimits{}.silence_max);
}

}  // namespace
}  // namespace perk::test
