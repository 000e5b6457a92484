// What head office remembers of one connection of the admin tool: the challenge it gave, and how many signed
// requests came. So nothing that an operator signed can be said a second time, here or elsewhere. Whose key it
// is, and what they may do, is not decided here (desk/entrance.h). Over TLS nobody but who the certificate speaks for
// is greeted. Single-threaded; no socket.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <variant>

#include "central/admin/messages.h"
#include "sync/tls/party.h"
#include "sync/wire/event_codec.h"
#include "sync/wire/frame.h"

namespace perk::central {

class AdminSession {
 public:
  /// `peer`: whose certificate the other end showed; none over plain TCP.
  explicit AdminSession(std::optional<sync::Party> peer) : peer_(std::move(peer)) {}

  /// To be worked out; or answered at once; or the frame cannot be read.
  using Heard = std::variant<AdminAsk, AdminReply, sync::Malformed>;
  [[nodiscard]] Heard hear(const sync::Frame& frame);

 private:
  [[nodiscard]] Heard greet(const std::string& name);
  [[nodiscard]] Heard hear_signed(const sync::Frame& frame);

  struct Greeted {
    std::string name;
    Digest challenge;
    WordCounter heard;  ///< The last request that was signed.
  };
  const std::optional<sync::Party> peer_;
  std::optional<Greeted> greeted_;
};

}  // namespace perk::central
