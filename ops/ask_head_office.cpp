#include "ops/ask_head_office.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <memory>
#include <optional>

#include "central/admin/admin_codec.h"
#include "sync/net/dialer.h"
#include "sync/net/frame_stream.h"

namespace perk::ops {
namespace {

namespace asio = boost::asio;
using central::AdminProgress;
using central::AdminReply;
using central::AdminRequest;
using Answer = Result<AdminReply, std::string>;

constexpr Millis kConnectMax{5'000};

/// Keeps one connection and opens it again when it was lost between two questions.
class HeadOfficeLine {
 public:
  explicit HeadOfficeLine(sync::Address address) : address_(std::move(address)) {}
  ~HeadOfficeLine() {
    stream_.reset();
    io_.restart();
    io_.run_for(std::chrono::milliseconds(100));
  }

  Answer ask(const AdminRequest& request) {
    std::optional<Answer> answer;
    asio::co_spawn(io_, converse(request), [&](const std::exception_ptr&, std::optional<Answer> heard) {
      answer = std::move(heard);
      io_.stop();
    });
    io_.restart();
    io_.run();
    return answer ? *answer : failed(std::string("head office could not be asked"));
  }

 private:
  asio::awaitable<std::optional<Answer>> converse(AdminRequest request) {
    if (stream_ == nullptr || !stream_->is_open()) {
      auto socket = co_await sync::dial(address_, kConnectMax);
      if (!socket) co_return failed("head office does not answer: " + socket.error());
      stream_ = std::make_shared<sync::FrameStream>(std::move(socket).value(), sync::StreamLimits{},
                                                    std::make_shared<sync::StreamCounters>());
    }
    stream_->send(central::encode_admin_request(request));
    while (true) {
      const auto frame = co_await stream_->read_frame();
      if (!frame) co_return hang_up("head office hung up: " + frame.error().sentence);
      const auto heard = central::decode_admin_answer(frame.value());
      if (!heard) co_return hang_up("head office's answer cannot be read: " + heard.error().why);
      if (const auto* reply = std::get_if<AdminReply>(&heard.value())) co_return Answer(*reply);
    }
  }

  Answer hang_up(const std::string& why) {
    stream_.reset();
    return failed(why);
  }

  asio::io_context io_;
  sync::Address address_;
  std::shared_ptr<sync::FrameStream> stream_;
};

}  // namespace

AskHeadOffice head_office_at(const sync::Address& address) {
  return [line = std::make_shared<HeadOfficeLine>(address)](const AdminRequest& request) { return line->ask(request); };
}

}  // namespace perk::ops
