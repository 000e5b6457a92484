// Commands: what somebody wants, imperative. A terminal's carry its request id; head office's too
// (made by the admin tool), so that any of them can be asked twice and happen once.
#pragma once

#include <optional>
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

/// Sets value aside for a purchase whose amount is not known yet (holds.h).
struct PlaceHold {
  Money money;
  std::optional<WallTime> expires_at{};
};
struct CaptureHold {
  EventId hold;
  Money money;   ///< All that is captured, the tip included.
  Amount tip{};  ///< The staff's part of it.
  RestOfHold rest = RestOfHold::GivenBack;
};
struct ReleaseHold {
  EventId hold;
};
/// The store gives a load's money back (load_reversal.h).
struct ReverseLoad {
  EventId original;
  Money money;
};
/// The load's payer took the money back from the chain (head_office_debits.h).
struct ChargeBack {
  EventId original;
  Money money;
  std::string reason;
  std::string operator_name;
};
struct AdjustBalance {
  Money money;  ///< Up if positive, down if negative.
  std::string reason;
  std::string operator_name;
};

struct Command {
  RequestId request;
  CardId card;
  std::variant<IssueCard, LoadValue, Redeem, ReverseRedemption, FreezeCard, UnfreezeCard, PlaceHold,
               CaptureHold, ReleaseHold, ReverseLoad, ChargeBack, AdjustBalance>
      body;
};

}  // namespace perk
