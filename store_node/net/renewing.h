// Keeps a store's certificate from running out: asks head office for another one, with a new key, when a third of
// its time is left, and again until it has it. Lives on the uplink's io_context and its one thread; writes a few
// small files there. Never throws.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include "ledger/clock.h"
#include "store_node/signing_keys.h"
#include "sync/net/address.h"
#include "sync/net/frame_stream.h"
#include "sync/process/log.h"
#include "sync/tls/security.h"

namespace perk::store_node {

struct RenewalSettings {
  std::string directory;  ///< Where tls.key and tls.crt are; empty: nothing is renewed.
  std::vector<sync::Address> endpoints;
  Millis deadline{10'000};     ///< For head office to answer.
  Millis look_every{600'000};  ///< Whether it is time; more often once little is left.
};

class Renewing {
 public:
  using OnRenewed = std::function<void(const sync::Security&)>;

  Renewing(boost::asio::io_context& io, const SigningKeys& keys, const Clock& clock,
           const sync::Log& facts, RenewalSettings settings);

  /// Once. Runs until stop(); tells what to go on with.
  void start(sync::Security security, OnRenewed on_renewed);
  void stop();

 private:
  [[nodiscard]] boost::asio::awaitable<void> run();
  [[nodiscard]] Millis until_next_look() const;
  [[nodiscard]] boost::asio::awaitable<Result<sync::Security, std::string>> renew(
      const sync::Address& head_office);
  [[nodiscard]] boost::asio::awaitable<Result<std::string, std::string>> ask(
      const sync::Address& head_office, const std::string& request);

  boost::asio::io_context& io_;
  const SigningKeys keys_;
  const Clock& clock_;
  const sync::Log facts_;
  const RenewalSettings settings_;
  sync::Security security_;
  OnRenewed on_renewed_;
  boost::asio::steady_timer timer_;
  std::weak_ptr<sync::FrameStream> stream_;  // Of the connection under way.
  bool is_stopping_ = false;
};

}  // namespace perk::store_node
