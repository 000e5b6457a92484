// A peer that speaks TLS, or does not, as nothing of ours would: any version, any service or none, any
// certificate. Uses OpenSSL and Asio bare.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>

#include "sync/net/address.h"
#include "tests/tls/raw_key.h"
#include "tests/tls/trust.h"

namespace perk::test {

struct RawManners {
  std::optional<Papers> papers;                         ///< Shows these; none: no certificate.
  std::vector<std::string> chain;                       ///< Sent behind its certificate.
  std::vector<std::string> services = {"perk-sync/1"};  ///< Offered (ALPN); none: not at all.
  int version_max = 0x0304;                             ///< TLS 1.3; 0x0303 is 1.2.
  std::optional<RawKey> key = {};                       ///< Says that it holds this one.
};

class RawPeer {
 public:
  RawPeer(boost::asio::io_context& io, const RawManners& manners);

  /// Connects and shakes hands. Empty once the server lets it in, or OpenSSL's words.
  [[nodiscard]] boost::asio::awaitable<std::string> enter(sync::Address address);
  [[nodiscard]] SSL* ssl() { return stream_.native_handle(); }
  [[nodiscard]] boost::asio::ip::tcp::socket& socket() { return stream_.next_layer(); }
  [[nodiscard]] boost::asio::ssl::stream<boost::asio::ip::tcp::socket>& stream() { return stream_; }

 private:
  std::optional<RawKey> key_;  // The context points to it.
  boost::asio::ssl::context context_;
  boost::asio::ssl::stream<boost::asio::ip::tcp::socket> stream_;
};

}  // namespace perk::test
