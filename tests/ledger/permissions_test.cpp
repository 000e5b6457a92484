// Every action and role: who may do what, written out once more by hand.
#include "ledger/permissions.h"

#include <map>

#include <gtest/gtest.h>

namespace perk {
namespace {

using enum AdminAction;

/// One letter for each role that may: viewer, cashier-support, operator, auditor, admin (as m: who manages).
const std::map<AdminAction, std::string> kRight{
    {ReadHealth, "vcoam"},
    {ReadStores, "vcoam"},
    {ReadProjections, "vcoam"},
    {ReadExposure, "vcoam"},
    {ReadPolicies, "vcoam"},
    {ReadMoney, "vcoam"},
    {ReadEpoch, "vcoam"},
    {ReadNumberRanges, "vcoam"},
    {ReadBalance, "coam"},
    {ReadStatement, "coam"},
    {ReadExposureOfCard, "coam"},
    {ReadOverdrafts, "coam"},
    {Explain, "coam"},
    {Freeze, "co"},
    {Unfreeze, "o"},
    {Adjust, "o"},
    {ChargeBack, "o"},
    {WriteOff, "o"},
    {SetPolicy, "o"},
    {DeclareLost, "o"},
    {RevokeStore, "om"},
    {ProveEnd, "o"},
    {SettleEpoch, "om"},
    {EnrolStore, "om"},
    {OfferCode, "om"},
    {AddNumberRange, "om"},
    {MakeNumbers, "om"},
    {RotateNumberKey, "m"},
    {Rebuild, "om"},
    {ReadHeads, "vcoam"},
    {StateLiabilities, "vcoam"},
    {ProveCard, "coa"},
    {Verify, "oam"},
    {ReadQuarantine, "oam"},
    {SettleQuarantine, "om"},
    {Audit, "am"},
    {ReadOperators, "am"},
    {ManageOperators, "m"},
    {ReadLimits, "oam"},
    {SetLimits, "m"},
    {ReadProposals, "oam"},
    {SettleProposal, "om"},
    {EraseReason, "m"},
};
constexpr std::string_view kLetters = "vcoam";

TEST(Permissions, EveryActionIsAllowedToExactlyThoseRoles) {
  ASSERT_EQ(kRight.size(), kActionCount) << "an action is missing here";
  for (const auto& [action, letters] : kRight) {
    for (std::size_t at = 0; at < kRoles.size(); ++at) {
      const bool is_right = letters.find(kLetters[at]) != std::string::npos;
      EXPECT_EQ(may(kRoles[at], action), is_right)
          << role_name(kRoles[at]) << ": " << action_name(action);
    }
    EXPECT_FALSE(may(OperatorRole::Unspecified, action)) << action_name(action);
  }
}

TEST(Permissions, WhoeverMovesMoneyKeepsNoAccountsAndSetsNoLimits) {
  for (const OperatorRole role : kRoles) {
    const bool moves_money = may(role, Adjust) || may(role, ChargeBack) || may(role, WriteOff);
    const bool governs = may(role, ManageOperators) || may(role, SetLimits);
    EXPECT_FALSE(moves_money && governs) << role_name(role);
  }
}

TEST(Permissions, AnAuditorChangesNothing) {
  for (const AdminAction change :
       {Freeze,         Unfreeze,         Adjust,          ChargeBack,  WriteOff,        SetPolicy,
        DeclareLost,    RevokeStore,      ProveEnd,        SettleEpoch, EnrolStore,      OfferCode,
        AddNumberRange, MakeNumbers,      RotateNumberKey, Rebuild,     ManageOperators, SetLimits,
        SettleProposal, SettleQuarantine, EraseReason})
    EXPECT_FALSE(may(OperatorRole::Auditor, change)) << action_name(change);
}

TEST(Permissions, NamesAreReadAsTheyAreWritten) {
  for (const OperatorRole role : kRoles) EXPECT_EQ(role_from_name(role_name(role)), role);
  EXPECT_EQ(role_from_name("boss"), OperatorRole::Unspecified);
  EXPECT_EQ(role_from_name("unspecified"), OperatorRole::Unspecified);
  EXPECT_EQ(decision_from_name("write-off"), DecisionKind::WriteOff);
  EXPECT_EQ(decision_from_name("lunch"), DecisionKind::Unspecified);
  EXPECT_EQ(roles_for(Freeze), "cashier-support or operator");
}

}  // namespace
}  // namespace perk
