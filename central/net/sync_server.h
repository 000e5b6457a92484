// Where stores connect. Accepts connections, reads them for the visitors' book, and lets it tick. Lives at
// home, on the io_context's one thread.
#pragma once

#include <functional>
#include <memory>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include "central/visits/visitors.h"
#include "sync/net/frame_stream.h"
#include "sync/net/ticker.h"
#include "sync/tls/doorway.h"

namespace perk::central {

class SyncServer {
 public:
  /// Somebody who came for Service::Enrolment.
  using OnNewcomer = std::function<void(sync::Channel)>;
  /// Of a doorway that is bound and not yet started. `home`: of the doorway's io_context.
  SyncServer(boost::asio::any_io_executor home, Visitors& visitors, LineBoard& board,
             std::unique_ptr<sync::Doorway> doorway, OnNewcomer on_newcomer = {});
  ~SyncServer();
  SyncServer(const SyncServer&) = delete;
  SyncServer& operator=(const SyncServer&) = delete;

  void start();
  /// Ends all visits and accepts no more.
  void stop();

 private:
  void accept(sync::Channel channel);

  const boost::asio::any_io_executor home_;
  Visitors& visitors_;
  LineBoard& board_;
  std::unique_ptr<sync::Doorway> doorway_;
  const OnNewcomer on_newcomer_;
  std::shared_ptr<sync::StreamCounters> counters_ = std::make_shared<sync::StreamCounters>();
  std::unique_ptr<sync::Ticker> ticker_;
};

}  // namespace perk::central
