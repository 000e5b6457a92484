// What a decision would move, and of which programme: what its limit is held against. Changes nothing. Blocking.
#pragma once

#include <optional>
#include <string>

#include "central/desk/admin_answer.h"

namespace perk::central {

struct ApprovalNeed {
  DecisionKind kind = DecisionKind::Unspecified;
  Amount amount;  ///< Not negative.
  ProgrammeId programme;
  AdminRequest request;  ///< With the card by its id, in nobody's name.
  std::string reason, operator_name;
  std::optional<OperatorWord> word{};
};

/// None: it needs nobody else whatever the limits, was done before, or is for its own desk to refuse. Faults:
/// those that keep it from being judged.
[[nodiscard]] DeskAnswer<std::optional<ApprovalNeed>> approval_need(const DeskSurroundings& around,
                                                                    const AdminRequest& request);

}  // namespace perk::central
