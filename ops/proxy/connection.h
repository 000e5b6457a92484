// One client's connection through a link: two sockets and a lane each way. Kept alive by its own
// coroutines; ends when both lanes have ended, or when it is reset. Single-threaded.
#pragma once

#include <memory>

#include <boost/asio/ip/tcp.hpp>

#include "ops/proxy/lane.h"

namespace perk::ops {

/// What the connections of a link share with it.
struct LinkState {
  LinkToxics toxics;
  Random chance;
  std::uint64_t up_bytes = 0, down_bytes = 0;
  std::uint64_t swallowed_bytes = 0;
  std::uint64_t open_connections = 0;
};

class Connection : public std::enable_shared_from_this<Connection> {
 public:
  Connection(boost::asio::ip::tcp::socket client, std::shared_ptr<LinkState> link);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  /// Connects to the upstream, then carries bytes; a client whose upstream does not answer is reset.
  boost::asio::awaitable<void> run(boost::asio::ip::tcp::endpoint upstream);
  /// Ends both sides with a RST. May be called at any time, and twice.
  void reset();
  /// To be called when the link's toxics changed: a stream with a gap cannot go on once it would flow.
  void toxics_changed();

 private:
  void start(boost::asio::awaitable<void> (Lane::*half)(), Lane& lane);

  std::shared_ptr<LinkState> link_;
  boost::asio::ip::tcp::socket client_, upstream_;
  Lane up_, down_;
};

}  // namespace perk::ops
