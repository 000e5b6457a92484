#include "sync/tls/doorway.h"

#include <algorithm>
#include <chrono>
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

/// Twenty at once, and one a second.
class Allowance {
 public:
  bool take() {
    const auto now = Clock::now();
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(now - since_).count();
    left_ = std::min<std::int64_t>(kMax, left_ + seconds);
    since_ += std::chrono::seconds(seconds);
    if (left_ == 0) return false;
    --left_;
    return true;
  }

 private:
  using Clock = std::chrono::steady_clock;
  static constexpr std::int64_t kMax = 20;
  std::int64_t left_ = kMax;
  Clock::time_point since_ = Clock::now();
};

}  // namespace

// Shared with the handshakes under way, which may end after the doorway.
class Doorway::Porter : public std::enable_shared_from_this<Doorway::Porter> {
 public:
  Porter(std::shared_ptr<const TlsSettings> settings, DoorwayLimits limits)
      : settings_(std::move(settings)), limits_(limits) {}

  void tell_refusals(OnRefusal on_refusal) { on_refusal_ = std::move(on_refusal); }
  void start(OnChannel on_channel) {
    on_channel_ = std::make_shared<const OnChannel>(std::move(on_channel));
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
      const auto oldest = attempts_.front();
      attempts_.pop_front();
      oldest->abandon();
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
    const auto attempt = std::make_shared<HandshakeAttempt>(std::move(socket), self->settings_);
    self->attempts_.push_back(attempt);
    auto channel = co_await attempt->run(self->limits_.handshake_max);
    self->attempts_.remove(attempt);
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
    if (!on_refusal_) return;
    if (!words_.take()) {
      ++unsaid_;
    } else if (const auto others = std::exchange(unsaid_, 0); others > 0) {
      on_refusal_(peer, failure.words + " (as were " + std::to_string(others) + " before it)");
    } else {
      on_refusal_(peer, failure.words);
    }
  }

  const std::shared_ptr<const TlsSettings> settings_;  ///< None: plain.
  const DoorwayLimits limits_;
  std::shared_ptr<const OnChannel> on_channel_;  ///< Never copied: coroutines may run in it.
  OnRefusal on_refusal_;
  std::list<std::shared_ptr<HandshakeAttempt>> attempts_;
  DoorwayCounters counters_;
  Allowance words_;
  std::uint64_t unsaid_ = 0;
};

Result<std::unique_ptr<Doorway>, std::string> Doorway::open(asio::io_context& io,
                                                            const Address& address,
                                                            const Security& security,
                                                            ServerRules rules,
                                                            DoorwayLimits limits) {
  std::shared_ptr<const TlsSettings> settings;
  if (security.paired_key())
    return failed(std::string("A paired key is for a till that dials; nobody listens with it."));
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

void Doorway::tell_refusals(OnRefusal on_refusal) { porter_->tell_refusals(std::move(on_refusal)); }

void Doorway::start(OnChannel on_channel) {
  porter_->start(std::move(on_channel));
  listener_->start([porter = porter_](tcp::socket socket) { porter->meet(std::move(socket)); });
}

void Doorway::stop() {
  listener_->stop();
  porter_->stop();
}

const Address& Doorway::address() const { return listener_->address(); }
const DoorwayCounters& Doorway::counters() const { return porter_->counters(); }

}  // namespace perk::sync
