#include "store_node/card_uses.h"

#include <algorithm>

namespace perk::store_node {
namespace {

bool is_use(const RecordedEvent& recorded, Origin own) {
  const Envelope& envelope = recorded.event.envelope;
  if (recorded.id.origin == own) return envelope.request.has_value();
  return std::any_of(envelope.named_rights.begin(), envelope.named_rights.end(),
                     [own](const NamedRightsEffect& effect) {
                       return effect.incarnation == own && effect.amount.is_positive();
                     });
}

}  // namespace

std::optional<CardUse> use_of(const RecordedEvent& recorded, Origin own) {
  if (!recorded.event.envelope.card || !is_use(recorded, own)) return std::nullopt;
  return CardUse{*recorded.event.envelope.card, recorded.event.envelope.hlc.wall()};
}

void CardUses::note(const CardUse& use) {
  const auto [last, is_first] = last_.try_emplace(use.card, use.when);
  if (!is_first) {
    if (last->second >= use.when) return;
    by_time_.erase({last->second, use.card});
    last->second = use.when;
  }
  by_time_.emplace(use.when, use.card);
}

void CardUses::forget(const CardId& card) {
  const auto last = last_.find(card);
  if (last == last_.end()) return;
  by_time_.erase({last->second, card});
  last_.erase(last);
}

std::vector<CardId> CardUses::unused_since(WallTime then, std::size_t most) const {
  std::vector<CardId> unused;
  for (const auto& [when, card] : by_time_) {
    if (when > then || unused.size() == most) break;
    unused.push_back(card);
  }
  return unused;
}

}  // namespace perk::store_node
