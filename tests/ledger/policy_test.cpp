#include "ledger/policy.h"

#include <gtest/gtest.h>

namespace perk {
namespace {

std::optional<Authorization> cached(std::int64_t available, std::int64_t own_rights,
                                    std::int64_t requested,
                                    PartialApproval partial = PartialApproval::Refused) {
  return authorize(Policy{}, {Amount(available), Amount(own_rights), Amount(requested), partial});
}

void expect_parts(const std::optional<Authorization>& approved, std::int64_t from_rights,
                  std::int64_t beyond_rights, Basis basis) {
  ASSERT_TRUE(approved);
  EXPECT_EQ(approved->from_rights, Amount(from_rights));
  EXPECT_EQ(approved->beyond_rights, Amount(beyond_rights));
  EXPECT_EQ(approved->basis, basis);
}

TEST(CachedPolicy, ApprovesWhileTheKnownValueCoversThePurchase) {
  expect_parts(cached(500, 500, 500), 500, 0, Basis::Rights);
  EXPECT_FALSE(cached(499, 499, 500));
}

TEST(CachedPolicy, SpendsTheShopsOwnRightsFirst) {
  expect_parts(cached(500, 200, 300), 200, 100, Basis::Cached);
  expect_parts(cached(500, 0, 300), 0, 300, Basis::Cached);
  expect_parts(cached(500, 300, 300), 300, 0, Basis::Rights);
}

TEST(CachedPolicy, ApprovesAPartOnlyWhenAskedTo) {
  EXPECT_FALSE(cached(200, 200, 300, PartialApproval::Refused));
  expect_parts(cached(200, 150, 300, PartialApproval::Accepted), 150, 50, Basis::Cached);
  expect_parts(cached(500, 500, 300, PartialApproval::Accepted), 300, 0, Basis::Rights);
}

TEST(CachedPolicy, ApprovesNothingOfAnEmptyOrOverdrawnCard) {
  EXPECT_FALSE(cached(0, 0, 300, PartialApproval::Accepted));
  EXPECT_FALSE(cached(-100, 0, 300, PartialApproval::Accepted));
  EXPECT_FALSE(cached(-100, 500, 300, PartialApproval::Accepted))
      << "rights do not make value that the store knows is gone";
}

TEST(PolicyDeathTest, AskingForNothingIsOurBug) {
  EXPECT_DEATH((void)cached(100, 100, 0), "only a positive amount");
  EXPECT_DEATH((void)cached(100, -1, 10), "rights it does not have");
}

TEST(Policy, HasANameForPeople) { EXPECT_EQ(policy_name(PolicyKind::Cached), "cached"); }

}  // namespace
}  // namespace perk
