#include "sync/net/channel.h"

#include <boost/asio/write.hpp>

namespace perk::sync {
namespace asio = boost::asio;
using asio::ip::tcp;

namespace {

class PlainTransport final : public Transport {
 public:
  explicit PlainTransport(tcp::socket socket) : socket_(std::move(socket)) {}

  void read_some(asio::mutable_buffer room, Done done) override {
    socket_.async_read_some(room, std::move(done));
  }
  void write(asio::const_buffer bytes, Done done) override {
    asio::async_write(socket_, bytes, std::move(done));
  }
  void finish_sending(std::function<void(ErrorCode)> done) override {
    ErrorCode error;
    socket_.shutdown(tcp::socket::shutdown_send, error);
    done(error);
  }
  void close() override {
    ErrorCode ignored;  // Closing is all that can be done about it.
    socket_.close(ignored);
  }
  tcp::socket& socket() override { return socket_; }

 private:
  tcp::socket socket_;
};

}  // namespace

Channel::Channel(tcp::socket socket)
    : transport(std::make_unique<PlainTransport>(std::move(socket))) {}

}  // namespace perk::sync
