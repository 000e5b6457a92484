// The way in for batches of stores' logs, counted, so that a log is closed only when no batch of it is on
// its way into the event store: what its closing event says is held is then all that ever will be.
//
// It knows this process's batches only: one process takes in a chain's logs. Thread-safe; only wait_until_idle()
// blocks.
#pragma once

#include <chrono>
#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>

#include "ledger/ids.h"
#include "ledger/log_events.h"

namespace perk::central {

class LogGate {
  struct Counts {
    std::mutex mutex;
    std::map<Origin, std::size_t> under_way;
    std::condition_variable idle;
    std::map<Origin, ClosedWhy> shut;
    std::set<StoreId> revoked;
  };

 public:
  LogGate() = default;
  LogGate(const LogGate&) = delete;
  LogGate& operator=(const LogGate&) = delete;

  /// One batch on its way; it is through, or failed, when this is destroyed. May outlive the gate.
  class Passage {
   public:
    Passage(std::shared_ptr<Counts> counts, Origin log) : counts_(std::move(counts)), log_(log) {}
    ~Passage();
    Passage(const Passage&) = delete;
    Passage& operator=(const Passage&) = delete;

   private:
    const std::shared_ptr<Counts> counts_;
    const Origin log_;
  };
  /// Null: the gate is shut for this log.
  [[nodiscard]] std::shared_ptr<const Passage> enter(Origin log);

  /// For ever: nothing more of the log comes in. The first reason given stands.
  void shut(Origin log, ClosedWhy why);
  /// None while the log is open.
  [[nodiscard]] std::optional<ClosedWhy> shut_for(Origin log) const;
  /// Whether nothing of the log is on its way.
  [[nodiscard]] bool is_idle(Origin log) const;
  /// Whether nothing of the log is on its way, now or within `patience`.
  [[nodiscard]] bool wait_until_idle(Origin log, std::chrono::milliseconds patience) const;

  /// For ever: nobody comes in as this store, whatever log it has.
  void shut(StoreId revoked);
  [[nodiscard]] bool is_shut_for(StoreId store) const;

 private:
  const std::shared_ptr<Counts> counts_ = std::make_shared<Counts>();
};

}  // namespace perk::central
