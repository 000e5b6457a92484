// Keeps one connection to head office, whatever the line does: dials, shakes hands, pumps, and comes
// back after an exponential back-off with jitter. The shop sells just the same without it.
//
// Lives on its own io_context's one thread (reads and compression of a backlog must not make a till
// wait); log_grew(), say() and stop() may be called from any thread.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <vector>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include "store_node/net/conversation.h"
#include "store_node/net/farewell.h"
#include "store_node/net/number_asking.h"
#include "store_node/net/renewing.h"
#include "store_node/net/uplink_ports.h"
#include "sync/net/address.h"
#include "sync/net/backoff.h"
#include "sync/net/message_link.h"
#include "sync/tls/security.h"

namespace perk::store_node {

struct UplinkSettings {
  std::vector<sync::Address> endpoints;  ///< Tried in turn.
  sync::Security security = sync::Security::insecure_loopback();
  std::uint16_t shard_count = 16;
  std::string software;
  ConversationSettings conversation;
  sync::BackoffLimits backoff;  ///< Begins anew once a connection was proven good.
  Millis dial_deadline{2'000};
  Millis tick_every{250};
  sync::StreamLimits stream;
  GivenUp given_up{};         ///< All former logs: head office is told of them first,
  std::set<Origin> closed{};  ///< but for these, which it closed, until it begins a new epoch.
  /// Where the certificate of `security` is, so that it can be renewed; empty: it is not.
  std::string tls_directory{};
  /// On the uplink's thread: it goes on with this now, and so should whoever comes after it.
  std::function<void(const sync::Security&)> on_renewed{};
  NumberKeeper numbers{};  ///< Told on the uplink's thread.
};

class Uplink final : private ConversationWatcher {
 public:
  /// All references outlive it.
  Uplink(boost::asio::io_context& io, TillInbox& till, LogReader& reader, LogIdentity log,
         const SigningKeys& keys, const Clock& clock, const sync::Log& facts,
         UplinkSettings settings);
  ~Uplink() override;

  /// Once. Runs until stop().
  void start();
  /// Ends the connection and lets the io_context run out of work.
  void stop();
  /// The log durably reaches `head`.
  void log_grew(LogHead head);
  /// Says it on the connection of this number (counted from 1), or not at all.
  void say(std::uint64_t line, std::vector<sync::Word> words);

 private:
  struct Call;

  [[nodiscard]] boost::asio::awaitable<void> run();
  [[nodiscard]] boost::asio::awaitable<void> call(const sync::Address& endpoint);
  [[nodiscard]] boost::asio::awaitable<void> converse(sync::Channel channel);
  [[nodiscard]] boost::asio::awaitable<void> pause();

  std::uint64_t on_connected() override;
  void on_proven_good() override { backoff_.succeeded(); }
  void on_parted(const sync::Refusal& why) override;
  void on_ended(const sync::Refusal& why) override;
  void go_on_with(const sync::Security& security);

  boost::asio::io_context& io_;
  TillInbox& till_;
  const LogIdentity log_;
  const Clock& clock_;
  sync::Log facts_;
  UplinkSettings settings_;
  LogFeed source_;
  ReplicaSink sink_;
  StoreIntroducer introducer_;
  Farewell farewell_;
  Renewing renewing_;
  NumberAsking number_asking_;

  sync::Backoff backoff_;
  boost::asio::steady_timer pause_timer_;
  std::shared_ptr<sync::StreamCounters> counters_;
  Call* call_ = nullptr;    // The one under way, if any.
  std::uint64_t line_ = 0;  // Connections that streamed, this one included.
  Millis retry_after_;
  std::string last_failure_;
  bool is_stopping_ = false;
  std::atomic<bool> is_growth_posted_ = false;
  std::atomic<std::uint64_t> log_end_ = 0;
};

}  // namespace perk::store_node
