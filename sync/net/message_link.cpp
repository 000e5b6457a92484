#include "sync/net/message_link.h"

#include "sync/wire/message_codec.h"

namespace perk::sync {

void MessageLink::send(const Message& message) { stream_->send(encode_message(message)); }

void MessageLink::tell_of_bytes(Pump& pump) {
  stream_->on_bytes([&pump](std::size_t count) { pump.heard_bytes(count); });
}

boost::asio::awaitable<Result<Message, StreamEnded>> MessageLink::read_message() {
  const auto stream = stream_;
  auto frame = co_await stream->read_frame();
  if (!frame) co_return failed(frame.error());
  auto message = decode_message(frame.value());
  if (!message) {
    StreamEnded ended{StreamEnd::FrameRefused, message.error().why};
    stream->abort(ended);
    co_return failed(std::move(ended));
  }
  co_return std::move(message).value();
}

}  // namespace perk::sync
