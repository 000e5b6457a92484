// What head office remembers of one connection of the admin tool: the challenge it gave, and how many signed
// requests came. So nothing that an operator signed can be said a second time, here or elsewhere. Whose key it
// is, and what they may do, is not decided here (desk/entrance.h). Single-threaded; no socket.
#pragma once

#include <optional>
#include <string>
#include <variant>

#include "central/admin/messages.h"
#include "sync/wire/event_codec.h"
#include "sync/wire/frame.h"

namespace perk::central {

class AdminSession {
 public:
  /// To be worked out; or answered at once; or the frame cannot be read.
  using Heard = std::variant<AdminAsk, AdminReply, sync::Malformed>;
  [[nodiscard]] Heard hear(const sync::Frame& frame);

 private:
  [[nodiscard]] Heard hear_signed(const sync::Frame& frame);

  struct Greeted {
    std::string name;
    Digest challenge;
    WordCounter heard;  ///< The last request that was signed.
  };
  std::optional<Greeted> greeted_;
};

}  // namespace perk::central
