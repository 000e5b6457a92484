#include "store_node/net/number_asking.h"

#include <algorithm>
#include <chrono>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "sync/tls/secure_dialer.h"
#include "sync/wire/enrol_codec.h"

namespace perk::store_node {
namespace asio = boost::asio;

NumberAsking::NumberAsking(asio::io_context& io, StoreId store, const sync::Log& facts,
                           NumberAskingSettings settings)
    : io_(io),
      store_(store),
      facts_(facts),
      settings_(std::move(settings)),
      security_(sync::Security::insecure_loopback()),
      timer_(io) {}

void NumberAsking::start(sync::Security security, NumberKeeper keeper) {
  if (!security.identity() || !keeper.on_news || settings_.endpoints.empty()) return;
  security_ = std::move(security);
  keeper_ = std::move(keeper);
  asio::co_spawn(io_, run(), asio::detached);
}

void NumberAsking::stop() {
  is_stopping_ = true;
  timer_.cancel();
  if (const auto stream = stream_.lock())
    stream->abort({sync::StreamEnd::ClosedHere, "the store's node is stopping"});
}

asio::awaitable<void> NumberAsking::run() {
  for (std::size_t turn = 0; !is_stopping_; ++turn) {
    const auto reply = co_await ask(settings_.endpoints[turn % settings_.endpoints.size()]);
    if (is_stopping_) co_return;
    const bool is_answered = hear(reply);
    if (is_stopping_) co_return;
    const Millis wait = is_answered ? settings_.ask_every : settings_.ask_again;
    timer_.expires_after(std::chrono::milliseconds(wait.count()));
    boost::system::error_code cancelled;
    co_await timer_.async_wait(asio::redirect_error(asio::use_awaitable, cancelled));
  }
}

/// False: it is to be asked again soon.
bool NumberAsking::hear(const Result<sync::NumberReply, std::string>& reply) {
  if (!reply) {
    warn_once("head office cannot be asked for card numbers: " + reply.error());
    return false;
  }
  if (const auto* news = std::get_if<sync::NumberNews>(&reply.value())) {
    last_warning_.clear();
    for (const sync::SecretNumberKey& key : news->keys)
      keeper_.newest_key = std::max(keeper_.newest_key, key.version);
    keeper_.on_news(*news);
    return true;
  }
  if (std::get<sync::EnrolRefusal>(reply.value()) == sync::EnrolRefusal::TryLater) return false;
  warn_once("head office does not tell this shop of card numbers; those it has stay in use");
  return true;
}

/// Once for each outage.
void NumberAsking::warn_once(const std::string& fact) {
  if (fact != last_warning_) facts_.warning(fact);
  last_warning_ = fact;
}

/// The line shows who this is.
asio::awaitable<Result<sync::NumberReply, std::string>> NumberAsking::ask(
    const sync::Address& head_office) {
  auto channel = co_await sync::dial(head_office, settings_.deadline, security_,
                                     sync::Service::Enrolment, sync::Party::head_office());
  if (!channel) co_return failed(channel.error());
  if (is_stopping_) co_return failed(std::string("The store's node is stopping."));
  sync::StreamLimits limits;
  limits.idle_max = settings_.deadline;
  const auto stream = std::make_shared<sync::FrameStream>(std::move(channel).value(), limits,
                                                          std::make_shared<sync::StreamCounters>());
  stream_ = stream;
  const sync::NumberAsk question{store_, keeper_.newest_key};
  stream->send(sync::encode_number_ask(question));
  const auto frame = co_await stream->read_frame();
  stream->close();
  if (!frame) co_return failed("Head office did not answer: " + frame.error().sentence + ".");
  auto reply = sync::decode_number_reply(frame.value());
  if (!reply) co_return failed("Head office's answer cannot be read: " + reply.error().why + ".");
  co_return std::move(reply).value();
}

}  // namespace perk::store_node
