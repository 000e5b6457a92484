#include "central/net/sync_server.h"

#include "central/net/sync_session.h"
#include "sync/crypto/keys.h"

namespace perk::central {

SyncServer::SyncServer(boost::asio::any_io_executor home, Visitors& visitors, LineBoard& board,
                       std::unique_ptr<sync::Listener> listener)
    : home_(std::move(home)), visitors_(visitors), board_(board), listener_(std::move(listener)) {}

SyncServer::~SyncServer() { stop(); }

void SyncServer::start() {
  listener_->start([this](boost::asio::ip::tcp::socket socket) { accept(std::move(socket)); });
  ticker_ = std::make_unique<sync::Ticker>(home_, kVisitorsTick, [this] {
    visitors_.tick();
    board_.set_frames_refused(counters_->frames_refused);
  });
}

void SyncServer::stop() {
  listener_->stop();
  ticker_.reset();
  visitors_.stop();
}

void SyncServer::accept(boost::asio::ip::tcp::socket socket) {
  auto stream =
      std::make_shared<sync::FrameStream>(std::move(socket), sync::StreamLimits(), counters_);
  std::make_shared<SyncSession>(std::move(stream))->start(visitors_, sync::random_nonce());
}

}  // namespace perk::central
