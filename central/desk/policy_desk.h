// The policies that stores obey: which are in force, and a new one. Blocking; safe from any thread.
#pragma once

#include "central/desk/risk_view.h"

namespace perk::central {

class PolicyDesk {
 public:
  explicit PolicyDesk(const DeskSurroundings& around) : around_(around) {}

  [[nodiscard]] DeskAnswer<PoliciesReply> policies();
  /// Durable on return; stores obey it once they hear it. What is in force for just that store and
  /// programme already is not written again. Faults: store_unknown, malformed.
  [[nodiscard]] DeskAnswer<SetPolicyReply> set(const SetPolicyRequest& request);

 private:
  /// None: others wrote meanwhile what the book had not heard yet.
  [[nodiscard]] Stored<std::optional<SetPolicyReply>> try_to_set(
      const PolicySet& set, const std::optional<OperatorWord>& word);

  const DeskSurroundings& around_;
};

}  // namespace perk::central
