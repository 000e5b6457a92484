#include "tests/store_node/till_client.h"

#include <utility>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "store_node/terminal/terminal_codec.h"

namespace perk::test {

using namespace store_node;

TillClient::TillClient(std::uint16_t port, Reading reading)
    : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const int tiny = 1;
  if (reading == Reading::AlmostNothing)
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &tiny, sizeof tiny);
  const timeval deadline{20, 0};
  ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &deadline, sizeof deadline);
  if (::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0) return;
  ::close(socket_);
  socket_ = -1;
}

TillClient::~TillClient() {
  if (socket_ >= 0) ::close(socket_);
}

TillClient::TillClient(TillClient&& other) noexcept : socket_(std::exchange(other.socket_, -1)) {}

std::uint16_t TillClient::local_port() const {
  sockaddr_in address{};
  socklen_t size = sizeof address;
  ::getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &size);
  return ntohs(address.sin_port);
}

bool TillClient::send(const TerminalMessage& message) {
  return send_bytes(sync::encode_frame(encode_terminal_message(message), {}));
}

bool TillClient::send_bytes(const std::vector<std::uint8_t>& bytes) {
  std::size_t sent = 0;
  while (socket_ >= 0 && sent < bytes.size()) {
    const ssize_t count = ::send(socket_, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
    if (count <= 0) return false;
    sent += static_cast<std::size_t>(count);
  }
  return socket_ >= 0;
}

bool TillClient::read_exactly(std::uint8_t* into, std::size_t count) {
  while (socket_ >= 0 && count > 0) {
    const ssize_t got = ::recv(socket_, into, count, 0);
    if (got <= 0) return false;
    into += got;
    count -= static_cast<std::size_t>(got);
  }
  return socket_ >= 0;
}

std::optional<TerminalMessage> TillClient::receive() {
  std::array<std::uint8_t, sync::kFrameHeaderBytes> header_bytes{};
  if (!read_exactly(header_bytes.data(), header_bytes.size())) return std::nullopt;
  const auto header = sync::decode_frame_header(header_bytes, {});
  if (!header) return std::nullopt;
  std::vector<std::uint8_t> payload(header.value().length);
  if (!read_exactly(payload.data(), payload.size())) return std::nullopt;
  const auto frame = sync::decode_frame_body(header.value(), std::move(payload), {});
  if (!frame) return std::nullopt;
  auto message = decode_terminal_message(frame.value());
  if (!message) return std::nullopt;
  return std::move(message).value();
}

bool TillClient::is_closed_by_node() {
  std::array<std::uint8_t, 4096> rest{};
  for (;;) {
    const ssize_t got = ::recv(socket_, rest.data(), rest.size(), 0);
    if (got == 0) return true;
    if (got < 0) return errno == ECONNRESET;
  }
}

std::optional<TerminalWelcome> TillClient::greet(std::uint64_t terminal) {
  return ask<TerminalWelcome>(TerminalHello{1, TerminalId(terminal), std::nullopt});
}

}  // namespace perk::test
