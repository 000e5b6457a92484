// A till's end of the wire, for tests: blocking, with a deadline on every wait. Can also send bytes
// that no honest till would.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "store_node/terminal/messages.h"
#include "sync/wire/frame.h"

namespace perk::test {

class TillClient {
 public:
  /// Connects to the loopback; is_open() says whether it did.
  enum class Reading { Normally, AlmostNothing };  ///< How much its end takes in unread.
  explicit TillClient(std::uint16_t port, Reading reading = Reading::Normally);
  ~TillClient();
  TillClient(TillClient&& other) noexcept;
  TillClient(const TillClient&) = delete;
  TillClient& operator=(const TillClient&) = delete;

  [[nodiscard]] bool is_open() const { return socket_ >= 0; }
  [[nodiscard]] std::uint16_t local_port() const;
  /// False once the connection is broken.
  bool send(const store_node::TerminalMessage& message);
  bool send_bytes(const std::vector<std::uint8_t>& bytes);
  /// The next message; none when the connection ends or nothing comes for 20 s.
  std::optional<store_node::TerminalMessage> receive();
  /// Whether the node ends the connection (within 20 s), whatever it says before.
  bool is_closed_by_node();

  template <typename Answer, typename Request>
  std::optional<Answer> ask(const Request& request) {
    if (!send(request)) return std::nullopt;
    const auto message = receive();
    if (!message || !std::holds_alternative<Answer>(*message)) return std::nullopt;
    return std::get<Answer>(*message);
  }
  std::optional<store_node::TerminalWelcome> greet(std::uint64_t terminal = 1);

 private:
  bool read_exactly(std::uint8_t* into, std::size_t count);
  int socket_ = -1;
};

}  // namespace perk::test
