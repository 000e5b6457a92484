// The real office on one thread and a clock that only a test moves, with shops at the other end of lines that
// are queues: what the simulator does with it, without the weather.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>

#include "central/memory/memory_event_store.h"
#include "central/office.h"
#include "central/projections/memory_projection_store.h"
#include "tests/central/flaky_event_store.h"
#include "tests/central/shop_end.h"
#include "tests/support/manual_clock.h"

namespace perk::test {

/// One end of a line: what is sent is heard at the other end, in order, when the queue is run.
class QueuedLink final : public sync::Link {
 public:
  using Hear = std::function<void(sync::Message)>;
  QueuedLink(boost::asio::io_context& queue, Hear hear) : queue_(queue), hear_(std::move(hear)) {}

  void send(const sync::Message& message) override {
    if (!is_closed_) boost::asio::post(queue_, [this, message] { hear_(message); });
  }
  void close() override { is_closed_ = true; }
  [[nodiscard]] bool is_closed() const { return is_closed_; }

 private:
  boost::asio::io_context& queue_;
  const Hear hear_;
  bool is_closed_ = false;
};

/// A shop's line to the office, both ends of it.
struct Line {
  Line(boost::asio::io_context& queue, ShopEnd& shop)
      : to_office(queue, [this](sync::Message message) { visit->receive(std::move(message)); }),
        to_shop(queue, [&shop](sync::Message message) { shop.receive(std::move(message)); }) {}

  QueuedLink to_office, to_shop;
  std::shared_ptr<central::StoreVisit> visit;
};

class OneThreadOffice {
 public:
  OneThreadOffice() {
    for (ShopEnd* shop : {&harbour, &station}) enrol(*shop);
    EXPECT_TRUE(projections.prepare(euro_chain().shard_count));
    open();
  }

  /// As a process that is started; the one before, if any, was killed.
  void open() {
    office.reset();
    lines_.clear();
    queue_ = std::make_unique<boost::asio::io_context>();
    const auto executor = queue_->get_executor();
    central::OfficeSettings settings{euro_chain(), {}, {}, {}};
    settings.appender.threads = 0;
    settings.risk.steward.random_bits = [this] { return ++last_bits_; };
    office =
        std::make_unique<central::Office>(central::OfficeSurroundings{{executor, executor},
                                                                      store,
                                                                      projections,
                                                                      board,
                                                                      clock,
                                                                      log_,
                                                                      "test",
                                                                      {},
                                                                      sync::LogKey::from_seed({9})},
                                          settings);
    office->end_waits();
  }

  Line& connect(ShopEnd& shop) {
    Line& line = *lines_.emplace_back(std::make_unique<Line>(*queue_, shop));
    shop.open(line.to_office);
    const sync::Nonce nonce{static_cast<std::uint8_t>(lines_.size())};
    line.visit = office->visitors().take_in(line.to_shop, "a test", nonce);
    return line;
  }

  /// Everything that can be done at this moment of the clock. Returns how many pieces that were.
  std::size_t settle() {
    std::size_t pieces = 0;
    for (std::size_t before = 1; std::exchange(before, pieces) != pieces;) {
      queue_->restart();
      pieces += queue_->poll();
      while (office->appender().work_once()) ++pieces;
      if (const auto folded = office->runner().run_pass()) pieces += folded.value();
    }
    return pieces;
  }
  /// Time passes, and everybody ticks.
  void tick(Millis passed = central::kVisitorsTick) {
    clock.advance(passed);
    office->visitors().tick();
    for (ShopEnd* shop : {&harbour, &station}) {
      if (shop->is_streaming) shop->tick();
    }
    settle();
  }

  [[nodiscard]] bool is_connected(const ShopEnd& shop) const {
    for (const auto& line : board.lines())
      if (line.store == shop.log.store()) return line.is_connected;
    return false;
  }
  [[nodiscard]] std::vector<central::StoredEvent> everything() {
    std::vector<central::StoredEvent> all;
    for (std::uint16_t shard = 0; shard < euro_chain().shard_count; ++shard) {
      const auto events = memory.read_shard(Shard(shard), Position(), 10'000).value();
      all.insert(all.end(), events.begin(), events.end());
    }
    return all;
  }

  ManualClock clock;
  central::MemoryEventStore memory{euro_chain(), {number_key()}};
  FlakyEventStore store{memory};
  central::MemoryProjectionStore projections;
  central::LineBoard board;
  ShopEnd harbour{clock, 1}, station{clock, 2};

 private:
  void enrol(const ShopEnd& shop) {
    const std::string name = "shop " + std::to_string(shop.log.store().value());
    EXPECT_TRUE(memory.enrol(name, shop.log.key().public_key(), clock.wall()));
  }

  const sync::Log log_ = sync::Log::silent();
  std::uint64_t last_bits_ = 0;
  std::unique_ptr<boost::asio::io_context> queue_;
  std::vector<std::unique_ptr<Line>> lines_;

 public:
  std::unique_ptr<central::Office> office;
};

}  // namespace perk::test
