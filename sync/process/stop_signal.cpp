#include "sync/process/stop_signal.h"

#include <csignal>
#include <utility>

#include <boost/asio/signal_set.hpp>

namespace perk::sync {

struct StopSignal::Signals {
  explicit Signals(boost::asio::io_context& io) : set(io, SIGTERM, SIGINT) {}
  boost::asio::signal_set set;
};

StopSignal::StopSignal(boost::asio::io_context& io, std::function<void(const std::string&)> on_stop)
    : signals_(std::make_unique<Signals>(io)) {
  signals_->set.async_wait(
      [this, on_stop = std::move(on_stop)](const boost::system::error_code& error, int number) {
        if (error) return;  // Disarmed or destroyed: `this` may be gone.
        disarm();
        on_stop(number == SIGINT ? "SIGINT" : "SIGTERM");
      });
}

StopSignal::~StopSignal() = default;

void StopSignal::disarm() {
  boost::system::error_code ignored;
  signals_->set.cancel(ignored);
  signals_->set.clear(ignored);
}

}  // namespace perk::sync
