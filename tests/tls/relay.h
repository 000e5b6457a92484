// Somebody on the line between a client and a server: sees, keeps, alters, repeats and cuts what they say.
// One connection. Lives on the test's io_context.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include "sync/net/address.h"

namespace perk::test {

class Relay {
 public:
  using Bytes = std::vector<std::uint8_t>;

  Relay(boost::asio::io_context& io, const sync::Address& server);
  ~Relay();
  Relay(const Relay&) = delete;
  Relay& operator=(const Relay&) = delete;

  /// Where the client is to dial.
  [[nodiscard]] sync::Address address() const;
  /// Called with what comes from the client, or from the server, before it goes on.
  std::function<void(Bytes&)> on_up;
  std::function<void(Bytes&)> on_down;
  /// Ends the connection on both sides, with nobody's word.
  void cut();
  /// All that was seen so far, both ways.
  [[nodiscard]] const std::string& seen() const;

 private:
  struct Line;
  std::shared_ptr<Line> line_;
  boost::asio::ip::tcp::acceptor acceptor_;
};

}  // namespace perk::test
