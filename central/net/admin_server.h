// Where the admin tool connects: one request at a time on a connection, progress while it is worked on,
// then the reply. Without TLS on this machine only; over TLS for operators with a certificate. A frame or request that cannot be read is answered with the
// fault `malformed` or not at all, and ends that connection.
//
// Lives on the io_context's one thread; requests are worked on by a few threads of its own, so that a
// long verification holds up nobody's sale and nobody else's question.
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <set>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/thread_pool.hpp>

#include "central/admin/messages.h"
#include "sync/net/frame_stream.h"
#include "sync/tls/doorway.h"

namespace perk::central {

using AdminOnProgress = std::function<void(const AdminProgress&)>;
/// Works a request out. Blocks; called on several threads at once.
using AdminAnswerer = std::function<AdminReply(const AdminAsk&, const AdminOnProgress&)>;

class AdminServer {
 public:
  /// Of a doorway that is bound and not yet started. Accepts at once.
  AdminServer(boost::asio::io_context& io, std::unique_ptr<sync::Doorway> doorway,
              AdminAnswerer answerer);
  /// Waits for the requests being worked on.
  ~AdminServer();
  AdminServer(const AdminServer&) = delete;
  AdminServer& operator=(const AdminServer&) = delete;

  /// Ends all connections and accepts no more.
  void stop();
  [[nodiscard]] const sync::Address& address() const { return doorway_->address(); }
  [[nodiscard]] const sync::StreamCounters& counters() const { return *counters_; }

 private:
  using Stream = std::shared_ptr<sync::FrameStream>;
  void accept(sync::Channel channel);
  boost::asio::awaitable<void> converse(Stream stream);
  boost::asio::awaitable<void> answer(Stream stream, AdminAsk ask);

  boost::asio::io_context& io_;
  std::unique_ptr<sync::Doorway> doorway_;
  const AdminAnswerer answerer_;
  std::shared_ptr<sync::StreamCounters> counters_ = std::make_shared<sync::StreamCounters>();
  std::set<Stream> streams_;
  boost::asio::thread_pool workers_;
};

}  // namespace perk::central
