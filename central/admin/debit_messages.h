// What operators tell head office of money that leaves a card by no purchase, or comes to it by no load, and
// what they are told, as plain values.
#pragma once

#include <string>

#include "central/admin/card_ref.h"
#include "ledger/event.h"

namespace perk::central {

/// The payer's bank took a load's money back from the chain.
struct ChargeBackRequest {
  CardRef card;
  EventId load;
  std::string amount;  ///< As people write it, in the chain's currency: "12.30".
  std::string reason;
  std::string operator_name;
  RequestId request;
  std::optional<OperatorWord> word{};  ///< Head office's to fill in; does not travel.
};

struct AdjustRequest {
  CardRef card;
  std::string amount;  ///< As above; "-12.30" takes it off.
  std::string reason;
  std::string operator_name;
  RequestId request;
  std::optional<OperatorWord> word{};  ///< Head office's to fill in; does not travel.
};

/// The answer to both.
struct BalanceChangeReply {
  bool was_repeated = false;
  Shard shard;
  Position position;
  EventId event;
};

}  // namespace perk::central
