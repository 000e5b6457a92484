// Commands: what somebody wants, imperative. A terminal's carry its request id; head office's too
// (made by the admin tool), so that any of them can be asked twice and happen once.
#pragma once

#include <string>
#include <variant>

#include "ledger/event.h"

namespace perk {

struct IssueCard {
  std::string last_four;
  ProgrammeId programme;
  std::uint32_t number_key_version = 0;
  Currency currency;
};
struct LoadValue {
  Money money;
  Tender tender = Tender::Cash;
};
struct Redeem {
  Money money;
  PartialApproval partial = PartialApproval::Refused;
  std::string manager{};  ///< Who overrides by hand, beyond rights; empty: nobody does.
};
struct ReverseRedemption {
  EventId original;
  Money money;
  ReversalReason reason = ReversalReason::Refund;
};
struct FreezeCard {
  std::string reason;
  std::string operator_name;
};
struct UnfreezeCard {
  std::string reason;
  std::string operator_name;
};

struct Command {
  RequestId request;
  CardId card;
  std::variant<IssueCard, LoadValue, Redeem, ReverseRedemption, FreezeCard, UnfreezeCard> body;
};

}  // namespace perk
