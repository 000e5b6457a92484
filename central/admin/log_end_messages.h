// What the `perk` admin tool asks and is told about logs that have ended for good. Values; part of messages.h,
// which says how they travel.
#pragma once

#include <string>
#include <vector>

#include "central/admin/risk_messages.h"

namespace perk::central {

/// An operator's word that no copy of a closed log is in service, and that every till's receipts of it were
/// handed back.
struct ProveEndRequest {
  std::string log;  ///< An incarnation, or a store's name: all its closed logs.
  Seq through;  ///< Its last event, as tills' receipts show; 0: the last that head office knows of.
  std::string reason;
  std::string operator_name;
  std::optional<OperatorWord> word{};  ///< Head office's to fill in; does not travel.
};
struct ProvenLog {
  Origin incarnation;
  Seq through;
  bool was_proven = false;  ///< Before; only what it held was returned.
  friend bool operator==(const ProvenLog&, const ProvenLog&) = default;
};
struct ProveEndReply {
  StoreId store;
  std::string name;
  Currency currency;
  std::vector<ProvenLog> logs;
  std::vector<ReturnedCard> cards;  ///< Whose rights the logs held: the first few thousand.
  std::uint64_t card_count = 0;     ///< Of all.
  Amount returned;
  Amount remaining;        ///< What the logs hold all the same: it came meanwhile.
  Amount refundable;       ///< Of their purchases: head office's to take back now.
  Amount copies_ended;     ///< What copies of them could have spent.
  ShownExposure exposure;  ///< Of the chain, afterwards.
};

}  // namespace perk::central
