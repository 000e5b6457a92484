// What operators ask of head office's epochs, and their word that one is settled. Blocking; safe from any
// thread.
#pragma once

#include "central/desk/admin_answer.h"

namespace perk::central {

class EpochView {
 public:
  explicit EpochView(const DeskSurroundings& around) : around_(around) {}

  [[nodiscard]] DeskAnswer<EpochReply> show();
  /// Durable on return. Faults: malformed, store_unknown, log_unknown, and the names of LogRefusal.
  [[nodiscard]] DeskAnswer<EpochReply> settle(const SettleEpochRequest& request);

 private:
  [[nodiscard]] DeskAnswer<std::vector<Origin>> logs_of(const std::vector<std::string>& names);

  const DeskSurroundings& around_;
};

}  // namespace perk::central
