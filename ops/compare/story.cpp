#include "ops/compare/story.h"

#include <algorithm>

#include "ledger/check.h"
#include "ops/random.h"

namespace perk::compare {
namespace {

using ops::Random;
constexpr std::int64_t kHour = 3'600'000;
constexpr std::int64_t kDay = 24 * kHour;

/// A fifth of the customers are regulars: half of the purchases are theirs, and their share of the rest.
std::size_t pick_customer(Random& chance, std::size_t cards) {
  const std::size_t regulars = std::max<std::size_t>(1, cards / 5);
  return static_cast<std::size_t>(chance.below(chance.chance(500) ? regulars : cards));
}

/// Where customers go: 70% of visits at home, 20% at their second shop, the rest anywhere.
class Habits {
 public:
  Habits(Random& chance, std::size_t shops, std::size_t cards) : chance_(chance), shops_(shops) {
    for (std::size_t card = 0; card < cards; ++card) habits_.push_back({any_shop(), any_shop()});
  }
  std::size_t shop_of(std::size_t card) {
    const std::uint64_t drawn = chance_.below(10);
    if (drawn < 7) return habits_[card].home;
    return drawn < 9 ? habits_[card].second : any_shop();
  }

 private:
  struct Habit {
    std::size_t home, second;
  };
  std::size_t any_shop() { return static_cast<std::size_t>(chance_.below(shops_)); }
  Random& chance_;
  std::size_t shops_;
  std::vector<Habit> habits_;
};

/// What customers have in mind of their cards, as if every purchase were approved: loads follow from it,
/// so that they are the same under every policy.
class Storyteller {
 public:
  Storyteller(Story& story, Random& chance) : story_(story), chance_(chance) {
    minds_.resize(story.cards);
  }

  void visit(const Purchase& purchase, std::size_t shop) {
    Mind& mind = minds_[purchase.card];
    // Seven of eight look at what is left before they order; the others are told by the till.
    const bool looks = chance_.below(8) != 0;
    if (!mind.has_card || (mind.left < purchase.amount && looks)) load(purchase, shop);
    say(Errand::What::Buys, purchase, shop, purchase.amount);
    if (mind.left >= purchase.amount) mind.left -= purchase.amount;
    const bool is_low = mind.left < story_.typical_purchase;
    if (is_low && chance_.chance(500)) load(purchase, shop);
  }

 private:
  struct Mind {
    bool has_card = false;
    Amount left;
  };

  /// Five to nine coffees at once, and always enough for this one.
  void load(const Purchase& purchase, std::size_t shop) {
    const Amount some(story_.typical_purchase.minor() * chance_.between(5, 9));
    const Amount amount = std::max(some, purchase.amount);
    say(Errand::What::Loads, purchase, shop, amount);
    minds_[purchase.card].has_card = true;
    minds_[purchase.card].left += amount;
  }

  void say(Errand::What what, const Purchase& purchase, std::size_t shop, Amount amount) {
    story_.errands.push_back({purchase.at, what, purchase.card, shop, amount});
  }

  Story& story_;
  Random& chance_;
  std::vector<Mind> minds_;
};

/// Outages of 1 to 11 hours, with pauses that leave the shop cut off for its share of the time.
void cut_lines(Story& story, Random& chance, const StoryOptions& options) {
  const auto share = static_cast<std::int64_t>(options.cut_off_per_mille);
  const std::int64_t mean_pause = 6 * kHour * (1000 - share) / share;
  const std::int64_t end = story.errands.back().at.count();
  for (std::size_t shop = 0; shop < story.shops; ++shop) {
    std::int64_t at = chance.between(0, 2 * mean_pause);
    while (at < end) {
      const std::int64_t until = at + chance.between(kHour, 11 * kHour);
      story.outages.push_back({shop, Millis(at), Millis(until)});
      at = until + chance.between(mean_pause / 2, mean_pause * 3 / 2);
    }
  }
}

Amount median(const std::vector<Purchase>& purchases) {
  std::vector<Amount> amounts;
  for (const Purchase& purchase : purchases) amounts.push_back(purchase.amount);
  const auto middle = amounts.begin() + static_cast<std::ptrdiff_t>(amounts.size() / 2);
  std::nth_element(amounts.begin(), middle, amounts.end());
  return *middle;
}

}  // namespace

std::vector<Purchase> made_up_purchases(std::uint64_t seed, const Custom& custom) {
  Random chance(seed);
  std::vector<Purchase> purchases;
  for (std::size_t i = 0; i < custom.purchases; ++i) {
    const auto day = static_cast<std::int64_t>(chance.below(custom.days));
    const Millis at(day * kDay + chance.between(6 * kHour, 20 * kHour));  // Opening hours.
    // 2.50 to 7.00: a coffee, or a coffee and a cake.
    purchases.push_back(
        {at, pick_customer(chance, custom.cards), Amount(chance.between(25, 70) * 10)});
  }
  std::stable_sort(purchases.begin(), purchases.end(),
                   [](const Purchase& a, const Purchase& b) { return a.at < b.at; });
  return purchases;
}

Story tell_story(const std::vector<Purchase>& purchases, const StoryOptions& options) {
  PERK_CHECK(!purchases.empty() && options.shops > 0, "a story needs a customer and a shop");
  Random chance(options.seed);
  Story story;
  story.shops = options.shops;
  story.typical_purchase = median(purchases);
  for (const Purchase& purchase : purchases) story.cards = std::max(story.cards, purchase.card + 1);
  Habits habits(chance, story.shops, story.cards);
  Storyteller teller(story, chance);
  for (const Purchase& purchase : purchases) teller.visit(purchase, habits.shop_of(purchase.card));
  cut_lines(story, chance, options);
  return story;
}

std::vector<std::size_t> cut_off_at(const Story& story, Millis at) {
  std::vector<std::size_t> shops;
  for (const Outage& outage : story.outages) {
    if (outage.from <= at && at < outage.until) shops.push_back(outage.shop);
  }
  return shops;
}

}  // namespace perk::compare
