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

Result<Done, std::string> TerminalServer::open(const sync::Address& address,
                                               const sync::Security& security,
                                               std::optional<Pairings> pairings) {
  sync::ServerRules rules{.service = sync::Service::Terminal};
  pairings_ = std::move(pairings);
  if (pairings_)
    rules.paired_key = [kept = *pairings_](const sync::Party& till) {
      return kept.key_of(TerminalId(till.number));
    };
  auto doorway = sync::Doorway::open(io_, address, security, std::move(rules));
  if (!doorway) return failed(doorway.error());
  doorway_ = std::move(doorway).value();
  doorway_->tell_refusals([this](const std::string& peer, const std::string& why) {
    log_.warning("a till at " + peer + " was not let in: " + why);
  });
  doorway_->start([this](sync::Channel channel) { welcome(std::move(channel)); });
  if (pairings_)
    looks_at_pairings_.emplace(io_.get_executor(), kPairingsLookedAtEvery,
                               [this] { end_unpaired(); });
  return Done{};
}

void TerminalServer::end_unpaired() {
  for (const auto& weak : sessions_) {
    const auto session = weak.lock();
    if (session && session->is_unpaired(*pairings_))
      session->stop({TerminalFaultCode::Unspecified, "this till is not paired any more"});
  }
}

const sync::Address& TerminalServer::address() const { return doorway_->address(); }

void TerminalServer::welcome(sync::Channel channel) {
  sessions_.remove_if([](const auto& session) { return session.expired(); });
  if (sessions_.size() >= limits_.connections_max) {
    ++counters_->turned_away;
    log_.warning("a till was turned away: too many connections");
    return;  // Destroying the channel closes it.
  }
  sync::keep_alive(channel.socket(), limits_.keep_alive);
  const auto session =
      std::make_shared<Session>(std::move(channel), writer_, log_, limits_, counters_);
  sessions_.push_back(session);
  boost::asio::co_spawn(io_, session->serve(), boost::asio::detached);
}

void TerminalServer::stop() {
  looks_at_pairings_.reset();
  if (doorway_) doorway_->stop();
  for (const auto& weak : sessions_)
    if (const auto session = weak.lock())
      session->stop({TerminalFaultCode::Stopping, "the shop's node is stopping"});
}

}  // namespace perk::store_node
