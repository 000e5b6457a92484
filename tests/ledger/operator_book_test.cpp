// Who may speak for the chain, now and then.
#include "ledger/operator_book.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "tests/support/ledger_builders.h"
#include "tests/support/random.h"
#include "tests/support/seeds.h"

namespace perk {
namespace {

using namespace test;

PublicKey key(std::uint8_t number) {
  PublicKey key;
  key.bytes[0] = number;
  return key;
}

/// The n-th word of head office, n seconds after the morning.
RecordedEvent said(std::uint64_t n, EventBody body, Origin by = head_office()) {
  return EventBuilder(card(1), std::move(body))
      .about_no_card()
      .in(Currency())
      .at(hlc(static_cast<std::int64_t>(n) * 1'000))
      .recorded(by, n);
}
RecordedEvent admitted(std::uint64_t n, const std::string& name, OperatorRole role,
                       std::uint8_t number) {
  return said(n, OperatorAdmitted{name, role, key(number), "joined", "ada"});
}
Hlc before(std::uint64_t n) { return hlc(static_cast<std::int64_t>(n) * 1'000); }

std::vector<RecordedEvent> story() {
  return {admitted(1, "ada", OperatorRole::Admin, 1), admitted(2, "bob", OperatorRole::Operator, 2),
          said(3, OperatorRoleChanged{"bob", OperatorRole::Viewer, "moved", "ada"}),
          said(4, OperatorDismissed{"bob", "left", "ada"}),
          admitted(5, "bob", OperatorRole::Auditor, 3)};
}

OperatorBook operators_of(const std::vector<RecordedEvent>& events) {
  OperatorBook book;
  for (const RecordedEvent& event : events) book.fold(event);
  return book;
}

TEST(OperatorBook, IsOpenUntilSomebodyIsAdmitted) {
  EXPECT_TRUE(OperatorBook().is_open());
  EXPECT_TRUE(OperatorBook().was_open_before(hlc(9'000'000)));
  const OperatorBook book = operators_of(story());
  EXPECT_FALSE(book.is_open());
  EXPECT_TRUE(book.was_open_before(before(1)));
  EXPECT_FALSE(book.was_open_before(before(2)));
}

TEST(OperatorBook, KnowsRoleAndKeyOfEachMoment) {
  const OperatorBook book = operators_of(story());
  EXPECT_FALSE(book.find_before("bob", before(2)));
  EXPECT_EQ(book.find_before("bob", before(3)),
            (OperatorAccount{OperatorRole::Operator, key(2), false}));
  EXPECT_EQ(book.find_before("bob", before(4)),
            (OperatorAccount{OperatorRole::Viewer, key(2), false}));
  EXPECT_EQ(book.find_before("bob", before(5)),
            (OperatorAccount{OperatorRole::Viewer, key(2), true}));
  EXPECT_EQ(book.find("bob"), (OperatorAccount{OperatorRole::Auditor, key(3), false}));
  EXPECT_FALSE(book.find("eve"));
  EXPECT_EQ(book.all().size(), 2U);
}

TEST(OperatorBook, NothingIsSaidOfWhoWasNeverAdmitted) {
  const OperatorBook book =
      operators_of({said(1, OperatorRoleChanged{"eve", OperatorRole::Admin, "", ""}),
                    said(2, OperatorDismissed{"eve", "", ""})});
  EXPECT_FALSE(book.find("eve"));
  EXPECT_TRUE(book.is_open());
}

TEST(OperatorBook, AStoresWordOnOperatorsIsPassedOver) {
  OperatorBook book;
  book.fold(said(1, OperatorAdmitted{"eve", OperatorRole::Admin, key(9), "", ""}, store(1)));
  EXPECT_TRUE(book.is_open());
}

TEST(OperatorBook, HearingTwiceAndInAnyOrderChangesNothing) {
  const OperatorBook right = operators_of(story());
  for_each_seed(20, [&](Random& random) {
    std::vector<RecordedEvent> heard = story();
    for (const RecordedEvent& event : story()) heard.push_back(event);
    for (std::size_t at = heard.size() - 1; at > 0; --at)
      std::swap(heard[at], heard[random.below(at + 1)]);
    EXPECT_EQ(operators_of(heard), right);
  });
}

}  // namespace
}  // namespace perk
