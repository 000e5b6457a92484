#include "store_node/net/farewell.h"

#include <chrono>

#include <boost/asio/steady_timer.hpp>

#include "sync/giving_up.h"
#include "sync/net/message_link.h"
#include "sync/tls/secure_dialer.h"
#include "sync/wire/message_codec.h"

namespace perk::store_node {
namespace asio = boost::asio;

Farewell::Farewell(StoreId store, const SigningKeys& keys, sync::Security security,
                   std::string software, GivenUp logs, const std::set<Origin>& closed)
    : store_(store),
      keys_(keys),
      security_(std::move(security)),
      software_(std::move(software)),
      logs_(std::move(logs)),
      left_(logs_) {
  std::erase_if(left_, [&](const auto& log) { return closed.contains(log.first); });
}

asio::awaitable<void> Farewell::say(sync::Address head_office, Millis deadline) {
  const GivenUp left = left_;
  for (const auto& [log, why] : left) {
    if (is_stopping_) co_return;
    if (co_await say(head_office, deadline, log, why)) left_.erase(log);
  }
}

void Farewell::stop() {
  is_stopping_ = true;
  if (const auto stream = stream_.lock())
    stream->abort({sync::StreamEnd::ClosedHere, "the store's node is stopping"});
}

/// Head office speaks first, with its challenge, and last, with its refusal.
asio::awaitable<bool> Farewell::say(const sync::Address& head_office, Millis deadline, Origin log,
                                    ClosedWhy why) {
  auto channel = co_await sync::dial(head_office, deadline, security_, sync::Service::Sync,
                                     sync::Party::head_office());
  if (!channel || is_stopping_) co_return false;
  const auto stream = std::make_shared<sync::FrameStream>(
      std::move(channel).value(), sync::StreamLimits(), std::make_shared<sync::StreamCounters>());
  stream_ = stream;
  asio::steady_timer too_long(stream->executor(), std::chrono::milliseconds(deadline.count()));
  too_long.async_wait([weak = stream_](const boost::system::error_code& cancelled) {
    const auto late = weak.lock();
    if (!cancelled && late)
      late->abort({sync::StreamEnd::TimedOut, "head office says nothing to a farewell"});
  });
  sync::MessageLink link(stream);
  for (;;) {
    const auto message = co_await link.read_message();
    if (!message) co_return false;
    if (const auto* challenge = std::get_if<sync::Challenge>(&message.value())) {
      sync::Hello hello;
      hello.store = store_;
      hello.incarnation = log;
      hello.log_end_hash = sync::giving_up_hash(why);
      hello.software = software_;
      keys_.sign(*challenge, hello);
      link.send(hello);
    } else if (const auto* refusal = std::get_if<sync::Refusal>(&message.value())) {
      stream->close();
      co_return refusal->code == sync::RefusalCode::Forked;
    } else {
      co_return false;
    }
  }
}

}  // namespace perk::store_node
