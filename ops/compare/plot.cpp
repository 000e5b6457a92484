#include "ops/compare/plot.h"

#include <algorithm>
#include <set>

#include "ops/random.h"

namespace perk::compare {
namespace {

Millis middle_of(const Outage& outage) {
  return Millis((outage.from.count() + outage.until.count()) / 2);
}

bool buys_during(const Errand& errand, const Outage& outage, Millis until) {
  return errand.what == Errand::What::Buys && errand.shop == outage.shop &&
         outage.from <= errand.at && errand.at < until;
}

std::vector<std::size_t> without_repeats(const std::vector<std::size_t>& cards) {
  const std::set<std::size_t> once(cards.begin(), cards.end());
  return {once.begin(), once.end()};
}

std::vector<std::size_t> cards_loaded(const Story& story, Millis before) {
  std::vector<std::size_t> cards;
  for (const Errand& errand : story.errands) {
    if (errand.at < before && errand.what == Errand::What::Loads) cards.push_back(errand.card);
  }
  return without_repeats(cards);
}

}  // namespace

CloneAttack plan_clones(const Story& story, std::size_t count, std::uint64_t seed) {
  CloneAttack attack;
  // Not in the first tenth: the chain's cards must be in people's hands.
  const Millis early(story.errands.back().at.count() / 10);
  for (const Outage& outage : story.outages) {
    if (outage.from < early || outage.from > story.errands.back().at) continue;
    std::vector<std::size_t> shops = cut_off_at(story, outage.from);
    if (shops.size() <= attack.shops.size()) continue;
    attack.at = outage.from;
    attack.shops = std::move(shops);
  }
  std::vector<std::size_t> known = cards_loaded(story, attack.at);
  ops::Random chance(seed);
  while (!known.empty() && attack.cards.size() < count) {
    const auto drawn = known.begin() + static_cast<std::ptrdiff_t>(chance.below(known.size()));
    attack.cards.push_back(*drawn);
    known.erase(drawn);
  }
  return attack;
}

std::optional<Rollback> plan_rollback(const Story& story) {
  std::optional<Rollback> best;
  std::size_t most = 0;
  for (const Outage& outage : story.outages) {
    const Millis middle = middle_of(outage);
    std::vector<std::size_t> cards;
    for (const Errand& errand : story.errands) {
      if (buys_during(errand, outage, middle)) cards.push_back(errand.card);
    }
    if (cards.size() <= most) continue;
    most = cards.size();
    best = Rollback{outage, middle, without_repeats(cards)};
  }
  return best;
}

}  // namespace perk::compare
