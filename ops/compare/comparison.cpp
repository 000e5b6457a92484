#include "ops/compare/comparison.h"

#include <algorithm>
#include <array>
#include <functional>
#include <utility>

#include "ops/compare/plot.h"

namespace perk::compare {
namespace {

constexpr std::array kPolicies = {PolicyKind::Central, PolicyKind::Cached, PolicyKind::Escrow,
                                  PolicyKind::EscrowStandIn};
constexpr std::array kScenarios = {Scenario::Honest, Scenario::ClonedCards, Scenario::Rollback};

/// More than any card holds, and more purchases than any cap lasts for.
constexpr Amount kAllThereIs{1'000'000'000};
constexpr int kPurchasesOfAThief = 1'000;

/// Plays one story to one chain, with the judge looking on.
class Play {
 public:
  Play(const Story& story, const ChainOptions& chain)
      : story_(story), chain_(story.shops, story.cards, chain), judge_(story.cards) {
    look({});
    for (const Errand& errand : story.errands)
      at(errand.at, [this, &errand] { do_errand(errand); });
    for (const Outage& outage : story.outages) {
      at(outage.from, [this, &outage] { chain_.cut_off(outage.shop); });
      at(outage.until, [this, &outage] { chain_.reconnect(outage.shop, outage.until); });
    }
  }

  void add(const CloneAttack& attack) {
    at(attack.at, [this, attack] {
      for (const std::size_t card : attack.cards) {
        for (const std::size_t shop : attack.shops) use_up(shop, card, attack.at);
      }
    });
  }

  void add(const Rollback& rollback) {
    const std::size_t shop = rollback.outage.shop;
    at(rollback.outage.from, [this, shop] { chain_.back_up(shop); });
    at(rollback.at, [this, shop, rollback] {
      const Origin closed = chain_.shop(shop).origin();
      judge_.copied(closed, chain_.office().copies().of(closed));
      chain_.restore(shop);
      for (const std::size_t card : rollback.cards) use_up(shop, card, rollback.at);
    });
  }

  Verdict run() {
    std::stable_sort(steps_.begin(), steps_.end(),
                     [](const Step& a, const Step& b) { return a.at < b.at; });
    for (const Step& step : steps_) {
      step.act();
      look({});
    }
    for (std::size_t card = 0; card < story_.cards; ++card)
      judge_.ended(card, chain_.office().card(card).state);
    return judge_.verdict();
  }

 private:
  struct Step {
    Millis at;
    std::function<void()> act;
  };

  void at(Millis when, std::function<void()> act) { steps_.push_back({when, std::move(act)}); }

  void do_errand(const Errand& errand) {
    if (errand.what == Errand::What::Loads) {
      judge_.loaded(errand.card, errand.amount);
      chain_.load(errand.shop, errand.card, errand.amount, errand.at);
      return look(errand.card);
    }
    buy(errand.shop, errand.card, errand.amount, errand.at, Judge::Who::Customer);
  }

  Sale buy(std::size_t shop, std::size_t card, Amount amount, Millis now, Judge::Who who) {
    const auto partial =
        who == Judge::Who::Thief ? PartialApproval::Accepted : PartialApproval::Refused;
    const Sale sale = chain_.buy(shop, card, amount, partial, now);
    judge_.visited(card, amount, sale, chain_.is_cut_off(shop), who);
    judge_.drew(chain_.shop(shop).origin(), card, sale);
    look(card);
    return sale;
  }

  void use_up(std::size_t shop, std::size_t card, Millis now) {
    for (int i = 0; i < kPurchasesOfAThief; ++i) {
      if (buy(shop, card, kAllThereIs, now, Judge::Who::Thief).refused) return;
    }
  }

  /// The judge looks at all that changed.
  void look(std::optional<std::size_t> card) {
    for (const std::size_t changed : chain_.office().take_changed())
      judge_.compare(changed, chain_.office().card(changed).state);
    if (card) judge_.compare(*card, chain_.office().card(*card).state);
    const auto& allowances = chain_.office().of_allowances();
    for (; allowances_seen_ < allowances.size(); ++allowances_seen_)
      judge_.heard_of_allowance(allowances[allowances_seen_]);
    judge_.shown(chain_.exposure());
  }

  const Story& story_;
  Chain chain_;
  Judge judge_;
  std::vector<Step> steps_;
  std::size_t allowances_seen_ = 0;
};

}  // namespace

std::string_view scenario_name(Scenario scenario) {
  constexpr std::array<std::string_view, 3> kNames{"honest", "cloned_cards", "rollback"};
  return kNames.at(static_cast<std::size_t>(scenario));
}

AllowanceSize usual_allowance(Amount typical_purchase) {
  const auto times = [&](std::int64_t purchases) {
    return Amount(typical_purchase.minor() * purchases);
  };
  return {times(kAllowanceInPurchases), times(kCardCapInPurchases), times(kPurchaseCapInPurchases)};
}

Row run_story(const Story& story, PolicyKind policy, Scenario scenario,
              const CompareOptions& options) {
  Play play(story,
            {policy, options.placement, usual_allowance(story.typical_purchase), options.defect});
  if (scenario == Scenario::ClonedCards)
    play.add(plan_clones(story, options.cloned_cards, options.seed));
  if (scenario == Scenario::Rollback) {
    if (const auto rollback = plan_rollback(story)) play.add(*rollback);
  }
  return {policy, scenario, play.run()};
}

Comparison compare_policies(const Story& story, const CompareOptions& options) {
  Comparison comparison;
  for (const Scenario scenario : kScenarios) {
    for (const PolicyKind policy : kPolicies)
      comparison.rows.push_back(run_story(story, policy, scenario, options));
  }
  const CloneAttack clones = plan_clones(story, options.cloned_cards, options.seed);
  comparison.shops = story.shops;
  comparison.cards = story.cards;
  comparison.purchases = static_cast<std::size_t>(
      std::count_if(story.errands.begin(), story.errands.end(),
                    [](const Errand& errand) { return errand.what == Errand::What::Buys; }));
  comparison.cloned_cards = clones.cards.size();
  comparison.shops_with_clones = clones.shops.size();
  comparison.allowance = usual_allowance(story.typical_purchase);
  comparison.placement = options.placement;
  return comparison;
}

std::vector<std::string> Comparison::violations() const {
  std::vector<std::string> all;
  for (const Row& row : rows) {
    for (const std::string& sentence : row.verdict.violations)
      all.push_back(std::string(policy_name(row.policy)) + ", " +
                    std::string(scenario_name(row.scenario)) + ": " + sentence);
  }
  return all;
}

}  // namespace perk::compare
