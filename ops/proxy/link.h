// One named link of the fault proxy: an address that listens, an upstream, and what is wrong between them.
// Single-threaded, on its executor.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include <boost/asio/any_io_executor.hpp>

#include "ops/proxy/connection.h"

namespace perk::ops {

struct LinkStatus {
  std::string name;
  boost::asio::ip::tcp::endpoint listen, upstream;
  LinkToxics toxics;
  std::uint64_t up_bytes = 0, down_bytes = 0, swallowed_bytes = 0, open_connections = 0;
};

class Link {
 public:
  using Endpoint = boost::asio::ip::tcp::endpoint;
  Link(const boost::asio::any_io_executor& executor, std::string name, Endpoint upstream,
       std::uint64_t seed);
  ~Link();
  Link(const Link&) = delete;
  Link& operator=(const Link&) = delete;

  /// Takes the address and begins to accept. To be called once.
  Result<Endpoint, std::string> open(const Endpoint& listen);
  /// Works on open connections too. The error: a healed link could not listen again.
  Result<Done, std::string> change(const LinkToxics& toxics);
  [[nodiscard]] const LinkToxics& toxics() const { return state_->toxics; }
  [[nodiscard]] LinkStatus status() const;
  void stop();

 private:
  using Acceptor = boost::asio::ip::tcp::acceptor;
  Result<Done, std::string> listen();
  boost::asio::awaitable<void> accept_all(std::shared_ptr<Acceptor> acceptor);
  void welcome(boost::asio::ip::tcp::socket client);
  void tell_connections();

  boost::asio::any_io_executor executor_;
  std::string name_;
  Endpoint address_, upstream_;
  std::shared_ptr<LinkState> state_;
  /// Bound but never listening: keeps the port ours while the link is cut, and so refuses.
  Acceptor port_holder_;
  std::shared_ptr<Acceptor> acceptor_;
  std::vector<std::weak_ptr<Connection>> connections_;
};

}  // namespace perk::ops
