#include "sync/tls/doorway.h"

#include <list>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include "sync/tls/handshake_attempt.h"

namespace perk::sync {
namespace asio = boost::asio;
using asio::ip::tcp;

namespace {

std::string name_of_peer(const tcp::socket& socket) {
  boost::system::error_code error;
  const auto endpoint = socket.remote_endpoint(error);
  return error ? "unknown" : to_string(Address{endpoint.address().to_string(), endpoint.port()});
}

}  // namespace

// Shared with the handshakes under way, which may end after the doorway.
class Doorway::Porter : public std::enable_shared_from_this<Doorway::Porter> {
 public:
  Porter(std::shared_ptr<const TlsSettings> settings, DoorwayLimits limits)
      : settings_(std::move(settings)), limits_(limits) {}

  void start(OnChannel on_channel, OnRefusal on_refusal) {
    on_channel_ = std::make_shared<const OnChannel>(std::move(on_channel));
    on_refusal_ = std::move(on_refusal);
  }

  void stop() {
    on_channel_ = nullptr;
    on_refusal_ = nullptr;
    for (const auto& attempt : attempts_) attempt->abandon();
  }

  void meet(tcp::socket socket) {
    if (!settings_) return hand_over(Channel(std::move(socket)));
    if (attempts_.size() >= limits_.handshakes_max) {
      ++counters_.turned_away;
      return;  // Destroying the socket closes it.
    }
    const auto executor = socket.get_executor();
    asio::co_spawn(executor, admit(shared_from_this(), std::move(socket)), asio::detached);
  }

  [[nodiscard]] const DoorwayCounters& counters() {
    counters_.handshakes = attempts_.size();
    return counters_;
  }

 private:
  static asio::awaitable<void> admit(std::shared_ptr<Porter> self, tcp::socket socket) {
    const std::string peer = name_of_peer(socket);
    const auto place = self->attempts_.insert(
        self->attempts_.end(),
        std::make_shared<HandshakeAttempt>(std::move(socket), self->settings_));
    auto channel = co_await (*place)->run(self->limits_.handshake_max);
    self->attempts_.erase(place);
    if (channel) {
      self->hand_over(std::move(channel).value());
    } else {
      self->note(peer, channel.error());
    }
  }

  void hand_over(Channel channel) {
    if (!on_channel_) return;
    ++counters_.let_in;
    const auto handler = on_channel_;  // Survives a stop() from within.
    (*handler)(std::move(channel));
  }

  void note(const std::string& peer, const HandshakeFailure& failure) {
    if (failure.why == HandshakeFailure::Why::Abandoned) return;
    ++(failure.why == HandshakeFailure::Why::TimedOut ? counters_.timed_out : counters_.refused);
    if (on_refusal_) on_refusal_(peer, failure.words);
  }

  const std::shared_ptr<const TlsSettings> settings_;  ///< None: plain.
  const DoorwayLimits limits_;
  std::shared_ptr<const OnChannel> on_channel_;  ///< Never copied: coroutines may run in it.
  OnRefusal on_refusal_;
  std::list<std::shared_ptr<HandshakeAttempt>> attempts_;
  DoorwayCounters counters_;
};

Result<std::unique_ptr<Doorway>, std::string> Doorway::open(asio::io_context& io,
                                                            const Address& address,
                                                            const Security& security,
                                                            ServerRules rules,
                                                            DoorwayLimits limits) {
  std::shared_ptr<const TlsSettings> settings;
  if (security.identity()) {
    auto server = TlsServer::make(*security.identity(), std::move(rules));
    if (!server) return failed(server.error());
    settings = server.value().settings();
  }
  const Reach reach = settings ? Reach::AnyAddress : Reach::LoopbackOnly;
  auto listener = Listener::open(io, address, reach);
  if (!listener) return failed(listener.error());
  return std::unique_ptr<Doorway>(new Doorway(
      std::move(listener).value(), std::make_shared<Porter>(std::move(settings), limits)));
}

Doorway::Doorway(std::unique_ptr<Listener> listener, std::shared_ptr<Porter> porter)
    : listener_(std::move(listener)), porter_(std::move(porter)) {}
Doorway::~Doorway() { stop(); }

void Doorway::start(OnChannel on_channel, OnRefusal on_refusal) {
  porter_->start(std::move(on_channel), std::move(on_refusal));
  listener_->start([porter = porter_](tcp::socket socket) { porter->meet(std::move(socket)); });
}

void Doorway::stop() {
  listener_->stop();
  porter_->stop();
}

const Address& Doorway::address() const { return listener_->address(); }
const DoorwayCounters& Doorway::counters() const { return porter_->counters(); }

}  // namespace perk::sync
