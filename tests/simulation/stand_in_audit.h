// What stand-in was allowed, drawn and paid back, added up by itself from what events say: the judge holds the chain
// to it. Hears each event once, as itself and never as what wraps it. Values; single-threaded.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "ledger/event.h"

namespace perk::simulation {

class StandInAudit {
 public:
  void count(const RecordedEvent& event);

  /// Of the card: drawn beyond rights, and not repaid by refunds since.
  [[nodiscard]] Amount unpaid(const CardId& card) const;
  /// Sentences: an allowance, or its cap for a card, was overdrawn, replenished beyond what was drawn, or granted
  /// beside one of its kind.
  [[nodiscard]] std::vector<std::string> violations() const;

 private:
  struct Use {
    Amount drawn, back;
  };
  struct Allowance {
    std::optional<StandInGranted> grant;
    Use whole;
    std::map<CardId, Use> cards;
    bool has_lapsed = false;
  };
  using Name = std::pair<Origin, AllowanceId>;

  void grant(const Envelope& envelope, const StandInGranted& terms);
  void draw(const EventId& purchase, const Envelope& envelope);
  void repay(const Envelope& envelope);

  std::map<Name, Allowance> allowances_;
  std::map<EventId, Amount> unpaid_of_purchase_;
  std::map<CardId, Amount> unpaid_;
  std::vector<std::string> regrants_;
};

}  // namespace perk::simulation
