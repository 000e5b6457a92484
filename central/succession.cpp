#include "central/succession.h"

namespace perk::central {
namespace {

/// Who stands by looks every second. Longer than this, the database was away, or we were.
constexpr Millis kLookedAwayFor{5'000};

}  // namespace

bool Succession::is_due(const Tenure& said, Instant now) {
  const bool was_away = last_ && now - looked_at_ > kLookedAwayFor;
  const bool has_moved = last_ && last_->term == said.term && last_->renewals < said.renewals;
  if (!last_ || was_away || *last_ != said) silent_since_ = now;
  has_seen_life_ = has_seen_life_ || has_moved;
  last_ = said;
  looked_at_ = now;
  if (said.holder.empty() || said.holder == own_name_) return true;
  return now - silent_since_ >= patience_;
}

}  // namespace perk::central
