#include "store_node/net/terminal_server.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include "store_node/net/terminal_session.h"

namespace perk::store_node {

TerminalServer::TerminalServer(boost::asio::io_context& io, Writer& writer, sync::Log log,
                               TerminalLimits limits)
    : io_(io),
      writer_(writer),
      log_(std::move(log)),
      limits_(limits),
      counters_(std::make_shared<TerminalCounters>()) {}

TerminalServer::~TerminalServer() = default;

Result<Done, std::string> TerminalServer::open(const sync::Address& address) {
  auto listener = sync::Listener::open(io_, address, sync::Reach::LoopbackOnly);
  if (!listener) return failed(listener.error());
  listener_ = std::move(listener).value();
  listener_->start([this](boost::asio::ip::tcp::socket socket) { welcome(std::move(socket)); });
  return Done{};
}

const sync::Address& TerminalServer::address() const { return listener_->address(); }

void TerminalServer::welcome(boost::asio::ip::tcp::socket socket) {
  sessions_.remove_if([](const auto& session) { return session.expired(); });
  if (sessions_.size() >= limits_.connections_max) {
    ++counters_->turned_away;
    log_.warning("a till was turned away: too many connections");
    return;  // Destroying the socket closes it.
  }
  sync::keep_alive(socket, limits_.keep_alive);
  const auto session =
      std::make_shared<Session>(std::move(socket), writer_, log_, limits_, counters_);
  sessions_.push_back(session);
  boost::asio::co_spawn(io_, session->serve(), boost::asio::detached);
}

void TerminalServer::stop() {
  if (listener_) listener_->stop();
  for (const auto& weak : sessions_)
    if (const auto session = weak.lock())
      session->stop({TerminalFaultCode::Stopping, "the shop's node is stopping"});
}

}  // namespace perk::store_node
