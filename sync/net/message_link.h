// Sync messages over a frame stream: what a Pump sends through, and where its owner reads from.
//
//   auto link = std::make_shared<MessageLink>(stream);        // stream: std::shared_ptr<FrameStream>
//   auto pump = Pump::opener(limits, {source, sink, *link, observer, clock}, introducer);
//   link->tell_of_bytes(*pump);
//   for (;;) {
//     auto message = co_await link->read_message();
//     if (!message) break;                                     // then pump->abandon(...)
//     pump->receive(message.value());
//   }
//
// Threads and errors as in frame_stream.h. A message that cannot be read is counted like a broken
// frame and ends the connection; one of an unknown type is an UnknownMessage and no error.
#pragma once

#include <memory>

#include "sync/messages.h"
#include "sync/net/frame_stream.h"
#include "sync/ports.h"
#include "sync/pump.h"

namespace perk::sync {

class MessageLink final : public Link {
 public:
  explicit MessageLink(std::shared_ptr<FrameStream> stream) : stream_(std::move(stream)) {}

  void send(const Message& message) override;
  void close() override { stream_->close(); }
  /// From now on read_message() lets the pump know that bytes come, also before a message is whole.
  /// The pump outlives every read_message() under way.
  void tell_of_bytes(Pump& pump);
  [[nodiscard]] boost::asio::awaitable<Result<Message, StreamEnded>> read_message();

 private:
  std::shared_ptr<FrameStream> stream_;
};

}  // namespace perk::sync
