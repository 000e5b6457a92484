#include "central/net/admin_server.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "central/admin/admin_codec.h"
#include "central/net/admin_session.h"

namespace perk::central {
namespace {

namespace asio = boost::asio;

/// A verification and a rebuild may run while somebody asks for a balance.
constexpr std::size_t kWorkers = 4;
/// A progress bar moves no faster than an eye sees.
constexpr std::chrono::milliseconds kBetweenProgress{50};

}  // namespace

AdminServer::AdminServer(asio::io_context& io, std::unique_ptr<sync::Doorway> doorway,
                         AdminAnswerer answerer)
    : io_(io), doorway_(std::move(doorway)), answerer_(std::move(answerer)), workers_(kWorkers) {
  doorway_->start([this](sync::Channel channel) { accept(std::move(channel)); });
}

AdminServer::~AdminServer() { workers_.join(); }

void AdminServer::stop() {
  doorway_->stop();
  // Ending a stream may end its conversation, which leaves the set.
  const std::set<Stream> open = streams_;
  for (const Stream& stream : open) {
    stream->abort({sync::StreamEnd::ClosedHere, "head office is going down"});
  }
}

void AdminServer::accept(sync::Channel channel) {
  auto stream =
      std::make_shared<sync::FrameStream>(std::move(channel), sync::StreamLimits(), counters_);
  streams_.insert(stream);
  asio::co_spawn(io_, converse(std::move(stream)), asio::detached);
}

asio::awaitable<void> AdminServer::converse(Stream stream) {
  const auto& facts = stream->peer_facts();
  AdminSession session(facts ? std::optional(facts->party) : std::nullopt);
  while (stream->is_open()) {
    const auto frame = co_await stream->read_frame();
    if (!frame) break;
    AdminSession::Heard heard = session.hear(frame.value());
    if (const auto* malformed = std::get_if<sync::Malformed>(&heard)) {
      ++counters_->frames_refused;
      stream->send(encode_admin_reply(
          AdminFault{"malformed", "The request cannot be read: " + malformed->why + "."}));
      stream->close();
      break;
    }
    if (const auto* reply = std::get_if<AdminReply>(&heard)) {
      stream->send(encode_admin_reply(*reply));
    } else {
      co_await answer(stream, std::get<AdminAsk>(std::move(heard)));
    }
  }
  streams_.erase(stream);
}

asio::awaitable<void> AdminServer::answer(Stream stream, AdminAsk ask) {
  const auto report = [this, stream, last = std::chrono::steady_clock::time_point()](
                          const AdminProgress& progress) mutable {
    const auto now = std::chrono::steady_clock::now();
    if (now - last < kBetweenProgress) return;
    last = now;
    asio::post(io_, [stream, progress] { stream->send(encode_admin_progress(progress)); });
  };
  const auto work = [this, &ask, report]() -> asio::awaitable<AdminReply> {
    co_return answerer_(ask, report);
  };
  const AdminReply reply = co_await asio::co_spawn(workers_, work(), asio::use_awaitable);
  stream->send(encode_admin_reply(reply));
}

}  // namespace perk::central
