// 10,000 random histories of 5 shops and 20 cards: no law is broken in any; and planted defects are found
// among them too, in chains where nobody could try everything.
#include "tests/model/histories.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/seeds.h"

namespace perk::model {

void PrintTo(Defect defect, std::ostream* out) { *out << name_of(defect); }

namespace {

constexpr std::uint64_t kHistories = 10'000;

/// Odd seeds have rights alone, even ones stand-in too.
class Histories {
 public:
  explicit Histories(const HistoryShape& shape)
      : shape_(shape),
        rights_alone_(first_world(shape, PolicyKind::Escrow)),
        with_stand_in_(first_world(shape, PolicyKind::EscrowStandIn)) {}

  HistoryEnd tell(test::Random& random) const {
    return random_history(random.chance(50) ? rights_alone_ : with_stand_in_, shape_, random);
  }

 private:
  const HistoryShape shape_;
  const World rights_alone_, with_stand_in_;
};

TEST(RandomHistories, BreakNoLaw) {
  const Histories histories({});
  std::array<std::size_t, kKinds> happened{};
  test::for_each_seed(kHistories, [&](test::Random& random) {
    const HistoryEnd end = histories.tell(random);
    for (const Action& action : end.history) ++happened.at(static_cast<std::size_t>(action.kind));
    ASSERT_FALSE(end.objection) << name_of(end.objection->law) << ": " << end.objection->sentence
                                << "\n"
                                << text_of(end.history);
    const World& world = end.world;
    ASSERT_EQ(world.exposure().amount(),
              exposure_of_chain(world.office().view.cards, world.office().view.stand_in, {}).sum());
  });
  if (std::getenv("PERK_TEST_SEED") != nullptr) return;
  for (std::size_t kind = 0; kind < kKinds; ++kind) {
    // If these change anything, a law is broken.
    if (Kind(kind) == Kind::Restart || Kind(kind) == Kind::HearAgain) continue;
    EXPECT_GT(happened.at(kind), 100U) << shape_of(Kind(kind)).words;
    std::cout << happened.at(kind) << " times: " << shape_of(Kind(kind)).words << "\n";
  }
}

std::vector<Defect> likely_defects() {
  std::vector<Defect> likely = all_defects();
  std::erase(likely, Defect::GrantsBeforeAllReported);
  std::erase(likely, Defect::PaysOutBeforeHeld);
  std::erase(likely, Defect::CapRestoredWhileShort);
  std::erase(likely, Defect::HoldLapsedByOffice);
  return likely;
}

class DefectInHistories : public ::testing::TestWithParam<Defect> {};

TEST_P(DefectInHistories, IsFound) {
  HistoryShape shape;
  shape.defect = GetParam();
  const Histories histories(shape);
  std::uint64_t told = 0;
  std::optional<Objection> found;
  while (!found && told < kHistories) {
    test::Random random(++told);
    found = histories.tell(random).objection;
  }
  ASSERT_TRUE(found) << name_of(GetParam()) << " goes unnoticed";
  std::cout << name_of(GetParam()) << ", in history " << told << ", " << name_of(found->law) << ": "
            << found->sentence << "\n";
}

/// The others take more luck than 10,000 histories have; trying everything (small_cases_test.cpp) finds them.
INSTANTIATE_TEST_SUITE_P(All, DefectInHistories, ::testing::ValuesIn(likely_defects()),
                         [](const auto& each) { return std::string(name_of(each.param)); });

}  // namespace
}  // namespace perk::model
