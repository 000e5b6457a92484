// One connection on its way from TCP to TLS, within a deadline: what a doorway and a dialer share. For the
// files of this folder only. Lives on the socket's io_context's one thread.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>

#include "ledger/result.h"
#include "ledger/time.h"
#include "sync/tls/tls_transport.h"

namespace perk::sync {

struct HandshakeFailure {
  enum class Why { Refused, TimedOut, Abandoned };
  Why why = Why::Refused;
  std::string words;  ///< As in "its certificate has expired".
};

class HandshakeAttempt : public std::enable_shared_from_this<HandshakeAttempt> {
 public:
  HandshakeAttempt(boost::asio::ip::tcp::socket socket,
                   std::shared_ptr<const TlsSettings> settings);

  /// Once.
  [[nodiscard]] boost::asio::awaitable<Result<Channel, HandshakeFailure>> run(Millis deadline);
  /// Ends it now.
  void abandon();

 private:
  [[nodiscard]] boost::asio::awaitable<std::string> shake_hands();
  void start_timer(Millis deadline);
  void close();

  std::shared_ptr<const TlsSettings> settings_;
  std::optional<boost::asio::ip::tcp::socket> socket_;  ///< Until there is a transport over it.
  std::unique_ptr<TlsTransport> transport_;
  boost::asio::steady_timer timer_;
  std::optional<HandshakeFailure::Why> ended_;
};

}  // namespace perk::sync
