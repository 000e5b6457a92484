#include "central/net/sync_server.h"

#include <algorithm>

#include <boost/asio/post.hpp>

#include "sync/crypto/keys.h"

namespace perk::central {
namespace {

constexpr Millis kTick{200};
/// When a store was last heard is written down every so many ticks.
constexpr unsigned kTicksBetweenNotes = 10;

}  // namespace

SyncServer::SyncServer(const SyncSurroundings& around, EventStore& store,
                       std::unique_ptr<sync::Listener> listener)
    : around_(around), store_(store), listener_(std::move(listener)) {}

SyncServer::~SyncServer() { stop(); }

void SyncServer::start() {
  listener_->start([this](boost::asio::ip::tcp::socket socket) { accept(std::move(socket)); });
  ticker_ = std::make_unique<sync::Ticker>(around_.io.get_executor(), kTick, [this] { tick(); });
}

void SyncServer::stop() {
  listener_->stop();
  ticker_.reset();
  for (const auto& session : sessions()) {
    session->forget_watcher();
    session->end({sync::RefusalCode::Busy, "head office is going down", Millis(1'000)});
  }
  sessions_.clear();
}

void SyncServer::accept(boost::asio::ip::tcp::socket socket) {
  const auto stream =
      std::make_shared<sync::FrameStream>(std::move(socket), sync::StreamLimits(), counters_);
  SessionWatcher& watcher = *this;
  const auto session = std::make_shared<SyncSession>(around_, watcher, stream);
  sessions_.insert(session);
  session->start(sync::random_nonce());
}

std::vector<std::shared_ptr<SyncSession>> SyncServer::sessions() const {
  return {sessions_.begin(), sessions_.end()};
}

void SyncServer::tick() {
  for (const auto& session : sessions()) {
    session->tick();
    // It comes back, and hears why.
    if (session->is_shut_out())
      session->end({sync::RefusalCode::Busy, "head office closes this log for ever", {}});
  }
  around_.rights.tick();
  around_.board.set_frames_refused(counters_->frames_refused);
  if (++ticks_ % kTicksBetweenNotes == 0) note_heard();
}

/// A note that fails is made again with the next word of that store; meanwhile the board knows.
void SyncServer::note_heard() {
  auto heard = around_.board.take_heard();
  if (heard.empty()) return;
  boost::asio::post(around_.workers, [store = &store_, heard = std::move(heard)] {
    static_cast<void>(store->note_heard(heard).has_value());
  });
}

void SyncServer::shard_grew(const ShardEnd& end) {
  {
    const std::scoped_lock lock(mutex_);
    const bool told_already = !grown_.empty();
    Position& grown = grown_[end.shard];
    grown = std::max(grown, end.position);
    if (told_already) return;
  }
  boost::asio::post(around_.io, [this] { tell_growth(); });
}

void SyncServer::tell_growth() {
  std::map<Shard, Position> grown;
  {
    const std::scoped_lock lock(mutex_);
    grown.swap(grown_);
  }
  for (const auto& session : sessions()) {
    for (const auto& [shard, end] : grown) session->shard_grew(shard, end);
  }
}

void SyncServer::on_let_in(SyncSession& session) {
  for (const auto& older : sessions()) {
    if (older.get() == &session || older->store() != session.store()) continue;
    older->end({sync::RefusalCode::Superseded, "the store has opened a newer connection", {}});
  }
}

void SyncServer::on_over(SyncSession& session) {
  sessions_.erase(session.shared_from_this());
  const auto left = sessions();
  const bool another = std::ranges::any_of(
      left, [&](const auto& other) { return other->store() == session.store(); });
  if (session.store() != StoreId() && !another) around_.board.ended(session.store());
}

}  // namespace perk::central
