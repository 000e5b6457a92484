// The four policies, as parameters of one mechanism.
#include "ledger/policy.h"

#include <vector>

#include <gtest/gtest.h>

namespace perk {
namespace {

constexpr PolicyKind kAllPolicies[] = {PolicyKind::Cached, PolicyKind::Central, PolicyKind::Escrow,
                                       PolicyKind::EscrowStandIn};

PurchaseView view_of(std::int64_t available, std::int64_t own_rights, std::int64_t requested) {
  return {Amount(available), Amount(own_rights), Amount(requested)};
}

AllowanceOnHand allowance(std::int64_t left, std::int64_t card_left, std::int64_t purchase_cap) {
  return {AllowanceId(7), StandInKind::Till, Amount(left), Amount(card_left), Amount(purchase_cap)};
}

Result<Authorization, Rejection> cached(std::int64_t available, std::int64_t own_rights,
                                        std::int64_t requested,
                                        PartialApproval partial = PartialApproval::Refused) {
  return authorize(Policy{}, {Amount(available), Amount(own_rights), Amount(requested), partial});
}

Result<Authorization, Rejection> judged(PolicyKind kind, const PurchaseView& view) {
  return authorize(Policy{kind, PolicyVersion(1)}, view);
}

void expect_parts(const Result<Authorization, Rejection>& approved, std::int64_t from_rights,
                  std::int64_t beyond_rights, Basis basis) {
  ASSERT_TRUE(approved);
  EXPECT_EQ(approved.value().from_rights, Amount(from_rights));
  EXPECT_EQ(approved.value().beyond_rights, Amount(beyond_rights));
  EXPECT_EQ(approved.value().basis, basis);
}

void expect_refused(const Result<Authorization, Rejection>& approved, Rejection why) {
  ASSERT_FALSE(approved);
  EXPECT_EQ(describe(approved.error()).name, describe(why).name);
}

TEST(CachedPolicy, ApprovesWhileTheKnownValueCoversThePurchase) {
  expect_parts(cached(500, 500, 500), 500, 0, Basis::Rights);
  expect_refused(cached(499, 499, 500), Rejection::InsufficientValue);
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

TEST(CachedPolicy, DrawsOnNoAllowance) {
  PurchaseView view = view_of(500, 0, 300);
  view.allowance = allowance(10, 10, 10);
  const auto approved = judged(PolicyKind::Cached, view);
  expect_parts(approved, 0, 300, Basis::Cached);
  EXPECT_EQ(approved.value().allowance, AllowanceId());
  EXPECT_EQ(approved.value().allowance_drawn, Amount());
}

TEST(EveryPolicy, ApprovesNothingOfAnEmptyOrOverdrawnCard) {
  for (const PolicyKind kind : kAllPolicies) {
    for (const auto& [available, own_rights] : {std::pair{0, 0}, {-100, 0}, {-100, 500}}) {
      PurchaseView view = view_of(available, own_rights, 300);
      view.partial = PartialApproval::Accepted;
      view.allowance = allowance(1'000, 1'000, 1'000);
      // Rights do not make value that the store knows is gone.
      expect_refused(judged(kind, view), Rejection::InsufficientValue);
    }
  }
}

TEST(EveryPolicy, ApprovesWhatRightsCoverWhateverTheLine) {
  for (const PolicyKind kind : kAllPolicies) {
    for (const Line line : {Line::Connected, Line::CutOff}) {
      PurchaseView view = view_of(500, 300, 300);
      view.line = line;
      const Basis basis = kind == PolicyKind::Central ? Basis::Central : Basis::Rights;
      expect_parts(judged(kind, view), 300, 0, basis);
    }
  }
}

TEST(EscrowPolicy, ApprovesNothingBeyondRights) {
  for (const PolicyKind kind : {PolicyKind::Escrow, PolicyKind::Central}) {
    PurchaseView view = view_of(1'000, 200, 300);
    view.allowance = allowance(1'000, 1'000, 1'000);
    expect_refused(judged(kind, view), Rejection::InsufficientRights);
    view.line = Line::CutOff;
    expect_refused(judged(kind, view), Rejection::InsufficientRightsOffline);
    view.partial = PartialApproval::Accepted;
    ASSERT_TRUE(judged(kind, view));
    EXPECT_EQ(judged(kind, view).value().from_rights, Amount(200));
    EXPECT_EQ(judged(kind, view).value().beyond_rights, Amount());
  }
}

TEST(StandInPolicy, DrawsOnTheAllowanceWhatRightsDoNotCover) {
  PurchaseView view = view_of(1'000, 200, 300);
  view.allowance = allowance(100, 100, 100);
  const auto approved = judged(PolicyKind::EscrowStandIn, view);
  expect_parts(approved, 200, 100, Basis::StandIn);
  EXPECT_EQ(approved.value().allowance, AllowanceId(7));
  EXPECT_EQ(approved.value().allowance_drawn, Amount(100));
}

TEST(StandInPolicy, DrawsNothingWhenRightsCoverThePurchase) {
  PurchaseView view = view_of(1'000, 300, 300);
  view.allowance = allowance(100, 100, 100);
  const auto approved = judged(PolicyKind::EscrowStandIn, view);
  expect_parts(approved, 300, 0, Basis::Rights);
  EXPECT_EQ(approved.value().allowance, AllowanceId());
}

TEST(StandInPolicy, IsInformedByWhatTheCardStillHas) {
  PurchaseView view = view_of(250, 200, 300);
  view.allowance = allowance(1'000, 1'000, 1'000);
  expect_refused(judged(PolicyKind::EscrowStandIn, view), Rejection::InsufficientValue);
  view.partial = PartialApproval::Accepted;
  expect_parts(judged(PolicyKind::EscrowStandIn, view), 200, 50, Basis::StandIn);
}

TEST(StandInPolicy, ApprovesAPartUpToTheLowestOfItsLimits) {
  for (const AllowanceOnHand& at_hand :
       {allowance(50, 900, 900), allowance(900, 50, 900), allowance(900, 900, 50)}) {
    PurchaseView view = view_of(1'000, 200, 300);
    view.allowance = at_hand;
    EXPECT_FALSE(judged(PolicyKind::EscrowStandIn, view));
    view.partial = PartialApproval::Accepted;
    expect_parts(judged(PolicyKind::EscrowStandIn, view), 200, 50, Basis::StandIn);
  }
}

TEST(StandInPolicy, SaysWhichLimitIsInTheWay) {
  PurchaseView view = view_of(1'000, 0, 300);
  const auto expect = [&view](const AllowanceOnHand& at_hand, Rejection why) {
    view.allowance = at_hand;
    expect_refused(judged(PolicyKind::EscrowStandIn, view), why);
  };
  expect(allowance(299, 299, 299), Rejection::StandInPurchaseLimit);
  expect(allowance(299, 299, 300), Rejection::StandInCardLimit);
  expect(allowance(299, 300, 300), Rejection::StandInLimitReached);
  view.allowance.reset();
  expect_refused(judged(PolicyKind::EscrowStandIn, view), Rejection::InsufficientRights);
}

TEST(StandInPolicy, MayBeAManagersAlone) {
  const Policy managers{PolicyKind::EscrowStandIn, PolicyVersion(1), StandInKind::Manager};
  PurchaseView view = view_of(1'000, 0, 300);
  view.allowance = allowance(500, 500, 500);
  expect_refused(authorize(managers, view), Rejection::InsufficientRights);
  view.allowance->kind = StandInKind::Manager;
  expect_parts(authorize(managers, view), 0, 300, Basis::StandIn);
}

TEST(Asking, IsForWhatIsMissingAndOnlyOverALineThatWorks) {
  const auto asked = [](PolicyKind kind, const PurchaseView& view) {
    return rights_to_ask_for(Policy{kind, PolicyVersion(1)}, view);
  };
  PurchaseView view = view_of(100, 200, 300);
  for (const PolicyKind kind : {PolicyKind::Central, PolicyKind::Escrow, PolicyKind::EscrowStandIn})
    EXPECT_EQ(asked(kind, view), Amount(100)) << "head office may know of more than this store";
  EXPECT_EQ(asked(PolicyKind::Cached, view), Amount());
  EXPECT_EQ(asked(PolicyKind::Escrow, view_of(500, 400, 300)), Amount());
  view.line = Line::CutOff;
  EXPECT_EQ(asked(PolicyKind::Escrow, view), Amount());
}

TEST(Keeping, IsWhatCentralDoesNotDo) {
  for (const PolicyKind kind : kAllPolicies) {
    const Amount back = rights_to_give_back(Policy{kind, PolicyVersion(1)}, Amount(300));
    EXPECT_EQ(back, kind == PolicyKind::Central ? Amount(300) : Amount());
    EXPECT_EQ(rights_to_give_back(Policy{kind, PolicyVersion(1)}, Amount()), Amount());
  }
}

TEST(PolicyDeathTest, AskingForNothingIsOurBug) {
  EXPECT_DEATH((void)cached(100, 100, 0), "only a positive amount");
  EXPECT_DEATH((void)cached(100, -1, 10), "rights it does not have");
}

TEST(Policy, IsCachedUnlessToldOtherwise) { EXPECT_EQ(Policy().kind, PolicyKind::Cached); }

TEST(Policy, HasANameForPeople) {
  EXPECT_EQ(policy_name(PolicyKind::Cached), "cached");
  EXPECT_EQ(policy_name(PolicyKind::EscrowStandIn), "escrow+standin");
  for (const PolicyKind kind : kAllPolicies) EXPECT_EQ(policy_from_name(policy_name(kind)), kind);
  EXPECT_FALSE(policy_from_name("Cached"));
  EXPECT_FALSE(policy_from_name(""));
}

}  // namespace
}  // namespace perk
