// Head office's rights over books in memory: stores' logs to fill them, a steward to look at them, lines that
// only note what was said on them.
#pragma once

#include <algorithm>
#include <memory>
#include <vector>

#include "central/rights/brought_events.h"
#include "central/rights/steward.h"
#include "central/stored_event.h"
#include "tests/central_read/books.h"
#include "tests/support/manual_clock.h"

namespace perk::test {

class NotedLines final : public central::StoreLines {
 public:
  struct Recall {
    Origin holder;
    CardId card;
    Amount wanted;
  };
  [[nodiscard]] std::vector<central::ConnectedStore> connected() const override { return stores; }
  void recall(Origin holder, const CardId& card, Amount wanted) override {
    recalls.push_back({holder, card, wanted});
  }
  std::vector<central::ConnectedStore> stores;
  std::vector<Recall> recalls;
};

class RightsOffice {
 public:
  explicit RightsOffice(central::StewardSettings settings = {}) : settings_(settings) { restart(); }

  /// Head office as it is after a start: it knows what is written, and nothing else.
  void restart() {
    steward_.reset();
    doubles_.reset();
    book_ = std::make_unique<central::RiskBook>(shelf_.events(), tails_, kShards);
    doubles_ = std::make_unique<central::DoubleDesk>(shelf_.events(), pen_, *book_);
    steward_ = std::make_unique<central::Steward>(pen_, desk_, *doubles_, *book_, lines, clock,
                                                  kEuro, settings_, [](const std::string&) {});
  }
  [[nodiscard]] bool look() { return steward_->look().has_value(); }

  StoreLog& open_store(std::uint64_t number) { return books_.open_store(number); }
  StoreLog& begin_anew(const StoreLog& log) { return books_.begin_anew(log); }
  void take(StoreLog& log) { books_.take(log); }
  /// Head office closes it for ever, as far as it is held.
  [[nodiscard]] bool close(const StoreLog& log) {
    central::LogGate gate;
    const auto done = closed_logs(gate).close(log.store(), log.origin(), ClosedWhy::Forked);
    return done && done.value();
  }
  /// Nobody comes in as its store any more.
  [[nodiscard]] bool revoke(const StoreLog& log) {
    central::LogGate gate;
    const auto done = closed_logs(gate).revoke({log.store(), "stolen", "ada"});
    return done && done.value();
  }
  [[nodiscard]] central::Stored<central::TakenIn> sort_out(central::TakenIn taken) {
    central::LogGate gate;
    auto closed = closed_logs(gate);
    return central::sort_out_brought(std::move(taken), closed, clock.wall());
  }
  void connect(const StoreLog& log) { lines.stores.push_back({log.store(), log.origin()}); }

  [[nodiscard]] central::RightsDesk& desk() { return desk_; }
  [[nodiscard]] central::RiskBook& book() { return *book_; }
  [[nodiscard]] central::EventStore& events() { return shelf_.events(); }

  /// Everything head office wrote, in the order of shards.
  [[nodiscard]] std::vector<RecordedEvent> written() {
    std::vector<RecordedEvent> own;
    for (std::uint16_t shard = 0; shard < kShards; ++shard) {
      const auto events = shelf_.events().read_shard(Shard(shard), Position(), 10'000);
      for (const auto& stored : events.value())
        if (stored.store == StoreId()) own.push_back(central::decode_stored(stored).value());
    }
    return own;
  }
  template <typename Body>
  [[nodiscard]] std::vector<RecordedEvent> written_of() {
    auto own = written();
    std::erase_if(own, [](const auto& e) { return !std::holds_alternative<Body>(e.event.body); });
    return own;
  }
  [[nodiscard]] CardState folded(const CardId& id) {
    return central::fold_stored(shelf_.events().read_card(id).value()).value();
  }

  ManualClock clock;
  NotedLines lines;

 private:
  [[nodiscard]] central::ClosedLogs closed_logs(central::LogGate& gate) {
    return {shelf_.events(), pen_, *book_, gate};
  }

  static constexpr std::uint16_t kShards = 4;
  inline static const Currency kEuro = euro_chain().currency;

  MemoryShelf shelf_;
  Books books_{shelf_};
  central::DeskClock time_{shelf_.events(), clock};
  central::OfficePen pen_{shelf_.events(), time_, clock, kShards, [](const central::ShardEnd&) {}};
  central::RightsDesk desk_{pen_, PlacementKind::OnDemand};
  central::ShardTails tails_{shelf_.events()};
  const central::StewardSettings settings_;
  std::unique_ptr<central::RiskBook> book_;
  std::unique_ptr<central::DoubleDesk> doubles_;
  std::unique_ptr<central::Steward> steward_;
};

}  // namespace perk::test
