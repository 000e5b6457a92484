// Every small case, explored completely: no law is broken; and with each planted defect, one is.
#include <iostream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/model/explorer.h"

namespace perk::model {

void PrintTo(const Scenario& scenario, std::ostream* out) { *out << scenario.name; }

namespace {

constexpr std::size_t kWorldsMax = 400'000;

std::string only_letters(std::string_view name) {
  std::string letters;
  for (const char c : name) letters += (c == ' ' || c == '-') ? '_' : c;
  return letters;
}

class SmallCase : public ::testing::TestWithParam<Scenario> {};

TEST_P(SmallCase, BreaksNoLawWhateverHappensInWhateverOrder) {
  const Exploration explored = explore(GetParam(), all_laws(), kWorldsMax);
  std::cout << GetParam().name << ": " << explored.worlds << " worlds, " << explored.steps
            << " steps, " << explored.deepest << " deep\n";
  ASSERT_FALSE(explored.finding) << text_of(GetParam(), *explored.finding);
  EXPECT_TRUE(explored.is_complete) << "more than " << kWorldsMax << " worlds";
}

INSTANTIATE_TEST_SUITE_P(All, SmallCase, ::testing::ValuesIn(all_scenarios()),
                         [](const auto& each) { return only_letters(each.param.name); });

struct Planted {
  Defect defect;
  Scenario scenario;
  Law broken;
};

void PrintTo(const Planted& planted, std::ostream* out) { *out << planted.scenario.name; }

class PlantedDefect : public ::testing::TestWithParam<Planted> {};

TEST_P(PlantedDefect, IsFound) {
  const auto& [defect, honest, law] = GetParam();
  Scenario scenario = honest;
  scenario.setting.defect = defect;
  const Exploration explored = explore(scenario, {law}, kWorldsMax);
  std::cout << explored.worlds << " worlds\n";
  ASSERT_TRUE(explored.finding) << name_of(defect) << " goes unnoticed";
  std::cout << text_of(scenario, *explored.finding);
}

INSTANTIATE_TEST_SUITE_P(
    All, PlantedDefect,
    ::testing::Values(
        Planted{Defect::RefundsAnywhere, scenarios::rights_and_refunds(), Law::OneRefund},
        Planted{Defect::StandInRefundedIntoRights, scenarios::stand_in(), Law::RightsCover},
        Planted{Defect::GrantSentBeforeQuorum, scenarios::failover(), Law::RightsCover},
        Planted{Defect::GrantSentBeforeQuorum, scenarios::failover(), Law::Identity},
        Planted{Defect::AcksBeforeQuorum, scenarios::failover(), Law::Promises},
        Planted{Defect::GrantsBeforeAllReported, scenarios::restored_office(), Law::RightsCover},
        Planted{Defect::HeadOfficeSeqsReused, scenarios::restored_office(), Law::RightsCover},
        Planted{Defect::PaysOutBeforeHeld, scenarios::restored_office(), Law::OneRefund},
        Planted{Defect::TwoCentres, scenarios::two_centres(), Law::RightsCover},
        Planted{Defect::SnapshotCarriesOwnTotals, scenarios::snapshots(), Law::RightsCover},
        Planted{Defect::ReturnedRightsNotShown, scenarios::lost_shop(), Law::ShownBefore},
        Planted{Defect::GrantsInherited, scenarios::lost_shop(), Law::RightsCover},
        Planted{Defect::AllowanceResetOnContact, scenarios::flapping_link(), Law::Allowances},
        Planted{Defect::AnswersBeforeDurable, scenarios::power_cuts(), Law::RightsCover},
        Planted{Defect::AnswersBeforeDurable, scenarios::power_cuts(), Law::Convergence},
        Planted{Defect::HeardStandInNotShown, scenarios::stand_in(), Law::ShownBefore},
        Planted{Defect::RefundRightDriftsByTime, scenarios::clocks(), Law::OneRefund},
        Planted{Defect::AllowanceExpiredByOffice, scenarios::clocks(), Law::ShownBefore},
        Planted{Defect::ClosedTailDropped, scenarios::clone(), Law::Convergence},
        Planted{Defect::WrappedCountsForEachCopy, scenarios::clone(), Law::Convergence},
        Planted{Defect::HoldLapsedByOffice, scenarios::holds(), Law::RightsCover},
        Planted{Defect::LoadReversedAfterSpent, scenarios::loads_taken_back(), Law::RightsCover},
        Planted{Defect::LoadReversedAfterSpent, scenarios::loads_taken_back(), Law::Identity},
        Planted{Defect::DelayedHelloBelieved, scenarios::late_hellos(), Law::Promises},
        Planted{Defect::CapRestoredWhileShort, scenarios::caps(), Law::CardCaps}),
    [](const auto& each) {
      return std::string(name_of(each.param.defect)) + "_breaks_" +
             only_letters(name_of(each.param.broken));
    });

}  // namespace
}  // namespace perk::model
