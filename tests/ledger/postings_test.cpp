#include "ledger/postings.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/ledger/cast.h"
#include "tests/support/ledger_builders.h"

namespace perk {
namespace {

using namespace test;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

Posting posting(AccountKind kind, std::variant<Origin, CardId> owner, std::int64_t minor) {
  return {{kind, owner}, Amount(minor)};
}

TEST(Postings, ALoadIsCashTakenInAndOwedToTheHolder) {
  EXPECT_THAT(postings_of(value_loaded(kCard, 500).recorded(store(1), 1)),
              ElementsAre(posting(AccountKind::Tender, store(1), 500),
                          posting(AccountKind::Liability, kCard, -500)));
}

TEST(Postings, ACoffeeIsOwedNoMoreAndSoldByTheShopThatPouredIt) {
  EXPECT_THAT(postings_of(value_redeemed(kCard, 300).beyond_rights(100).recorded(store(2), 1)),
              ElementsAre(posting(AccountKind::Revenue, store(2), -300),
                          posting(AccountKind::Liability, kCard, 300)));
}

TEST(Postings, ARefundUndoesTheSale) {
  const auto refund = redemption_reversed(kCard, event_id(store(2), 1), 120).recorded(store(2), 2);
  EXPECT_THAT(postings_of(refund), ElementsAre(posting(AccountKind::Revenue, store(2), 120),
                                               posting(AccountKind::Liability, kCard, -120)));
}

TEST(Postings, WhatThisVersionCannotExplainWaitsInSuspense) {
  const auto event =
      event_of_unknown_type(kCard).value(-50).reserve(-50).recorded(head_office(), 9);
  EXPECT_THAT(postings_of(event), ElementsAre(posting(AccountKind::Suspense, head_office(), -50),
                                              posting(AccountKind::Liability, kCard, 50)));
}

TEST(Postings, WhatMovesNoValueIsPostedNowhere) {
  EXPECT_THAT(postings_of(card_issued(kCard).recorded(store(1), 1)), IsEmpty());
  EXPECT_THAT(postings_of(card_frozen(kCard).recorded(head_office(), 1)), IsEmpty());
  EXPECT_THAT(
      postings_of(event_of_unknown_type(kCard).held(50).own_rights(-50).recorded(store(1), 2)),
      IsEmpty());
}

TEST(Postings, AccountsHaveNamesForPeople) {
  EXPECT_EQ(account_name(AccountKind::Tender), "tender");
  EXPECT_EQ(account_name(AccountKind::Liability), "liability");
  EXPECT_EQ(account_name(AccountKind::Revenue), "revenue");
  EXPECT_EQ(account_name(AccountKind::OverdraftReceivable), "overdraft receivable");
  EXPECT_EQ(account_name(AccountKind::WriteOffExpense), "write-off expense");
  EXPECT_EQ(account_name(AccountKind::Suspense), "suspense");
}

}  // namespace
}  // namespace perk
