#include "tests/central/shop.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <gtest/gtest.h>

#include "sync/tls/secure_dialer.h"

namespace perk::test {

void Shop::connect(const sync::Address& head_office) {
  ended.reset();
  is_streaming = false;
  boost::asio::co_spawn(io_, live(head_office), boost::asio::detached);
}

boost::asio::awaitable<void> Shop::live(sync::Address head_office) {
  auto channel = co_await sync::dial(head_office, Millis(5'000), security, sync::Service::Sync,
                                     sync::Party::head_office());
  if (!channel) {
    ADD_FAILURE() << channel.error();
    co_return;
  }
  stream_ = std::make_shared<sync::FrameStream>(std::move(channel).value(), sync::StreamLimits(),
                                                std::make_shared<sync::StreamCounters>());
  link_ = std::make_shared<sync::MessageLink>(stream_);
  open(*link_);
  ticker_ = std::make_unique<sync::Ticker>(io_.get_executor(), Millis(50), [this] { tick(); });
  const auto link = link_;
  for (;;) {
    auto message = co_await link->read_message();
    if (link != link_) co_return;
    if (!message) {
      lost(message.error().sentence);
      co_return;
    }
    receive(std::move(message).value());
  }
}

void Shop::cut() { stream_->abort({sync::StreamEnd::ConnectionLost, "cut"}); }

}  // namespace perk::test
