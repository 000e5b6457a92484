// A shop as head office sees it: a real pump, with its log in memory, over whatever link it is given. It checks
// the running hash of every shard it is sent. Lives on one thread.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>

#include "sync/pump.h"
#include "tests/central/central_builders.h"

namespace perk::test {

class ShopEnd : public sync::FeedSource,
                public sync::FeedSink,
                public sync::Introducer,
                public sync::PumpObserver {
 public:
  ShopEnd(const Clock& clock, std::uint64_t number);

  /// Begins over a line; `link` outlives that, or its end.
  void open(sync::Link& link);
  void receive(sync::Message message) { pump_->receive(std::move(message)); }
  void tick() { pump_->tick(); }
  /// The line broke.
  void lost(const std::string& sentence);
  void say(const sync::Word& word) { pump_->say(word); }
  /// Sells, and tells the pump.
  void sell(const EventBuilder& event);

  StoreLog log;
  std::map<Shard, sync::Cursor> held;         ///< Of the shards.
  std::map<EventId, EventBytes> from_others;  ///< What came down with bytes.
  std::size_t own_seen = 0;                   ///< What came down without.
  std::vector<sync::Word> words;              ///< Said to it besides.
  std::function<void(const sync::Word&)> when_told;
  Seq acknowledged;
  bool is_streaming = false;
  std::optional<sync::Refusal> ended;

 private:
  void read(const sync::Cursor& after, std::size_t bytes_max, OnRead done) override;
  void append(sync::Batch batch, OnAppended done) override;
  void introduce(const sync::Challenge& challenge, OnHello done) override;
  void on_streaming() override { is_streaming = true; }
  void on_peer_holds(const sync::Durable& durable) override;
  void on_heard() override {}
  void on_word(const sync::Word& word) override {
    words.push_back(word);
    if (when_told) when_told(word);
  }
  void on_ended(const sync::Refusal& why) override;
  [[nodiscard]] Digest hash_after(const sync::Batch& batch);

  const Clock& clock_;
  std::unique_ptr<sync::Pump> pump_;
};

}  // namespace perk::test
