// Who asks, and whether they may: the first thing that is done with every request. Blocking; safe from any
// thread.
#pragma once

#include <optional>

#include "central/desk/admin_answer.h"
#include "ledger/permissions.h"

namespace perk::central {

/// An operator who has proven who they are.
struct Identity {
  OperatorRole role = OperatorRole::Unspecified;
  OperatorWord word;  ///< On this very request.
};

/// What a request needs permission for; none: it is no request of an operator's.
[[nodiscard]] std::optional<AdminAction> action_of(const AdminRequest& request);

/// role_needed: a sentence that names the roles that may.
[[nodiscard]] AdminFault role_needed(OperatorRole role, AdminAction action);

class Entrance {
 public:
  explicit Entrance(const DeskSurroundings& around) : around_(around) {}

  /// None: nobody was ever admitted, so that all may be asked by whoever reaches head office. Faults:
  /// not_allowed, the same for everybody who is not known; role_needed; those of fault_of().
  [[nodiscard]] DeskAnswer<std::optional<Identity>> admit(const AdminAsk& ask) const;

  /// Whether nobody was ever admitted.
  [[nodiscard]] Stored<bool> is_open() const;

 private:
  const DeskSurroundings& around_;
};

/// The request in the name of who asks: whatever it said itself is overwritten.
[[nodiscard]] AdminRequest in_name_of(AdminRequest request, const std::string& operator_name,
                                      const std::optional<OperatorWord>& word);

}  // namespace perk::central
