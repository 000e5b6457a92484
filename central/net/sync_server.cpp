#include "central/net/sync_server.h"

#include "central/net/sync_session.h"
#include "sync/crypto/keys.h"

namespace perk::central {

SyncServer::SyncServer(boost::asio::any_io_executor home, Visitors& visitors, LineBoard& board,
                       std::unique_ptr<sync::Doorway> doorway, OnNewcomer on_newcomer)
    : home_(std::move(home)),
      visitors_(visitors),
      board_(board),
      doorway_(std::move(doorway)),
      on_newcomer_(std::move(on_newcomer)) {}

SyncServer::~SyncServer() { stop(); }

void SyncServer::start() {
  doorway_->start([this](sync::Channel channel) { accept(std::move(channel)); });
  ticker_ = std::make_unique<sync::Ticker>(home_, kVisitorsTick, [this] {
    visitors_.tick();
    board_.set_frames_refused(counters_->frames_refused);
  });
}

void SyncServer::stop() {
  doorway_->stop();
  ticker_.reset();
  visitors_.stop();
}

void SyncServer::accept(sync::Channel channel) {
  if (channel.service == sync::Service::Enrolment) {
    if (on_newcomer_) on_newcomer_(std::move(channel));
    return;
  }
  auto stream =
      std::make_shared<sync::FrameStream>(std::move(channel), sync::StreamLimits(), counters_);
  std::make_shared<SyncSession>(std::move(stream))->start(visitors_, sync::random_nonce());
}

}  // namespace perk::central
