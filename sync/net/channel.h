// A connection that was made, and who is at its other end: what a FrameStream is built on.
//
//   Channel channel(std::move(socket));                        // plain TCP: nobody is known to be there
//   if (channel.peer) log(to_string(channel.peer->party));     // over TLS: whose certificate it showed
//
// Move-only; the thread rules are the transport's.
#pragma once

#include <memory>
#include <optional>
#include <utility>

#include "sync/net/transport.h"
#include "sync/tls/certificate_facts.h"
#include "sync/tls/service.h"

namespace perk::sync {

struct Channel {
  std::unique_ptr<Transport> transport;
  std::optional<CertificateFacts> peer;
  std::optional<Service> service;  ///< Over TLS: what both ends agreed on.

  /// Plain TCP.
  explicit Channel(boost::asio::ip::tcp::socket socket);
  Channel(std::unique_ptr<Transport> over, std::optional<CertificateFacts> whose,
          std::optional<Service> agreed)
      : transport(std::move(over)), peer(std::move(whose)), service(agreed) {}

  [[nodiscard]] boost::asio::ip::tcp::socket& socket() const { return transport->socket(); }
};

}  // namespace perk::sync
