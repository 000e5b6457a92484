#include "store_node/card_table.h"

#include <cstring>

namespace perk::store_node {

std::size_t CardTable::FirstBytes::operator()(const CardId& card) const {
  std::size_t first = 0;
  std::memcpy(&first, card.bytes.data(), sizeof first);
  return first;
}

const CardState& CardTable::find(const CardId& card) const {
  static const CardState kNeverHeardOf;
  const auto found = cards_.find(card);
  return found == cards_.end() ? kNeverHeardOf : found->second;
}

void CardTable::put(const CardId& card, CardState state) {
  cards_.insert_or_assign(card, std::move(state));
}

void CardTable::fold(const RecordedEvent& recorded) {
  if (recorded.event.envelope.card) evolve(cards_[*recorded.event.envelope.card], recorded);
}

const CardState& CardDraft::find(const CardId& card) const {
  const auto changed = changed_.find(card);
  return changed == changed_.end() ? table_.find(card) : changed->second;
}

void CardDraft::fold(const RecordedEvent& recorded) {
  if (!recorded.event.envelope.card) return;
  const CardId card = *recorded.event.envelope.card;
  const auto changed = changed_.try_emplace(card, table_.find(card)).first;
  evolve(changed->second, recorded);
}

std::vector<CardId> CardDraft::changed() const {
  std::vector<CardId> cards;
  for (const auto& [card, state] : changed_) cards.push_back(card);
  return cards;
}

void CardDraft::keep() {
  for (auto& [card, state] : changed_) table_.put(card, std::move(state));
  changed_.clear();
}

}  // namespace perk::store_node
