// What really happened, kept by nobody in the world: money taken over counters, coffees drunk and taken
// back, also those that a node has forgotten since. Deliberately dumb: it knows no rights but what a till
// said it approved, and folds nothing.
#pragma once

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "tests/model/fact.h"

namespace perk::model {

class Truth {
 public:
  struct OfCard {
    Amount loaded;        ///< Less what counters gave back for loads reversed.
    Amount charged_back;  ///< What payers' banks took back.
    Amount drunk;         ///< Less what was handed back for coffees taken back.
    Amount from_rights;   ///< Of that, what tills approved from rights.
    /// Drunk, and never paid for.
    [[nodiscard]] Amount overspent() const;
  };
  struct Draws {
    Amount all;
    std::map<CardId, Amount> of_card;
  };

  /// A customer paid, drank, or was handed money back; the till or head office had said so.
  void loaded(const Fact& load);
  void unloaded(const Fact& reversal);
  void charged_back(const Fact& back);
  void drank(const Fact& purchase);
  /// `original` is the purchase as the counter had it; null if it knows only its name.
  void handed_back(const Fact& reversal, const Fact* original);
  /// Whether that happened already.
  [[nodiscard]] bool has_handed_back(const Fact& reversal) const {
    return paid_.contains(reversal.digest);
  }

  /// Somebody copied the database of this life, which then held so much that it could spend or pay out.
  void copied(Origin life, Amount held);
  /// A copied life got more that all its copies can spend.
  void copied_more(Origin life, Amount more);
  /// A disk was lost: head office may never hear what was on it.
  void forgot() { has_forgotten_ = true; }
  [[nodiscard]] bool has_forgotten() const { return has_forgotten_; }
  /// A promise was broken before the judge's eyes.
  void object(std::string sentence);

  [[nodiscard]] const std::map<CardId, OfCard>& cards() const { return cards_; }
  [[nodiscard]] OfCard card(const CardId& id) const;
  [[nodiscard]] const std::map<std::pair<Origin, AllowanceId>, Draws>& draws() const {
    return draws_;
  }
  [[nodiscard]] Amount copies() const { return copies_; }
  [[nodiscard]] bool is_copied(Origin life) const { return copied_.contains(life); }
  /// Coffees that were paid back more than they cost.
  [[nodiscard]] const std::string& refunded_twice() const { return refunded_twice_; }
  [[nodiscard]] const std::string& broken_promise() const { return broken_promise_; }
  /// Whatever order things happened in at different counters.
  [[nodiscard]] std::uint64_t digest() const { return digest_; }

 private:
  struct Coffee {
    std::uint64_t receipt = 0;
    Amount amount, beyond_rights, refunded;
  };
  Coffee& coffee(const EventId& id, const Fact* original);

  std::map<CardId, OfCard> cards_;
  std::map<EventId, std::vector<Coffee>> coffees_;  ///< A forgotten one's name may be used again.
  std::map<std::pair<Origin, AllowanceId>, Draws> draws_;
  std::set<std::uint64_t> paid_;  ///< Digests of reversals.
  std::set<Origin> copied_;
  Amount copies_;
  bool has_forgotten_ = false;
  std::string refunded_twice_;
  std::string broken_promise_;
  std::uint64_t digest_ = 0;
};

}  // namespace perk::model
