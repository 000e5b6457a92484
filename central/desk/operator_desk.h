// The accounts of operators: who is there, who comes, changes role, goes. Each change is head office's fact, and
// durable on return. One caller at a time (admin_service.h); blocking.
#pragma once

#include "central/desk/admin_answer.h"
#include "ledger/operator_book.h"

namespace perk::central {

class OperatorDesk {
 public:
  explicit OperatorDesk(const DeskSurroundings& around) : around_(around) {}

  [[nodiscard]] DeskAnswer<OperatorsReply> list() const;
  /// Who was dismissed can be admitted again, with another key too. Asked again it changes nothing. Faults:
  /// malformed (a name that no certificate can have), rejected (reason_missing), operator_exists,
  /// key_in_use, first_admin (the first of all must be an admin).
  [[nodiscard]] DeskAnswer<OperatorsReply> admit(const AdmitOperatorRequest& request);
  /// Faults: operator_unknown, last_admin (nobody could keep accounts any more), rejected, malformed.
  [[nodiscard]] DeskAnswer<OperatorsReply> change_role(const ChangeRoleRequest& request);
  [[nodiscard]] DeskAnswer<OperatorsReply> dismiss(const DismissOperatorRequest& request);

 private:
  /// What to write, nothing (it is so already), or why not.
  using Change = Result<std::optional<EventBody>, AdminFault>;
  template <typename Request>
  [[nodiscard]] DeskAnswer<OperatorsReply> write(
      const Request& request, const std::function<Change(const OperatorBook&)>& decide);

  const DeskSurroundings& around_;
};

}  // namespace perk::central
