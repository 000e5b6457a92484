// What operators did, as the log tells it, and whether each of it has the word of somebody who could do it then:
// signed with the key that the operator had, in a role that allowed it, and used for nothing else. By head
// office's hybrid clock. Pure, but for checking signatures; single-threaded.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "central/admin/operator_messages.h"
#include "ledger/approval_book.h"
#include "ledger/operator_book.h"
#include "ledger/permissions.h"

namespace perk::central {

/// One event that is an operator's doing.
struct OperatorAct {
  RecordedEvent recorded;
  std::string place;  ///< Where it stands, for people.
};

/// An act, judged.
struct JudgedAct {
  const OperatorAct* act = nullptr;
  std::string operator_name;
  OperatorRole role = OperatorRole::Unspecified;  ///< Of that operator, then.
  std::string reason;
  std::string second;  ///< Who approved it, if it needed a second person.
  WordState word = WordState::None;
  std::string why_broken;  ///< One clause.
};

class OperatorAudit {
 public:
  /// Any event, in any order.
  void take(const RecordedEvent& recorded, std::string place);
  /// In the order of head office's clock. The acts are this object's.
  [[nodiscard]] std::vector<JudgedAct> judge() const;

 private:
  OperatorBook operators_;
  ApprovalBook approvals_;
  std::vector<OperatorAct> acts_;
};

}  // namespace perk::central
