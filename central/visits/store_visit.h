// One visit of one store, over whatever line it came: a Pump, and the ports it needs. Knows no socket and no
// thread. Lives at home; every blocking call is done on the workers and its answer brought back. Kept alive
// by whoever reads the line and by the work under way; the visitors' book (Visitors) holds it until it is over.
#pragma once

#include <deque>
#include <memory>
#include <string>

#include "central/visits/epoch_report.h"
#include "central/visits/shard_reader.h"
#include "sync/pump.h"

namespace perk::central {

class StoreVisit;

/// What a visit tells the book; at home.
class VisitWatcher {
 public:
  virtual ~VisitWatcher() = default;
  /// The store was let in over a line that lives: never said of one that is over.
  virtual void on_let_in(StoreVisit& visit) = 0;
  virtual void on_over(StoreVisit& visit) = 0;
  /// That many wrong card numbers were tried there, in the last ten minutes.
  virtual void on_guesses(StoreId store, std::uint64_t recent) = 0;
};

class StoreVisit final : public std::enable_shared_from_this<StoreVisit>,
                         private sync::FeedSource,
                         private sync::FeedSink,
                         private sync::Doorkeeper,
                         private sync::PumpObserver,
                         private RightsPeer {
 public:
  /// `link` is closed when the visit is over, and not touched after that. `peer`: for the log. `party`: whose
  /// certificate was shown on the line, if any was.
  StoreVisit(const VisitSurroundings& around, VisitWatcher& watcher, sync::Link& link,
             std::string peer, std::optional<sync::Party> party);

  /// Once. Sends the challenge; the nonce was never used before.
  void start(const sync::Nonce& nonce);
  void receive(sync::Message message) { pump_->receive(std::move(message)); }
  void heard_bytes(std::size_t bytes) { pump_->heard_bytes(bytes); }
  void tick();
  void shard_grew(Shard shard, Position end);
  /// Whether card numbers are being tried across the chain.
  void warn(bool is_run) { pump_->say(sync::Caution{is_run}); }
  /// Says why and ends.
  void end(const sync::Refusal& why);
  /// The line broke, or its peer closed it. One sentence, for the log.
  void lost(std::string sentence);
  /// The book is going: say nothing to it any more.
  void forget_watcher() { watcher_ = nullptr; }

  /// 0 until the store was let in.
  [[nodiscard]] StoreId store() const { return held_.store; }
  /// The store is revoked.
  [[nodiscard]] bool is_revoked() const { return around_.gate.is_shut_for(held_.store); }
  /// Its log is closed, or being closed.
  [[nodiscard]] bool is_shut_out() const { return around_.gate.shut_for(held_.origin).has_value(); }

 private:
  void read(const sync::Cursor& after, std::size_t bytes_max, OnRead done) override;
  void append(sync::Batch batch, OnAppended done) override;
  void admit(const sync::Challenge& challenge, const sync::Hello& hello, OnAdmitted done) override;
  void on_streaming() override;
  void on_peer_holds(const sync::Durable& held) override;
  void on_heard() override;
  void on_word(const sync::Word& word) override;
  void say(const sync::Word& word) override;
  void on_ended(const sync::Refusal& why) override;

  /// A batch that was checked, on its way to the appender.
  struct Arrival {
    TakenIn taken;
    OnAppended done;
    std::shared_ptr<const LogGate::Passage> passage;  ///< Its log is not closed meanwhile.
  };
  void warn_of_clock(const sync::Batch& batch);
  void warn_of_fork(StoreId store, Origin log);
  void pass_on();
  void sorted_out(Stored<TakenIn> sorted);
  void submit(Arrival arrival);
  [[nodiscard]] Result<sync::Admission, sync::Refusal> enter(Result<LetIn, sync::Refusal> outcome);
  [[nodiscard]] std::string name() const;

  const VisitSurroundings& around_;
  VisitWatcher* watcher_;
  sync::Link& link_;
  const std::string peer_;
  const std::optional<sync::Party> party_;
  Instant challenged_at_;
  LogHeld held_;
  bool is_over_ = false;
  std::deque<Arrival> arrivals_;  // In order; the first may be away, being sorted out.
  std::shared_ptr<AppendLane> lane_ = Appender::open_lane();
  std::string store_name_;
  std::shared_ptr<ShardReader> reader_;  // These two: once the store was let in.
  std::shared_ptr<EpochReport> report_;
  std::unique_ptr<sync::Pump> pump_;
  bool is_warned_of_clock_ = false;
};

}  // namespace perk::central
