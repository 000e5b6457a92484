// One connection of one store: a Pump, and the ports it needs. Talks on the io_context's thread; every
// blocking call is done on the workers and its answer brought back. Kept alive by its own coroutine and
// by the work under way; the server holds it until it ends.
#pragma once

#include <deque>
#include <memory>
#include <optional>

#include <boost/asio/io_context.hpp>
#include <boost/asio/thread_pool.hpp>

#include "central/appender.h"
#include "central/doorkeeper.h"
#include "central/handed_back.h"
#include "central/line_board.h"
#include "central/log_gate.h"
#include "central/net/rights_counter.h"
#include "central/shard_tails.h"
#include "sync/limits.h"
#include "sync/net/message_link.h"
#include "sync/process/log.h"
#include "sync/pump.h"

namespace perk::central {

class SyncSession;

/// What all sessions share; outlives them.
struct SyncSurroundings {
  boost::asio::io_context& io;
  boost::asio::thread_pool& workers;
  Gatehouse& gatehouse;
  ShardTails& tails;
  Appender& appender;
  LogGate& gate;
  ClosedLogs& closed;
  EpochDesk& epochs;
  HandedBack& handed_back;
  LineBoard& board;
  RightsCounter& rights;
  const ChainSettings& chain;
  const Clock& clock;
  const sync::Log& log;
  sync::ReplicatorLimits limits;
};

/// What a session tells the server; on the io_context's thread.
class SessionWatcher {
 public:
  virtual ~SessionWatcher() = default;
  /// The store was let in over a connection that lives: never said of one that is over.
  virtual void on_let_in(SyncSession& session) = 0;
  virtual void on_over(SyncSession& session) = 0;
};

class SyncSession final : public std::enable_shared_from_this<SyncSession>,
                          private sync::FeedSource,
                          private sync::FeedSink,
                          private sync::Doorkeeper,
                          private sync::PumpObserver,
                          private RightsPeer {
 public:
  SyncSession(SyncSurroundings& around, SessionWatcher& watcher,
              const std::shared_ptr<sync::FrameStream>& stream);

  void start(const sync::Nonce& nonce);
  void tick();
  void shard_grew(Shard shard, Position end);
  /// Says why and ends.
  void end(const sync::Refusal& why);
  /// The server is going: say nothing to it any more.
  void forget_watcher() { watcher_ = nullptr; }

  /// 0 until the store was let in.
  [[nodiscard]] StoreId store() const { return held_.store; }
  /// Its log is closed, or being closed.
  [[nodiscard]] bool is_shut_out() const { return around_.gate.shut_for(held_.origin).has_value(); }

 private:
  void read(const sync::Cursor& after, std::size_t bytes_max, OnRead done) override;
  void append(sync::Batch batch, OnAppended done) override;
  void admit(const sync::Challenge& challenge, const sync::Hello& hello, OnAdmitted done) override;
  void on_streaming() override;
  void on_peer_holds(const sync::Durable& held) override;
  void on_heard() override;
  void on_rights(const sync::RightsWord& word) override;
  void say(const sync::RightsWord& word) override;
  void on_ended(const sync::Refusal& why) override;

  /// A batch that was checked, on its way to the appender.
  struct Arrival {
    TakenIn taken;
    OnAppended done;
    std::shared_ptr<const LogGate::Passage> passage;  ///< Its log is not closed meanwhile.
  };
  void append_past(sync::Batch batch, OnAppended done);
  void store_past();
  /// Everything through here is durable: of the log, or of what it hands back of past epochs.
  void note_brought(const sync::Durable& held);
  void report_if_done();
  void pass_on();
  void sorted_out(Stored<TakenIn> sorted);
  void submit(Arrival arrival);
  void read_later(const sync::Cursor& after, std::size_t bytes_max, OnRead done);
  [[nodiscard]] Result<sync::Admission, sync::Refusal> enter(Result<LetIn, sync::Refusal> outcome);
  [[nodiscard]] sync::Batch batch_of(const sync::Cursor& after,
                                     const std::vector<SharedEvent>& events) const;
  /// Does blocking work on the workers, then `answer` with its result on the io_context's thread.
  template <typename Work, typename Answer>
  void ask(Work work, Answer answer);
  [[nodiscard]] std::string name() const;

  SyncSurroundings& around_;
  SessionWatcher* watcher_;
  sync::MessageLink link_;
  const std::string peer_;
  Instant challenged_at_;
  LogHeld held_;
  std::string store_name_;
  bool is_over_ = false;
  std::deque<Arrival> arrivals_;  // In order; the first may be away, being sorted out.
  EpochDuty duty_;
  Seq log_brought_;
  sync::FeedIndex past_brought_;
  std::deque<std::pair<sync::Batch, OnAppended>> past_;  // The first may be away, being stored.
  std::shared_ptr<AppendLane> lane_ = Appender::open_lane();
  std::unique_ptr<sync::Pump> pump_;
};

}  // namespace perk::central
