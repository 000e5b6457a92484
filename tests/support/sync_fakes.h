// The ports of a pump, in memory: source, sink, introducer and doorkeeper over a MemoryDisk, a link
// and an observer that remember. Each answers when its `Later` runs it: at once unless told otherwise.
// Single-threaded.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "sync/ports.h"
#include "tests/support/memory_feeds.h"

namespace perk::test {

/// When to do something: at once, later, or (if the machine dies first) never.
using Later = std::function<void(std::function<void()>)>;
inline const Later kAtOnce = [](const std::function<void()>& act) { act(); };

class MemoryFeedSource final : public sync::FeedSource {
 public:
  explicit MemoryFeedSource(MemoryDisk& disk, Later later = kAtOnce)
      : disk_(disk), later_(std::move(later)) {}

  /// The end that receives: it gets its own events without bytes.
  void set_receiver(Origin receiver) { receiver_ = receiver; }
  /// Which items of shard feeds are sent at all.
  void set_subscription(std::function<bool(const sync::Item&)> is_wanted) {
    is_wanted_ = std::move(is_wanted);
  }

  void read(const sync::Cursor& after, std::size_t bytes_max, OnRead done) override {
    // Read now, told later: what the feed grows by in between is not in it.
    later_([read = batch(after, bytes_max), done = std::move(done)] { done(read); });
  }

 private:
  [[nodiscard]] Result<sync::Batch, StorageError> batch(const sync::Cursor& after,
                                                        std::size_t bytes_max) const {
    const MemoryFeed* const feed = disk_.find(after.feed);
    if (feed == nullptr || feed->at(after.index) != after) {
      return failed(StorageError{StorageFailure::GiveUp, "no such place in the feed"});
    }
    sync::Batch batch{after.feed, after.epoch, after.index, after.hash,
                      {},         after.index, after.hash,  {}};
    std::size_t bytes = 0;
    for (const sync::Item& item : feed->items()) {
      const bool is_next = item.index > after.index && item.index <= feed->durable_end().index;
      if (!is_next) continue;
      if (bytes > 0 && bytes + item.bytes.size() > bytes_max) break;
      bytes += item.bytes.size();
      add(batch, item);
    }
    batch.through_hash = feed->at(batch.through)->hash;
    return batch;
  }

  void add(sync::Batch& batch, const sync::Item& item) const {
    batch.through = item.index;
    if (!batch.feed.is_log() && !is_wanted_(item)) return;
    batch.items.push_back(item);
    const bool has_it_already = !batch.feed.is_log() && item.event.origin == receiver_;
    if (has_it_already) batch.items.back().bytes.clear();
  }

  MemoryDisk& disk_;
  Later later_;
  Origin receiver_;
  std::function<bool(const sync::Item&)> is_wanted_ = [](const sync::Item&) { return true; };
};

/// When a sink says that a batch is durable. The second is a planted bug, for oracles to catch.
enum class SinkHonesty { SaysWhatIsDurable, SaysWhatIsWritten };

class MemoryFeedSink final : public sync::FeedSink {
 public:
  explicit MemoryFeedSink(MemoryDisk& disk, Later later = kAtOnce,
                          SinkHonesty honesty = SinkHonesty::SaysWhatIsDurable)
      : disk_(disk), later_(std::move(later)), honesty_(honesty) {}

  void append(sync::Batch batch, OnAppended done) override {
    MemoryFeed& feed = disk_.feed(batch.feed, batch.epoch);
    if (!continues(feed, batch) || !has_true_hash(batch)) {
      return done(failed(sync::AppendFailure{sync::RefusalCode::Forked, "another history"}));
    }
    feed.write(batch);
    if (honesty_ == SinkHonesty::SaysWhatIsWritten) done(durable(feed.end()));
    later_([this, &feed, done = std::move(done)] {
      feed.make_durable();  // all that was written: a group commit
      if (honesty_ == SinkHonesty::SaysWhatIsDurable) done(durable(feed.durable_end()));
    });
  }

 private:
  static sync::Durable durable(const sync::Cursor& end) {
    return sync::Durable::reported(end.feed, end.index, end.hash);
  }

  static bool continues(const MemoryFeed& feed, const sync::Batch& batch) {
    const auto after = feed.at(batch.after);
    const bool is_known = after ? after->hash == batch.after_hash : batch.after < feed.end().index;
    const auto through = feed.at(batch.through);
    return is_known && (!through || through->hash == batch.through_hash);
  }

  static bool has_true_hash(const sync::Batch& batch) {
    if (!batch.feed.is_log()) return true;
    Digest hash = batch.after_hash;
    for (const sync::Item& item : batch.items) hash = fake_chain(hash, item);
    return hash == batch.through_hash;
  }

  MemoryDisk& disk_;
  Later later_;
  SinkHonesty honesty_;
};

class MemoryIntroducer final : public sync::Introducer {
 public:
  MemoryIntroducer(MemoryDisk& disk, sync::FeedId log, std::vector<sync::FeedId> shards,
                   Later later = kAtOnce)
      : disk_(disk), log_(log), shards_(std::move(shards)), later_(std::move(later)) {}

  void introduce(const sync::Challenge&, OnHello done) override {
    later_([this, done = std::move(done)] { done(hello()); });
  }

 private:
  [[nodiscard]] sync::Hello hello() const {
    sync::Hello hello;
    hello.store = StoreId(3);
    hello.incarnation = *Origin::from_value(log_.key());
    const sync::Cursor log_end = disk_.feed(log_).durable_end();
    hello.log_end = Seq(log_end.index.value());
    hello.log_end_hash = log_end.hash;
    for (const auto shard : shards_)
      hello.cursors.push_back(disk_.feed(shard, Epoch(1)).durable_end());
    return hello;
  }

  MemoryDisk& disk_;
  sync::FeedId log_;
  std::vector<sync::FeedId> shards_;
  Later later_;
};

class MemoryDoorkeeper final : public sync::Doorkeeper {
 public:
  explicit MemoryDoorkeeper(MemoryDisk& disk, Later later = kAtOnce)
      : disk_(disk), later_(std::move(later)) {}

  void admit(const sync::Challenge&, const sync::Hello& hello, OnAdmitted done) override {
    later_([this, hello, done = std::move(done)] { done(admission(hello)); });
  }

 private:
  [[nodiscard]] Result<sync::Admission, sync::Refusal> admission(const sync::Hello& hello) const {
    const sync::FeedId log = sync::FeedId::log(hello.incarnation);
    const sync::Cursor held = disk_.feed(log).durable_end();
    if (held.index.value() > hello.log_end.value()) {
      return failed(sync::Refusal{sync::RefusalCode::Forked, "the log went backwards", {}});
    }
    for (const sync::Cursor& cursor : hello.cursors) {
      const MemoryFeed* const feed = disk_.find(cursor.feed);
      if (feed != nullptr && feed->at(cursor.index) == cursor) continue;
      return failed(sync::Refusal{sync::RefusalCode::CursorUnknown, "another history", {}});
    }
    sync::Welcome welcome;
    welcome.epoch = Epoch(1);
    welcome.cursors = {held};
    return sync::Admission{welcome, hello.cursors};
  }

  MemoryDisk& disk_;
  Later later_;
};

}  // namespace perk::test
