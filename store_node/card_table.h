// The cards as this store knows them: folded from its own log and from what it heard of others.
// Derived, so it can be dropped and rebuilt at any time. Owns no thread; one at a time.
#pragma once

#include <cstddef>
#include <map>
#include <unordered_map>
#include <vector>

#include "ledger/card.h"

namespace perk::store_node {

class CardTable {
 public:
  /// The card's state; a card never heard of is an empty one.
  [[nodiscard]] const CardState& find(const CardId& card) const;
  [[nodiscard]] bool contains(const CardId& card) const { return cards_.contains(card); }
  [[nodiscard]] std::size_t size() const { return cards_.size(); }
  void put(const CardId& card, CardState state);
  /// Folds an event of a card; requires is_foldable.
  void fold(const RecordedEvent& recorded);

 private:
  /// A CardId is a keyed hash already: any 8 of its bytes are as good as another hash of it.
  struct FirstBytes {
    std::size_t operator()(const CardId& card) const;
  };
  std::unordered_map<CardId, CardState, FirstBytes> cards_;
};

/// The cards as they would be if a group that is being decided became durable: changed cards are
/// copies, so that a failed commit leaves nothing behind.
class CardDraft {
 public:
  explicit CardDraft(CardTable& table) : table_(table) {}

  [[nodiscard]] const CardState& find(const CardId& card) const;
  [[nodiscard]] bool contains(const CardId& card) const {
    return changed_.contains(card) || table_.contains(card);
  }
  void fold(const RecordedEvent& recorded);
  [[nodiscard]] bool has_changed(const CardId& card) const { return changed_.contains(card); }
  /// In the order of their ids.
  [[nodiscard]] std::vector<CardId> changed() const;
  /// The group is durable: its cards are the table's now.
  void keep();

 private:
  CardTable& table_;
  std::map<CardId, CardState> changed_;
};

}  // namespace perk::store_node
