// Questions about what the chain could lose: exposure, who holds a card's rights, overdrafts. Every answer
// covers all that was durable when it was asked. Blocking; safe from any thread. Changes nothing.
#pragma once

#include "central/desk/risk_view.h"

namespace perk::central {

class RiskDesk {
 public:
  explicit RiskDesk(const DeskSurroundings& around) : around_(around) {}

  /// Faults: malformed (a store and a card), store_unknown, card_number_invalid, card_unknown.
  [[nodiscard]] DeskAnswer<ExposureReply> exposure(const ExposureRequest& request);
  /// Of a card that is not known: nothing, held by nobody.
  [[nodiscard]] DeskAnswer<CardRights> rights(const CardId& card);
  [[nodiscard]] DeskAnswer<OverdraftsReply> overdrafts(const OverdraftsRequest& request);

 private:
  const DeskSurroundings& around_;
};

}  // namespace perk::central
