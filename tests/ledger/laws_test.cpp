// The three laws, on random histories of a chain on bad lines: asking twice changes nothing, value is
// conserved, facts commute. Beside each law, a broken history that its oracle must notice.
#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "ledger/conservation.h"
#include "tests/support/ledger_builders.h"
#include "tests/support/random_chain.h"
#include "tests/support/seeds.h"

namespace perk {
namespace {

using namespace test;

constexpr std::uint64_t kSeeds = 60;

TEST(RandomChain, DoesEverythingAChainCanDo) {
  std::set<std::string> types;
  std::size_t beyond_rights = 0;
  std::size_t overdrawn = 0;
  for_each_seed(kSeeds, [&](Random& random) {
    const RandomChain chain(random, {});
    ConservationChecker checker;
    for (const RecordedEvent& recorded : merged_at_random(chain.logs(), random)) {
      types.insert(type_name(recorded.event.body));
      if (recorded.event.envelope.reserve_effect.is_negative()) ++beyond_rights;
      checker.add(recorded);
    }
    overdrawn += checker.money_line().cards_overdrawn;
  });
  EXPECT_EQ(types, (std::set<std::string>{
                       "BalanceAdjusted", "CardFrozen", "CardIssued", "CardUnfrozen", "ChargedBack",
                       "HoldCaptured", "HoldPlaced", "HoldReleased", "LoadReversed",
                       "RedemptionReversed", "ValueLoaded", "ValueRedeemed", "type 77"}));
  EXPECT_GT(beyond_rights, 0U);
  EXPECT_GT(overdrawn, 0U) << "a history without conflict proves little";
}

TEST(Laws, AskingTwiceChangesNothing) {
  for_each_seed(kSeeds, [](Random& random) {
    const RandomChain chain(random, {});
    ASSERT_FALSE(chain.approvals().empty());
    for (const RandomChain::Approval& approval : chain.approvals()) {
      CardState after = approval.before;
      evolve(after, approval.event);
      ASSERT_NE(after, approval.before);
      const auto again = decide(after, approval.command, approval.event, approval.context);
      ASSERT_TRUE(again);
      EXPECT_TRUE(again.value().events.empty());
      EXPECT_EQ(again.value().prior, approval.event);
      CardState twice = after;
      evolve(twice, approval.event);
      EXPECT_EQ(twice, after);
    }
  });
}

TEST(Laws, TheSameDecisionIsMadeOfTheSameKnowledge) {
  for_each_seed(kSeeds, [](Random& random) {
    const RandomChain chain(random, {});
    for (const RandomChain::Approval& approval : chain.approvals()) {
      const auto again = decide(approval.before, approval.command, std::nullopt, approval.context);
      ASSERT_TRUE(again);
      EXPECT_EQ(again.value().events, std::vector<Event>{approval.event.event});
    }
  });
}

TEST(Laws, ValueIsConservedAtEveryStep) {
  for_each_seed(kSeeds, [](Random& random) {
    const RandomChain chain(random, {});
    ConservationChecker checker;
    for (const RecordedEvent& recorded : merged_at_random(chain.logs(), random)) {
      checker.add(recorded);
      const std::vector<std::string> broken = checker.violations();
      ASSERT_TRUE(broken.empty()) << broken.front();
    }
  });
}

TEST(Laws, RightsCoverWhatIsAvailableInEveryView) {
  for_each_seed(kSeeds, [](Random& random) {
    const RandomChain chain(random, {});
    for (const RandomChain::Node& node : chain.nodes()) {
      for (const auto& [id, card] : node.cards) {
        EXPECT_TRUE(rights_cover_available(card));
        EXPECT_GE(card.rights_of(node.origin), Amount()) << "a store spent rights it did not have";
      }
    }
  });
}

TEST(Laws, NoPurchaseIsTakenBackMoreThanOnce) {
  for_each_seed(kSeeds, [](Random& random) {
    const RandomChain chain(random, {});
    for (const auto& [id, card] : folded(merged_at_random(chain.logs(), random))) {
      for (const auto& [purchase, redemption] : card.redemptions) {
        EXPECT_GE(redemption.left(), Amount()) << to_string(purchase);
        EXPECT_GT(redemption.total(), Amount()) << to_string(purchase);
      }
    }
  });
}

TEST(Laws, NoHoldEndsAndNoLoadIsTakenBackMoreThanOnceByItsStore) {
  for_each_seed(kSeeds, [](Random& random) {
    const RandomChain chain(random, {});
    for (const auto& [id, card] : folded(merged_at_random(chain.logs(), random))) {
      for (const auto& [placing, hold] : card.holds) {
        EXPECT_EQ(hold.ended_too_often(), Amount()) << to_string(placing);
        EXPECT_GT(hold.placed, Amount()) << to_string(placing);
      }
      for (const auto& [loading, load] : card.loads) {
        EXPECT_LE(load.reversed, load.loaded) << to_string(loading);
        EXPECT_LE(load.charged_back, load.loaded) << to_string(loading);
      }
    }
  });
}

TEST(Laws, FactsCommuteAcrossOrigins) {
  for_each_seed(kSeeds, [](Random& random) {
    const RandomChain chain(random, {});
    const Cards expected = folded(merged_at_random(chain.logs(), random));
    for (int i = 0; i < 5; ++i) {
      EXPECT_EQ(folded(merged_at_random(chain.logs(), random)), expected);
    }
  });
}

TEST(Laws, WhatIsHeardAgainChangesNothing) {
  for_each_seed(kSeeds, [](Random& random) {
    const RandomChain chain(random, {});
    const std::vector<RecordedEvent> once = merged_at_random(chain.logs(), random);
    std::vector<RecordedEvent> with_repeats;
    for (const RecordedEvent& recorded : once) {
      with_repeats.push_back(recorded);
      while (random.chance(40)) with_repeats.push_back(random.one_of(with_repeats));
    }
    EXPECT_EQ(folded(with_repeats), folded(once));
  });
}

TEST(Laws, TheEventsOfOneOriginDoNotCommute) {
  // The oracle of commutation must be able to say no: out of order within one log is another history.
  for_each_seed(kSeeds, [](Random& random) {
    const RandomChain chain(random, {});
    std::vector<RecordedEvent> backwards = merged_at_random(chain.logs(), random);
    const Cards expected = folded(backwards);
    std::reverse(backwards.begin(), backwards.end());
    EXPECT_NE(folded(backwards), expected);
  });
}

TEST(Laws, TheSameSeedIsTheSameHistory) {
  for_each_seed(3, [](Random& random) {
    Random same = random;
    EXPECT_EQ(RandomChain(random, {}).logs(), RandomChain(same, {}).logs());
  });
}

}  // namespace
}  // namespace perk
