#include "sync/net/ticker.h"

#include <utility>

#include <boost/asio/steady_timer.hpp>

namespace perk::sync {

class Ticker::Beat : public std::enable_shared_from_this<Ticker::Beat> {
 public:
  Beat(const boost::asio::any_io_executor& executor, Millis period, std::function<void()> on_tick)
      : timer_(executor), period_(period.count()), on_tick_(std::move(on_tick)) {}

  void wait() {
    timer_.expires_after(period_);
    timer_.async_wait([self = shared_from_this()](boost::system::error_code) {
      if (!self->is_stopped_) self->on_tick_();
      if (!self->is_stopped_) self->wait();
    });
  }

  void stop() {
    is_stopped_ = true;
    timer_.cancel();
  }

 private:
  boost::asio::steady_timer timer_;
  std::chrono::milliseconds period_;
  std::function<void()> on_tick_;
  bool is_stopped_ = false;
};

Ticker::Ticker(const boost::asio::any_io_executor& executor, Millis period,
               std::function<void()> on_tick)
    : beat_(std::make_shared<Beat>(executor, period, std::move(on_tick))) {
  beat_->wait();
}
Ticker::~Ticker() { beat_->stop(); }

}  // namespace perk::sync
