// The laws of spending rights and stand-in, on random histories of a chain on bad lines: rights are what
// is available, at every step; nobody spends rights it does not hold; rights alone never overspend; what
// is lost was shown before. Beside each law, a planted bug that its oracle must notice.
#include <set>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ledger/conservation.h"
#include "ledger/rights.h"
#include "tests/support/ledger_builders.h"
#include "tests/support/rights_chain.h"
#include "tests/support/seeds.h"

namespace perk {
namespace {

using namespace test;
using ::testing::IsEmpty;

constexpr std::uint64_t kSeeds = 80;
constexpr int kSteps = 250;

void run(RightsChain& chain, int steps = kSteps) {
  for (int i = 0; i < steps; ++i) chain.step();
}

TEST(RightsChain, DoesEverythingThatMovesRights) {
  std::set<std::string> types;
  std::size_t stood_in = 0;
  std::set<OverdraftCause> causes;
  for_each_seed(kSeeds, [&](Random& random) {
    RightsChain chain(random, {});
    run(chain);
    for (const auto& [origin, log] : chain.logs()) {
      for (const RecordedEvent& recorded : log) {
        types.insert(type_name(recorded.event.body));
        if (recorded.event.envelope.allowance_drawn.is_positive()) ++stood_in;
        if (const auto* opened = std::get_if<OverdraftOpened>(&recorded.event.body))
          causes.insert(opened->cause);
      }
    }
  });
  for (const char* type :
       {"RightsReleased", "RightsGranted", "RightsReturnedByDecision", "StandInGranted",
        "StandInReplenished", "AllowanceLapsed", "OverdraftOpened", "OverdraftRecovered",
        "OverdraftWrittenOff", "RefundRightRenounced", "ValueRedeemed", "RedemptionReversed"}) {
    EXPECT_TRUE(types.contains(type)) << type << " never happened";
  }
  EXPECT_GT(stood_in, 100U);
  EXPECT_TRUE(causes.contains(OverdraftCause::StandIn));
  EXPECT_TRUE(causes.contains(OverdraftCause::LostStore));
}

TEST(RightsLaws, RightsAreWhatIsAvailableAtEveryStepAndNeverBelowZero) {
  for (const PolicyKind kind :
       {PolicyKind::Cached, PolicyKind::Central, PolicyKind::Escrow, PolicyKind::EscrowStandIn}) {
    for_each_seed(kSeeds / 4, [kind](Random& random) {
      RightsChain chain(random, {kind});
      for (int i = 0; i < kSteps; ++i) {
        chain.step();
        for (const RightsChain::Node& node : chain.nodes()) {
          for (const auto& [id, card] : node.cards) {
            const bool sees_all = node.origin.is_head_office();
            ASSERT_TRUE(rights_cover_available(card));
            const auto named = card.named_rights.find(node.origin);
            const Amount returned =
                named == card.named_rights.end() ? Amount() : named->second.returned;
            ASSERT_GE(card.rights_of(node.origin), -returned);
            if (sees_all) {
              ASSERT_THAT(rights_violations(id, card), IsEmpty());
            }
          }
        }
      }
    });
  }
}

TEST(RightsLaws, RightsAloneNeverOverspendACard) {
  for (const PolicyKind kind : {PolicyKind::Central, PolicyKind::Escrow}) {
    for_each_seed(kSeeds, [kind](Random& random) {
      RightsChain chain(random, {kind, false});
      for (int i = 0; i < kSteps; ++i) {
        chain.step();
        ASSERT_EQ(chain.realised(), Amount());
        ASSERT_EQ(chain.exposure().covered_by_rights_out, Amount());
      }
      chain.deliver_all();
      EXPECT_EQ(chain.realised(), Amount());
    });
  }
}

/// How often, of all seeds, more was lost after some moment than was shown at that moment.
std::uint64_t times_exposure_was_exceeded(const RightsShape& shape) {
  std::uint64_t exceeded = 0;
  for_each_seed(kSeeds, [&](Random& random) {
    RightsChain chain(random, shape);
    run(chain, static_cast<int>(random.between(50, kSteps)));
    const Amount before = chain.realised();
    const Amount shown = chain.exposure().sum();
    chain.cut_all_lines();
    run(chain);
    chain.deliver_all();
    if (chain.realised() - before > shown) ++exceeded;
  });
  return exceeded;
}

TEST(RightsLaws, WhatIsLostIsNeverMoreThanTheExposureShownBefore) {
  for (const PolicyKind kind :
       {PolicyKind::Central, PolicyKind::Escrow, PolicyKind::EscrowStandIn}) {
    EXPECT_EQ(times_exposure_was_exceeded({kind}), 0U) << policy_name(kind);
  }
}

TEST(PlantedBug, AnAllowanceResetByReconnectingLosesMoreThanWasShown) {
  EXPECT_GT(times_exposure_was_exceeded(
                {PolicyKind::EscrowStandIn, true, PlantedBug::AllowanceForgotten}),
            0U);
}

TEST(PlantedBug, CachedBalancesLoseMoreThanAnyBound) {
  EXPECT_GT(times_exposure_was_exceeded({PolicyKind::Cached}), 0U)
      << "and so its exposure is shown as unbounded";
}

TEST(PlantedBug, AGrantThatWasDeliveredAndLostIsSpentTwice) {
  std::uint64_t overspent = 0;
  for_each_seed(kSeeds, [&](Random& random) {
    RightsChain chain(random, {PolicyKind::Escrow, false, PlantedBug::GrantLost});
    run(chain);
    chain.deliver_all();
    for (const auto& [id, card] : chain.office().cards) {
      if (!rights_violations(id, card).empty()) ++overspent;
    }
  });
  EXPECT_GT(overspent, 0U);
}

TEST(RightsLaws, FactsCommuteAcrossOrigins) {
  for_each_seed(kSeeds / 2, [](Random& random) {
    RightsChain chain(random, {});
    run(chain);
    chain.deliver_all();
    for (int i = 0; i < 4; ++i) {
      Cards cards;
      StandIn stand_in;
      for (const RecordedEvent& recorded : merged_at_random(chain.logs(), random)) {
        stand_in.fold(recorded);
        const auto& card = recorded.event.envelope.card;
        if (card) evolve(cards[*card], recorded);
      }
      EXPECT_EQ(cards, chain.office().cards);
      EXPECT_EQ(stand_in, chain.office().stand_in);
    }
  });
}

TEST(RightsLaws, EveryShopComesToKnowWhatHeadOfficeKnows) {
  for_each_seed(kSeeds / 2, [](Random& random) {
    RightsChain chain(random, {});
    run(chain);
    chain.deliver_all();
    for (const RightsChain::Node& node : chain.nodes()) {
      EXPECT_EQ(node.cards, chain.office().cards) << to_string(node.origin);
      EXPECT_EQ(node.stand_in, chain.office().stand_in) << to_string(node.origin);
    }
  });
}

TEST(RightsLaws, ValueIsConserved) {
  for_each_seed(kSeeds / 2, [](Random& random) {
    RightsChain chain(random, {});
    run(chain);
    ConservationChecker checker;
    for (const RecordedEvent& recorded : merged_at_random(chain.logs(), random))
      checker.add(recorded);
    EXPECT_THAT(checker.violations(), IsEmpty());
  });
}

TEST(RightsLaws, AllOverdraftsAreOpenedAndNoneTwice) {
  for_each_seed(kSeeds / 2, [](Random& random) {
    RightsChain chain(random, {});
    run(chain);
    for (const auto& [id, card] : chain.office().cards) {
      Amount to_open;
      for (const OverdraftToOpen& found : overdrafts_to_open(card, head_office(), {}))
        to_open += found.amount;
      EXPECT_EQ(to_open, std::max(Amount(), -card.available()));
      for (const auto& [opening, overdraft] : card.overdrafts)
        EXPECT_GE(overdraft.left(), Amount()) << to_string(opening);
    }
  });
}

}  // namespace
}  // namespace perk
