// Operators' reasons on their way out: what people are shown says what a seal seals, if that is held, and else why
// not. Blocking; safe from any thread.
#pragma once

#include "central/desk/admin_answer.h"

namespace perk::central {

/// In the place of a text that was erased; of one that this database never had, as after a restore; of one that does
/// not fit its seal; and while the database is away.
inline constexpr auto kErasedReason = "(erased)";
inline constexpr auto kAbsentReason = "(not here)";
inline constexpr auto kAlteredReason = "(altered: not what was said)";
inline constexpr auto kUnreadReason = "(not read: the database is away)";

class ReasonReader {
 public:
  explicit ReasonReader(const DeskSurroundings& around) : around_(around) {}

  /// Every seal in a reply that shows reasons is replaced by what it seals. What was erased is shown as that, also if
  /// the database should hold it still.
  void open(AdminReply& reply) const;

 private:
  const DeskSurroundings& around_;
};

}  // namespace perk::central
