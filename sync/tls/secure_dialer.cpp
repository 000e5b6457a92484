#include "sync/tls/secure_dialer.h"

#include <algorithm>
#include <chrono>

#include "sync/net/dialer.h"
#include "sync/tls/handshake_attempt.h"
#include "sync/tls/tls_words.h"

namespace perk::sync {
namespace asio = boost::asio;

namespace {

using Clock = std::chrono::steady_clock;

Millis left_of(Millis deadline, Clock::time_point began) {
  const auto gone = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - began);
  return std::max(Millis(0), deadline - Millis(gone.count()));
}

std::string sentence(const Address& address, const HandshakeFailure& failure) {
  if (failure.why == HandshakeFailure::Why::Refused)
    return "Cannot talk to " + to_string(address) + ": " + failure.words + ".";
  return "Cannot connect to " + to_string(address) + ": Connection timed out.";
}

Result<TlsClient, std::string> client_of(const Security& security, Service service,
                                         const Party& server) {
  if (security.identity()) return TlsClient::make(*security.identity(), service, server);
  const PairedKey& key = *security.paired_key();
  if (service != Service::Terminal || server != key.store())
    return failed("The key of " + to_string(key.terminal()) + " is good for the tills' line to " +
                  to_string(key.store()) + " only.");
  return TlsClient::make_paired(key);
}

bool is_here(const Channel& channel) {
  boost::system::error_code error;
  const auto endpoint = channel.socket().remote_endpoint(error);
  return !error && endpoint.address().is_loopback();
}

}  // namespace

asio::awaitable<Result<Channel, std::string>> dial(Address address, Millis deadline,
                                                   TlsClient client) {
  const auto began = Clock::now();
  auto socket = co_await dial(address, deadline);
  if (!socket) co_return failed(socket.error());
  const auto attempt =
      std::make_shared<HandshakeAttempt>(std::move(socket).value(), client.settings());
  auto channel = co_await attempt->run(left_of(deadline, began));
  if (!channel) co_return failed(sentence(address, channel.error()));
  co_return std::move(channel).value();
}

asio::awaitable<Result<Channel, std::string>> dial(Address address, Millis deadline,
                                                   Security security, Service service,
                                                   Party server) {
  if (security.identity() || security.paired_key()) {
    auto client = client_of(security, service, server);
    if (!client) co_return failed(client.error());
    co_return co_await dial(std::move(address), deadline, std::move(client).value());
  }
  auto socket = co_await dial(address, deadline);
  if (!socket) co_return failed(socket.error());
  Channel channel(std::move(socket).value());
  if (!is_here(channel))
    co_return failed("Cannot talk to " + to_string(address) +
                     ": it is not on this machine, and nothing goes further without TLS.");
  co_return std::move(channel);
}

bool says_revoked(const std::string& failure) {
  return failure.find(kRevokedWords) != std::string::npos;
}

}  // namespace perk::sync
