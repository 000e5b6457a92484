// One connection of one store: a stream of frames, and the visit that goes over it. Lives on the
// io_context's thread; kept alive by its own coroutine until the connection ends.
#pragma once

#include <memory>

#include "central/visits/visitors.h"
#include "sync/net/message_link.h"

namespace perk::central {

class SyncSession final : public std::enable_shared_from_this<SyncSession> {
 public:
  explicit SyncSession(std::shared_ptr<sync::FrameStream> stream)
      : stream_(std::move(stream)), link_(stream_) {}

  /// Once. Begins the visit, and reads for it until the connection ends.
  void start(Visitors& visitors, const sync::Nonce& nonce);

 private:
  boost::asio::awaitable<void> read_all();

  const std::shared_ptr<sync::FrameStream> stream_;
  sync::MessageLink link_;
  std::shared_ptr<StoreVisit> visit_;
};

}  // namespace perk::central
