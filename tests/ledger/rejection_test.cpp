#include "ledger/rejection.h"

#include <algorithm>
#include <set>
#include <string>

#include <gtest/gtest.h>

namespace perk {
namespace {

TEST(Rejection, EveryOneHasARowInOrderOfPrecedence) {
  const auto rows = rejection_table();
  ASSERT_EQ(rows.size(), static_cast<std::size_t>(Rejection::TooManyWrongNumbers) + 1);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    EXPECT_EQ(rows[i].rejection, static_cast<Rejection>(i));
    EXPECT_EQ(describe(rows[i].rejection).name, rows[i].name);
  }
}

TEST(Rejection, EveryOneHasANameOfItsOwnAndASentence) {
  std::set<std::string> names;
  for (const RejectionRow& row : rejection_table()) {
    const bool is_snake_case = std::all_of(row.name.begin(), row.name.end(), [](char letter) {
      return letter == '_' || (letter >= 'a' && letter <= 'z');
    });
    EXPECT_TRUE(is_snake_case && !row.name.empty()) << row.name;
    EXPECT_TRUE(names.insert(std::string(row.name)).second) << row.name;
    EXPECT_TRUE(row.sentence.ends_with('.')) << row.sentence;
  }
}

TEST(Rejection, SaysWhetherAskingAgainCanHelp) {
  EXPECT_EQ(describe(Rejection::AmountNotPositive).retry, Retry::Useless);
  EXPECT_EQ(describe(Rejection::RequestIdReused).retry, Retry::Useless);
  EXPECT_EQ(describe(Rejection::CardNumberInvented).retry, Retry::Useless);
  EXPECT_EQ(describe(Rejection::CardNumberNotTaken).retry, Retry::Useless);
  EXPECT_EQ(describe(Rejection::Overloaded).retry, Retry::MayHelp);
  EXPECT_EQ(describe(Rejection::StorageUnavailable).retry, Retry::MayHelp);
  EXPECT_EQ(describe(Rejection::CardUnknown).retry, Retry::MayHelp)
      << "the card may have been issued where this store has not heard from yet";
}

}  // namespace
}  // namespace perk
