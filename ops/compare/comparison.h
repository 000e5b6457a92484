// One story, told to a chain under each policy, three times: with honest customers only; with cloned cards,
// each used up at every cut-off shop at the moment when most are; with a thief who puts an earlier copy of a
// cut-off shop's database back and lets what was spent since be spent again. Pure, single-threaded.
#pragma once

#include <string_view>
#include <vector>

#include "ops/compare/chain.h"
#include "ops/compare/judge.h"
#include "ops/compare/story.h"

namespace perk::compare {

enum class Scenario { Honest, ClonedCards, Rollback };
/// "honest", "cloned_cards", "rollback".
[[nodiscard]] std::string_view scenario_name(Scenario scenario);

/// Default sizes of an allowance, in typical purchases, so that they suit any currency.
/// Of one card: what a regular drinks in the longest outage, and what one clone costs at each shop.
inline constexpr std::int64_t kCardCapInPurchases = 5;
/// Of one purchase: a round for the office, but not a catering order.
inline constexpr std::int64_t kPurchaseCapInPurchases = 4;
/// Of one shop: about twice what customers without rights there want in an outage of half a day.
inline constexpr std::int64_t kAllowanceInPurchases = 50;
[[nodiscard]] AllowanceSize usual_allowance(Amount typical_purchase);

struct CompareOptions {
  std::uint64_t seed = 1;         ///< Of whose cards are cloned.
  std::size_t cloned_cards = 25;  ///< Of those that were loaded before the clones come.
  PlacementKind placement = PlacementKind::OnDemand;
  Defect defect = Defect::None;
};

struct Row {
  PolicyKind policy = PolicyKind::Cached;
  Scenario scenario = Scenario::Honest;
  Verdict verdict;
};

struct Comparison {
  std::vector<Row> rows;  ///< Scenario by scenario, in each policy by policy.
  std::size_t shops = 0, cards = 0, purchases = 0;
  std::size_t cloned_cards = 0;  ///< As many as there were.
  std::size_t shops_with_clones = 0;
  AllowanceSize allowance;
  PlacementKind placement = PlacementKind::OnDemand;
  /// All violations of all rows, each with its row's name.
  [[nodiscard]] std::vector<std::string> violations() const;
};

[[nodiscard]] Row run_story(const Story& story, PolicyKind policy, Scenario scenario,
                            const CompareOptions& options);
[[nodiscard]] Comparison compare_policies(const Story& story, const CompareOptions& options);

}  // namespace perk::compare
