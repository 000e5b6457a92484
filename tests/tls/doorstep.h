// A doorway on this machine's loopback, for tests: everything runs on the test's own thread, and what does
// not happen within ten seconds is a failure.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>

#include "sync/tls/doorway.h"
#include "sync/tls/secure_dialer.h"

namespace perk::test {

class Doorstep {
  boost::asio::io_context io_;  // Before all that lives on it.

 public:
  Doorstep(const sync::Identity& server, sync::ServerRules rules, sync::DoorwayLimits limits = {});

  /// Runs until it returns; false if that takes ten seconds.
  [[nodiscard]] bool run(boost::asio::awaitable<void> work);
  /// Runs until it is so.
  [[nodiscard]] bool run_until(const std::function<bool()>& is_so);
  /// Dials; the channel, or why there is none, with this address as HERE.
  [[nodiscard]] Result<sync::Channel, std::string> enter(const sync::TlsClient& client);
  [[nodiscard]] std::string why_not(const sync::TlsClient& client);

  [[nodiscard]] boost::asio::io_context& io() { return io_; }
  [[nodiscard]] const sync::Address& address() const { return doorway_->address(); }
  [[nodiscard]] const sync::DoorwayCounters& counters() const { return doorway_->counters(); }
  [[nodiscard]] sync::Doorway& doorway() { return *doorway_; }

  std::vector<sync::Channel> inside;
  std::vector<std::string> refusals;

 private:
  std::unique_ptr<sync::Doorway> doorway_;
};

}  // namespace perk::test
