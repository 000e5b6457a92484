// Keeps a shop's card numbers up to date: asks head office which it takes now, and by which keys, at the start and
// every hour. Over the line that certificates are renewed on, so only where there is TLS. Lives on the uplink's
// io_context and its one thread. Never throws.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include "ledger/time.h"
#include "sync/enrol_messages.h"
#include "sync/net/address.h"
#include "sync/net/frame_stream.h"
#include "sync/process/log.h"
#include "sync/tls/security.h"

namespace perk::store_node {

/// Who has the shop's keys, and takes what head office told.
struct NumberKeeper {
  std::uint32_t newest_key = 0;  ///< At the start; only for head office's log.
  std::function<void(const sync::NumberNews&)> on_news{};  ///< Empty: nothing is asked.
};

struct NumberAskingSettings {
  std::vector<sync::Address> endpoints;
  Millis deadline{10'000};      ///< For head office to answer.
  Millis ask_every{3'600'000};  ///< Once it did.
  Millis ask_again{60'000};     ///< Until then.
};

class NumberAsking {
 public:
  NumberAsking(boost::asio::io_context& io, StoreId store, const sync::Log& facts,
               NumberAskingSettings settings);

  /// Once. Runs until stop(); tells `keeper` what it hears. Asks nothing without a certificate.
  void start(sync::Security security, NumberKeeper keeper);
  /// From the next question on.
  void go_on_with(const sync::Security& security) { security_ = security; }
  void stop();

 private:
  [[nodiscard]] boost::asio::awaitable<void> run();
  [[nodiscard]] boost::asio::awaitable<Result<sync::NumberReply, std::string>> ask(
      const sync::Address& head_office);
  [[nodiscard]] bool hear(const Result<sync::NumberReply, std::string>& reply);
  void warn_once(const std::string& fact);

  boost::asio::io_context& io_;
  const StoreId store_;
  const sync::Log facts_;
  const NumberAskingSettings settings_;
  sync::Security security_;
  NumberKeeper keeper_;
  boost::asio::steady_timer timer_;
  std::weak_ptr<sync::FrameStream> stream_;  // Of the connection under way.
  std::string last_warning_;
  bool is_stopping_ = false;
};

}  // namespace perk::store_node
