// When a head office that stands by may try to take over from the one that serves: as soon as nobody holds the office,
// or its holder has said for long enough that he stays no more. Only a guess: that it was right is for the event
// store to say (take_office), which trusts no clock. Pure; single-threaded.
#pragma once

#include <optional>
#include <string>

#include "central/office_register.h"

namespace perk::central {

class Succession {
 public:
  /// `own_name`: whoever holds the office by this name has ended, since we are here by it.
  Succession(std::string own_name, Millis patience)
      : own_name_(std::move(own_name)), patience_(patience) {}

  /// What the database says now. Times in which it was not asked count for nobody: while it was away its holder
  /// could not say that he stays.
  [[nodiscard]] bool is_due(const Tenure& said, Instant now);
  /// Whether somebody else said that he stays while we looked on.
  [[nodiscard]] bool has_seen_life() const { return has_seen_life_; }

 private:
  const std::string own_name_;
  const Millis patience_;
  std::optional<Tenure> last_;
  Instant looked_at_, silent_since_;
  bool has_seen_life_ = false;
};

}  // namespace perk::central
