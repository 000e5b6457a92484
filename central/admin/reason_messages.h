// What is asked and told about the texts of reasons, which are kept beside the log (ledger/sealed_reason.h). Values;
// part of messages.h, which says how they travel.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "ledger/event.h"
#include "ledger/sealed_reason.h"

namespace perk::central {

/// The text is kept no more, for ever.
struct EraseReasonRequest {
  std::string which;  ///< As which_reason() reads it.
  std::string reason;
  std::string operator_name;
  RequestId request;
  std::optional<OperatorWord> word{};  ///< Head office's to fill in; does not travel.
};
struct EraseReasonReply {
  Digest commitment;
  bool was_erased = false;  ///< Before, by this request or another.
  EventId event;            ///< That says so: the first one.
};

/// The event that gives it, or the reason itself by its commitment.
using WhichReason = std::variant<EventId, Digest>;
/// "ORIGIN:SEQ"; or 64 hex digits, as they are or as a sealed form. None: it is neither.
[[nodiscard]] inline std::optional<WhichReason> which_reason(std::string_view text) {
  if (const auto sealed = commitment_in(text)) return *sealed;
  if (const auto commitment = digest_from_hex(text)) return *commitment;
  if (const auto event = event_id_from_text(text)) return *event;
  return std::nullopt;
}

}  // namespace perk::central
