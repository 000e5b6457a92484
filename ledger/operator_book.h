// Who may speak for the chain, in which role and with which key: a fold of what head office said of operators
// (operator_events.h), and nothing else. Ordered by head office's hybrid clock, of which there is one over all of
// its logs, so that of an event in any shard it can be said who its operator was when it was written.
//
// Total: what makes no sense changes nothing (the role of somebody who was never admitted). Hearing twice, or in
// another order, changes nothing. Single-threaded value.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>

#include "ledger/event.h"
#include "ledger/operator_events.h"

namespace perk {

/// One operator at one moment.
struct OperatorAccount {
  OperatorRole role = OperatorRole::Unspecified;
  PublicKey key;
  bool is_dismissed = false;
  friend bool operator==(const OperatorAccount&, const OperatorAccount&) = default;
};

class OperatorBook {
 public:
  /// Takes any event; only head office's words on operators count. Requires is_foldable().
  void fold(const RecordedEvent& recorded);

  /// Whether nobody was ever admitted: whoever reaches head office may do all, as before there were accounts.
  [[nodiscard]] bool is_open() const { return !first_admission_; }
  /// Whether that was so just before a moment.
  [[nodiscard]] bool was_open_before(Hlc moment) const;

  /// None: was never admitted.
  [[nodiscard]] std::optional<OperatorAccount> find(const std::string& name) const;
  /// Just before a moment.
  [[nodiscard]] std::optional<OperatorAccount> find_before(const std::string& name,
                                                           Hlc moment) const;
  /// Everybody, also who was dismissed, by name.
  [[nodiscard]] std::map<std::string, OperatorAccount> all() const;
  friend bool operator==(const OperatorBook&, const OperatorBook&) = default;

 private:
  using Moment = std::pair<Hlc, EventId>;
  /// What one event said of one operator; what it did not say is none.
  struct Said {
    std::optional<OperatorRole> role{};
    std::optional<PublicKey> key{};
    bool is_dismissal = false;
    friend bool operator==(const Said&, const Said&) = default;
  };
  void note(const std::string& name, const RecordedEvent& recorded, const Said& said);

  std::map<std::string, std::map<Moment, Said>> words_;
  std::optional<Hlc> first_admission_;
};

}  // namespace perk
