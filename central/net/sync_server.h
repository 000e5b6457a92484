// Where stores connect. Accepts connections, lets the newest of a store supersede the older ones, tells
// all of them when shards grow, and notes when each store was last heard. Lives on the io_context's one
// thread, but for shard_grew().
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>

#include "central/net/sync_session.h"
#include "sync/net/listener.h"
#include "sync/net/ticker.h"

namespace perk::central {

class SyncServer final : private SessionWatcher {
 public:
  /// Of a listener that is bound and not yet started.
  SyncServer(const SyncSurroundings& around, EventStore& store,
             std::unique_ptr<sync::Listener> listener);
  ~SyncServer() override;
  SyncServer(const SyncServer&) = delete;
  SyncServer& operator=(const SyncServer&) = delete;

  void start();
  /// Ends all connections and accepts no more.
  void stop();
  /// Any thread; never blocks.
  void shard_grew(const ShardEnd& end);

 private:
  void accept(boost::asio::ip::tcp::socket socket);
  void tick();
  void note_heard();
  void tell_growth();
  void on_let_in(SyncSession& session) override;
  void on_over(SyncSession& session) override;
  /// Sessions may end, and leave the set, while they are told something.
  [[nodiscard]] std::vector<std::shared_ptr<SyncSession>> sessions() const;

  SyncSurroundings around_;
  EventStore& store_;
  std::unique_ptr<sync::Listener> listener_;
  std::shared_ptr<sync::StreamCounters> counters_ = std::make_shared<sync::StreamCounters>();
  std::set<std::shared_ptr<SyncSession>> sessions_;
  std::unique_ptr<sync::Ticker> ticker_;
  unsigned ticks_ = 0;

  std::mutex mutex_;
  std::map<Shard, Position> grown_;  // Not told yet.
};

}  // namespace perk::central
